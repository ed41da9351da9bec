"""What a customer spent by quarter: the picture behind the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.money import Money, total
from pos.recognition.habit import BuyingDay

QUARTERS_SHOWN: Final = 8
_MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, from 1 to 4, and what was spent in it."""

    year: int
    number: int
    spent: Money


def latest_quarters(days: Sequence[BuyingDay], today: date) -> tuple[Quarter, ...]:
    """The last eight quarters with the present one, oldest first."""
    present = _count(today)
    return tuple(
        Quarter(
            count // 4,
            count % 4 + 1,
            total(one.spent for one in days if _count(one.day) == count and one.day <= today),
        )
        for count in range(present - QUARTERS_SHOWN + 1, present + 1)
    )


def _count(day: date) -> int:
    return day.year * 4 + (day.month - 1) // _MONTHS
