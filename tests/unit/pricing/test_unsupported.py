"""What the engine does not compute yet is refused by name, and what asks for nothing is accepted."""

from typing import Any

import pytest

from tests.unit.pricing.scenarios import Json, goods, quote, refusal, scenario

PROMOTION = {"id": "p", "name": "p", "reward": {"type": "percent", "value": "10"}}


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("promotions", {"promotions": [PROMOTION]}),
        ("gift_cards", {"gift_cards": [{"code": "G", "balance": "1.00"}]}),
        ("loyalty.earn", {"loyalty": {"earn": [{"points": "1", "per_amount": "1.00"}]}}),
        ("loyalty.redeem", {"loyalty": {"redeem": {"point_value": "1.00"}}}),
        ("loyalty.tiers", {"loyalty": {"tiers": [{"name": "silver", "from": "0"}]}}),
        ("customer.tier", {"customer": {"tier": "silver"}}),
    ],
)
def test_a_scenario_that_asks_for_it_is_refused(path: str, more: Json) -> None:
    assert refusal(scenario(goods()) | more) == ("unsupported", path)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("cart.coupons", {"coupons": ["SPRING26"]}),
        ("cart.claims", {"claims": ["coffee"]}),
        ("cart.points_to_spend", {"points_to_spend": "0.5"}),
        ("cart.tenders[1].kind", {"tenders": [{"kind": "cash"}, {"kind": "gift_card", "code": "G"}]}),
    ],
)
def test_a_cart_that_asks_for_it_is_refused(path: str, more: dict[str, Any]) -> None:
    assert refusal(scenario(goods(), **more)) == ("unsupported", path)


def test_what_only_promotions_read_changes_nothing() -> None:
    marked = {"category": "tools/saws", "tags": ["garden"], "earns": False}
    customer = {"id": "K", "spent": "5.00", "segments": ["s"], "purchases": 3, "uses": {"p": 2}, "points": "7.50"}
    told = quote(goods(tax="20") | marked, customer=customer, coupons=[], claims=[], points_to_spend="0")
    plain = quote(goods(tax="20"))
    assert told.pop("points") == {"spent": "0", "earned": "0", "after": "7.5"}
    assert plain.pop("points") == {"spent": "0", "earned": "0", "after": "0"}
    assert told == plain
    assert quote(goods(tax="20"), customer={})["points"]["after"] == "0"
