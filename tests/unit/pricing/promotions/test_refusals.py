"""What stands under refused and issued: every coupon, claim and automatic promotion that only misses a minimum."""

from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, promoted, promotion, refusal, scenario, sold, taken

A3 = [sold("A", "100.00", "3")]
COUPON = {"trigger": "code", "code": "Spring26"}
CLAIM = {"trigger": "points", "cost_points": "30"}


def told(answer: Json, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(one[key] for key in keys) for one in answer["refused"]]


@pytest.mark.parametrize("written", ["Spring26", " spring26\t", "SPRING26"])
def test_codes_are_compared_without_blanks_and_case(written: str) -> None:
    answer = promoted(A3, promotion("percent", value="10", of=COUPON), coupons=[written])
    assert [(one["promotion"], one["coupon"]) for one in answer["applied"]] == [("p", "Spring26")]
    assert answer["refused"] == []


def test_a_code_given_twice_counts_once() -> None:
    answer = promoted(A3, promotion("percent", value="10", of=COUPON), coupons=["SPRING26", "spring26", "x", "X "])
    assert taken(answer) == ["30.00"]
    assert told(answer, "coupon", "code") == [("x", "unknown_coupon")]


def test_a_promotion_with_a_code_or_a_cost_waits_for_it() -> None:
    answer = promoted(
        A3, promotion("percent", value="10", of=COUPON), promotion("percent", value="10", of=CLAIM | {"id": "q"}),
        customer={"points": "99"},
    )  # fmt: skip
    assert (taken(answer), answer["refused"]) == (["0"], [])


def test_every_reason_of_claims() -> None:
    answer = promoted(
        A3,
        promotion("percent", value="10", of=CLAIM | {"limits": {"per_cart": 1}}),
        promotion("percent", value="1", of={"id": "auto"}),
        promotion("percent", value="1", of=CLAIM | {"id": "weak", "cost_points": "1"}),
        promotion("percent", value="90", of=CLAIM | {"id": "dear", "cost_points": "70"}),
        claims=["p", "p", "nobody", "auto", "weak", "dear"],
        customer={"points": "100"},
    )
    assert told(answer, "promotion", "points", "code", "need", "have") == [
        ("p", "30", "limit", None, None),
        ("nobody", None, "unknown_coupon", None, None),
        ("auto", None, "unknown_coupon", None, None),
        ("weak", "1", "not_combinable", None, None),
        ("dear", "70", "not_enough_points", "70", "69"),
    ]
    assert answer["points"]["spent"] == "30"


def test_a_claim_needs_a_customer() -> None:
    answer = promoted(A3, promotion("percent", value="10", of=CLAIM), claims=["p"])
    assert told(answer, "promotion", "code") == [("p", "no_customer")]


@pytest.mark.parametrize(
    ("when", "reward", "row"),
    [
        ({"min_qty": "5"}, {}, ("min_qty", "5", "3", "2 more for Ten.")),
        ({"min_amount": "350.00"}, {}, ("min_amount", "350.00", "300.00", "50.00 more for Ten.")),
        ({"max_qty": "2"}, {}, ("max_qty", "2", "3", "It holds up to 2 units; there are 3.")),
        ({"max_amount": "9.00"}, {}, ("max_amount", "9.00", "300.00", "It holds up to 9.00; there is 300.00.")),
        ({}, {"type": "bundle_price", "qty": "4", "value": "1.00"}, ("min_qty", "4", "3", "1 more for Ten.")),
        ({}, {"type": "fixed_price", "value": "100.00"},
         ("nothing_matching", None, None, "Nothing in the cart can become cheaper by it.")),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_needed_and_what_there_is(when: Json, reward: Json, row: tuple[str, ...]) -> None:
    coupon = {"id": "p", "name": "Ten", "when": when, "reward": reward or {"type": "percent", "value": "10"}} | COUPON
    assert told(promoted(A3, coupon, coupons=["spring26"]), "code", "need", "have", "why") == [row]


def test_a_coupon_that_lost_is_not_used_up() -> None:
    answer = promoted(
        A3, promotion("percent", value="20"), promotion("percent", value="10", of=COUPON | {"id": "q"}),
        coupons=["spring26"],
    )  # fmt: skip
    assert [one["promotion"] for one in answer["applied"]] == ["p"]
    assert told(answer, "promotion", "coupon", "code") == [("q", "Spring26", "not_combinable")]


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ({"min_qty": "4"}, ["min_qty"]),
        ({"min_amount": "301.00"}, ["min_amount"]),
        ({"min_amount": "301.00", "max_qty": "2"}, []),
        ({"min_qty": "4", "max_amount": "200.00"}, []),
        ({"max_qty": "2"}, []),
        ({"products": ["B"], "min_qty": "1"}, []),
        ({"min_qty": "4", "segments": ["x"]}, []),
        ({"segments": ["x"]}, []),
    ],
)
def test_an_automatic_promotion_stands_there_only_when_just_a_minimum_is_missing(when: Json, codes: list[str]) -> None:
    answer = promoted(A3, promotion("percent", value="10", of={"when": when}))
    assert [one["code"] for one in answer["refused"]] == codes


def test_coupons_are_issued_for_the_next_purchase() -> None:
    answer = promoted(
        A3,
        promotion("coupon", promotion="next", valid_days=30, of={"when": {"min_qty": "1"}, "limits": {"per_cart": 2}}),
        promotion("coupon", promotion="never", of={"id": "q", "when": {"min_amount": "301.00"}}),
    )
    assert answer["issued"] == [{"promotion": "next", "valid_days": 30}] * 2
    assert [(one["promotion"], one["times"], one["amount"]) for one in answer["applied"]] == [("p", 2, "0.00")]
    assert told(answer, "promotion", "code") == [("q", "min_amount")]


TEN = {"type": "percent", "value": "10"}


@pytest.mark.parametrize(
    ("promotions", "code", "path"),
    [
        ([{"id": "p", "reward": TEN}, {"id": "p", "reward": TEN}], "duplicate_entry", "promotions[1].id"),
        ([{"id": "p"}], "missing", "promotions[0].reward"),
        ([{"id": "p", "reward": {}}], "missing", "promotions[0].reward.type"),
        ([{"id": "p", "reward": {"type": "gift"}}], "not_a_choice", "promotions[0].reward.type"),
        ([{"id": "p", "reward": TEN, "trigger": "code"}], "missing", "promotions[0].code"),
        ([{"id": "p", "reward": TEN, "trigger": "points"}], "missing", "promotions[0].cost_points"),
        ([{"id": "p", "reward": TEN | {"qty": "1"}}], "unknown_key", "promotions[0].reward.qty"),
        ([{"id": "p", "reward": TEN | {"value": "101"}}], "percent_out_of_range", "promotions[0].reward.value"),
        ([{"id": "p", "reward": TEN | {"on": "products"}}], "missing", "promotions[0].reward.products"),
        ([{"id": "p", "reward": TEN | {"tags": ["x"]}}], "only_on_products", "promotions[0].reward.tags"),
        ([{"id": "p", "reward": {"type": "bundle_price", "value": "1"}}], "qty_or_sets", "promotions[0].reward"),
        ([{"id": "p", "reward": {"type": "bundle_price", "value": "1", "sets": []}}], "empty_list",
         "promotions[0].reward.sets"),
        ([{"id": "p", "reward": {"type": "buy_get", "buy": "0", "get": "1"}}], "zero", "promotions[0].reward.buy"),
        ([{"id": "p", "reward": {"type": "buy_get", "buy": 2, "get": "1"}}], "not_decimal_text",
         "promotions[0].reward.buy"),
        ([{"id": "p", "reward": {"type": "buy_get", "buy": "1.5", "get": "1"}}], "too_many_decimals",
         "promotions[0].reward.buy"),
        ([{"id": "p", "reward": {"type": "free_product", "qty": "1"}}], "product_or_products",
         "promotions[0].reward"),
        ([{"id": "p", "reward": {"type": "points"}}], "missing", "promotions[0].reward.bonus"),
        ([{"id": "p", "reward": TEN, "when": {"weekdays": [0]}}], "out_of_range", "promotions[0].when.weekdays[0]"),
        ([{"id": "p", "reward": TEN, "when": {"hours": ["9:00", "18:00"]}}], "not_a_time",
         "promotions[0].when.hours[0]"),
        ([{"id": "p", "reward": TEN, "when": {"hours": ["09:00"]}}], "not_a_window", "promotions[0].when.hours"),
        ([{"id": "p", "reward": TEN, "when": {"min_amount": "-1"}}], "negative", "promotions[0].when.min_amount"),
        ([{"id": "p", "reward": TEN, "limits": {"per_cart": "1"}}], "not_integer", "promotions[0].limits.per_cart"),
        ([{"id": "p", "reward": TEN, "limits": {"used": -1}}], "out_of_range", "promotions[0].limits.used"),
    ],
)  # fmt: skip
def test_promotions_that_can_not_be_read(promotions: list[Json], code: str, path: str) -> None:
    assert refusal(scenario(promotions=promotions)) == (code, path)


@pytest.mark.parametrize(
    ("loyalty", "code", "path"),
    [
        ({"earn": [{"points": "1"}]}, "per_amount_or_per_unit", "loyalty.earn[0]"),
        ({"earn": [{"points": "1", "per_amount": "0"}]}, "zero", "loyalty.earn[0].per_amount"),
        ({"earn": [{"points": "-1", "per_amount": "1"}]}, "negative", "loyalty.earn[0].points"),
        ({"redeem": {}}, "missing", "loyalty.redeem.point_value"),
        ({"redeem": {"point_value": "0"}}, "zero", "loyalty.redeem.point_value"),
        ({"redeem": {"point_value": "1", "max_share": "101"}}, "percent_out_of_range", "loyalty.redeem.max_share"),
        ({"tiers": [{"name": "a", "from": "0"}, {"name": "a", "from": "1"}]}, "duplicate_entry",
         "loyalty.tiers[1].name"),
    ],
)  # fmt: skip
def test_loyalty_rules_that_can_not_be_read(loyalty: Json, code: str, path: str) -> None:
    assert refusal(scenario(loyalty=loyalty)) == (code, path)
