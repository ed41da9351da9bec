"""Headers that tell the browser how little a page of ours may do."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
)
_NOT_KEPT: Final = ("Cache-Control", "no-store")


def protecting(start_response: "StartResponse") -> "StartResponse":
    """Begins an answer with these headers added; what does not say how long it may be kept is not kept.

    They are added where the answer leaves: set one by one on each response they cost more than all else around a view.
    """

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
        headers.extend(_ALWAYS)
        if not any(name == _NOT_KEPT[0] for name, _ in headers):
            headers.append(_NOT_KEPT)
        return start_response(status, headers, exc_info)

    return start
