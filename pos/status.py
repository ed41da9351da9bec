"""The state of a till as its lights show it."""

from dataclasses import dataclass
from datetime import datetime

from app.core import feed, outbox, outbox_view
from app.core.db.unit import ReadUnit
from app.core.journal_clock import act_ahead
from app.core.outbox import Message
from app.core.outbox_view import LaneStatus
from app.places.opening_hours import DayHours, closed_at, hours_change_at
from app.places.service import place_of
from pos.fiscal.clocks import register_ahead
from pos.fiscal.reading import RegisterStanding, register_standing, stopped_elsewhere
from pos.papers.store import PRINT_KIND, printer_lane
from pos.payments.reading import live_states
from pos.shift.service import current_shift
from pos.shift.views import ShiftView


@dataclass(frozen=True, slots=True)
class TillStatus:
    """The open shift, the printer's lane (None without a printer) and the papers nobody knows the fate of.

    ``newest_act`` is set where the clock is behind it: somebody set it back, or the PC forgot the time.
    ``closed`` holds the hours of the day while the shop should be closed, ``hours_change_at`` when that may change;
    ``heard`` is how far the feed was. ``register`` is None without a fiscal register; ``stopped_elsewhere`` names the
    other tills whose registration stands; ``register_clock`` is what its clock shows where it is far from the PC's.
    ``cards`` are the states of what is open at the card terminal.
    """

    heard: feed.Cursor
    shift: ShiftView | None
    printer: LaneStatus | None
    doubtful_papers: tuple[Message, ...]
    newest_act: datetime | None = None
    closed: DayHours | None = None
    hours_change_at: datetime | None = None
    register: RegisterStanding | None = None
    stopped_elsewhere: tuple[str, ...] = ()
    cards: frozenset[str] = frozenset()
    register_clock: datetime | None = None


def till_status(tx: ReadUnit, till_id: int) -> TillStatus:
    """The till's present state."""
    lane, place, ahead = printer_lane(till_id), place_of(tx, till_id), register_ahead(tx, till_id)
    return TillStatus(
        heard=feed.present(tx),
        shift=current_shift(tx, till_id),
        printer=outbox_view.lane_status(tx, lane) if place.has_printer else None,
        doubtful_papers=tuple(
            message for message in outbox.in_doubt(tx) if message.lane == lane and message.kind == PRINT_KIND
        ),
        newest_act=act_ahead(tx),
        closed=closed_at(tx, tx.now),
        hours_change_at=hours_change_at(tx, tx.now),
        register=register_standing(tx, place),
        cards=live_states(tx, till_id) if place.has_terminal else frozenset(),
        register_clock=None if ahead is None else tx.now + ahead,
        stopped_elsewhere=tuple(other.till_name for other in stopped_elsewhere(tx, till_id)),
    )
