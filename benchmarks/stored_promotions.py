"""Prices a till's cart of 30 lines with 200 promotions from the database, beside the same cart before any ran."""

from random import Random
from typing import Any, Final

from app.core.db.unit import Database
from app.core.ids import new_uid
from benchmarks.figures import Goal, Report, Times
from benchmarks.selling import pick, scan
from benchmarks.shop import ACTOR
from benchmarks.stage import Stage
from loyalty.promotions.editing import make_promotion, switch
from pos.cart.service import read_cart

LINES: Final = 30
PROMOTIONS: Final = 200
MOST_MS: Final = 10
_ROUNDS: Final = 300
_WARM_UP: Final = 20


def on_sqlite(stage: Stage) -> Report:
    """Reads the cart as a page does: lines, categories and tags of its goods, promotions from memory, the price."""
    shop = stage.store.sqlite()
    random = Random("promotions")  # the same cart and rules in every run
    database = Database(shop.url)
    before, after = Times("no promotion"), Times(f"{PROMOTIONS} promotions")
    try:
        till_id, cart_uid = shop.till_ids[0], new_uid()
        for one in pick(shop.catalogue, random, LINES):
            scan(database, till_id, cart_uid, one.code)
        _measure(database, till_id, before, stage.times(_ROUNDS))
        skus = _skus(database, till_id)
        for number in range(PROMOTIONS):
            _promote(database, number, _rule(random, number, skus))
        _measure(database, till_id, after, stage.times(_ROUNDS))
    finally:
        database.close()
    return Report(
        f"A cart of {LINES} lines with {PROMOTIONS} promotions from the database",
        (before, after),
        (Goal("p50 on top, ms", (after.p50 - before.p50) * 1000, MOST_MS),),
        (f"ratio to a shop without promotions: {after.p50 / before.p50:.1f}",),
    )


def _measure(database: Database, till_id: int, times: Times, rounds: int) -> None:
    def look() -> None:
        with database.read_unit() as tx:
            read_cart(tx, till_id)

    for _ in range(_WARM_UP):
        look()
    for _ in range(rounds):
        times.measure(look)


def _skus(database: Database, till_id: int) -> list[str]:
    with database.read_unit() as tx:
        cart = read_cart(tx, till_id)
        assert cart is not None
        return [line.sku for line in cart.lines if line.sku is not None]


def _promote(database: Database, number: int, rule: dict[str, Any]) -> None:
    with database.unit_of_work(ACTOR) as tx:
        uid = new_uid()
        make_promotion(tx, uid, f"Promotion {number}", rule)
        switch(tx, uid, on=True)


def _rule(random: Random, number: int, skus: list[str]) -> dict[str, Any]:
    """Two in three speak of one of the goods in the cart, the others of what is not there; one in eight is on top."""
    rewards: tuple[dict[str, Any], ...] = (
        {"type": "percent", "value": str(random.randint(1, 30))},
        {"type": "percent", "value": "5", "max_discount": "10"},
        {"type": "percent", "value": "50", "on": "cheapest"},
        {"type": "percent", "value": str(random.randint(1, 10)), "on": "order"},
        {"type": "amount", "value": str(random.randint(1, 10))},
        {"type": "fixed_price", "value": str(random.randint(1, 200))},
        {"type": "bundle_price", "value": str(random.randint(1, 300)), "qty": "3"},
        {"type": "buy_get", "buy": "2", "get": "1"},
    )
    goods = random.sample(skus, 3) if number % 3 else [f"elsewhere-{number}"]
    rule: dict[str, Any] = {"reward": rewards[number % len(rewards)], "when": {"products": goods}}
    return rule | {"combine": "always"} if number % 8 == 0 else rule
