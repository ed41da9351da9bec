"""The worked example of the pricing contract: what exists of it, and the refusal of what does not."""

import copy
import json

import pytest

from pos.pricing.quoting import quote_text
from tests.unit.pricing.scenarios import CONTRACT_EXAMPLE, Json, refusal

NOT_BUILT = ("customer.tier", "loyalty.earn", "loyalty.redeem", "loyalty.tiers", "promotions", "gift_cards")
NOT_BUILT_OF_CART = ("cart.coupons", "cart.points_to_spend")


def without(path: str, asked: Json) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        asked = asked[parent]
    del asked[last]


def test_the_whole_example_is_refused_field_by_field() -> None:
    asked = copy.deepcopy(CONTRACT_EXAMPLE)
    for path in (*NOT_BUILT, *NOT_BUILT_OF_CART):
        assert refusal(asked) == ("unsupported", path)
        without(path, asked)
    assert refusal(asked) == ("unsupported", "cart.tenders[0].kind")


@pytest.fixture
def answer() -> Json:
    """What is answered once everything not built is left out and the gift card is replaced by a bank card."""
    asked = copy.deepcopy(CONTRACT_EXAMPLE)
    for path in (*NOT_BUILT, *NOT_BUILT_OF_CART):
        without(path, asked)
    asked["cart"]["tenders"][0] = {"kind": "card", "amount": "500.00"}
    return quote_text(json.dumps(asked))


def test_the_lines_of_what_exists_by_hand(answer: Json) -> None:
    figures = [
        (
            line["amount"],
            [discount["amount"] for discount in line["discounts"]],
            line["gross"],
            line["tax"],
            line["net"],
        )
        for line in answer["lines"]
    ]
    assert figures == [
        ("15990.00", [], "15990.00", {"20": "2665.00"}, "13325.00"),
        ("1350.00", [], "1350.00", {"20": "225.00"}, "1125.00"),
        ("73.50", ["3.68"], "69.82", {"20": "11.64"}, "58.18"),
        ("300.00", ["50.00"], "250.00", {"20": "41.67"}, "208.33"),
    ]


def test_the_whole_answer_of_what_exists_by_hand(answer: Json) -> None:
    del answer["lines"]
    assert answer == {
        "subtotal": "17713.50",
        "discount": "53.68",
        "net": "14716.51",
        "tax": {"20": "2943.31"},
        "gross": "17659.82",
        "rounding": "0.18",
        "to_pay": "17660.00",
        "cash_to_pay": "17660.00",
        "paid": "20500.00",
        "left": "0.00",
        "change": "2840.00",
        "tenders": [
            {"kind": "card", "amount": "500.00", "code": None, "left": None},
            {"kind": "cash", "amount": "20000.00", "code": None, "left": None},
        ],
        "points": {"spent": "0", "earned": "0", "after": "120"},
        "tier": {"before": None, "after": None, "to_next": None},
        "applied": [],
        "offers": [],
        "issued": [],
        "refused": [],
    }


def test_a_line_of_the_answer_whole(answer: Json) -> None:
    assert answer["lines"][2] == {
        "product": "NAIL",
        "qty": "0.35",
        "unit_price": "210.00",
        "amount": "73.50",
        "discounts": [{"source": "line", "amount": "3.68", "why": "5 % off this line"}],
        "gross": "69.82",
        "net": "58.18",
        "tax": {"20": "11.64"},
    }
    assert answer["lines"][3]["name"] == "Sharpening"
    assert answer["lines"][3]["discounts"] == [{"source": "line", "amount": "50.00", "why": "50.00 off this line"}]


def test_taxes_of_the_contract_table_follow_from_its_amounts() -> None:
    """The table's taxes, from what its discounts leave of each line, given here by hand."""
    asked = copy.deepcopy(CONTRACT_EXAMPLE)
    for path in (*NOT_BUILT, *NOT_BUILT_OF_CART, "cart.tenders"):
        without(path, asked)
    for line, off in zip(asked["cart"]["lines"], ("2261.19", "491.41", "3.22", "61.50"), strict=True):
        line["discount_amount"] = off
    answer = quote_text(json.dumps(asked))
    table = [(line["gross"], line["tax"]["20"], line["net"]) for line in answer["lines"]]
    assert table == [
        ("13728.81", "2288.14", "11440.67"),
        ("858.59", "143.10", "715.49"),
        ("66.60", "11.10", "55.50"),
        ("238.50", "39.75", "198.75"),
    ]
    assert (answer["gross"], answer["tax"], answer["net"]) == ("14892.50", {"20": "2482.09"}, "12410.41")
    assert answer["cash_to_pay"] == "14893.00"
