"""The open shift as others see it."""

from dataclasses import dataclass
from datetime import date, datetime

from app.core.money import Money


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The open shift of a till."""

    id: int
    uid: str
    number: int
    opened_at: datetime
    opened_by: str
    business_date: date
    opening_float: Money
