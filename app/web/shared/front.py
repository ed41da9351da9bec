"""The address of the server itself: on to the page for whoever is there."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.web.shared.access import current_or_none, public
from app.web.shared.cookies import TILL, read_cookie

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    """A till goes to its till, somebody of the office to the office, everybody else to a login."""
    user = current_or_none()
    if user is not None and user.kind == "office":
        return redirect(url_for("office.home"), 303)
    if user is not None:
        return redirect(url_for("till.page"), 303)
    return redirect(url_for("auth.till_login" if read_cookie(TILL) else "auth.office_login"), 303)
