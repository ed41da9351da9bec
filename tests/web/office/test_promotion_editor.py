"""The editor of promotions keeps what it does not show, and shows what the contract can say."""

import json
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.web.office.promotions.form import PromotionForm, form_of
from app.web.office.promotions.typed import typed_rule
from loyalty.promotions.rules import read_rule, rule_text
from loyalty.promotions.stored import StoredPromotion
from loyalty.rules.reading_rewards import RewardType
from tests.factories.amounts import unit_price
from tests.factories.promotions import promote, promotion
from tests.factories.shop import Shop
from tests.support.forms import untouched
from tests.support.web import Browser
from tests.web.office.test_returns import office_of
from warehouse.catalogue.products import ProductData, create_product

SKUS = ("CUP", "MUG", "BEAN")
CODES = st.lists(st.sampled_from(SKUS), min_size=1, max_size=3, unique=True)
TAGS = st.lists(st.sampled_from(["gift", "garden"]), min_size=1, unique=True).map(sorted)
PATHS = st.lists(st.sampled_from(["tea", "tools/saws"]), min_size=1, unique=True).map(sorted)
GOODS = {"products": CODES, "categories": PATHS, "tags": TAGS}
AMOUNTS = st.sampled_from(["0.01", "5", "12.5", "1000.00"])
WHOLE = st.integers(1, 500)
PIECES = WHOLE.map(str)
CAP = {"max_discount": AMOUNTS}


def rewards_of(kind: str, needed: dict[str, Any], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"type": st.just(kind), **needed}, optional=optional)


def off(kind: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    on = st.sampled_from(["order", "matching", "cheapest"])
    own = st.fixed_dictionaries({}, optional=GOODS).filter(bool)
    there = rewards_of(kind, {"value": AMOUNTS.filter(lambda text: text != "1000.00")}, on=on, **more, **CAP)
    return there | st.tuples(there, own).map(lambda both: both[0] | {"on": "products"} | both[1])


REWARDS = st.one_of(
    off("percent"),
    off("amount", per=st.sampled_from(["cart", "unit"])),
    rewards_of("fixed_price", {"value": st.sampled_from(["9.9", "0.0125"])}, **CAP),
    rewards_of("bundle_price", {"value": AMOUNTS, "qty": PIECES}, **CAP),
    rewards_of(
        "bundle_price",
        {"value": AMOUNTS, "sets": st.lists(st.fixed_dictionaries({"qty": PIECES, "products": CODES}), min_size=1)},
        **CAP,
    ),
    rewards_of("buy_get", {"buy": PIECES, "get": PIECES}, percent=st.just("50"), products=CODES, **CAP),
    rewards_of("free_product", {"product": st.sampled_from(SKUS)}, qty=PIECES, **CAP),
    rewards_of("free_product", {"products": CODES}, qty=PIECES, **CAP),
    rewards_of("points", {"bonus": st.just("2.5")}, factor=st.just("1.5")),
    rewards_of("coupon", {"promotion": st.just("next")}, valid_days=WHOLE),
)
WHENS = st.fixed_dictionaries(
    {},
    optional={
        **GOODS,
        "min_qty": st.sampled_from(["2", "0.5"]),
        "max_qty": PIECES,
        "min_amount": AMOUNTS,
        "max_amount": AMOUNTS,
        "amount_includes_tax": st.booleans(),
        "from": st.just("2026-03-01"),
        "to": st.just("2026-03-31"),
        "weekdays": st.lists(st.integers(1, 7), min_size=1, max_size=6, unique=True).map(sorted),
        "hours": st.just(["22:00", "06:00"]),
        "customer": st.just(True),
        "tiers": st.just(["gold", "silver"]),
        "segments": st.just(["label:builders"]),
        "birthday_within_days": st.integers(0, 30),
        "first_purchase": st.booleans(),
    },
)
TRIGGERS = st.sampled_from(
    [{}, {"trigger": "code"}, {"trigger": "code", "code": "SPRING"}, {"trigger": "points", "cost_points": "100.5"}]
)
RULES = st.builds(
    lambda trigger, rule: trigger | rule,
    TRIGGERS,
    st.fixed_dictionaries(
        {"reward": REWARDS},
        optional={
            "when": WHENS,
            "limits": st.fixed_dictionaries(
                {},
                optional={
                    "per_cart": st.none() | WHOLE,
                    "units": st.just("1.5"),
                    "per_customer": WHOLE,
                    "total": WHOLE,
                },
            ),
            "priority": st.integers(-5, 200),
            "combine": st.sampled_from(["best", "always"]),
        },
    ),
)


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock) -> Iterator[Shop]:
    """A shop with three goods: no database reads a rule in its own way."""
    with closing(Database(sqlite_url, clock=clock)) as database:
        shop = Shop(database, clock)
        for sku in SKUS:
            data = ProductData(sku.title(), shop.tax("20"), sku=sku)
            shop.changes(partial(create_product, data=data, price=unit_price("5.00")))
        yield shop


def meaning(rule: dict[str, Any]) -> object:
    return read_rule("p", "Spring", rule_text(rule), 2)


def test_the_form_can_say_every_rule_and_a_change_touches_nothing_else(shop: Shop) -> None:
    @given(RULES)
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def holds(rule: dict[str, Any]) -> None:
        form = form_of("Spring", rule)
        assert meaning(typed_rule(tx, form)) == meaning(rule), "said again from the fields alone"
        assert typed_rule(tx, form, rule, form) == rule, "nobody touched anything"
        changed = PromotionForm(form.texts | {"total": "777"}, form.chosen, form.sets)
        limits = {"limits": rule.get("limits", {}) | {"total": 777}}
        assert typed_rule(tx, changed, rule, form) == rule | limits

    with shop.database.read_unit() as tx:
        holds()


EVERY_CONDITION: dict[str, Any] = {
    "products": ["GONE, AND OVER", "CUP"],
    "categories": ["not/there"],
    "tags": ["Not in small letters"],
    "min_qty": "2.0",
    "max_qty": "9",
    "min_amount": "1.50",
    "max_amount": "200",
    "amount_includes_tax": False,
    "from": "2026-03-01",
    "to": "2026-02-01",
    "weekdays": [7, 1, 2, 3, 4, 5, 6],
    "hours": ["22:00", "06:00"],
    "customer": "77",
    "tiers": ["bronze"],
    "segments": ["label:gone"],
    "birthday_within_days": 0,
    "first_purchase": False,
}
STRANGE: tuple[dict[str, Any], ...] = (
    {"type": "percent", "value": "0.000001", "on": "products", "products": [], "tags": ["X" * 900]},
    {"type": "amount", "value": "0", "per": "unit", "on": "cheapest", "max_discount": "3.10"},
    {"type": "fixed_price", "value": "1.2500", "max_discount": "0"},
    {"type": "bundle_price", "value": "9", "sets": [{"qty": "02", "products": ["GONE", "CUP"]}] * 3},
    {"type": "buy_get", "buy": "2", "get": "1", "products": []},
    {"type": "free_product", "product": "GONE", "qty": "1"},
    {"type": "points", "factor": "0"},
)


def saved(owner: Browser, uid: str, **typed: str) -> None:
    fields = untouched(owner.get(f"/office/promotions/{uid}").text, "promotion")
    answer = owner.post(f"/office/promotions/{uid}", fields | typed)
    assert answer.status_code == 303, answer.text


def test_a_promotion_opened_and_saved_is_what_it_was(shop: Shop, tmp_path: Any) -> None:
    owner = office_of(shop, tmp_path)
    assert {reward["type"] for reward in STRANGE} == set(map(str, RewardType)) - {"coupon"}
    for reward in STRANGE:
        limits = {"per_cart": None, "units": "1.50", "per_customer": 0, "total": 5, "used": 3}
        rule: dict[str, Any] = {
            "when": EVERY_CONDITION,
            "limits": limits,
            "trigger": "auto",
            "code": "  unused  code ",
            "priority": -1,
        }
        uid = promote(shop, reward, on=False, **rule)
        before = promotion(shop, uid)
        saved(owner, uid)
        assert promotion(shop, uid) == before
        saved(owner, uid, name="Summer", total="6")
        after = promotion(shop, uid)
        assert (after.name, after.version) == ("Summer", 2)
        assert kept(after) == kept(before) | {"limits": limits | {"total": 6}}


def kept(stored: StoredPromotion) -> dict[str, Any]:
    rule: dict[str, Any] = json.loads(stored.rule)
    return rule


def test_the_words_and_the_example_tell_of_goods_beside_the_conditions(shop: Shop, tmp_path: Any) -> None:
    owner = office_of(shop, tmp_path)
    buys: dict[str, Any] = {"when": {"products": ["CUP"], "max_amount": "90"}, "limits": {"units": "3"}, "priority": 7}
    for reward, words in (
        ({"type": "percent", "value": "50", "on": "products", "products": ["MUG"]}, "50 % off Mug with Cup"),
        ({"type": "buy_get", "buy": "2", "get": "1", "products": ["MUG"]}, "Buy 2 of Cup and get 1 of Mug for nothing"),
        (
            {
                "type": "bundle_price",
                "value": "8",
                "sets": [{"qty": "1", "products": ["CUP", "MUG"]}, {"qty": "2", "products": ["BEAN"]}],
                "max_discount": "6",
            },
            "1 × Cup or Mug + 2 × Bean for €8.00 together, at most €6.00",
        ),
    ):
        page = owner.get(f"/office/promotions/{promote(shop, reward, **buys)}").text
        for told in (words, "Up to €90.00", "For 3 pieces of a purchase", "Place 7 among promotions", "For example"):
            assert told in page, told
        assert "would not become cheaper" not in page


def test_a_rule_whose_goods_are_gone_says_so(shop: Shop, tmp_path: Any) -> None:
    owner = office_of(shop, tmp_path)
    fine = promote(shop, name="Fine", when={"products": ["CUP"], "segments": ["habit:slipping"]})
    idle = promote(shop, name="Idle", when={"products": ["OLD"], "categories": ["old/too"], "tags": ["worn"]})
    half = promote(shop, {"type": "free_product", "products": ["OLD", "CUP"], "qty": "1"}, name="Half")
    nothing = "No goods in sale fit, so it does nothing now."
    told = ("No goods have the SKU OLD.", "There is no category old/too.", "No goods have the tag worn.", nothing)
    pages = {uid: owner.get(f"/office/promotions/{uid}").text for uid in (fine, idle, half)}
    assert [words in pages[idle] for words in told] == [True] * 4
    assert [words in pages[half] for words in told] == [True, False, False, False]
    assert [words in pages[fine] for words in told] == [False] * 4
    listed = owner.get("/office/promotions").text
    assert [listed.count(words) for words in told] == [2, 1, 1, 1]
    assert "For the group Slipping away" in listed
