"""From the real till to the shop to practise in."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.browser_names import browser_name
from app.web.shared.context import context
from app.web.shared.cookies import LONG, SESSION, TILL, set_cookie
from app.web.till.blueprint import blueprint


@blueprint.post("/practice")
@till_page
def practise() -> ResponseReturnValue:
    """Opens the shop to practise in, as the same person at the same till, and goes there."""
    practice = context().practice
    if practice is None:
        raise Conflict("no_practice_here")
    entrance = practice.enter(current().session, current_till_id(), browser_name(str(request.user_agent)))
    shop = entrance.shop
    response = make_response(render_template("till/practice.html", address=shop.address))
    # Browsers do not tell the ports of a machine apart, so its cookies can be set here.
    set_cookie(response, TILL, entrance.till_token, keep=LONG, port=shop.port)
    set_cookie(response, SESSION, entrance.session_token, port=shop.port)
    # A form may not lead to another server, says our policy for scripts; a page may.
    response.headers["Refresh"] = f"0; url={shop.address}"
    return response
