"""The state lights, and papers nobody knows the fate of."""

from datetime import datetime
from typing import Any, Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import feed
from app.core.db.unit import ReadUnit
from app.core.ids import parse_uid
from app.core.outbox_view import NEWS
from app.web.shared.access import current_till_id, till_page
from app.web.shared.formats import day, moment
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.card import card_light
from app.web.till.fiscal import register_lights
from app.web.till.opening import closed_words
from app.web.till.paper import Light, paper_light, printer_lights
from pos.papers.store import answer_doubt
from pos.status import TillStatus, till_status

TAKEN_TOPIC = "till_taken"
_PAST_THE_CHANGE_S: Final = 2
"""A page that asked a moment too early would wait for the next change."""


def lights_of(status: TillStatus, now: datetime) -> list[Light]:
    """The lights of a till's state."""
    lights = []
    if status.newest_act is not None:
        last = moment(status.newest_act)
        lights.append(
            Light(
                "warn",
                gettext("Clock behind: last act %(moment)s", moment=last),
                gettext("The clock of the PC shows an earlier time. Set date and time right; nothing else is needed."),
            )
        )
    if status.register_clock is not None:
        lights.append(
            Light(
                "warn",
                gettext("Clocks apart: the register shows %(moment)s", moment=moment(status.register_clock)),
                gettext(
                    "One of the two clocks is wrong. Set the PC's right, or the register's under Fiscal registers once "
                    "its shift is closed; the next receipt tells whether they agree."
                ),
            )
        )
    if status.shift is not None and status.shift.paper_reason is not None:
        lights.append(
            Light(
                "warn",
                gettext("Kept on paper: %(day)s", day=day(status.shift.business_date)),
                gettext(
                    "What is sold now counts for that day; nothing is printed or registered. Close the shift when the "
                    "paper is entered."
                ),
            )
        )
    if status.closed is not None and (status.shift is None or status.shift.paper_reason is None):
        lights.append(Light("warn", gettext("Outside opening hours"), closed_words(status.closed)))
    if status.shift is None:
        lights.append(Light("warn", gettext("Shift not open"), way=url_for("till.shift_opening")))
    if status.printer is not None:
        lights += printer_lights(status.printer)
    if status.register is not None:
        lights += register_lights(status.register, now)
    card = card_light(status.cards)
    lights += [] if card is None else [card]
    lights += [Light("bad", gettext("Registration stands at %(till)s", till=till)) for till in status.stopped_elsewhere]
    return lights


def light_facts(status: TillStatus, now: datetime) -> dict[str, Any]:
    """What the template of the lights uses; ``lights_anew_s`` is after how many seconds they are to be read again."""
    missed = None if status.printer is None else status.printer.expired_at
    changes = [
        status.hours_change_at,
        None if status.register is None else status.register.warns_at(),
        None if missed is None else missed + NEWS,
    ]
    change_at = min((moment for moment in changes if moment is not None and moment > now), default=None)
    return {
        "lights": lights_of(status, now),
        "lights_anew_s": None if change_at is None else int((change_at - now).total_seconds()) + _PAST_THE_CHANGE_S,
        "doubts": len(status.doubtful_papers),
        "has_card_open": bool(status.cards),
        "fiscal_doubts": status.register is not None and status.register.is_stopped,
    }


@blueprint.get("/lights")
@till_page(counts_as_use=False)
def lights() -> ResponseReturnValue:
    """The lights as they are now; the page asks when something changed, and when the shop opens or closes."""
    with read() as tx:
        facts = light_facts(till_status(tx, current_till_id()), tx.now)
    return render_template("till/lights.html", **facts)


@blueprint.get("/receipts/<sale_uid>/paper")
@till_page(counts_as_use=False)
def paper_state(sale_uid: str) -> ResponseReturnValue:
    """Where the paper of a sale is."""
    with read() as tx:
        paper = paper_light(tx, current_till_id(), f"receipt:{parse_uid(sale_uid)}")
    return render_template("till/paper_state.html", paper=paper)


@blueprint.get("/doubts")
@till_page
def doubts() -> ResponseReturnValue:
    """Papers that were on their way when the printer or the power went: did they come out?"""
    with read() as tx:
        return _doubts(tx)


@blueprint.post("/doubts/<int:message_id>")
@till_page
def decide_doubt(message_id: int) -> ResponseReturnValue:
    """The cashier looked: it came out, or a copy is wanted."""
    till_id, uid, printed = current_till_id(), inputs.text("uid"), inputs.text("printed") == "yes"
    transact(lambda tx: answer_doubt(tx, till_id, message_id, uid, printed=printed))
    with read() as tx:
        return render_template("till/sheet.html", content=_doubts(tx))


@blueprint.post("/take")
@till_page
def take() -> ResponseReturnValue:
    """This page sells now; another one open for the same till hears of it and steps back."""
    till_id, page = current_till_id(), parse_uid(inputs.text("page"), "page")
    transact(lambda tx: feed.announce(tx, TAKEN_TOPIC, {"page": page}, till_id=till_id))
    return ""


def _doubts(tx: ReadUnit) -> str:
    messages = till_status(tx, current_till_id()).doubtful_papers
    return render_template("till/doubts.html", messages=messages)
