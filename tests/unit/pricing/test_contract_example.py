"""The worked example of the pricing contract, whole."""

import json

import pytest

from pos.pricing.quoting import quote_text
from tests.unit.pricing.scenarios import CONTRACT_EXAMPLE, Json

SOURCES = ("line", "garden", "oil", "tier", "spring", "points")

TABLE = [
    ("15990.00", {"garden": "1599.00", "tier": "431.73", "spring": "184.37", "points": "46.09"}, "13728.81"),
    ("1350.00", {"oil": "450.00", "tier": "27.00", "spring": "11.53", "points": "2.88"}, "858.59"),
    ("73.50", {"line": "3.68", "tier": "2.09", "spring": "0.90", "points": "0.23"}, "66.60"),
    ("300.00", {"line": "50.00", "tier": "7.50", "spring": "3.20", "points": "0.80"}, "238.50"),
]
TAXES = [("2288.14", "11440.67"), ("143.10", "715.49"), ("11.10", "55.50"), ("39.75", "198.75")]


@pytest.fixture(scope="module")
def answer() -> Json:
    return quote_text(json.dumps(CONTRACT_EXAMPLE))


def test_each_line_bears_what_the_table_says_in_its_order(answer: Json) -> None:
    shown = [
        (line["amount"], {one["source"]: one["amount"] for one in line["discounts"]}, line["gross"])
        for line in answer["lines"]
    ]
    assert shown == TABLE
    for line in answer["lines"]:
        places = [SOURCES.index(one["source"]) for one in line["discounts"]]
        assert places == sorted(places)
    assert [(line["tax"]["20"], line["net"]) for line in answer["lines"]] == TAXES


def test_the_rest_of_the_answer_whole(answer: Json) -> None:
    rest = {key: value for key, value in answer.items() if key != "lines"}
    assert rest == {
        "subtotal": "17713.50",
        "discount": "2821.00",
        "net": "12410.41",
        "tax": {"20": "2482.09"},
        "gross": "14892.50",
        "rounding": "0.50",
        "to_pay": "14893.00",
        "cash_to_pay": "14893.00",
        "paid": "20500.00",
        "left": "0.00",
        "change": "5607.00",
        "tenders": [
            {"kind": "gift_card", "amount": "500.00", "code": "G-77", "left": "0.00"},
            {"kind": "cash", "amount": "20000.00", "code": None, "left": None},
        ],
        "points": {"spent": "50", "earned": "744", "after": "814"},
        "tier": {"before": "silver", "after": "silver", "to_next": "23107.50"},
        "applied": [
            {"promotion": "garden", "coupon": None, "times": 1, "amount": "1599.00", "points": "0"},
            {"promotion": "oil", "coupon": None, "times": 1, "amount": "450.00", "points": "0"},
            {"promotion": "spring", "coupon": "SPRING26", "times": 1, "amount": "200.00", "points": "0"},
        ],
        "offers": [],
        "issued": [],
        "refused": [
            {
                "promotion": None,
                "coupon": "NOPE",
                "points": None,
                "code": "unknown_coupon",
                "need": None,
                "have": None,
                "why": "There is no such promotion.",
            }
        ],
    }


def test_a_line_of_the_answer_whole(answer: Json) -> None:
    assert answer["lines"][2] == {
        "product": "NAIL",
        "qty": "0.35",
        "unit_price": "210.00",
        "amount": "73.50",
        "discounts": [
            {"source": "line", "amount": "3.68", "why": "5 % off this line"},
            {"source": "tier", "amount": "2.09", "why": "silver: 3 % off, this line's share"},
            {"source": "spring", "amount": "0.90", "why": "200 off from 5,000"},
            {"source": "points", "amount": "0.23", "why": "50.00 paid with points, this line's share"},
        ],
        "gross": "66.60",
        "net": "55.50",
        "tax": {"20": "11.10"},
    }
    assert answer["lines"][3]["name"] == "Sharpening"
