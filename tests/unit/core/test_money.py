"""Money and unit prices: whole minor units, and nothing but."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import UNIT_PRICE_SCALE, ZERO, Money, UnitPrice, total

AMOUNTS = st.integers(-(10**15), 10**15).map(Money)
NOT_WHOLE = [1.0, 1.5, "1", True, None, float("nan")]


@pytest.mark.parametrize("value", NOT_WHOLE)
@pytest.mark.parametrize("kind", [Money, UnitPrice])
def test_only_whole_numbers_become_amounts(kind: Callable[[Any], object], value: Any) -> None:
    with pytest.raises(TypeError, match="whole minor units"):
        kind(value)


@pytest.mark.parametrize("other", [1, 0, 1.5, "1", None, UnitPrice(1)])
@pytest.mark.parametrize("act", [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge])
def test_money_meets_only_money(act: Callable[[Any, Any], object], other: Any) -> None:
    with pytest.raises(TypeError):
        act(Money(1), other)


@pytest.mark.parametrize("other", [1, 1.0, "1", UnitPrice(1)])
def test_money_equals_only_money(other: object) -> None:
    assert Money(1) != other


@pytest.mark.parametrize("factor", [0.2, 1.0, True, "2"])
def test_an_amount_is_multiplied_by_whole_numbers_only(factor: Any) -> None:
    with pytest.raises(TypeError):
        Money(100).times(factor)


@given(AMOUNTS, AMOUNTS)
def test_sums_and_differences_undo_each_other(one: Money, other: Money) -> None:
    assert one + other - other == one
    assert -(one - other) == other - one
    assert (one < other) == (one.minor < other.minor)
    assert (one >= other) == (one.minor >= other.minor)
    assert abs(one) == (one if one >= ZERO else -one)
    assert hash(one) == hash(Money(one.minor))


@given(st.lists(AMOUNTS))
def test_a_total_is_the_sum_of_its_parts(parts: list[Money]) -> None:
    assert total(parts) == Money(sum(part.minor for part in parts))


def test_nothing_is_false_and_something_is_true() -> None:
    assert not ZERO
    assert Money(-1)
    assert total([]) == ZERO


@given(st.integers(0, 10**11).map(Money), st.integers(1, 1000))
def test_whole_units_at_a_whole_price_cost_the_product(price: Money, pieces: int) -> None:
    assert UnitPrice.of(price).for_qty(pieces * 1000) == price.times(pieces)


@given(st.integers(0, 10**13).map(UnitPrice), st.integers(1, 10**9))
def test_a_return_mirrors_its_sale(price: UnitPrice, qty_milli: int) -> None:
    assert price.for_qty(-qty_milli) == -price.for_qty(qty_milli)


@given(st.integers(0, 10**13).map(UnitPrice), st.integers(1, 10**9))
def test_an_amount_is_never_further_than_half_a_unit_from_the_exact_one(price: UnitPrice, qty_milli: int) -> None:
    exact = price.scaled * qty_milli
    denominator = UNIT_PRICE_SCALE * 1000
    assert abs(price.for_qty(qty_milli).minor * denominator - exact) * 2 <= denominator


def test_a_price_finer_than_the_currency_counts() -> None:
    screw = UnitPrice(1_2345)  # 1.2345 minor units
    assert screw.for_qty(1_000) == Money(1)
    assert screw.for_qty(1000_000) == Money(1235)


def test_amounts_show_what_they_are() -> None:
    assert repr(Money(-5)) == "Money(-5)"
    assert repr(UnitPrice(5)) == "UnitPrice(5)"
    assert len({UnitPrice(5), UnitPrice(5), UnitPrice(6)}) == 2
