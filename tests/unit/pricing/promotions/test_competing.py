"""Which promotions win: line by line, jointly, in the lanes of the order, with `always`, and on ties."""

from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, promoted, promotion, sold, taken


def named(name: str, kind: str, *, also: Json | None = None, **reward: Any) -> Json:
    return promotion(kind, of={"id": name} | (also or {}), **reward)


TEN = named("ten", "percent", value="10")
TWENTY = named("twenty", "percent", value="20", also={"when": {"products": ["A"]}})
ALWAYS = {"combine": "always"}
THREE_FOR_TWO = named("3for2", "buy_get", buy="2", get="1", also={"when": {"products": ["A"]}})
A3 = [sold("A", "100.00", "3")]
AB = [sold("A", "100.00"), sold("B", "50.00")]
ON_ORDER: Json = {"on": "order"}


def winners(answer: Json) -> list[dict[str, str]]:
    """What each source took off each line."""
    return [{one["source"]: one["amount"] for one in line["discounts"]} for line in answer["lines"]]


@pytest.mark.parametrize(
    ("lines", "promotions", "found"),
    [
        # each line gets the one worth most to it
        (AB, [TEN, TWENTY], [{"twenty": "20.00"}, {"ten": "5.00"}]),
        # a joint reward must be worth more than what it displaces on the units it takes, bought ones too
        (A3, [TWENTY, THREE_FOR_TWO], [{"3for2": "100.00"}]),
        (A3, [named("40", "percent", value="40"), THREE_FOR_TWO], [{"40": "120.00"}]),
        (A3, [named("33", "percent", value="33.3333"), THREE_FOR_TWO], [{"33": "100.00"}]),
        # what it leaves of a line goes on competing
        ([sold("A", "100.00", "4")], [TWENTY, THREE_FOR_TWO], [{"3for2": "100.00", "twenty": "20.00"}]),
        # a unit that only becomes cheaper is taken alone: the others keep their percentage
        (A3, [TEN, named("half", "percent", value="50", on="cheapest")], [{"half": "50.00", "ten": "20.00"}]),
        (A3, [TEN, named("free", "free_product", product="A", also={"when": {"min_qty": "2"}})],
         [{"free": "100.00", "ten": "20.00"}]),
        # units that only meet a condition are never taken
        (AB, [TEN, named("gift", "free_product", product="B", also={"when": {"products": ["A"], "min_qty": "1"}})],
         [{"ten": "10.00"}, {"gift": "50.00"}]),
        # an amount takes all units of its lines
        (AB, [TEN, named("16", "amount", value="16.00")], [{"16": "10.67"}, {"16": "5.33"}]),
        (AB, [TEN, named("15", "amount", value="15.00")], [{"ten": "10.00"}, {"ten": "5.00"}]),
        # rewards compete only over units they share
        (AB, [named("a", "amount", value="5.00", also={"when": {"products": ["A"]}}),
              named("b", "amount", value="5.00", also={"when": {"products": ["B"]}})],
         [{"a": "5.00"}, {"b": "5.00"}]),
        # the largest gain first: 60 for the pair leaves no unit to the cheapest
        (AB, [named("pair", "bundle_price", qty="2", value="90.00"), named("c", "percent", value="90", on="cheapest")],
         [{"pair": "40.00"}, {"pair": "20.00"}]),
        # always comes on top, by priority, of what is left
        (A3, [TWENTY, named("top", "percent", value="10", also=ALWAYS)], [{"twenty": "60.00", "top": "24.00"}]),
        (A3, [named("late", "amount", value="100.00", also=ALWAYS | {"priority": 2}),
              named("soon", "percent", value="50", also=ALWAYS | {"priority": 1})],
         [{"soon": "150.00", "late": "100.00"}]),
        (A3, [THREE_FOR_TWO, named("half", "percent", value="50", on="cheapest", also=ALWAYS)],
         [{"3for2": "100.00", "half": "33.34"}]),
        # ties: priority, then automatic before coupon, then the list
        (A3, [TEN, TEN | {"id": "same"}], [{"ten": "30.00"}]),
        (A3, [TEN, TEN | {"id": "first", "priority": 99}], [{"first": "30.00"}]),
        (A3, [TEN | {"id": "coupon", "trigger": "code", "code": "X"}, TEN], [{"ten": "30.00"}]),
        (A3, [TEN | {"id": "coupon", "trigger": "code", "code": "X", "priority": 99}, TEN], [{"coupon": "30.00"}]),
        # the lane of the order: one percentage, then the always ones
        (AB, [TEN | {"reward": {"type": "percent", "value": "10"} | ON_ORDER},
              named("five", "percent", value="5", **ON_ORDER),
              named("top", "percent", value="10", **ON_ORDER, also=ALWAYS)],
         [{"ten": "10.00", "top": "9.00"}, {"ten": "5.00", "top": "4.50"}]),
        # the lane of amounts comes after it, and again only one
        (AB, [named("five", "percent", value="10", **ON_ORDER), named("30", "amount", value="30.00", **ON_ORDER),
              named("20", "amount", value="20.00", **ON_ORDER)],
         [{"five": "10.00", "30": "20.00"}, {"five": "5.00", "30": "10.00"}]),
        # items, order and amounts add up
        (AB, [TEN, named("o", "percent", value="10", **ON_ORDER), named("m", "amount", value="1.35", **ON_ORDER)],
         [{"ten": "10.00", "o": "9.00", "m": "0.90"}, {"ten": "5.00", "o": "4.50", "m": "0.45"}]),
    ],
)  # fmt: skip
def test_what_wins(lines: list[Json], promotions: list[Json], found: list[dict[str, str]]) -> None:
    assert winners(promoted(lines, *promotions, coupons=["x"])) == found


@pytest.mark.parametrize(
    ("of_order", "tier", "found"),
    [
        ("10", "5", "o"),
        ("5", "10", "tier"),
        ("10", "10", "tier"),
    ],
)
def test_the_tier_competes_with_percentages_on_the_order(of_order: str, tier: str, found: str) -> None:
    answer = promoted(
        A3,
        named("o", "percent", value=of_order, on="order"),
        customer={"spent": "5.00"},
        loyalty={"tiers": [{"name": "silver", "from": "5.00", "discount": tier}]},
    )
    assert list(winners(answer)[0]) == [found]


def test_a_preferred_percentage_wins_over_a_tier_of_equal_worth() -> None:
    answer = promoted(
        A3,
        named("o", "percent", value="10", on="order", also={"priority": 1}),
        customer={},
        loyalty={"tiers": [{"name": "basic", "from": "0", "discount": "10"}]},
    )
    assert list(winners(answer)[0]) == ["o"]


@pytest.mark.parametrize(
    ("when", "off"),
    [
        # tested at the start of the reward's own lane: after the items' discounts, before its own
        ({"min_amount": "270.00"}, "27.00"),
        ({"min_amount": "270.01"}, "0"),
        ({"max_amount": "270.00"}, "27.00"),
        ({"max_amount": "269.99"}, "0"),
    ],
)
def test_amounts_are_tested_at_the_start_of_the_lane(when: Json, off: str) -> None:
    of_order = named("o", "percent", value="10", on="order", also={"when": when})
    assert taken(promoted(A3, TEN, of_order), "o") == [off]


def test_in_one_lane_no_reward_switches_another_off() -> None:
    second = named("q", "percent", value="10", also=ALWAYS | {"when": {"min_amount": "300.00"}})
    assert taken(promoted(A3, TEN, second)) == ["57.00"]


@pytest.mark.parametrize(
    ("claims", "points", "off", "spent"),
    [
        ([], "100", "0", "0"),
        (["p"], "100", "30.00", "30"),
        (["p", "p"], "100", "57.00", "60"),
        (["p", "p", "p", "p"], "100", "81.30", "90"),
        (["p", "p"], "59", "30.00", "30"),
    ],
)
def test_each_mention_of_a_claim_works_on_what_the_one_before_left(
    claims: list[str], points: str, off: str, spent: str
) -> None:
    claim = TEN | {"id": "p", "trigger": "points", "cost_points": "30"}
    answer = promoted(A3, claim, claims=claims, customer={"points": points})
    assert (taken(answer), answer["points"]["spent"]) == ([off], spent)


@pytest.mark.parametrize(
    ("reward", "off", "times"),
    [
        ({"type": "amount", "value": "10.00", "on": "order"}, "20.00", 2),
        ({"type": "amount", "value": "10.00"}, "20.00", 2),
        ({"type": "amount", "value": "200.00"}, "300.00", 2),
        ({"type": "amount", "value": "300.00"}, "300.00", 1),
        ({"type": "free_product", "product": "A"}, "200.00", 2),
        ({"type": "percent", "value": "50", "on": "cheapest"}, "100.00", 2),
        ({"type": "percent", "value": "10", "max_discount": "5.00"}, "10.00", 2),
        ({"type": "percent", "value": "100"}, "300.00", 1),
        ({"type": "buy_get", "buy": "1", "get": "1"}, "100.00", 1),
        ({"type": "fixed_price", "value": "90.00"}, "30.00", 1),
    ],
)
def test_a_claim_of_any_type_costs_only_where_it_had_an_effect(reward: Json, off: str, times: int) -> None:
    claim = {"id": "p", "trigger": "points", "cost_points": "10", "reward": reward, "when": {"min_qty": "1"}}
    answer = promoted(A3, claim, claims=["p", "p"], customer={"points": "100"})
    assert taken(answer) == [off]
    assert answer["applied"][0]["times"] == times
    assert answer["points"] == {"spent": str(10 * times), "earned": "0", "after": str(100 - 10 * times)}
    assert len(answer["refused"]) == 2 - times


@pytest.mark.parametrize("reward", [{"type": "percent", "value": "100"}, {"type": "amount", "value": "10.00"}])
def test_what_comes_on_top_of_a_unit_that_is_free_already_is_not_used_up(reward: Json) -> None:
    on_top = ALWAYS | {"reward": {"on": "cheapest"} | reward}
    claim = on_top | {"id": "p", "trigger": "points", "cost_points": "10"}
    coupon = on_top | {"id": "q", "trigger": "code", "code": "MAY"}
    free = named("free", "buy_get", buy="1", get="1")
    answer = promoted(AB, free, claim, coupon, claims=["p"], coupons=["MAY"], customer={"points": "100"})
    assert taken(answer) == ["0", "50.00"]
    assert [one["promotion"] for one in answer["applied"]] == ["free"]
    assert answer["points"]["spent"] == "0"
    assert [one["promotion"] for one in answer["refused"]] == ["q", "p"]
