"""Closed shifts as screens read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.places.day import business_date_of
from pos.shift.models import Shift, ShiftClose


@dataclass(frozen=True, slots=True)
class ClosedShift:
    """A closed shift in a list; its paper is the document ``z:<uid>``. A ``late`` one was forgotten overnight.

    The drawer of an ``automatic`` one was not counted. One with a ``paper_reason`` is that of a day kept on paper.
    """

    shift_id: int
    uid: str
    till_id: int
    number: int
    business_date: date
    opened_at: datetime
    opened_by: str
    closed_at: datetime
    closed_by: str
    automatic: bool
    currency: str
    expected: Money
    counted: Money
    difference: Money
    reason: str | None
    paper_reason: str | None
    late: bool


_OF_THE_OPENING: Final = ("business_date", "opened_at", "opened_by", "currency", "paper_reason")
_COLUMNS = tuple(getattr(Shift if name in _OF_THE_OPENING else ShiftClose, name) for name in ClosedShift.__slots__[:-1])


def closed_shifts(tx: ReadUnit, *, before_id: int | None = None, limit: int = 50) -> list[ClosedShift]:
    """Closed shifts of every till, newest first; the next page by the last shift's id."""
    statement = select(*_COLUMNS).join(Shift, Shift.id == ShiftClose.shift_id).order_by(ShiftClose.shift_id.desc())
    if before_id is not None:
        statement = statement.where(ShiftClose.shift_id < before_id)
    rows = tx.execute(statement.limit(limit)).all()
    return [ClosedShift(**row._mapping, late=_is_late(tx, row)) for row in rows]


def _is_late(tx: ReadUnit, row: Any) -> bool:
    return row.paper_reason is None and row.business_date < business_date_of(tx, row.closed_at)


def closed_by_itself(tx: ReadUnit, till_id: int) -> datetime | None:
    """When the program closed the till's last shift; None where a person did, or there was none."""
    last = tx.execute(
        select(ShiftClose.closed_at, ShiftClose.automatic)
        .where(ShiftClose.till_id == till_id)
        .order_by(ShiftClose.number.desc())
        .limit(1)
    ).first()
    return last.closed_at if last is not None and last.automatic else None
