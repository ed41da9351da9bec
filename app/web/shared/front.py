"""The address of the server itself: on to the page for whoever is there."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.web.shared.access import current_or_none, public
from app.web.shared.cookies import TILL, read_cookie
from app.web.shared.language import facts_of_shop

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
    # Whoever looks around in the demo wants to see the till.
    at_the_till = read_cookie(TILL) or facts_of_shop().demo
    return redirect(url_for("auth.till_login" if at_the_till else "auth.office_login"), 303)
