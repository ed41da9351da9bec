"""Birth dates as people type them."""

from datetime import date

import pytest

from app.core.errors import BadInput
from app.crm.birth_dates import checked_birth_date, typed_birth_date

TODAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    "text",
    [
        "24.12.1980",
        "24/12/1980",
        "24-12-1980",
        "24 12 1980",
        "24,12,1980",
        "24.12.80",
        "24.12.1980 г.",
        "1980-12-24",
        "1980.12.24.",
        "1980. december 24.",
        "1980/12/24",
        "241280",
        "24121980",
        "19801224",
        "12/24/1980",
        "24 Dec 1980",
        "24th December 1980",
        "December 24, 1980",
        "24 декабря 1980 г.",
        "24 дек 80",
        "24 декември 1980",
        "24. Dezember 1980",
        "24 décembre 1980",
        "1980 dec 24",
        " ٢٤/١٢/١٩٨٠ ",
    ],
)
def test_a_day_typed_in_the_usual_ways(text: str) -> None:
    assert typed_birth_date(text, TODAY) == date(1980, 12, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3.6.1980", date(1980, 6, 3)),
        ("6 марта 1980", date(1980, 3, 6)),
        ("6 мая 1980", date(1980, 5, 6)),
        ("6.3.26", date(2026, 3, 6)),
        ("7.3.26", date(1926, 3, 7)),
        ("29.2.2000", date(2000, 2, 29)),
        ("", None),
        ("  ", None),
    ],
)
def test_the_day_comes_first_and_short_years_are_past(text: str, day: date | None) -> None:
    assert typed_birth_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["yesterday", "31.2.1980", "29.2.1981", "24.13.13", "1980", "24.12", "24 ju 1980", "1.2.3.4", "24.12.980"]
)
def test_what_is_not_understood_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="birth_date_unclear"):
        typed_birth_date(text, TODAY)


@pytest.mark.parametrize("text", ["7.3.2026", "24.12.1880", "24.12.2980"])
def test_nobody_living_was_born_then(text: str) -> None:
    with pytest.raises(BadInput, match="birth_date_impossible"):
        typed_birth_date(text, TODAY)


def test_a_day_from_elsewhere_is_checked_too() -> None:
    assert checked_birth_date(date(1980, 12, 24), TODAY) == date(1980, 12, 24)
    assert checked_birth_date(None, TODAY) is None
    with pytest.raises(BadInput, match="birth_date_impossible"):
        checked_birth_date(date(2026, 3, 7), TODAY)
