"""Requests that change something must come from our own pages.

Each page carries a token made of the browser's cookie and its session under the server's key; it comes back as
``X-CSRF-Token`` or as the form field ``csrf_token``. What the browser says of a request's origin must agree.
"""

import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from flask import current_app, g, request
from werkzeug.wrappers import Response

from app.core.errors import Forbidden
from app.web.shared.access import current_or_none
from app.web.shared.cookies import BROWSER, LONG, read_cookie, set_cookie

HEADER: Final = "X-CSRF-Token"
FIELD: Final = "csrf_token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BROWSER_BYTES: Final = 16


def csrf_token() -> str:
    """The token for the page being rendered."""
    user = current_or_none()
    message = f"{_browser()}.{user.session.digest if user is not None else ''}"
    key = current_app.config["SECRET_KEY"]
    return hmac.digest(key, message.encode(), "sha256").hex()


def refuse_forged() -> None:
    """Raises Forbidden ``not_from_our_page`` where a request that changes something comes from elsewhere."""
    if request.method in SAFE_METHODS:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not _same_origin() or not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise Forbidden("not_from_our_page")


def remember_browser(response: Response) -> Response:
    """Gives a new browser its cookie."""
    if g.get("new_browser"):
        set_cookie(response, BROWSER, g.new_browser, keep=LONG)
    return response


def _same_origin() -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin)[:2] == (request.scheme, request.host)


def _browser() -> str:
    found = read_cookie(BROWSER) or g.get("new_browser")
    if found is None:
        found = g.new_browser = secrets.token_urlsafe(_BROWSER_BYTES)
    return str(found)
