"""Requests that change something must come from our own pages.

Each page carries a token made of the browser's cookie and its session under the server's key; it comes back as
``X-CSRF-Token`` or as the form field ``csrf_token``. What the browser says of a request's origin must agree.
"""

import hmac
import secrets
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from flask import Request
from werkzeug.wrappers import Response

from app.core.errors import Forbidden
from app.web.shared.access import current_or_none
from app.web.shared.cookies import BROWSER, LONG, read_cookie, set_cookie
from app.web.shared.here import the_app, the_request, the_rest

HEADER: Final = "X-CSRF-Token"
FIELD: Final = "csrf_token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BROWSER_BYTES: Final = 16
_TOKENS_KEPT: Final = 256


def csrf_token() -> str:
    """The token for the page being rendered."""
    user = current_or_none()
    message = f"{_browser()}.{user.session.digest if user is not None else ''}"
    return _made(the_app().config["SECRET_KEY"], message)


@lru_cache(_TOKENS_KEPT)
def _made(key: bytes, message: str) -> str:
    return hmac.digest(key, message.encode(), "sha256").hex()


def refuse_forged() -> None:
    """Raises Forbidden ``not_from_our_page`` where a request that changes something comes from elsewhere."""
    asked = the_request()
    if asked.method in SAFE_METHODS:
        return
    given = asked.headers.get(HEADER) or asked.form.get(FIELD, "")
    if not _same_origin(asked) or not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise Forbidden("not_from_our_page")


def remember_browser(response: Response) -> Response:
    """Gives a new browser its cookie."""
    new_browser = the_rest().get("new_browser")
    if new_browser:
        set_cookie(response, BROWSER, new_browser, keep=LONG)
    return response


def _same_origin(asked: Request) -> bool:
    if asked.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = asked.headers.get("Origin")
    return origin is None or urlsplit(origin)[:2] == (asked.scheme, asked.host)


def _browser() -> str:
    found = read_cookie(BROWSER) or the_rest().get("new_browser")
    if found is None:
        found = the_rest().new_browser = secrets.token_urlsafe(_BROWSER_BYTES)
    return str(found)
