"""A day that was kept on paper while the program stood still: entered later, in a shift of its own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.core.currency_change import older_currency
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.places.day import shop_zone, today
from pos.words import checked_words

RIGHT: Final = "shift.paper_day"
MOST_DAYS: Final = 92
"""So long ago at most; a year typed wrong is farther off."""


@dataclass(frozen=True, slots=True)
class PaperDay:
    """The business date on paper, why it was kept there, and whether the fiscal register has its sales already."""

    day: date
    reason: str
    is_registered: bool = False


def checked_paper_day(tx: ReadUnit, typed: PaperDay) -> PaperDay:
    """The day as it may be entered.

    Raises BadInput ``paper_day_out_of_range`` for one to come or too long ago, ``paper_day_other_currency`` for one
    before the shop's currency changed, and what ``checked_words`` raises for the reason.
    """
    reason = checked_words(typed.reason, "paper_reason", needed=True)
    last = today(tx)
    first = last - timedelta(days=MOST_DAYS)
    if not first <= typed.day <= last:
        raise BadInput("paper_day_out_of_range", "paper_day", first=first, last=last)
    noon = datetime(typed.day.year, typed.day.month, typed.day.day, 12, tzinfo=shop_zone(tx))
    if older_currency(tx, noon) is not None:
        raise BadInput("paper_day_other_currency", "paper_day")
    return PaperDay(typed.day, reason, typed.is_registered)
