"""Tills, and the browsers that are one."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.auth import sessions
from app.core.db.unit import Unit
from app.places.pairing import pair, pairing_of, pairings, unpair
from app.places.service import create_till, rename_till
from app.places.service import tills as all_tills
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import current, needs
from app.web.shared.answering import Problem
from app.web.shared.browser_names import browser_name
from app.web.shared.cookies import LONG, TILL, read_cookie, set_cookie
from app.web.shared.units import read, transact


@blueprint.get("/tills")
@needs("devices.manage")
def tills() -> ResponseReturnValue:
    """Every till, the browsers that are it, and which one this browser is."""
    return _page()


@blueprint.post("/tills")
@needs("devices.manage")
def add_till() -> ResponseReturnValue:
    """Adds a till to a shop."""

    def act() -> ResponseReturnValue:
        with read() as tx:
            shop_id = whole_number("shop_id") or all_tills(tx)[0].shop_id
        transact(lambda tx: create_till(tx, shop_id, request.form.get("name", "")))
        return go_on("office.tills", "saved")

    return try_form(act, _page)


@blueprint.post("/tills/<int:till_id>/name")
@needs("devices.manage")
def name_till(till_id: int) -> ResponseReturnValue:
    """Gives a till another name."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: rename_till(tx, till_id, request.form.get("name", "")))
        return go_on("office.tills", "saved")

    return try_form(act, _page)


@blueprint.post("/tills/<int:till_id>/pair")
@needs("devices.manage")
def pair_browser(till_id: int) -> ResponseReturnValue:
    """Makes this browser the till; what it was before ends."""
    label = browser_name(str(request.user_agent))
    old = read_cookie(TILL)
    session = current().session

    def act(tx: Unit) -> str:
        tx.actor.require("devices.manage")
        before = pairing_of(tx, old) if old is not None else None
        if before is not None:
            unpair(tx, before.id)
            sessions.end_paired(tx, before.id)
        pairing_id, token = pair(tx, till_id, label)
        sessions.move_to_till(tx, session.digest, pairing_id)
        return token

    response = make_response(go_on("office.tills", "paired"))
    set_cookie(response, TILL, transact(act), keep=LONG)
    return response


@blueprint.post("/pairings/<int:pairing_id>/end")
@needs("devices.manage")
def end_pairing(pairing_id: int) -> ResponseReturnValue:
    """A browser is no till any more; whoever sells there is logged out."""

    def act(tx: Unit) -> None:
        unpair(tx, pairing_id)
        sessions.end_paired(tx, pairing_id)

    transact(act)
    return go_on("office.tills", "ended")


def _page(problem: Problem | None = None) -> str:
    token = read_cookie(TILL)
    with read() as tx:
        places, paired = all_tills(tx), pairings(tx)
        this_browser = pairing_of(tx, token) if token is not None else None
    return render_template(
        "office/tills.html",
        tills=places,
        pairings=paired,
        this_browser=this_browser,
        typed=request.form if problem is not None else {},
        problem=problem,
    )
