"""The page of a server whose shop is not ready yet: it asks again every second, until the shop answers."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Final

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.core.texts import SCREEN_LANGUAGES, SOURCE_LANGUAGE, marked, texts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_TITLE: Final = marked("One moment")
_WORDS: Final = marked("The shop is being opened. The demo is filled once, which takes up to a minute.")
_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{display:grid;place-content:center;min-height:100vh;margin:0;text-align:center;"
    "font:1rem/1.5 system-ui,sans-serif}"
    "h1{margin:0;font-size:1.75rem;font-weight:620}p{margin:.5rem;opacity:.75}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: Final = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"),
    ("Cache-Control", "no-store"),
    ("Retry-After", "2"),
)


def curtain(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answers every request with the waiting page and status 503, as a WSGI application does."""
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE", ""), LanguageAccept)
    language = accepted.best_match(SCREEN_LANGUAGES) or SOURCE_LANGUAGE
    _ = texts(language).gettext
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta http-equiv="refresh" content="1; url=/">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(_(_TITLE))} · Regulars</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(_(_TITLE))}</h1><p>{escape(_(_WORDS))}</p></body></html>"
    )
    body = page.encode()
    start_response("503 Service Unavailable", [*_HEADERS, ("Content-Length", str(len(body)))])
    return [body]
