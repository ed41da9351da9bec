"""What a customer's days of buying say: how often he comes, what he is worth, whether he stays away. Pure.

``docs/regulars.md`` explains each figure to the owner, and its table runs as a test.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

from app.core.money import ZERO, Money, total
from app.core.rounding import round_half_up

WINDOW_DAYS: Final = 730
"""What is older than two years says nothing about what a customer is worth today."""
YEAR_DAYS: Final = 365
VISITS_FOR_A_HABIT: Final = 3
GAPS_LOOKED_AT: Final = 12
"""How many of the latest gaps between visits make the usual one: a habit changes."""
GRACE_DAYS: Final = 7
"""Nobody is missed before a week has passed since the day he was expected."""
LEAST_LOST_DAYS: Final = 60
TREND_VISITS: Final = 4
TREND_DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class BuyingDay:
    """A business date and what the customer's purchases of it came to, less what came back of them later."""

    day: date
    spent: Money


class Attendance(StrEnum):
    """Whether somebody comes as he used to. Below three visits there is no habit to judge by."""

    OCCASIONAL = "occasional"
    REGULAR = "regular"
    SLIPPING = "slipping"
    LOST = "lost"


class Trend(StrEnum):
    """How the later half of the last two years stands to the earlier one."""

    UP = "up"
    STEADY = "steady"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Habit:
    """What is known of a customer as of a day.

    ``value_per_year`` is what he spent in the last two years without his biggest day, for one year: one big purchase
    makes no regular. ``usual_interval_days`` is the median gap between his latest visits; None below three visits.
    """

    visits: int
    first_day: date
    last_day: date
    spent: Money
    spent_lately: Money
    value_per_year: Money
    usual_interval_days: int | None
    attendance: Attendance
    trend: Trend | None

    def days_away(self, today: date) -> int:
        """How long ago the last visit was."""
        return (today - self.last_day).days


def habit_of(days: Sequence[BuyingDay], today: date) -> Habit | None:
    """The habit behind a customer's days, in any order, up to and including today; None where nothing was bought.

    A day on which all was brought back is no visit.
    """
    visits = sorted([one for one in days if one.spent > ZERO and one.day <= today], key=lambda one: one.day)
    if not visits:
        return None
    lately = [one for one in visits if one.day > today - timedelta(days=WINDOW_DAYS)]
    interval = _usual_interval_days([one.day for one in visits])
    last_day = visits[-1].day
    return Habit(
        visits=len(visits),
        first_day=visits[0].day,
        last_day=last_day,
        spent=total(one.spent for one in visits),
        spent_lately=total(one.spent for one in lately),
        value_per_year=_value_per_year(lately, today),
        usual_interval_days=interval,
        attendance=_attendance(interval, (today - last_day).days),
        trend=_trend(lately, today),
    )


def _value_per_year(lately: Sequence[BuyingDay], today: date) -> Money:
    if not lately:
        return ZERO
    without_biggest = total(one.spent for one in lately) - max(one.spent for one in lately)
    # Two visits in one month are no twelve-fold year: nothing is stretched beyond what a year really held.
    known_days = max(YEAR_DAYS, (today - lately[0].day).days)
    return Money(round_half_up(without_biggest.minor * YEAR_DAYS, known_days))


def _usual_interval_days(days: Sequence[date]) -> int | None:
    if len(days) < VISITS_FOR_A_HABIT:
        return None
    latest = days[-GAPS_LOOKED_AT - 1 :]
    twice = median([2 * (later - earlier).days for earlier, later in pairwise(latest)])
    return max(1, round_half_up(int(twice), 2))


def missed_after_days(usual_interval_days: int) -> int:
    """How many days after the last visit a customer counts as slipping away."""
    return max(usual_interval_days + GRACE_DAYS, round_half_up(usual_interval_days * 3, 2))


def lost_after_days(usual_interval_days: int) -> int:
    """How many days after the last visit a customer counts as lost."""
    return max(LEAST_LOST_DAYS, missed_after_days(usual_interval_days) + GRACE_DAYS, 3 * usual_interval_days)


def _attendance(interval_days: int | None, days_away: int) -> Attendance:
    if interval_days is None:
        return Attendance.OCCASIONAL
    if days_away <= missed_after_days(interval_days):
        return Attendance.REGULAR
    return Attendance.SLIPPING if days_away <= lost_after_days(interval_days) else Attendance.LOST


def _trend(lately: Sequence[BuyingDay], today: date) -> Trend | None:
    if len(lately) < TREND_VISITS:
        return None
    known_days = (today - lately[0].day).days
    if known_days < TREND_DAYS:
        return None
    middle = today - timedelta(days=known_days // 2)
    earlier = total(one.spent for one in lately if one.day <= middle).minor
    later = total(one.spent for one in lately if one.day > middle).minor
    if 4 * later >= 5 * earlier:
        return Trend.UP
    return Trend.DOWN if 4 * later <= 3 * earlier else Trend.STEADY
