"""A shift that is still open at the closing hour, with nobody at the till, is closed by the program."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.auth.sessions import till_used_since
from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.core.journal_clock import clock_is_behind
from app.core.settings import Setting
from app.places.day import local_time
from pos.cart.models import Cart
from pos.shift.closing import Closed, write_closing
from pos.shift.figures import figures_of
from pos.shift.models import OpenShift, Shift
from pos.shift.service import locked_shift

IDLE: Final = timedelta(minutes=10)
"""How long nothing may have happened at a till before its shift is closed."""
NEVER: Final = ""
HOURS: Final = tuple(f"{hour:02}:00" for hour in range(24))
CLOSING_HOUR: Final = Setting(
    "till.closing_hour",
    str,
    NEVER,
    "Shifts are closed by themselves at",
    "A shift that is still open then is closed once nobody has used the till for ten minutes and no goods are in its"
    " cart. The drawer is not counted.",
    choices=(NEVER, *HOURS),
)


def shifts_to_close(tx: ReadUnit) -> list[int]:
    """The tills whose shift was open at the last closing hour and still is."""
    due = _last_closing_hour(tx)
    if due is None or clock_is_behind(tx):
        return []
    opened = select(OpenShift.till_id).join(Shift, Shift.id == OpenShift.shift_id).where(Shift.opened_at < due)
    return list(tx.execute(opened.order_by(OpenShift.till_id)).scalars())


def close_idle_shift(tx: Unit, till_id: int) -> Closed | None:
    """Closes the till's shift without a count where it is due and nobody is at the till; None where not.

    Needs ``shift.close``. Whoever closes it at the same moment goes first or finds it closed.
    """
    tx.actor.require("shift.close")
    # What is looked at behind the lock stays so: no sale ends in between.
    shift, due = locked_shift(tx, till_id), _last_closing_hour(tx)
    if shift is None or due is None or shift.opened_at >= due or not _is_idle(tx, till_id):
        return None
    return write_closing(tx, till_id, new_uid(), shift, figures_of(tx, shift.id), count=None)


def _last_closing_hour(tx: ReadUnit) -> datetime | None:
    hour = settings.get(tx, CLOSING_HOUR)
    if hour == NEVER:
        return None
    now = local_time(tx, tx.now)
    today = now.replace(hour=HOURS.index(hour), minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def _is_idle(tx: Unit, till_id: int) -> bool:
    since = tx.now - IDLE
    last_act = journal.reached_by(tx, journal.till_chain(till_id))
    if (last_act is not None and last_act > since) or till_used_since(tx, till_id, since):
        return False
    return tx.execute(select(Cart.id).where(Cart.till_id == till_id, Cart.line_count > 0)).first() is None
