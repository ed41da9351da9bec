"""Stretches of work from clock entries, in whatever order people tapped."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.staff.stretches import KINDS, LONGEST, Kind, Mark, State, Stretch, state_of, stretches

MORNING = datetime(2026, 3, 6, 7, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def of(*marks: tuple[Kind, int], now: int = 24 * 60) -> list[Stretch]:
    return stretches([Mark(index, kind, at(minutes)) for index, (kind, minutes) in enumerate(marks)], at(now))


def test_a_day_with_a_break() -> None:
    (day,) = of(("come", 0), ("break", 240), ("back", 270), ("go", 510))
    assert (day.came, day.went, day.forgotten) == (at(0), at(510), False)
    assert (day.break_minutes(at(999)), day.worked_minutes(at(999))) == (30, 480)


def test_whoever_goes_from_a_break_ends_it() -> None:
    (day,) = of(("come", 0), ("break", 240), ("go", 270))
    assert (day.break_minutes(at(999)), day.worked_minutes(at(999))) == (30, 240)


def test_a_stretch_that_goes_on_counts_up_to_now() -> None:
    found = of(("come", 0), ("break", 60), now=90)
    assert (found[0].worked_minutes(at(90)), found[0].break_minutes(at(90))) == (60, 30)
    assert state_of(found) == (State.BREAK, at(60))


def test_a_going_that_was_forgotten_counts_nothing() -> None:
    yesterday, today = of(("come", 0), ("come", 1440), ("go", 1500), now=1600)
    assert (yesterday.forgotten, yesterday.went, yesterday.worked_minutes(at(1600))) == (True, None, 0)
    assert today.worked_minutes(at(1600)) == 60
    (alone,) = of(("go", 30))
    assert alone.forgotten
    assert alone.worked_minutes(at(60)) == 0


def test_after_the_longest_day_the_going_was_forgotten() -> None:
    longest = int(LONGEST / timedelta(minutes=1))
    assert state_of(of(("come", 0), now=longest))[0] is State.IN
    assert state_of(of(("come", 0), now=longest + 1))[0] is State.OUT
    first, second = of(("come", 0), ("go", longest + 1), now=longest + 2)
    assert first.forgotten
    assert second.forgotten


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 4000)), max_size=30), st.integers(4000, 9000))
def test_any_order_of_taps_adds_up(taps: list[tuple[Kind, int]], now: int) -> None:
    found = of(*taps, now=now)
    assert sum(len(one.marks) for one in found) == len(taps)
    for one in found:
        assert one.worked_minutes(at(now)) >= 0
        assert one.break_minutes(at(now)) >= 0
        if one.went is not None and one.came is not None:
            whole = int((one.went - one.came) / timedelta(minutes=1))
            assert one.worked_minutes(at(now)) + one.break_minutes(at(now)) == whole <= LONGEST / timedelta(minutes=1)
        assert all(end is not None for _, end in one.breaks[:-1])
