"""Step 3, one reward at a time: what each type takes off which line."""

from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, promoted, promotion, sold, taken

A3 = [sold("A", "100.00", "3")]
ABC = [sold("A", "100.00"), sold("B", "60.00"), sold("C", "40.00")]
NAILS = sold("N", "210.00", "0.35", unit="kg")
BOX = sold("X", "1200.00", "1", pieces=12)


def one(kind: str, *, when: Json | None = None, limits: Json | None = None, **reward: Any) -> Json:
    return promotion(kind, of={"when": when or {}, "limits": limits or {}}, **reward)


@pytest.mark.parametrize(
    ("lines", "reward", "off"),
    [
        # percent: of what is left of each matching line, rounded line by line
        (A3, one("percent", value="10"), ["30.00"]),
        (ABC, one("percent", value="10", when={"products": ["B", "C"]}), ["0", "6.00", "4.00"]),
        ([sold("A", "0.05"), sold("B", "0.05")], one("percent", value="50"), ["0.03", "0.03"]),
        ([sold("A", "100.00", discount_percent="50")], one("percent", value="10"), ["55.00"]),
        (ABC, one("percent", value="50", on="cheapest"), ["0", "0", "20.00"]),
        (A3, one("percent", value="50", on="cheapest"), ["50.00"]),
        ([sold("A", "10.00", "3"), NAILS], one("percent", value="50", on="cheapest"), ["5.00", "0"]),
        ([sold("A", "80.00", "3"), NAILS], one("percent", value="50", on="cheapest"), ["0", "36.75"]),
        (ABC, one("percent", value="10", on="products", products=["A"], when={"products": ["B"]}), ["10.00", "0", "0"]),
        (
            [*ABC, NAILS],
            one("percent", value="10", on="order", when={"products": ["B"]}),
            ["10.00", "6.00", "4.00", "7.35"],
        ),
        # a percentage does not repeat
        (A3, one("percent", value="10", when={"min_qty": "1"}, limits={"per_cart": None}), ["30.00"]),
        # max_discount caps the reward; shares by largest remainder of what is left
        (ABC, one("percent", value="50", max_discount="20.00"), ["10.00", "6.00", "4.00"]),
        (ABC, one("percent", value="50", on="order", max_discount="0.01"), ["0.01", "0", "0"]),
        # limits.units: the dearest units
        (ABC, one("percent", value="10", limits={"units": "2"}), ["10.00", "6.00", "0"]),
        (A3, one("percent", value="10", limits={"units": "2"}), ["20.00"]),
        # amount: once from the lines together
        (ABC, one("amount", value="20.00"), ["10.00", "6.00", "4.00"]),
        (ABC, one("amount", value="500.00"), ["100.00", "60.00", "40.00"]),
        (A3, one("amount", value="5.00", per="unit"), ["15.00"]),
        ([NAILS], one("amount", value="5.00", per="unit"), ["1.75"]),
        (ABC, one("amount", value="50.00", per="unit"), ["50.00", "50.00", "40.00"]),
        (ABC, one("amount", value="50.00", on="cheapest"), ["0", "0", "40.00"]),
        ([sold("N", "210.00", "2.643", unit="kg")], one("amount", value="50.00", on="cheapest"), ["50.00"]),
        (A3, one("amount", value="5.00", per="unit", max_discount="12.00"), ["12.00"]),
        (A3, one("amount", value="5.00", per="unit", limits={"units": "1"}), ["5.00"]),
        # an amount repeats as often as its minimum fits, up to per_cart
        (A3, one("amount", value="7.00", when={"min_qty": "1"}), ["7.00"]),
        (A3, one("amount", value="7.00", when={"min_qty": "1"}, limits={"per_cart": 2}), ["14.00"]),
        (A3, one("amount", value="7.00", when={"min_qty": "1"}, limits={"per_cart": None}), ["21.00"]),
        (A3, one("amount", value="7.00", when={"min_amount": "120.00"}, limits={"per_cart": None}), ["14.00"]),
        (
            A3,
            one("amount", value="7.00", when={"min_qty": "3", "min_amount": "1.00"}, limits={"per_cart": None}),
            ["7.00"],
        ),
        # fixed_price: each matching unit, never raised
        (ABC, one("fixed_price", value="50.00"), ["50.00", "10.00", "0"]),
        (A3, one("fixed_price", value="99.9999"), ["0"]),
        (A3, one("fixed_price", value="99.99"), ["0.03"]),
        ([NAILS], one("fixed_price", value="200.00"), ["3.50"]),
        # bundle_price: the dearest units, as often as they fit
        (ABC, one("bundle_price", qty="2", value="100.00"), ["37.50", "22.50", "0"]),
        ([sold("A", "100.00", "5")], one("bundle_price", qty="2", value="150.00"), ["100.00"]),
        ([sold("A", "100.00", "5")], one("bundle_price", qty="2", value="150.00", limits={"per_cart": 1}), ["50.00"]),
        (ABC, one("bundle_price", qty="2", value="160.00"), ["0", "0", "0"]),
        (ABC, one("bundle_price", qty="1", value="50.00"), ["37.50", "22.50", "0"]),
        (
            ABC,
            one(
                "bundle_price",
                value="90.00",
                sets=[{"products": ["A"], "qty": "1"}, {"products": ["B", "C"], "qty": "1"}],
            ),
            ["43.75", "26.25", "0"],
        ),
        # a unit that fits two sets goes where the bundle needs it
        (
            ABC[:2],
            one(
                "bundle_price",
                value="100.00",
                sets=[{"products": ["A", "B"], "qty": "1"}, {"products": ["A"], "qty": "1"}],
            ),
            ["37.50", "22.50"],
        ),
        ([NAILS], one("bundle_price", qty="1", value="1.00"), ["0"]),
        # buy_get: groups; the got ones are the cheapest
        (A3, one("buy_get", buy="2", get="1"), ["100.00"]),
        (A3, one("buy_get", buy="2", get="1", percent="50"), ["50.00"]),
        (ABC, one("buy_get", buy="2", get="1"), ["0", "0", "40.00"]),
        ([*A3[:1], sold("B", "10.00", "4")], one("buy_get", buy="2", get="1"), ["0", "20.00"]),
        ([sold("A", "10.00", "7")], one("buy_get", buy="2", get="2"), ["30.00"]),
        ([sold("A", "10.00", "9")], one("buy_get", buy="2", get="1", limits={"per_cart": 2}), ["20.00"]),
        ([sold("A", "10.00", "9")], one("buy_get", buy="2", get="1", limits={"units": "1"}), ["10.00"]),
        ([sold("A", "10.00", "9")], one("buy_get", buy="2", get="1", max_discount="12.00"), ["12.00"]),
        (ABC, one("buy_get", buy="1", get="1", products=["B"], when={"products": ["A"]}), ["0", "60.00", "0"]),
        (
            ABC,
            one("buy_get", buy="2", get="1", products=["A", "C"], when={"products": ["A", "B"]}),
            ["0", "0", "40.00"],
        ),
        ([sold("A", "10.00", "2")], one("buy_get", buy="2", get="1"), ["0"]),
        ([NAILS, sold("A")], one("buy_get", buy="1", get="1"), ["0", "0"]),
        # free_product: of a choice the cheapest; where it matches, only units beyond the minimum
        (ABC, one("free_product", product="B"), ["0", "60.00", "0"]),
        (ABC, one("free_product", products=["A", "B"]), ["0", "60.00", "0"]),
        (ABC, one("free_product", products=["A", "B"], qty="2", when={"products": ["C"]}), ["100.00", "60.00", "0"]),
        (
            [sold("A", "10.00", "7")],
            one("free_product", product="A", when={"products": ["A"], "min_qty": "3"}, limits={"per_cart": None}),
            ["10.00"],
        ),
        (
            [sold("A", "10.00", "8")],
            one("free_product", product="A", when={"products": ["A"], "min_qty": "3"}, limits={"per_cart": None}),
            ["20.00"],
        ),
        (
            [sold("A", "10.00", "8")],
            one("free_product", product="A", when={"products": ["A"], "min_qty": "3"}),
            ["10.00"],
        ),
        ([sold("A", "10.00", "3")], one("free_product", product="A", when={"products": ["A"], "min_qty": "3"}), ["0"]),
        (
            [sold("A", "10.00", "6")],
            one(
                "free_product", product="A", when={"products": ["A"], "min_amount": "25.00"}, limits={"per_cart": None}
            ),
            ["10.00"],
        ),
        ([NAILS], one("free_product", product="N"), ["0"]),
    ],
)
def test_what_a_reward_takes_off(lines: list[Json], reward: Json, off: list[str]) -> None:
    assert [float(each) for each in taken(promoted(lines, reward))] == [float(each) for each in off]


@pytest.mark.parametrize(
    "line",
    [
        sold("A", promotions=False),
        sold("A", discountable=False),
        sold("A", qty="-1"),
    ],
)
@pytest.mark.parametrize("on", ["matching", "order", "cheapest"])
def test_lines_that_take_no_discounts_never_match_and_get_none(line: Json, on: str) -> None:
    assert taken(promoted([line], one("percent", value="50", on=on), discount_percent="10")) == ["0"]


def test_a_box_of_twelve_counts_as_twelve_for_the_minimum_only() -> None:
    counted = promoted([BOX], one("amount", value="1.00", when={"min_qty": "12"}))
    assert taken(counted) == ["1.00"]
    assert taken(promoted([BOX], one("amount", value="1.00", per="unit"))) == ["1.00"]
    assert taken(promoted([BOX], one("buy_get", buy="2", get="1"))) == ["0"]


@pytest.mark.parametrize(
    ("lines", "reward", "offers"),
    [
        ([sold("A", "10.00", "2")], one("buy_get", buy="2", get="1", when={"products": ["A"]}), [("A", "1")]),
        ([sold("A", "10.00", "5")], one("buy_get", buy="2", get="1"), [("A", "1")]),
        ([sold("A", "10.00", "4")], one("buy_get", buy="2", get="1"), []),
        ([sold("A", "10.00", "7")], one("buy_get", buy="2", get="2"), [("A", "1")]),
        ([sold("A")], one("buy_get", buy="1", get="2", products=["B", "C"]), [(["B", "C"], "2")]),
        ([sold("A")], one("free_product", product="GIFT", qty="2"), [("GIFT", "2")]),
        ([sold("A"), sold("B")], one("free_product", products=["B", "C"], qty="2", when={"products": ["A"]}),
         [(["B", "C"], "1")]),
        ([sold("A", "10.00", "3")], one("free_product", product="A", when={"products": ["A"], "min_qty": "3"}),
         [("A", "1")]),
        ([sold("A", "10.00", "2")], one("free_product", product="A", when={"min_qty": "3"}), []),
    ],
)  # fmt: skip
def test_missing_units_are_offered(lines: list[Json], reward: Json, offers: list[Any]) -> None:
    answer = promoted(lines, reward)
    assert [(each.get("product", each.get("products")), each["qty"]) for each in answer["offers"]] == offers


@pytest.mark.parametrize(
    ("reward", "times"),
    [
        (one("percent", value="10"), 1),
        (one("buy_get", buy="2", get="1"), 3),
        (one("bundle_price", qty="2", value="15.00"), 4),
        (one("amount", value="1.00", when={"min_qty": "4"}, limits={"per_cart": None}), 2),
        (one("free_product", product="A", when={"min_qty": "2"}, limits={"per_cart": 5}), 3),
    ],
)
def test_how_often_a_reward_applied_is_told(reward: Json, times: int) -> None:
    answer = promoted([sold("A", "10.00", "9")], reward)
    assert [each["times"] for each in answer["applied"]] == [times]
