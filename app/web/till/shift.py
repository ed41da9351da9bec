"""The shift and its cash: open, put in and take out, look, count and close."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.money import Money
from app.places.service import place_of
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.language import facts_of_shop
from app.web.shared.logos import logo_address
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.page import frame_facts
from pos.cash import denominations
from pos.papers.store import stored_paper
from pos.shift import service
from pos.shift.paper_day import PaperDay
from pos.shift.service import CASH_KINDS
from pos.status import till_status
from pos.tips.ledger import held_tips
from printing.html import paper_html

COUNT_FIELD: Final = "count-"
"""How the fields of the counting grid begin; the value of the coin or note in minor units follows."""
SMALLEST_NOTE_UNITS: Final = 5


@blueprint.get("/shift")
@till_page
def shift() -> ResponseReturnValue:
    """The open shift: cash in and out, the figures so far, the way to its end."""
    with read() as tx:
        facts = frame(tx) | {"held_tips": held_tips(tx)}
    if facts["shift"] is None:
        return redirect(url_for("till.shift_opening"), 303)
    return render_template("till/shift.html", cash_kinds=tuple(CASH_KINDS), **facts)


@blueprint.get("/shift/open")
@till_page
def shift_opening() -> ResponseReturnValue:
    """Asks for the change in the drawer, coin by coin; and for the day, where one kept on paper is to be entered."""
    on_paper = request.args.get("paper") == "yes"
    with read() as tx:
        facts = frame(tx)
    if facts["shift"] is not None:
        return redirect(url_for("till.shift"), 303)
    return render_template("till/shift_open.html", pieces=pieces(), on_paper=on_paper, **facts)


@blueprint.post("/shift/open")
@till_page
def open_shift() -> ResponseReturnValue:
    """Opens the shift and goes to the till."""
    till_id, uid, counts = current_till_id(), inputs.text("uid"), counts_of(request.form)
    paper_day = _typed_paper_day()
    transact(lambda tx: service.open_shift(tx, till_id, uid, counts, paper_day))
    return _go(url_for("till.page"))


@blueprint.post("/shift/cash")
@till_page
def cash_in_out() -> ResponseReturnValue:
    """Puts cash in or takes it out; the drawer opens and a slip is printed."""
    till_id, uid, kind = current_till_id(), inputs.text("uid"), inputs.text("kind")
    amount, reason = inputs.money("amount"), inputs.text("reason")
    number = transact(lambda tx: service.cash_in_out(tx, till_id, uid, kind, amount, reason))
    return render_template("till/cash_booked.html", number=number, kind=kind, amount=amount)


@blueprint.post("/shift/x")
@till_page
def x_report() -> ResponseReturnValue:
    """Prints the figures so far and shows them."""
    till_id, uid = current_till_id(), inputs.text("uid")
    document = transact(lambda tx: service.print_x(tx, till_id, uid))
    with read() as tx:
        return render_template("till/shift_paper.html", article=article_of(tx, document))


@blueprint.get("/shift/close")
@till_page
def shift_closing() -> ResponseReturnValue:
    """Asks for what is in the drawer; what should be there is told afterwards, or before with a right."""
    till_id = current_till_id()
    with read() as tx:
        facts = frame(tx)
        if facts["shift"] is None:
            return redirect(url_for("till.shift_opening"), 303)
        may_see = current().may("shift.see_expected")
        expected = service.x_report(tx, till_id).expected_cash if may_see else None
    return render_template("till/shift_close.html", pieces=pieces(), expected=expected, **facts)


@blueprint.post("/shift/close")
@till_page
def close_shift() -> ResponseReturnValue:
    """Closes the shift, prints Z and tells the difference."""
    till_id, uid, counts = current_till_id(), inputs.text("uid"), counts_of(request.form)
    reason = inputs.text("reason")
    closed = transact(lambda tx: service.close_shift(tx, till_id, uid, counts, reason))
    with read() as tx:
        return render_template("till/shift_closed.html", closed=closed, article=article_of(tx, closed.document))


def frame(tx: ReadUnit) -> dict[str, Any]:
    """What the bar of every page of the shift shows."""
    till_id = current_till_id()
    return frame_facts(place_of(tx, till_id), till_status(tx, till_id), tx.now)


def article_of(tx: ReadUnit, document: str) -> str:
    """A kept paper as the screen shows it."""
    return paper_html(stored_paper(tx, document), logo_address)


def _typed_paper_day() -> PaperDay | None:
    if "paper_day" not in request.form:
        return None
    try:
        day = date.fromisoformat(inputs.text("paper_day"))
    except ValueError:
        raise BadInput("not_a_day", "paper_day") from None
    return PaperDay(day, inputs.text("paper_reason"), "paper_registered" in request.form)


def _go(address: str) -> ResponseReturnValue:
    response = make_response("")
    response.headers[answers.GOES] = address
    return response


def pieces() -> dict[str, list[Money]]:
    """Notes and coins, the largest first."""
    facts = facts_of_shop()
    smallest_note = SMALLEST_NOTE_UNITS * 10**facts.decimals
    known = sorted(denominations(facts.decimals, facts.currency), key=lambda piece: -piece.minor)
    return {
        "notes": [piece for piece in known if piece.minor >= smallest_note],
        "coins": [piece for piece in known if piece.minor < smallest_note],
    }


def counts_of(form: Mapping[str, str]) -> dict[int, int]:
    """How many of each coin and note; an empty field is none."""
    counts = {}
    for name, typed in form.items():
        value = name.removeprefix(COUNT_FIELD)
        if name == value or not typed.strip():
            continue
        minor, pieces = whole_number(value), whole_number(typed)
        if minor is None or pieces is None:
            raise BadInput("bad_count", name, value=value[:40])
        counts[minor] = pieces
    return counts
