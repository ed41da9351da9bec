"""The end of step 5: the percentage and the amount a cashier takes off the cart, shared among its lines."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, goods, quote


def shares(answer: Json) -> list[list[str]]:
    return [[discount["amount"] for discount in line["discounts"]] for line in answer["lines"]]


@pytest.mark.parametrize(
    ("prices", "percent", "parts"),
    [
        (["0.33", "0.33", "0.33"], "10", [["0.04"], ["0.03"], ["0.03"]]),
        (["10.00", "20.00", "30.00"], "10", [["1.00"], ["2.00"], ["3.00"]]),
        (["0.01", "0.01", "0.01"], "50", [["0.01"], ["0.01"], []]),
        (["1.00", "2.00", "2.00"], "0.5", [["0.01"], ["0.01"], ["0.01"]]),
        (["0.00", "5.00"], "100", [[], ["5.00"]]),
        (["0.00", "0.00"], "100", [[], []]),
        ([], "100", []),
    ],
)
def test_a_percentage_is_rounded_on_the_sum_and_split_by_largest_remainder(
    prices: list[str], percent: str, parts: list[list[str]]
) -> None:
    assert shares(quote(*map(goods, prices), discount_percent=percent)) == parts


@pytest.mark.parametrize(
    ("prices", "amount", "parts"),
    [
        (["100.00", "100.00", "100.00"], "100.00", [["33.34"], ["33.33"], ["33.33"]]),
        (["50.00", "150.00"], "20.00", [["5.00"], ["15.00"]]),
        (["50.00", "150.00"], "200.00", [["50.00"], ["150.00"]]),
        (["50.00", "150.00"], "200.01", [["50.00"], ["150.00"]]),
        ([], "5.00", []),
    ],
)
def test_an_amount_is_split_in_proportion_and_ends_where_the_goods_are_free(
    prices: list[str], amount: str, parts: list[list[str]]
) -> None:
    answer = quote(*map(goods, prices), discount_amount=amount)
    assert shares(answer) == parts
    assert Decimal(answer["gross"]) == Decimal(answer["subtotal"]) - Decimal(answer["discount"]) >= 0


def test_the_percentage_comes_first_and_both_after_the_discount_of_the_line() -> None:
    answer = quote(goods("200.00", discount_percent="50"), discount_percent="10", discount_amount="9.00")
    assert answer["lines"][0]["discounts"] == [
        {"source": "line", "amount": "100.00", "why": "50 % off this line"},
        {"source": "cart", "amount": "10.00", "why": "10 % off the cart, this line's share"},
        {"source": "cart", "amount": "9.00", "why": "9.00 off the cart, this line's share"},
    ]
    assert (answer["subtotal"], answer["discount"], answer["gross"]) == ("200.00", "119.00", "81.00")


@pytest.mark.parametrize("spared", [{"discountable": False}, {"promotions": False}, {"qty": "-1"}])
def test_some_lines_take_no_discount_but_their_own(spared: dict[str, Any]) -> None:
    line = goods("80.00") | {"discount_amount": "8.00"} | spared
    answer = quote(line, goods("20.00"), discount_percent="10", discount_amount="1.00")
    sign = "-" if line["qty"] == "-1" else ""
    assert shares(answer) == [[f"{sign}8.00"], ["2.00", "1.00"]]


def test_a_cart_of_returns_takes_no_discount_on_the_cart() -> None:
    answer = quote(goods(qty="-1"), discount_percent="10", discount_amount="5.00")
    assert (answer["gross"], answer["discount"]) == ("-100.00", "0.00")


def test_lines_of_both_bases_are_weighed_by_what_they_are_priced_at() -> None:
    on_top = goods("100.00", tax="20", prices_include_tax=False)
    answer = quote(goods("100.00", tax="20"), on_top, discount_amount="50.00")
    assert shares(answer) == [["25.00"], ["25.00"]]
    assert (answer["subtotal"], answer["discount"]) == ("200.00", "50.00")
    assert [line["gross"] for line in answer["lines"]] == ["75.00", "90.00"]
