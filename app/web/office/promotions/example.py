"""A live example: what the engine makes of a small cart with goods that the promotion means."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.core.percent import Percent
from app.web.office.catalogue.fitting import goods_that_fit
from loyalty.rules.conditions import When
from loyalty.rules.promotion import Limits, Promotion, Trigger
from loyalty.rules.rewards import (
    AmountOff,
    BundlePrice,
    BundleSet,
    BuyGet,
    CouponReward,
    FreeProduct,
    On,
    PercentOff,
    PointsReward,
    Reward,
)
from loyalty.rules.selection import Selection
from pos.pricing.engine import price
from pos.pricing.priced import PricedCart
from pos.pricing.values import MILLI, Cart, Line, Scenario
from pos.settings import pricing_shop
from warehouse.catalogue.models import Product
from warehouse.catalogue.sold_as import SoldAs, sold_as

_GOODS: Final = 2
_MOST_PIECES: Final = 100


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A line of the example; ``off`` is what the promotion took of it."""

    name: str
    qty_milli: int
    amount: Money
    off: Money


@dataclass(frozen=True, slots=True)
class Example:
    """The cart without and with the promotion."""

    lines: tuple[ExampleLine, ...]
    before: Money
    after: Money
    applied: bool


def example_of(tx: ReadUnit, promotion: Promotion) -> Example | None:
    """The example; None where no goods in sale are meant, or the reward is no money."""
    reward = promotion.reward
    if isinstance(reward, PointsReward | CouponReward):
        return None
    if isinstance(reward, BundlePrice) and reward.sets:
        asked, goods = _sets(tx, reward.sets), []
    else:
        goods = _matching(tx, promotion.when.goods)
        asked = [(found, _pieces(promotion, found) if place == 0 else 1) for place, found in enumerate(goods)]
        asked += _given(tx, reward) if goods else []
    if not asked:
        return None
    meant = _everywhere(promotion, tuple(found.sku for found in goods) or None)
    lines = tuple([_line(found, pieces) for found, pieces in asked])
    priced = price(Scenario(shop=pricing_shop(tx), cart=Cart(lines), promotions=(meant,)))
    names = {found.sku: found.name for found, _ in asked}
    return Example(_shown(priced, names), priced.subtotal, priced.subtotal - priced.discount, bool(priced.discount))


def _sets(tx: ReadUnit, sets: tuple[BundleSet, ...]) -> list[tuple[SoldAs, int]]:
    """So many pieces as each set asks for of its first goods; nothing where one has none."""
    found = [(_by_sku(tx, each.products)[:1], each.qty) for each in sets]
    return [(goods[0], qty) for goods, qty in found] if all(goods for goods, _ in found) else []


def _given(tx: ReadUnit, reward: Reward) -> list[tuple[SoldAs, int]]:
    """What becomes cheaper where that is other goods than those that have to be bought."""
    match reward:
        case FreeProduct(products=products, qty=qty):
            return [(found, qty) for found in _by_sku(tx, products)[:1]]
        case BuyGet(products=tuple(products), get=get):
            return [(found, get) for found in _by_sku(tx, products)[:1]]
        case PercentOff(on=On.PRODUCTS, goods=Selection() as own) | AmountOff(on=On.PRODUCTS, goods=Selection() as own):
            return [(found, 1) for found in _matching(tx, own)[:1]]
        case _:
            return []


def _shown(priced: PricedCart, names: dict[str, str]) -> tuple[ExampleLine, ...]:
    return tuple(
        ExampleLine(
            names[one.line.product or ""],
            one.line.qty_milli,
            one.amount,
            Money(sum(discount.amount.minor for discount in one.discounts)),
        )
        for one in priced.lines
    )


def _everywhere(promotion: Promotion, skus: tuple[str, ...] | None) -> Promotion:
    """The promotion for these goods at any time, for anybody, without a coupon: the example is about money."""
    when = promotion.when
    return replace(
        promotion,
        trigger=Trigger.AUTO,
        when=When(
            goods=replace(when.goods, categories=None, tags=None, products=skus),
            min_qty_milli=when.min_qty_milli,
            max_qty_milli=when.max_qty_milli,
            min_amount=when.min_amount,
            max_amount=when.max_amount,
            amount_includes_tax=when.amount_includes_tax,
        ),
        limits=Limits(per_cart=promotion.limits.per_cart, units_milli=promotion.limits.units_milli),
    )


def _pieces(promotion: Promotion, first: SoldAs) -> int:
    reward, when = promotion.reward, promotion.when
    pieces = 1
    if isinstance(reward, BuyGet):
        pieces = reward.buy + (reward.get if reward.products is None else 0)
    elif isinstance(reward, BundlePrice) and reward.qty is not None:
        pieces = reward.qty
    if when.min_qty_milli is not None:
        pieces = max(pieces, -(-when.min_qty_milli // MILLI))
    if when.min_amount is not None and first.unit_price is not None:
        while first.unit_price.for_qty(pieces * MILLI) < when.min_amount and pieces < _MOST_PIECES:
            pieces += 1
    return min(pieces, _MOST_PIECES)


def _line(found: SoldAs, pieces: int) -> Line:
    assert found.unit_price is not None
    return Line(
        product=found.sku,
        name=None,
        qty_milli=pieces * MILLI,
        unit_price=found.unit_price,
        tax=None if found.tax_rate_bp is None else Percent.of_basis_points(found.tax_rate_bp),
        discountable=found.discountable,
        earns=found.earns,
    )


def _matching(tx: ReadUnit, goods: Selection) -> list[SoldAs]:
    """The first goods in sale that a selection holds, with a price."""
    wanted = goods_that_fit(goods).where(Product.discountable)
    return _sold(tx, list(tx.execute(wanted.order_by(Product.id).limit(_GOODS * 5)).scalars()))[:_GOODS]


def _by_sku(tx: ReadUnit, skus: tuple[str, ...]) -> list[SoldAs]:
    return _sold(tx, list(tx.execute(select(Product.id).where(Product.sku.in_(skus))).scalars()))


def _sold(tx: ReadUnit, ids: list[int]) -> list[SoldAs]:
    found = [sold_as(tx, product_id) for product_id in ids]
    return [one for one in found if one is not None and one.unit_price is not None and one.unit_price.scaled]
