"""The fiscal register at the till: its light, where a sale's registration is, and what a senior decides."""

from datetime import datetime
from typing import Literal

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.ids import parse_uid
from app.places.service import place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.fiscal_words import (
    lacking_words,
    register_help,
    register_trouble,
    skipped_words,
    template_words,
)
from app.web.shared.formats import clock
from app.web.shared.language import gettext, ngettext
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.paper import Light
from pos.fiscal.deciding import VERDICTS, Verdict, decide
from pos.fiscal.queue import KEPT_ON_PAPER
from pos.fiscal.reading import (
    SHIFT_ENDS_AFTER,
    RegisterStanding,
    fiscal_state,
    register_standing,
    standing_messages,
)
from pos.sale.reading import sale_by_uid


def register_lights(standing: RegisterStanding, now: datetime) -> list[Light]:
    """How the till's register is: at work, waiting for something, or standing until somebody decides."""
    lights = [_lane_light(standing)]
    if standing.place.has_emulated_register:
        words = gettext("It exists only in the program, for tests and training. What it registers counts for nothing.")
        lights.insert(0, Light("warn", gettext("Emulated register: nothing counts"), words))
    warns_at = standing.warns_at()
    if warns_at is not None and standing.shift_opened_at is not None and now >= warns_at:
        ends = clock(standing.shift_opened_at + SHIFT_ENDS_AFTER)
        lights.append(
            Light(
                "warn",
                gettext("Register's shift ends at %(time)s", time=ends),
                gettext("Count the drawer and close the shift before then; the register sells nothing afterwards."),
            )
        )
    return lights


def _lane_light(standing: RegisterStanding) -> Light:
    lane = standing.lane
    if lane.state == "paused":
        return Light("warn", gettext("Register paused"), gettext("Let its queue go on under Devices."))
    if standing.is_stopped:
        words = register_trouble(lane.error_code)
        return Light("bad", words, register_help(lane.error_code))
    if lane.error_code is not None:
        words = lacking_words(lane.error_code, standing.lacks)
        if lane.waiting:
            waits = ngettext("%(num)d registration waits", "%(num)d registrations wait", lane.waiting)
            words = f"{words}, {waits}"
        return Light("warn", words, register_help(lane.error_code))
    return Light("busy", gettext("Registering")) if lane.waiting else Light("good", gettext("Register ready"))


def sale_light(tx: ReadUnit, till_id: int, sale_id: int, sale_uid: str) -> Light | None:
    """Where the registration of a sale is; None where it needs none, or the till has no register."""
    place = place_of(tx, till_id)
    state = fiscal_state(tx, sale_id, sale_uid) if place.has_register else None
    if state is None or state.state in ("none", "nothing"):
        return None
    if state.state == "registered":
        numbers = ", ".join(str(one.number) for one in state.documents)
        if place.has_emulated_register:
            words = ngettext(
                "emulated no. %(numbers)s, which counts for nothing",
                "emulated nos. %(numbers)s, which count for nothing",
                len(state.documents),
                numbers=numbers,
            )
            return Light("warn", words)
        registered = ngettext(
            "registered no. %(numbers)s", "registered nos. %(numbers)s", len(state.documents), numbers=numbers
        )
        return Light("good", registered)
    if state.state == "skipped":
        return Light("warn" if state.error_code == KEPT_ON_PAPER else "bad", skipped_words(state.error_code))
    if state.state == "waiting" and state.error_code is None:
        return Light("busy", gettext("registering"))
    kind: Literal["bad", "warn"] = "warn" if state.state == "waiting" else "bad"
    standing = register_standing(tx, place)
    lacks = "" if standing is None else standing.lacks
    return Light(kind, lacking_words(state.error_code, lacks), register_help(state.error_code))


@blueprint.get("/receipts/<sale_uid>/fiscal")
@till_page(counts_as_use=False)
def fiscal_of_sale(sale_uid: str) -> ResponseReturnValue:
    """Where the registration of a sale is."""
    with read() as tx:
        sale = sale_by_uid(tx, parse_uid(sale_uid))
        light = sale_light(tx, current_till_id(), sale.head.id, sale.head.uid)
    return render_template("till/fiscal/state.html", fiscal=light)


@blueprint.get("/fiscal")
@till_page
def fiscal_doubts() -> ResponseReturnValue:
    """What the lane stands at, with the evidence."""
    with read() as tx:
        found = standing_messages(tx, current_till_id())
        sales = {
            one.message.id: sale_by_uid(tx, one.message.payload["document"]).head
            for one in found
            if "sale" in one.message.payload
        }
    return render_template("till/fiscal/doubts.html", found=found, sales=sales, **template_words())


@blueprint.post("/fiscal/<int:message_id>")
@till_page
def decide_fiscal(message_id: int) -> ResponseReturnValue:
    """A senior decides; the lane goes on."""
    till_id, reason = current_till_id(), inputs.text("reason")
    verdict, number = _verdict()
    transact(lambda tx: decide(tx, till_id, message_id, verdict, reason, number))
    return render_template("till/said.html", said=gettext("Decided. The register's queue goes on."))


def _verdict() -> tuple[Verdict, int | None]:
    """``registered:12`` names a document that was seen; with ``registered`` alone its number is typed."""
    word, _, seen = inputs.text("verdict").partition(":")
    for verdict in VERDICTS:
        if verdict == word:
            return verdict, whole_number(seen or inputs.text("number"))
    raise BadInput("bad_request", "verdict")
