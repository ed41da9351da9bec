"""Figures in templates, by the reader's language."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g

from app.core.money import Money, UnitPrice
from app.web.shared import formats
from app.web.shared.shop_facts import ShopFacts

NB = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["1,234.50", "€1,234.50", "12.3456", "1.5", f"5.5{NB}%", "6 Mar 2026", f"{MINUS}0.05"]),
        (
            "ru",
            [
                f"1{NB}234,50",
                f"1{NB}234,50{NB}€",
                "12,3456",
                "1,5",
                f"5,5{NB}%",
                "6 мар. 2026",
                f"{MINUS}0,05",
            ],
        ),
    ],
)
def test_each_language_has_its_signs(language: str, written: list[str]) -> None:
    with Flask("x").test_request_context():
        g.language = language
        g.shop = ShopFacts(True, False, "EUR", 2, ZoneInfo("Europe/Sofia"), "pine")
        found = [
            formats.money(Money(123450)),
            formats.price(Money(123450)),
            formats.unit_price(UnitPrice(12_345_600)),
            formats.qty(1500, 0),
            formats.rate(550),
            formats.day(date(2026, 3, 6)),
            formats.money(Money(-5)),
        ]
        assert found == written


def test_times_stand_on_the_shops_clock_and_nothing_is_nothing() -> None:
    with Flask("x").test_request_context():
        g.language = "en"
        g.shop = ShopFacts(True, False, "KWD", 3, ZoneInfo("Asia/Tokyo"), "pine")
        instant = datetime(2026, 3, 6, 20, 30, tzinfo=UTC)
        assert "07/03/2026" in formats.moment(instant)
        assert formats.price(Money(1500)) == f"KWD{NB}1.500"
        nothing = (formats.money, formats.price, formats.qty, formats.rate, formats.day, formats.moment, formats.phone)
        assert [write(None) for write in nothing] == [""] * 7


@pytest.mark.parametrize(
    ("number", "written"), [("+35929876543", "+359 2 987 6543"), ("12", "12"), ("+000", "+000"), ("x", "x")]
)
def test_phones_are_written_as_people_read_them(number: str, written: str) -> None:
    assert formats.phone(number) == written
