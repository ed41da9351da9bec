"""Habits as the manual tells them: its table, and what holds for any days."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import ZERO, Money, total
from pos.recognition.habit import Attendance, BuyingDay, Habit, Trend, habit_of, lost_after_days, missed_after_days
from pos.recognition.quarters import QUARTERS_SHOWN, latest_quarters
from tests.factories.amounts import money

MANUAL = Path("docs/regulars.md")
TODAY = date(2026, 11, 20)


def table() -> list[list[str]]:
    rows = [line for line in MANUAL.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def bought(text: str) -> list[BuyingDay]:
    days = (one.split(": ") for one in text.split(", "))
    return [BuyingDay(date.fromisoformat(day), money(spent)) for day, spent in days]


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0])
def test_the_table_of_the_manual_holds(row: list[str]) -> None:
    _, days, seen_on, visits, worth, interval, attendance = row
    habit = habit_of(bought(days), date.fromisoformat(seen_on))
    assert habit is not None
    every = None if not interval else int(interval.removesuffix(" days"))
    assert habit.visits == int(visits)
    assert habit.value_per_year == money(worth)
    assert habit.usual_interval_days == every
    assert habit.attendance == attendance


def coming(*gaps: int, spent: str = "10") -> list[BuyingDay]:
    """Visits whose gaps in days lead to the last one, today."""
    days = [BuyingDay(TODAY, money(spent))]
    for gap in gaps:
        days.append(BuyingDay(days[-1].day - timedelta(days=gap), money(spent)))
    return days


def known(days: list[BuyingDay], today: date = TODAY) -> Habit:
    habit = habit_of(days, today)
    assert habit is not None
    return habit


def test_whoever_bought_nothing_has_no_habit() -> None:
    assert habit_of([], TODAY) is None
    assert habit_of([BuyingDay(TODAY, ZERO), BuyingDay(TODAY, money("-5"))], TODAY) is None
    assert habit_of([BuyingDay(TODAY + timedelta(days=1), money("5"))], TODAY) is None


@pytest.mark.parametrize(("late", "attendance"), [(45, "regular"), (46, "slipping"), (90, "slipping"), (91, "lost")])
def test_the_day_from_which_somebody_is_missed(late: int, attendance: str) -> None:
    assert known(coming(30, 30, 30), TODAY + timedelta(days=late)).attendance == attendance


def test_whoever_comes_daily_is_not_missed_after_a_weekend() -> None:
    habit = known(coming(1, 1, 1, 1))
    assert missed_after_days(1) == 8
    assert habit.attendance is Attendance.REGULAR


@pytest.mark.parametrize(
    ("spent", "trend"), [((10, 10, 10, 30), Trend.UP), ((30, 20, 5, 5), Trend.DOWN), ((10, 10, 10, 10), Trend.STEADY)]
)
def test_the_trend_compares_two_halves(spent: tuple[int, ...], trend: Trend) -> None:
    days = [BuyingDay(TODAY - timedelta(days=270 - 90 * index), Money(each * 100)) for index, each in enumerate(spent)]
    assert known(days).trend is trend


DAYS = st.lists(
    st.tuples(st.integers(0, 1500), st.integers(-5_000, 100_000)), min_size=1, max_size=40, unique_by=lambda one: one[0]
)


@given(DAYS)
def test_whatever_days_there_are(drawn: list[tuple[int, int]]) -> None:
    days = [BuyingDay(TODAY - timedelta(days=back), Money(minor)) for back, minor in drawn]
    habit = habit_of(days, TODAY)
    visits = [one for one in days if one.spent > ZERO]
    assert (habit is None) == (not visits)
    if habit is None:
        return
    assert habit.visits == len(visits)
    assert habit.spent == total(one.spent for one in visits)
    assert ZERO <= habit.value_per_year <= habit.spent_lately <= habit.spent
    assert habit.first_day <= habit.last_day <= TODAY
    assert habit == habit_of(list(reversed(days)), TODAY)
    if habit.usual_interval_days is not None:
        assert missed_after_days(habit.usual_interval_days) < lost_after_days(habit.usual_interval_days)


def test_quarters_hold_what_was_spent_in_them() -> None:
    days = [
        BuyingDay(date(2026, 11, 1), money("5")),
        BuyingDay(date(2026, 10, 1), money("7")),
        BuyingDay(date(2026, 9, 30), money("11")),
        BuyingDay(date(2024, 12, 31), money("13")),
    ]
    quarters = latest_quarters(days, TODAY)
    assert len(quarters) == QUARTERS_SHOWN
    assert (quarters[0].year, quarters[0].number, quarters[-1].year, quarters[-1].number) == (2025, 1, 2026, 4)
    assert [one.spent for one in quarters[-2:]] == [money("11"), money("12")]
    assert total(one.spent for one in quarters) == money("23")
