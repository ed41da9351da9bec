"""Steps 1 and 2: the amount of a line and the discount given on it."""

import json

import pytest

from app.core.money import Money, UnitPrice
from app.core.percent import Percent
from pos.pricing.quoting import quote_text
from pos.pricing.values import Customer, Line, Shop, TaxRounding
from tests.unit.pricing.scenarios import goods, quote, refusal, scenario


@pytest.mark.parametrize(
    ("price", "qty", "unit", "amount"),
    [
        ("450.00", "3", "piece", "1350.00"),
        ("210.00", "0.35", "kg", "73.50"),
        ("0.25", "0.5", "kg", "0.13"),
        ("0.25", "-0.5", "kg", "-0.13"),
        ("0.24", "0.5", "kg", "0.12"),
        ("9.99", "0.333", "m", "3.33"),
        ("0.0049", "1", "piece", "0.00"),
        ("0.005", "1", "piece", "0.01"),
        ("0.0125", "130", "piece", "1.63"),
        ("58.999999", "1", "l", "59.00"),
        ("0.00", "5", "piece", "0.00"),
        ("999999999999999.99", "999999999999", "piece", "999999999998999990000000000.01"),
    ],
)
def test_amount_is_price_times_quantity_rounded_once(price: str, qty: str, unit: str, amount: str) -> None:
    assert quote(goods(price, qty, unit=unit))["lines"][0]["amount"] == amount


@pytest.mark.parametrize(
    ("currency", "price", "amount"),
    [("JPY", "100.5", "101"), ("KWD", "1.2345", "1.235"), ("RSD", "1.25", "1.25"), ("CLF", "0.00005", "0.0001")],
)
def test_amounts_have_the_decimals_of_iso_4217(currency: str, price: str, amount: str) -> None:
    assert quote(goods(price), shop={"currency": currency})["gross"] == amount


def test_decimals_of_the_shop_win_over_the_currency() -> None:
    assert quote(goods("100.4"), shop={"currency": "HUF", "decimals": 0})["gross"] == "100"
    assert quote(goods("3"), shop={"currency": "DEM", "decimals": 2})["gross"] == "3.00"


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("15990.00", "15990.00"),
        ("15990", "15990.00"),
        ("0.0125", "0.0125"),
        ("1.250000", "1.25"),
        ("1.5", "1.50"),
        ("1.2340", "1.234"),
        ("0", "0.00"),
    ],
)
def test_a_unit_price_shows_the_decimals_it_needs(written: str, answered: str) -> None:
    assert quote(goods(written))["lines"][0]["unit_price"] == answered


@pytest.mark.parametrize(
    ("qty", "answered"), [("2.000", "2"), ("0.350", "0.35"), ("-1.5", "-1.5"), ("10", "10"), ("007", "7")]
)
def test_a_quantity_is_answered_without_trailing_zeros(qty: str, answered: str) -> None:
    assert quote(goods(qty=qty, unit="kg"))["lines"][0]["qty"] == answered


@pytest.mark.parametrize(
    ("qty", "percent", "amount", "discounts", "gross"),
    [
        ("1", "0", "0", [], "100.00"),
        ("1", "5", "0", ["5.00"], "95.00"),
        ("1", "100", "0", ["100.00"], "0.00"),
        ("1", "0.005", "0", ["0.01"], "99.99"),
        ("1", "0.004", "0", [], "100.00"),
        ("1", "33.333333", "0", ["33.33"], "66.67"),
        ("1", "0", "100.00", ["100.00"], "0.00"),
        ("1", "10", "0.5", ["10.00", "0.50"], "89.50"),
        ("1", "50", "50.00", ["50.00", "50.00"], "0.00"),
        ("-1", "10", "5.00", ["-10.00", "-5.00"], "-85.00"),
        ("-1", "0", "100.00", ["-100.00"], "0.00"),
    ],
)
def test_the_percentage_comes_before_the_amount(
    qty: str, percent: str, amount: str, discounts: list[str], gross: str
) -> None:
    answer = quote(goods(qty=qty, discount_percent=percent, discount_amount=amount))
    line = answer["lines"][0]
    assert [discount["amount"] for discount in line["discounts"]] == discounts
    assert (line["gross"], answer["gross"]) == (gross, gross)
    assert {discount["source"] for discount in line["discounts"]} <= {"line"}


@pytest.mark.parametrize(
    ("percent", "amount"), [("0", "100.01"), ("50", "50.01"), ("100", "0.01"), ("0", "999999999999999")]
)
@pytest.mark.parametrize("qty", ["1", "-1"])
def test_an_amount_above_what_is_left_of_the_line_is_an_error(qty: str, percent: str, amount: str) -> None:
    line = goods(qty=qty, discount_percent=percent, discount_amount=amount)
    assert refusal(scenario(goods(), line)) == ("discount_above_line", "cart.lines[1].discount_amount")


@pytest.mark.parametrize(
    ("decimals", "qty", "amount"), [(0, "2", "20.00"), (1, "0.5", "5.00"), (2, "0.25", "2.50"), (3, "0.125", "1.25")]
)
def test_a_product_says_how_many_decimals_its_quantity_has(decimals: int, qty: str, amount: str) -> None:
    product = {"code": "ROPE", "price": "10.00", "unit": "m", "decimals": decimals}
    asked = scenario({"product": "ROPE", "qty": qty}) | {"products": [product]}
    assert quote_text(json.dumps(asked))["gross"] == amount
    asked["cart"]["lines"][0]["qty"] = qty + (".1" if decimals == 0 else "1")
    assert refusal(asked) == ("too_many_decimals", "cart.lines[0].qty")


def test_a_line_made_by_the_till_has_the_defaults_of_the_contract() -> None:
    line = Line("SAW", None, 1000, UnitPrice(0), None)
    assert line.prices_include_tax
    assert (line.discount_percent, line.discount_amount) == (Percent(0), Money(0))
    assert line.takes_discounts
    assert Customer() == Customer(Money(0), 0)
    assert Shop("RUB", 2) == Shop("RUB", 2, True, TaxRounding.PER_LINE, None)
