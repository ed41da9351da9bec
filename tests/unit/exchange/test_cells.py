"""Numbers, dates, codes and words as files write them."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import BadInput
from app.exchange.cells import Habits, code_of, date_of, habits_of, number_of, yes_or_no
from app.exchange.product_reading import joined_codes, split_codes
from app.exchange.table.row import Cell, Choices

UNKNOWN = Habits("", "")


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("1 234,50", 123450),
        ("1\u00a0234.50", 123450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1.234.567", 123456700),
        ("1'234.50", 123450),
        ("€ 12,50", 1250),
        ("12,50 руб.", 1250),
        ("EUR 7", 700),
        ("-3,10", -310),
        ("\u22123", -300),
        (".5", 50),
        ("0.500", 50),
        (Decimal("0.1"), 10),
        (Decimal("1E+3"), 100000),
    ],
)
def test_a_number_is_read_as_it_is_meant(written: Cell, hundredths: int) -> None:
    assert number_of(written, 2, UNKNOWN, "price") == hundredths


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,234", "number_ambiguous"),
        ("12.345", "number_ambiguous"),
        ("1,23,4.5", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("abc", "not_a_number"),
        ("-", "not_a_number"),
        ("12 5/8", "not_a_number"),
        ("0.125", "too_many_decimals"),
        (Decimal("0.30000000000000004"), "too_many_decimals"),
        (date(2026, 1, 2), "not_a_number"),
    ],
)
def test_a_number_that_is_none_or_may_be_two_is_refused(written: Cell, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        number_of(written, 2, UNKNOWN, "price")
    assert refused.value.code == code


def test_other_numbers_of_the_file_tell_what_an_open_one_means() -> None:
    german = habits_of(["7", "1.234", "12,50"], [], Choices())
    assert number_of("1.234", 2, german, "price") == 123400
    english = habits_of(["12.50"], [], Choices())
    assert number_of("1,234", 2, english, "price") == 123400
    torn = habits_of(["12.50", "12,50"], [], Choices())
    assert torn.point == ""
    chosen = habits_of(["12.50"], [], Choices(point=","))
    assert number_of("1,234", 3, chosen, "price") == 1234


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("2026-03-31", "", date(2026, 3, 31)),
        ("31.03.2026", "", date(2026, 3, 31)),
        ("1.2.75", "", date(1975, 2, 1)),
        ("01.02.05", "mdy", date(2005, 2, 1)),
        ("01/02/2026", "", date(2026, 2, 1)),
        ("01/02/2026", "mdy", date(2026, 1, 2)),
        ("03/31/2026", "", date(2026, 3, 31)),
        ("2026/3/1", "", date(2026, 3, 1)),
        ("31.03.2026 00:00:00", "", date(2026, 3, 31)),
        (date(2026, 3, 31), "", date(2026, 3, 31)),
    ],
)
def test_a_date_is_read(written: Cell, order: str, day: date) -> None:
    assert date_of(written, Habits("", order), "birth_date") == day  # type: ignore[arg-type]  # a parameter


@pytest.mark.parametrize("written", ["31.02.2026", "yesterday", "2026", "32/33/2026", Decimal(45000)])
def test_what_is_no_date_is_refused(written: Cell) -> None:
    with pytest.raises(BadInput) as refused:
        date_of(written, UNKNOWN, "birth_date")
    assert refused.value.code == "not_a_date"


def test_the_order_of_day_and_month_shows_where_one_is_above_twelve() -> None:
    assert habits_of([], ["01/02/2026", "12/31/2026"], Choices()).dates == "mdy"
    assert habits_of([], ["31/12/2026"], Choices()).dates == "dmy"


def test_a_code_that_a_spreadsheet_shortened_is_refused() -> None:
    assert code_of(Decimal(4006381333931), "barcodes") == "4006381333931"
    for shortened in ("4,00638E+12", "4.00638E+12", "4E+12"):
        with pytest.raises(BadInput) as refused:
            code_of(shortened, "barcodes")
        assert refused.value.code == "number_shortened"


def test_yes_and_no_in_many_words() -> None:
    assert [yes_or_no(word, "active") for word in ("Yes", "1", "ДА", "+", "no", "0", "нет")] == [True] * 4 + [False] * 3
    with pytest.raises(BadInput):
        yes_or_no("perhaps", "active")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("4006381333931", ["4006381333931"]),
        ("1, 2;3|4\n5", ["1", "2", "3", "4", "5"]),
        ('"A,B" C', ["A,B", "C"]),
        ('5"PIPE', ['5"PIPE']),
        (" ;, ", []),
    ],
)
def test_several_codes_stand_in_one_cell(cell: str, codes: list[str]) -> None:
    assert split_codes(cell) == codes
    assert split_codes(joined_codes(codes)) == codes
