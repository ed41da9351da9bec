"""Prices a cart of 30 lines with 200 promotions on, beside the same cart without any, and a plain one of 10 lines."""

from functools import partial
from random import Random
from typing import Final

from app.core.money import Money, UnitPrice
from app.core.percent import Percent
from benchmarks.figures import Goal, Report, Times
from benchmarks.stage import Stage
from loyalty.rules.conditions import When
from loyalty.rules.promotion import Combine, Promotion, Trigger, usual_limits
from loyalty.rules.rewards import (
    AmountOff,
    BundlePrice,
    BuyGet,
    FixedPrice,
    FreeProduct,
    On,
    PercentOff,
    Reward,
)
from loyalty.rules.selection import Selection
from pos.pricing.engine import price
from pos.pricing.values import Cart, Line, Scenario, Shop

LINES: Final = 30
PLAIN_LINES: Final = 10
PROMOTIONS: Final = 200
MOST_MS: Final = 10
_ROUNDS: Final = 500
_CATEGORIES: Final = [f"group{number % 6}/part{number}" for number in range(24)]
_TAGS: Final = [f"tag{number}" for number in range(12)]


def with_promotions(stage: Stage) -> Report:
    """Two in three promotions speak of goods in the cart; every reward, and one in eight comes on top of the others."""
    cart = _cart(LINES)
    empty, full, plain = Times("no promotions"), Times(f"{PROMOTIONS} promotions"), Times(f"{PLAIN_LINES} plain lines")
    shop = Shop("EUR", 2)
    scenarios = (
        (empty, Scenario(shop, cart)),
        (full, Scenario(shop, cart, promotions=_promotions())),
        (plain, Scenario(shop, _cart(PLAIN_LINES))),
    )
    for _ in range(stage.times(_ROUNDS)):
        for times, scenario in scenarios:
            times.measure(partial(price, scenario))
    return Report(
        f"Pricing {LINES} lines with {PROMOTIONS} promotions",
        (empty, full, plain),
        (Goal("p50, ms", full.p50 * 1000, MOST_MS),),
        (f"ratio to an empty rule set: {full.p50 / empty.p50:.1f}",),
    )


def _cart(lines: int) -> Cart:
    random = Random("cart")  # the same cart in every run
    return Cart(
        tuple(
            Line(
                product=f"P{number}",
                name=None,
                qty_milli=1000 * random.randint(1, 6),
                unit_price=UnitPrice.of(Money(random.randint(100, 20_000))),
                tax=Percent.of_basis_points(2000),
                category=_CATEGORIES[number % len(_CATEGORIES)],
                tags=(_TAGS[number % len(_TAGS)],),
            )
            for number in range(lines)
        )
    )


def _promotions() -> tuple[Promotion, ...]:
    random = Random("promotions")
    found = []
    for number in range(PROMOTIONS):
        reward = _reward(random, number)
        found.append(
            Promotion(
                id=f"promotion{number}",
                name=f"Promotion {number}",
                reward=reward,
                when=When(goods=_goods(random), min_qty_milli=random.choice([None, None, 2000])),
                limits=usual_limits(Trigger.AUTO, reward),
                combine=Combine.ALWAYS if number % 8 == 0 else Combine.BEST,
            )
        )
    return tuple(found)


def _goods(random: Random) -> Selection:
    """One product, one group or one tag; a third of them is not in the cart."""
    match random.randrange(3):
        case 0:
            return Selection(products=(f"P{random.randrange(LINES * 3 // 2)}",))
        case 1:
            return Selection(categories=(f"group{random.randrange(9)}",))
        case _:
            return Selection(tags=(f"tag{random.randrange(18)}",))


def _reward(random: Random, number: int) -> Reward:
    rewards: tuple[Reward, ...] = (
        PercentOff(Percent.of_basis_points(random.randint(100, 3000))),
        PercentOff(Percent.of_basis_points(500), max_discount=Money(1000)),
        PercentOff(Percent.of_basis_points(5000), On.CHEAPEST),
        PercentOff(Percent.of_basis_points(random.randint(100, 1000)), On.ORDER),
        AmountOff(Money(random.randint(100, 1000))),
        AmountOff(Money(random.randint(100, 1000)), On.ORDER),
        FixedPrice(UnitPrice.of(Money(random.randint(100, 20_000)))),
        BundlePrice(Money(random.randint(100, 30_000)), qty=3),
        BuyGet(2, 1),
        FreeProduct((f"P{random.randrange(LINES)}",), 1),
    )
    return rewards[number % len(rewards)]
