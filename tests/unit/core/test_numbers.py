"""Numbers as programs and people write them, and as people read them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadInput
from app.core.numbers import format_scaled, parse_scaled, parse_typed

NO_NUMBERS = [
    "",
    "-",
    ".",
    ".5",
    "5.",
    "1,5",
    "1 000",
    " 1",
    "1\n",
    "+1",
    "--1",
    "1e3",
    "1E3",
    "0x10",
    "NaN",
    "Infinity",
    "١٢",
    "１",
    "½",
    "1.2.3",
    "1" * 16,
    "1." + "0" * 13,
]


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_what_is_written_is_read_back(value: int, decimals: int) -> None:
    assert parse_scaled(format_scaled(value, decimals), decimals) == value
    assert parse_scaled(format_scaled(value, decimals, trim=True), decimals) == value


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_trimmed_text_ends_in_no_zero_after_the_point(value: int, decimals: int) -> None:
    written = format_scaled(value, decimals, trim=True)
    assert "." not in written or written[-1] not in "0."


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_scaled(text, 2, "cart.lines[3].qty")
    assert refused.value.code == "not_decimal_text"
    assert refused.value.path == "cart.lines[3].qty"


@pytest.mark.parametrize("value", [1, 1.5, float("nan"), True, None, b"1", ["1"]])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        parse_scaled(value, 2)
    assert refused.value.code == "not_decimal_text"


@pytest.mark.parametrize(("text", "decimals"), [("1.001", 2), ("0.5", 0), ("-0.0001", 3)])
def test_digits_that_would_be_lost_are_refused(text: str, decimals: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_scaled(text, decimals)
    assert refused.value.code == "too_many_decimals"
    assert refused.value.facts["decimals"] == decimals


def test_zeros_that_say_nothing_are_not() -> None:
    assert parse_scaled("1.5000", 2) == 150
    assert parse_scaled("-0.00", 0) == 0
    assert parse_scaled("007", 2) == 700


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,5", 150),
        ("1.5", 150),
        (" 1 234,50 ", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1'234.50", 123450),
        ("\u22125", -500),
        ("-5", -500),
        (",5", 50),
        ("5,", 500),
    ],
)
def test_numbers_as_people_type_them(typed: str, value: int) -> None:
    assert parse_typed(typed, 2) == value


@pytest.mark.parametrize("typed", ["", " ", "1,234,567", "1.234,50", "five", "5 €", "=1+1", ","])
def test_typed_text_of_two_meanings_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_typed(typed, 2, "price")
