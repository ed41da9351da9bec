"""What the page of a customer tells of his habit: one line, and what he spent by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from app.core.rounding import round_half_up
from app.places.day import today
from app.web.shared.habit_words import ATTENDANCE_WORDS, habit_line
from app.web.shared.language import gettext, translated
from pos.recognition.buying import buying_days
from pos.recognition.habit import Attendance, BuyingDay, Habit, habit_of
from pos.recognition.quarters import latest_quarters
from pos.recognition.reading import is_one_of_the_best

BAR_HEIGHT_PX: Final = 72
LEAST_BAR_PX: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the picture: what it is called, what it stands for, how high it is."""

    label: str
    spent: Money
    height_px: int


@dataclass(frozen=True, slots=True)
class HabitShown:
    """A habit as the page shows it."""

    habit: Habit
    line: str
    attendance: str
    best: bool
    bars: tuple[Bar, ...]


def habit_shown(tx: ReadUnit, customer_id: int) -> HabitShown | None:
    """The habit of a customer as of now; None where nothing was bought."""
    day = today(tx)
    days = buying_days(tx, customer_id)
    habit = habit_of(days, day)
    if habit is None:
        return None
    return HabitShown(
        habit,
        habit_line(habit, day),
        translated(ATTENDANCE_WORDS[Attendance(habit.attendance)]),
        is_one_of_the_best(tx, habit),
        _bars(days, day),
    )


def _bars(days: Sequence[BuyingDay], day: date) -> tuple[Bar, ...]:
    quarters = latest_quarters(days, day)
    most = max(one.spent.minor for one in quarters)
    return tuple(
        Bar(
            gettext("Q%(quarter)s %(year)s", quarter=one.number, year=one.year),
            one.spent,
            0 if one.spent <= ZERO else max(LEAST_BAR_PX, round_half_up(one.spent.minor * BAR_HEIGHT_PX, most)),
        )
        for one in quarters
    )
