"""What the engine stands on: percentages, taxes rounded together, the decimals of currencies."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.currencies import CURRENCY_DECIMALS, is_currency_code
from app.core.percent import Percent
from app.core.rounding import round_half_up, round_together


@pytest.mark.parametrize("micro", [-1, 100_000_001])
def test_a_percentage_lies_between_0_and_100(micro: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        Percent(micro)


def test_a_percentage_of_basis_points() -> None:
    assert Percent.of_basis_points(550) == Percent(5_500_000)
    assert Percent.of_basis_points(10_000) == Percent(100_000_000)


@pytest.mark.parametrize(
    ("numerators", "denominator", "parts"),
    [
        ([], 3, []),
        ([0, 0], 3, [0, 0]),
        ([33, 33, 33], 200, [0, 0, 0]),
        ([34, 33, 33], 200, [1, 0, 0]),
        ([33, 34, 33], 200, [0, 1, 0]),
        ([5, 5, 5, 5], 10, [1, 1, 0, 0]),
        ([-5, -5, -5, -5], 10, [-1, -1, 0, 0]),
        ([29, 15], 10, [3, 1]),
    ],
)
def test_parts_rounded_together(numerators: list[int], denominator: int, parts: list[int]) -> None:
    assert round_together(numerators, denominator) == parts


@given(
    st.lists(st.integers(0, 10**12), max_size=12),
    st.integers(1, 10**9),
    st.sampled_from([1, -1]),
)
def test_parts_rounded_together_add_up_and_stay_next_to_their_exact_value(
    magnitudes: list[int], denominator: int, sign: int
) -> None:
    numerators = [sign * magnitude for magnitude in magnitudes]
    parts = round_together(numerators, denominator)
    assert sum(parts) == round_half_up(sum(numerators), denominator)
    for part, numerator in zip(parts, numerators, strict=True):
        assert abs(part - Fraction(numerator, denominator)) < 1


def test_both_signs_can_not_be_rounded_together() -> None:
    with pytest.raises(ValueError, match="both signs"):
        round_together([1, -1], 10)


def test_currencies_have_the_decimals_of_iso_4217() -> None:
    told = {
        "RUB": 2,
        "EUR": 2,
        "RSD": 2,
        "IQD": 3,
        "HUF": 2,
        "JPY": 0,
        "KWD": 3,
        "TND": 3,
        "CLF": 4,
        "ISK": 0,
        "BGN": 2,
    }
    assert {code: CURRENCY_DECIMALS[code] for code in told} == told
    assert all(map(is_currency_code, CURRENCY_DECIMALS))
    assert not any(map(is_currency_code, ["rub", "RU", "RUBL", "РУБ", "RU1", "RUB\n", ""]))
