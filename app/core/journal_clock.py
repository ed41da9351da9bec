"""Whether the PC's clock can be right: it is behind where the journal's acts bear later times."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select, update

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.journal import TOLERANCE, JournalHead

_REACHED = Prepared(select(func.max(JournalHead.reached)))


def act_ahead(tx: ReadUnit) -> datetime | None:
    """The instant of the newest act where the clock is behind it by more than ``TOLERANCE``; None where it is right.

    It stays the same while the clock is behind, whatever is written meanwhile.
    """
    return ask_act_ahead(tx)()


def ask_act_ahead(tx: ReadUnit) -> Callable[[], datetime | None]:
    """Asks for it now; what is answered looks at it later, so that on PostgreSQL the next question travels along."""
    asked = _REACHED.ask(tx, {})

    def ahead() -> datetime | None:
        row = asked.first()
        latest: datetime | None = None if row is None else row[0]
        return latest if latest is not None and latest - tx.now > TOLERANCE else None

    return ahead


def clock_is_behind(tx: ReadUnit) -> bool:
    """Whether the clock shows a time before the newest act, by more than ``TOLERANCE``."""
    return act_ahead(tx) is not None


def hold_heads(tx: Unit) -> None:
    """Nothing is written to any chain by others until the unit ends."""
    tx.lock(select(JournalHead.chain).order_by(JournalHead.chain))


def believe_clock(tx: Unit) -> None:
    """From now on the clock counts as right, though acts bear later times: it was ahead when they were written.

    The chains go on as they were: no row becomes earlier than the one before it.
    """
    hold_heads(tx)
    tx.execute(update(JournalHead).values(reached=tx.now))
