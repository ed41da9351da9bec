"""Points: spent as money, earned on what is left, tiers, and the gift cards that pay for the rest."""

from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, promoted, promotion, refusal, scenario, sold, taken

REDEEM = {"redeem": {"point_value": "1.00", "max_share": "30"}}
PER_TEN = {"earn": [{"points": "1", "per_amount": "10.00"}]}
TIERS = {
    "tiers": [
        {"name": "gold", "from": "50000.00", "discount": "7", "earn_factor": "2"},
        {"name": "silver", "from": "10000.00", "discount": "3"},
    ]
}
A = [sold("A", "100.00")]


def spend(points: str, has: str = "1000", redeem: Json | None = None, **more: Any) -> tuple[str, str, list[str]]:
    """What was spent, what it took off, and the codes of refusals."""
    loyalty = {"redeem": {"point_value": "1.00"} | (redeem or {})}
    answer = promoted(A, customer={"points": has}, loyalty=loyalty | more, points_to_spend=points)
    return answer["points"]["spent"], answer["discount"], [one["code"] for one in answer["refused"]]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (("50",), ("50", "50.00", [])),
        (("50.5",), ("50.5", "50.50", [])),
        (("101",), ("100", "100.00", [])),
        (("51", "50"), ("0", "0.00", ["not_enough_points"])),
        (("1", "-5"), ("0", "0.00", ["not_enough_points"])),
        (("31", "99", {"max_share": "30"}), ("30", "30.00", [])),
        (("30", "99", {"max_share": "30"}), ("30", "30.00", [])),
        (("5", "99", {"max_share": "0"}), ("0", "0.00", ["limit"])),
        (("999", "1000", {"point_value": "0.30"}), ("333", "99.90", [])),
        (("500", "1000", {"point_value": "0.0333"}), ("500", "16.65", [])),
    ],
)
def test_points_to_spend(found: Any, expected: Any) -> None:
    assert spend(*found) == expected


def test_points_are_cut_to_the_decimals_that_points_have() -> None:
    assert spend("999", redeem={"point_value": "0.30"}, points_decimals=2)[:2] == ("333.33", "100.00")


def test_points_are_spent_on_the_lines_that_take_discounts() -> None:
    lines = [*A, sold("B", "300.00", discountable=False), sold("C", qty="-1")]
    answer = promoted(lines, customer={"points": "90"}, loyalty=REDEEM, points_to_spend="90")
    assert taken(answer, "points") == ["30.00", "0", "0"]


@pytest.mark.parametrize(
    ("customer", "loyalty", "code"),
    [
        (None, REDEEM, "no_customer"),
        ({"points": "90"}, {}, "nothing_matching"),
    ],
)
def test_points_that_can_not_be_spent_are_refused(customer: Json | None, loyalty: Json, code: str) -> None:
    answer = promoted(A, customer=customer, loyalty=loyalty, points_to_spend="5")
    assert [(one["promotion"], one["points"], one["code"]) for one in answer["refused"]] == [(None, "5", code)]


def test_claims_are_paid_before_points_become_money() -> None:
    claim = promotion("amount", value="10.00", of={"trigger": "points", "cost_points": "60"})
    answer = promoted(
        A, claim, claims=["p"], customer={"points": "100"}, loyalty={"redeem": {"point_value": "1.00"}},
        points_to_spend="41",
    )  # fmt: skip
    assert answer["points"] == {"spent": "60", "earned": "0", "after": "40"}
    assert [(one["code"], one["need"], one["have"]) for one in answer["refused"]] == [("not_enough_points", "41", "40")]


def earned(lines: list[Json], *promotions: Json, loyalty: Json = PER_TEN, **more: Any) -> str:
    found: str = promoted(lines, *promotions, loyalty=loyalty, **more)["points"]["earned"]
    return found


@pytest.mark.parametrize(
    ("lines", "loyalty", "points"),
    [
        (A, {}, "10"),
        ([sold("A", "109.99")], {}, "10"),
        ([sold("A", "105.00")], {"earn_rounding": "half_up"}, "11"),
        ([sold("A", "104.99")], {"earn_rounding": "half_up"}, "10"),
        ([sold("A", "105.55")], {"points_decimals": 2}, "10.55"),
        # lines add up exactly before they are rounded
        ([sold("A", "5.00"), sold("B", "5.00")], {}, "1"),
        ([sold("A", "5.00"), sold("B", "5.00", earns=False)], {}, "0"),
        ([sold("A", discountable=False)], {}, "10"),
        ([sold("A", promotions=False)], {}, "10"),
        # tax on top counts: points are earned on the gross
        ([sold("A", tax="20", prices_include_tax=False)], {}, "12"),
        # rules add up
        (A, {"earn": [*PER_TEN["earn"], {"points": "5", "per_unit": "1"}]}, "15"),
        (A, {"earn": [{"points": "1", "per_amount": "10.00", "products": ["B"]}]}, "0"),
        # steps count full ones of the sum
        ([sold("A", "55.00"), sold("B", "55.00")],
         {"earn": [{"points": "7", "per_amount": "100.00", "steps": True}]}, "7"),
        ([sold("A", "99.99")], {"earn": [{"points": "7", "per_amount": "100.00", "steps": True}]}, "0"),
        ([sold("A", qty="5")], {"earn": [{"points": "1", "per_unit": "2", "steps": True}]}, "2"),
        ([sold("A", qty="5")], {"earn": [{"points": "1", "per_unit": "2"}]}, "2"),
        ([sold("A", qty="1.5", unit="kg")], {"earn": [{"points": "2", "per_unit": "1"}]}, "3"),
        ([sold("A", pieces=12)], {"earn": [{"points": "2", "per_unit": "1"}]}, "2"),
        # returned lines subtract, by magnitude
        ([sold("A", "105.00", "-1")], {"earn_rounding": "half_up"}, "-11"),
        ([sold("A", "109.99", "-1")], {}, "-10"),
        ([sold("A", "150.00"), sold("B", "90.00", "-1")],
         {"earn": [{"points": "7", "per_amount": "100.00", "steps": True}]}, "7"),
    ],
)  # fmt: skip
def test_points_earned(lines: list[Json], loyalty: Json, points: str) -> None:
    assert earned(lines, loyalty=PER_TEN | loyalty) == points


def test_free_units_earn_nothing() -> None:
    per_unit = {"earn": [{"points": "1", "per_unit": "1"}]}
    groups = promotion("buy_get", buy="2", get="1")
    assert earned([sold("A", qty="3")], groups, loyalty=per_unit) == "2"
    half = promotion("buy_get", buy="2", get="1", percent="50")
    assert earned([sold("A", qty="3")], half, loyalty=per_unit) == "3"
    assert earned([sold("A", "0.00")], loyalty=per_unit) == "0"


@pytest.mark.parametrize(
    ("reward", "points"),
    [
        ({"bonus": "5"}, "25"),
        ({"factor": "3"}, "40"),
        ({"factor": "1.55", "bonus": "0.5"}, "25.5"),
        ({"factor": "0"}, "10"),
    ],
)
def test_a_points_promotion_multiplies_its_lines_and_bonuses_come_last(reward: Json, points: str) -> None:
    lines = [*A, sold("B", "100.00")]
    found = earned(lines, promotion("points", of={"when": {"products": ["A"]}}, **reward))
    assert found == points


def test_all_points_promotions_apply_and_tell_what_they_brought() -> None:
    answer = promoted(
        A,
        promotion("points", factor="2"),
        promotion("points", of={"id": "q", "when": {"min_qty": "1"}, "limits": {"per_cart": 3}}, bonus="1.5"),
        customer={"spent": "60000.00"},
        loyalty=PER_TEN | {"tiers": [{"name": "gold", "from": "50000.00", "earn_factor": "2"}]},
    )
    assert answer["points"]["earned"] == "41.5"
    assert [(one["promotion"], one["points"]) for one in answer["applied"]] == [("p", "20"), ("q", "1.5")]


def test_factors_leave_steps_alone() -> None:
    steps = {"earn": [{"points": "7", "per_amount": "50.00", "steps": True}]}
    assert earned(A, promotion("points", factor="2"), loyalty=steps) == "14"


def test_points_promotions_are_tested_after_points_are_spent() -> None:
    bonus = promotion("points", bonus="5", of={"when": {"min_amount": "70.00"}})
    for spent, found in (("30", "11"), ("31", "6")):
        answer = promoted(
            [sold("A", "100.00")], bonus, customer={"points": "99"}, points_to_spend=spent,
            loyalty={"earn": [{"points": "1", "per_amount": "11.00"}], "redeem": {"point_value": "1.00"}},
        )  # fmt: skip
        assert answer["points"]["earned"] == found


@pytest.mark.parametrize(
    ("customer", "price", "steps", "off"),
    [
        ({}, "100.00", (None, None, "9900.00"), "0"),
        ({}, "10000.00", (None, "silver", "40000.00"), "0"),
        ({"spent": "10000.00"}, "100.00", ("silver", "silver", "39903.00"), "3.00"),
        ({"spent": "49999.99"}, "100.00", ("silver", "gold", None), "3.00"),
        ({"tier": "gold"}, "100.00", ("gold", "gold", None), "7.00"),
        ({"tier": "silver", "spent": "60000.00"}, "100.00", ("silver", "gold", None), "3.00"),
        (None, "100.00", (None, None, None), "0"),
    ],
)
def test_the_tier_before_and_after(customer: Json | None, price: str, steps: Any, off: str) -> None:
    answer = promoted([sold("A", price)], customer=customer, loyalty=TIERS)
    assert (answer["tier"]["before"], answer["tier"]["after"], answer["tier"]["to_next"]) == steps
    assert taken(answer, "tier") == [off]


def test_a_tier_never_falls_in_a_cart() -> None:
    answer = promoted([sold("A", "500.00", "-1")], customer={"spent": "10100.00"}, loyalty=TIERS)
    assert answer["tier"] == {"before": "silver", "after": "silver", "to_next": "40400.00"}


def test_a_tier_the_list_does_not_know() -> None:
    assert refusal(scenario(customer={"tier": "gold"})) == ("unknown_tier", "customer.tier")


def test_a_tier_given_decides_who_a_promotion_is_for() -> None:
    gold = promotion("percent", value="50", of={"when": {"tiers": ["gold"]}})
    assert taken(promoted(A, gold, customer={"tier": "gold"}, loyalty=TIERS), "p") == ["50.00"]
    assert taken(promoted(A, gold, customer={"tier": "silver"}, loyalty=TIERS), "p") == ["0"]


CARDS = [{"code": "G", "balance": "30.00"}, {"code": "H", "balance": "50.00", "to": "2026-03-06"}]


def paid(*tenders: Json, qty: str = "1", at: str = "2026-03-06T23:59:59+03:00") -> Json:
    return promoted([sold("A", qty=qty)], gift_cards=CARDS, at=at, tenders=list(tenders))


def test_gift_cards_take_what_they_can_and_one_other_the_rest() -> None:
    answer = paid({"kind": "cash"}, {"kind": "gift_card", "code": "G"}, {"kind": "gift_card", "code": "H"})
    assert [(one["amount"], one["code"], one["left"]) for one in answer["tenders"]] == [
        ("20.00", None, None),
        ("30.00", "G", "0.00"),
        ("50.00", "H", "0.00"),
    ]


def test_a_gift_card_takes_at_most_what_it_holds_and_what_is_asked() -> None:
    for amount, takes, left in (("99.00", "30.00", "0.00"), ("10.00", "10.00", "20.00")):
        card = paid({"kind": "gift_card", "code": "G", "amount": amount})["tenders"][0]
        assert (card["amount"], card["left"]) == (takes, left)


def test_a_payout_loads_the_card() -> None:
    card = paid({"kind": "gift_card", "code": "G"}, qty="-1")["tenders"][0]
    assert (card["amount"], card["left"]) == ("-100.00", "130.00")


@pytest.mark.parametrize(
    ("tenders", "at", "error"),
    [
        ([{"kind": "gift_card"}], None, ("missing", "cart.tenders[0].code")),
        ([{"kind": "gift_card", "code": "X"}], None, ("unknown_gift_card", "cart.tenders[0].code")),
        ([{"kind": "gift_card", "code": "G"}] * 2, None, ("repeated_gift_card", "cart.tenders[1].code")),
        ([{"kind": "gift_card", "code": "H"}], "2026-03-07T00:00:00Z", ("expired_gift_card", "cart.tenders[0].code")),
        ([{"kind": "gift_card", "code": "H"}], None, ("missing", "at")),
    ],
)  # fmt: skip
def test_gift_cards_that_can_not_pay(tenders: list[Json], at: str | None, error: tuple[str, str]) -> None:
    assert refusal(scenario(at=at, gift_cards=CARDS, tenders=tenders)) == error
