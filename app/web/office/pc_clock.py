"""The PC's clock where it is behind the newest act: what that means, and the way out where it was ahead once."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.ids import new_uid
from app.core.journal_clock import act_ahead
from app.places.pc_clock import REASON_MOST, accept_clock
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact


@blueprint.get("/pc-clock")
@needs("clock.accept")
def pc_clock() -> ResponseReturnValue:
    """What the clock shows, what the newest act says, and what to do."""
    return _page()


@blueprint.post("/pc-clock")
@needs("clock.accept")
def accept_pc_clock() -> ResponseReturnValue:
    """The owner says that the clock is right now, and was ahead before."""
    uid, reason = request.form.get("uid", ""), request.form.get("reason", "")

    def act() -> ResponseReturnValue:
        transact(lambda tx: accept_clock(tx, uid, reason))
        return go_on("office.pc_clock", "saved")

    return try_form(act, _page)


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        facts = {"now": tx.now, "newest_act": act_ahead(tx)}
    return render_template(
        "office/pc_clock.html",
        reason=request.form.get("reason", ""),
        most=REASON_MOST,
        uid=new_uid(),
        problem=problem,
        **facts,
    )
