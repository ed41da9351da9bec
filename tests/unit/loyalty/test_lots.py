"""Which lots points come from and go back to."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from loyalty.points.lots import Lot, first_to_run_out, given_back_to, taken_from
from loyalty.program.values import months_after

DAY = date(2026, 3, 6)
LOTS = st.lists(
    st.tuples(st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 50)), max_size=6
).map(lambda rows: [Lot(place, last_day, left) for place, (last_day, left) in enumerate(rows, start=1)])


@given(LOTS, st.integers(1, 200))
def test_what_runs_out_first_is_used_first(lots: list[Lot], points: int) -> None:
    taken = taken_from(lots, points, {})
    assert sum(taken.values()) == min(points, sum(lot.left_micro for lot in lots))
    rest = points
    for lot in first_to_run_out(lots):
        assert taken.get(lot.id, 0) == min(rest, lot.left_micro)
        rest -= taken.get(lot.id, 0)


@given(LOTS, st.integers(1, 200))
def test_what_was_taken_goes_back_where_it_came_from(lots: list[Lot], points: int) -> None:
    taken = taken_from(lots, points, {})
    back = given_back_to(lots, sum(taken.values()), taken, DAY)
    assert back == {lot.id: taken[lot.id] for lot in lots if lot.id in taken and not lot.is_over(DAY)}


def test_points_of_a_sale_are_taken_back_from_its_own_lot_first() -> None:
    lots = [Lot(1, None, 30), Lot(2, date(2026, 12, 1), 5), Lot(3, None, 10)]
    assert taken_from(lots, 12, {3: 10}) == {3: 10, 2: 2}


def test_months_end_where_the_month_ends() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 11, 30), 1) == date(2026, 12, 30)
