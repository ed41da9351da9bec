"""The time clock of a till: everybody taps the own name, proves it by PIN, and comes, pauses or goes."""

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.login import prove_by_pin
from app.core.actor import Actor
from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.texts import marked
from app.places.service import place_of
from app.staff.clock import clock, entry_by_uid, present
from app.web.auth.blueprint import blueprint
from app.web.auth.till import who_is_meant
from app.web.shared.access import current_pairing, paired
from app.web.shared.answering import Problem, problem_of
from app.web.shared.context import context
from app.web.shared.journeys import address
from app.web.shared.units import read

TAKEN: Final = {
    "come": marked("%(name)s came at %(time)s. Have a good day!"),
    "break": marked("%(name)s is on a break since %(time)s."),
    "back": marked("%(name)s is back since %(time)s."),
    "go": marked("%(name)s went at %(time)s. See you!"),
}
STATES: Final = {
    "out": marked("not here"),
    "in": marked("here since %(time)s"),
    "break": marked("on a break since %(time)s"),
}


@blueprint.get("/clock")
@paired
def time_clock() -> ResponseReturnValue:
    """Who is here, and what everybody may clock now."""
    return _page()


@blueprint.post("/clock")
@paired
def clock_somebody() -> ResponseReturnValue:
    """Takes down what was tapped; nobody is logged in by it."""
    form, till_id = request.form, current_pairing().till_id
    database = context().database
    try:
        known = prove_by_pin(database, who_is_meant(), form.get("pin", ""), address=address())
        clocked = database.transact(
            Actor(known.name, known.account_id),
            lambda tx: clock(tx, known.account_id, form.get("uid", ""), form.get("kind", ""), till_id),
        )
    except ShopError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    return redirect(url_for("auth.time_clock", done=clocked.uid), 303)


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        place = place_of(tx, current_pairing().till_id)
        people = present(tx)
        done = entry_by_uid(tx, request.args.get("done", "")) if problem is None else None
    return render_template(
        "auth/clock.html",
        place=place,
        people=people,
        done=done,
        taken=TAKEN,
        states=STATES,
        uid=new_uid(),
        problem=problem,
        chosen=request.form.get("account_id", ""),
    )
