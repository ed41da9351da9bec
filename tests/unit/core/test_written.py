"""Figures as people of a language read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime, format_time
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Money, UnitPrice
from app.core.numbers import parse_typed
from app.core.written import MINUS, writing
from app.places.settings import PAPER_LANGUAGES

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1,234,567.50"),
        ("ru", f"1{NBSP}234{NBSP}567,50"),
        ("de", "1.234.567,50"),
        ("fr", f"1{NBSP}234{NBSP}567,50"),
        ("hu", f"1{NBSP}234{NBSP}567,50"),
    ],
)
def test_an_amount_in_its_language(language: str, written: str) -> None:
    assert writing(language, 2).money(Money(123456750)) == written
    assert writing(language, 2).money(Money(-123456750)) == MINUS + written


@pytest.mark.parametrize(("language", "written"), [("en", "6 Mar 2026"), ("ru", "6 мар. 2026"), ("bg", "6.03.2026")])
def test_a_date_may_end_a_sentence(language: str, written: str) -> None:
    assert writing(language, 2).day(date(2026, 3, 6)) == written


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001  # bounds only
def test_a_moment_is_written_as_its_language_writes_it(language: str, instant: datetime) -> None:
    zone = ZoneInfo("Europe/Sofia")
    locale = {"en": "en_GB"}.get(language, language)
    assert writing(language, 2).moment(instant, zone) == format_datetime(instant, "short", zone, locale)
    assert writing(language, 2).clock(instant, zone) == format_time(instant, "short", zone, locale)


@pytest.mark.parametrize(("decimals", "written"), [(0, "12,345"), (2, "123.45"), (3, "12.345")])
def test_an_amount_has_the_decimals_of_its_currency(decimals: int, written: str) -> None:
    assert writing("en", decimals).money(Money(12345)) == written


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_a_written_amount_can_be_typed_again(minor: int, decimals: int) -> None:
    assert parse_typed(writing("ru", decimals).money(Money(minor)), decimals) == minor


@pytest.mark.parametrize(
    ("scaled", "written"), [(12_3400, "0.1234"), (12_3450, "0.12345"), (100_0000, "1.00"), (0, "0.00"), (1, "0.000001")]
)
def test_a_unit_price_shows_what_it_needs(scaled: int, written: str) -> None:
    assert writing("en", 2).unit_price(UnitPrice(scaled)) == written


@pytest.mark.parametrize(
    ("qty_milli", "unit_decimals", "written"),
    [
        (1000, 0, "1"),
        (2000, 3, "2"),
        (350, 3, "0.350"),
        (1500, 1, "1.5"),
        (1234_567, 3, "1,234.567"),
        (-500, 1, f"{MINUS}0.5"),
    ],
)
def test_a_quantity_in_its_unit(qty_milli: int, unit_decimals: int, written: str) -> None:
    assert writing("en", 2).qty(qty_milli, unit_decimals) == written


@pytest.mark.parametrize(
    ("basis_points", "written"), [(2000, "20"), (550, "5.5"), (0, "0"), (725, "7.25"), (10000, "100")]
)
def test_a_rate(basis_points: int, written: str) -> None:
    assert writing("en", 2).rate(basis_points) == f"{written}{NBSP}%"


def test_moments_are_told_by_the_shops_clock() -> None:
    instant = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)
    sofia = ZoneInfo("Europe/Sofia")
    assert "00:30" in writing("de", 2).moment(instant, sofia)
    assert "07.03.26" in writing("de", 2).moment(instant, sofia)
    assert writing("de", 2).clock(instant, sofia) == "00:30"
    assert writing("en", 2).day(date(2026, 3, 6)) == "6 Mar 2026"
