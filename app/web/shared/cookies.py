"""The cookies of a browser: who it is, who is logged in, which till it is. Scripts cannot read them."""

from datetime import timedelta
from typing import Final

from werkzeug.wrappers import Response

from app.web.shared.context import context
from app.web.shared.here import the_request

BROWSER: Final = "regulars_browser"
SESSION: Final = "regulars_session"
TILL: Final = "regulars_till"
LONG: Final = timedelta(days=400)
"""As long as browsers keep a cookie at all (RFC 6265bis, section 5.5)."""


def read_cookie(name: str) -> str | None:
    """The cookie's value."""
    return the_request().cookies.get(_name(name)) or None


def set_cookie(
    response: Response, name: str, value: str, *, keep: timedelta | None = None, port: int | None = None
) -> None:
    """Sets a cookie; without ``keep`` it ends with the browser. ``port`` is that of another server of this machine."""
    response.set_cookie(
        _name(name, port),
        value,
        max_age=keep,
        httponly=True,
        secure=the_request().is_secure,
        samesite="Strict",
        path="/",
    )


def drop_cookie(response: Response, name: str) -> None:
    """Takes a cookie back."""
    response.delete_cookie(_name(name), httponly=True, secure=the_request().is_secure, samesite="Strict", path="/")


def _name(name: str, port: int | None = None) -> str:
    # Cookies do not tell the ports of a machine apart, and a shop may run a second server to practise.
    return f"{name}_{port or context().config.port}"
