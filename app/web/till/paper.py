"""What became of a paper, and how the printer is, as lights with words."""

from dataclasses import dataclass
from typing import Literal

from app.core import outbox
from app.core.db.unit import ReadUnit
from app.core.outbox_view import LaneStatus
from app.places.service import place_of
from app.web.shared.formats import clock
from app.web.shared.language import gettext, ngettext, translated
from devices.errors import SENTENCES, Trouble
from pos.fiscal.reading import receipt_paper
from pos.papers.store import is_asked_for, printer_lane, printings
from pos.papers.wish import printing_wish


@dataclass(frozen=True, slots=True)
class Light:
    """A state light: its colour's meaning and its words; ``help`` says what to do, ``way`` is the page to do it on."""

    kind: Literal["good", "busy", "warn", "bad", "quiet"]
    words: str
    help: str = ""
    way: str = ""


def paper_light(tx: ReadUnit, till_id: int, document: str) -> Light:
    """Where a paper is: printed, on its way, waiting for something, or nobody knows."""
    place = place_of(tx, till_id)
    on_register = _on_register(tx, document) if place.has_register else None
    if on_register is not None:
        return on_register
    if not place.has_printer:
        return Light("quiet", gettext("no printer"))
    ended = printings(tx, document)
    if ended:
        return _ended(ended[-1].outcome)
    if not is_asked_for(tx, document):
        return Light("quiet", gettext("not asked for"))
    state, error_code = outbox.lane_state(tx, printer_lane(till_id))
    if state == "ok":
        return Light("busy", gettext("printing"))
    return Light("warn", gettext("waits: %(trouble)s", trouble=trouble_words(error_code)))


def _on_register(tx: ReadUnit, document: str) -> Light | None:
    """What became of the paper of a receipt at the register; None where the receipt printer has it."""
    match receipt_paper(tx, document):
        case "waits":
            return Light("busy", gettext("waits for the register"))
        case "printed":
            return Light("good", gettext("printed by the register"))
        case "unfinished":
            return Light("warn", gettext("stopped at the register: put in paper"))
        case "unknown":
            return Light("warn", gettext("look whether the register printed it"))
        case _:
            return None


def offers_print(tx: ReadUnit, till_id: int, document: str) -> bool:
    """Whether the till asks after a sale if a receipt is wanted."""
    place = place_of(tx, till_id)
    # What is registered is printed in any case.
    is_wanted = place.has_printer and not place.has_register and printing_wish(tx) == "ask"
    return is_wanted and not is_asked_for(tx, document)


def printer_lights(lane: LaneStatus) -> list[Light]:
    """The printer, and before it the drawer that did not open in time: it stays shut, whatever comes of the printer."""
    if lane.expired_at is None:
        return [printer_light(lane)]
    help_words = gettext("Asked for at %(time)s; it opens no more by itself. Use its key.", time=clock(lane.expired_at))
    return [Light("warn", gettext("The drawer did not open"), help_words), printer_light(lane)]


def printer_light(lane: LaneStatus) -> Light:
    """How the printer is and how many papers wait."""
    if lane.in_doubt:
        words = ngettext("%(num)d paper may not have come out", "%(num)d papers may not have come out", lane.in_doubt)
        return Light("warn", words)
    if lane.state == "ok":
        return Light("busy", gettext("Printing")) if lane.waiting else Light("good", gettext("Printer ready"))
    words = trouble_words(lane.error_code)
    if lane.waiting:
        waiting = ngettext("%(num)d paper waiting", "%(num)d papers waiting", lane.waiting)
        words = f"{words}, {waiting}"
    return Light("warn", words[:1].upper() + words[1:], help=trouble_help(lane.error_code))


def trouble_words(code: str | None) -> str:
    """What is wrong with the printer, in two words."""
    match code:
        case Trouble.PAPER_OUT:
            return gettext("paper out")
        case Trouble.COVER_OPEN:
            return gettext("cover open")
        case Trouble.CUTTER:
            return gettext("cutter stuck")
        case Trouble.OFFLINE | Trouble.UNREACHABLE | Trouble.NO_ANSWER | Trouble.LOST:
            return gettext("printer not there")
        case _:
            return gettext("printer in trouble")


def trouble_help(code: str | None) -> str:
    """What to do about it."""
    return translated(SENTENCES[Trouble(code)]) if code in set(Trouble) else ""


def _ended(outcome: str) -> Light:
    match outcome:
        case "printed":
            return Light("good", gettext("printed"))
        case "may_have_printed":
            return Light("warn", gettext("may have printed: look"))
        case _:
            return Light("warn", gettext("not printed"))
