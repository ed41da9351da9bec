"""Logging in to the office by login and password."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.login import login_by_password
from app.auth.settings import LOGIN_HINT
from app.core.errors import ShopError
from app.core.settings import get
from app.places.pairing import pairing_of
from app.web.auth.blueprint import blueprint
from app.web.shared.access import current_or_none, public
from app.web.shared.answering import Problem, problem_of
from app.web.shared.context import context
from app.web.shared.cookies import SESSION, TILL, read_cookie, set_cookie
from app.web.shared.journeys import address, next_page
from app.web.shared.language import facts_of_shop
from app.web.shared.units import read


@blueprint.get("/office")
@public
def office_login() -> ResponseReturnValue:
    """Asks for login and password; before the first day, for the shop."""
    if not facts_of_shop().opened:
        return redirect(url_for("auth.first_day"), 303)
    return _page()


@blueprint.post("/office")
@public
def office_login_by_password() -> ResponseReturnValue:
    """Opens a session of the office; on a till it serves the till as well."""
    user, till = current_or_none(), read_cookie(TILL)
    with read() as tx:
        pairing = pairing_of(tx, till) if till is not None else None
    try:
        logged = login_by_password(
            context().database,
            request.form.get("login", ""),
            request.form.get("password", ""),
            address=address(),
            pairing_id=pairing.id if pairing is not None else None,
            replaces=user.session.digest if user is not None else None,
        )
    except ShopError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    response = redirect(next_page(url_for("office.home")), 303)
    set_cookie(response, SESSION, logged.token)
    return response


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        hint = get(tx, LOGIN_HINT)
    return render_template(
        "auth/office.html",
        hint=hint,
        problem=problem,
        login=request.form.get("login", ""),
        next=request.values.get("next", ""),
        is_till=read_cookie(TILL) is not None,
    )
