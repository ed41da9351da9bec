"""Logging in at a till: a tap on the name or a scan of the badge, then the PIN."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.accounts import faces
from app.auth.login import DOOR, Who, log_out, login_by_pin
from app.auth.settings import LOGIN_HINT
from app.core.errors import BadInput, Forbidden, ShopError
from app.core.settings import get
from app.places.pairing import Pairing, pair, pairing_of
from app.places.service import place_of, tills
from app.web.auth.blueprint import blueprint
from app.web.shared.access import NotATill, current_or_none, logged_in, public
from app.web.shared.answering import Problem, problem_of
from app.web.shared.browser_names import browser_name
from app.web.shared.context import context
from app.web.shared.cookies import LONG, SESSION, TILL, drop_cookie, read_cookie, set_cookie
from app.web.shared.hosts import is_loopback
from app.web.shared.journeys import address, next_page
from app.web.shared.language import facts_of_shop
from app.web.shared.units import read
from app.web.shared.whole import whole_number


@blueprint.get("/till")
@public
def till_login() -> ResponseReturnValue:
    """The names of everybody who may sell here; on a browser that is no till, how it becomes one."""
    if not facts_of_shop().opened:
        return redirect(url_for("auth.first_day"), 303)
    return _page()


@blueprint.post("/till")
@public
def till_login_by_pin() -> ResponseReturnValue:
    """Opens a session by PIN; whoever was logged in here before is logged out."""
    pairing = _pairing()
    if pairing is None:
        raise NotATill
    user = current_or_none()
    try:
        logged = login_by_pin(
            context().database,
            who_is_meant(),
            request.form.get("pin", ""),
            pairing_id=pairing.id,
            address=address(),
            replaces=user.session.digest if user is not None else None,
        )
    except ShopError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    response = redirect(next_page(url_for("till.page")), 303)
    set_cookie(response, SESSION, logged.token)
    return response


@blueprint.post("/lock")
@logged_in
def lock() -> ResponseReturnValue:
    """Ends the session; a till then shows the names again, any other browser the office's login."""
    user = current_or_none()
    assert user is not None  # the gate saw to it
    log_out(context().database, user.session)
    response = redirect(url_for("auth.till_login" if user.till_id is not None else "auth.office_login"), 303)
    drop_cookie(response, SESSION)
    return response


@blueprint.post("/pair-demo")
@public
def pair_demo() -> ResponseReturnValue:
    """Makes this browser the demo shop's till; anywhere but on the demo's own PC only the owner may do that."""
    with read() as tx:
        till_id = _demo_till([place.till_id for place in tills(tx) if place.till_active])
    if till_id is None:
        raise Forbidden("pairing_not_allowed")
    label = browser_name(str(request.user_agent))
    _, token = context().database.transact(DOOR, lambda tx: pair(tx, till_id, label))
    response = redirect(url_for("auth.till_login"), 303)
    set_cookie(response, TILL, token, keep=LONG)
    return response


def who_is_meant() -> Who:
    """The person of a form: ``account_id`` after a tap, ``badge`` after a scan; BadInput ``nobody_chosen``."""
    account_id, badge = request.form.get("account_id", ""), request.form.get("badge", "").strip()
    if badge:
        return Who(badge=badge)
    chosen = whole_number(account_id)
    if chosen is not None:
        return Who(account_id=chosen)
    raise BadInput("nobody_chosen", "account_id")


def _page(problem: Problem | None = None) -> str:
    pairing = _pairing()
    with read() as tx:
        hint = get(tx, LOGIN_HINT)
        place = place_of(tx, pairing.till_id) if pairing is not None else None
        people = faces(tx) if pairing is not None else []
        active = [place.till_id for place in tills(tx) if place.till_active]
    return render_template(
        "auth/till.html" if pairing is not None else "auth/no_till.html",
        place=place,
        people=people,
        hint=hint,
        problem=problem,
        chosen=request.values.get("account_id", ""),
        next=request.values.get("next", ""),
        may_pair_demo=_demo_till(active) is not None,
    )


def _pairing() -> Pairing | None:
    token = read_cookie(TILL)
    if token is None:
        return None
    with read() as tx:
        return pairing_of(tx, token)


def _demo_till(active_till_ids: list[int]) -> int | None:
    alone = facts_of_shop().demo and is_loopback(request.remote_addr) and len(active_till_ids) == 1
    return active_till_ids[0] if alone else None
