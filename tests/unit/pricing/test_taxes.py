"""Step 7: the tax of each line, both bases, both ways to round."""

from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, goods, quote


def figures(answer: Json) -> list[tuple[str, str, str]]:
    return [(line["net"], next(iter(line["tax"].values())), line["gross"]) for line in answer["lines"]]


@pytest.mark.parametrize(
    ("price", "rate", "net", "tax"),
    [
        ("120.00", "20", "100.00", "20.00"),
        ("100.00", "20", "83.33", "16.67"),
        ("0.03", "20", "0.02", "0.01"),
        ("0.02", "20", "0.02", "0.00"),
        ("105.50", "5.5", "100.00", "5.50"),
        ("100.00", "100", "50.00", "50.00"),
        ("100.00", "0", "100.00", "0.00"),
        ("100.00", "none", "100.00", "0.00"),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_tax_inside_the_price(price: str, rate: str, net: str, tax: str, sign: str) -> None:
    minus = "" if float(tax) == 0 else sign
    answer = quote(goods(price, f"{sign}1", tax=rate))
    assert figures(answer) == [(sign + net, minus + tax, sign + price)]


@pytest.mark.parametrize(
    ("price", "rate", "tax", "gross"),
    [
        ("100.00", "20", "20.00", "120.00"),
        ("0.02", "20", "0.00", "0.02"),
        ("0.03", "20", "0.01", "0.04"),
        ("0.10", "5", "0.01", "0.11"),
        ("19.90", "5.5", "1.09", "20.99"),
        ("100.00", "none", "0.00", "100.00"),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_tax_on_top_of_the_price(price: str, rate: str, tax: str, gross: str, sign: str) -> None:
    minus = "" if float(tax) == 0 else sign
    answer = quote(goods(price, f"{sign}1", tax=rate), shop={"prices_include_tax": False})
    assert figures(answer) == [(sign + price, minus + tax, sign + gross)]


def test_per_rate_rounds_the_sum_once_and_gives_the_rest_to_the_largest_remainders() -> None:
    """Exact taxes 16.5 + 16.5 + 16.5 kopecks are 49.5, so 50: two of the three go up, the first two."""
    per_rate = quote(*[goods("0.99", tax="20")] * 3, shop={"tax_rounding": "per_rate"})
    assert [tax for _, tax, _ in figures(per_rate)] == ["0.17", "0.17", "0.16"]
    assert (per_rate["tax"], per_rate["net"], per_rate["gross"]) == ({"20": "0.50"}, "2.47", "2.97")
    assert quote(*[goods("0.99", tax="20")] * 3)["tax"] == {"20": "0.51"}


def test_the_remainder_of_the_exact_tax_decides_not_the_order() -> None:
    """Exact taxes 16.67, 0.17 and 33.5 kopecks are 50.33, so 50: floors 16 + 0 + 33 and one for 16.67."""
    answer = quote(
        goods("0.01", tax="20"),
        goods("2.01", tax="20"),
        goods("1.00", tax="20"),
        shop={"tax_rounding": "per_rate"},
    )
    assert [tax for _, tax, _ in figures(answer)] == ["0.00", "0.33", "0.17"]


@pytest.mark.parametrize(
    "other",
    [{"tax": "10"}, {"prices_include_tax": False}, {"qty": "-1"}],
    ids=["rate", "basis", "direction"],
)
def test_per_rate_rounds_each_rate_basis_and_direction_apart(other: dict[str, Any]) -> None:
    line = goods("0.99", tax="20")
    alone = quote(line | other, line | other, shop={"tax_rounding": "per_rate"})
    mixed = quote(line, line | other, line, line | other, shop={"tax_rounding": "per_rate"})
    assert [figures(mixed)[1], figures(mixed)[3]] == figures(alone)
    assert [figures(mixed)[0], figures(mixed)[2]] == figures(quote(line, line, shop={"tax_rounding": "per_rate"}))


def test_taxes_are_listed_by_rate_and_equal_rates_are_one() -> None:
    answer = quote(
        goods("120.00", tax="20"),
        goods("10.00", tax="none"),
        goods("120.00", tax="20.0"),
        goods("10.00", tax="0"),
        goods("105.50", tax="5.50"),
        goods("10.00"),
        goods("10.00", tax="100"),
    )
    rates = [("0", "0.00"), ("5.5", "5.50"), ("20", "40.00"), ("100", "5.00"), ("none", "0.00")]
    assert list(answer["tax"].items()) == rates
    assert answer["lines"][4]["tax"] == {"5.5": "5.50"}


def test_a_product_may_differ_from_the_basis_of_the_shop() -> None:
    inside, on_top = goods("120.00", tax="20"), goods("100.00", tax="20", prices_include_tax=False)
    for shop in ({"prices_include_tax": True}, {"prices_include_tax": False}):
        answer = quote(inside | {"prices_include_tax": True}, on_top, shop=shop)
        assert figures(answer) == [("100.00", "20.00", "120.00"), ("100.00", "20.00", "120.00")]
        assert (answer["subtotal"], answer["net"], answer["gross"]) == ("220.00", "200.00", "240.00")


def test_tax_is_of_what_the_discounts_leave() -> None:
    answer = quote(goods("240.00", tax="20", discount_percent="50"), discount_amount="60.00")
    assert figures(answer) == [("50.00", "10.00", "60.00")]


def test_an_empty_cart_has_no_rates() -> None:
    assert quote()["tax"] == {}
