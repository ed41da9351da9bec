"""The open shift as others see it."""

from dataclasses import dataclass
from datetime import date, datetime

from app.core.money import Money


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The open shift of a till; ``paper_reason`` where it is that of a day kept on paper, entered later."""

    id: int
    uid: str
    number: int
    opened_at: datetime
    opened_by: str
    business_date: date
    opening_float: Money
    paper_reason: str | None = None

    def is_late(self, day: date) -> bool:
        """Whether it should have been closed on an earlier day; one of a day kept on paper belongs there."""
        return self.paper_reason is None and self.business_date < day
