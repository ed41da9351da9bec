"""A live example: what the engine makes of a small cart with goods that the promotion means."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import or_, select

from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.core.percent import Percent
from loyalty.rules.conditions import When
from loyalty.rules.promotion import Limits, Promotion, Trigger
from loyalty.rules.rewards import BundlePrice, BuyGet, CouponReward, FreeProduct, PointsReward
from loyalty.rules.selection import Selection
from pos.pricing.engine import price
from pos.pricing.priced import PricedCart
from pos.pricing.values import MILLI, Cart, Line, Scenario
from pos.settings import pricing_shop
from warehouse.catalogue.models import Category, Product, ProductTag
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
    if isinstance(promotion.reward, PointsReward | CouponReward):
        return None
    goods = _matching(tx, promotion.when.goods)
    if not goods:
        return None
    gifts = _by_sku(tx, promotion.reward.products) if isinstance(promotion.reward, FreeProduct) else []
    lines = _lines(promotion, goods, gifts)
    meant = _everywhere(promotion, tuple(found.sku for found in goods))
    priced = price(Scenario(shop=pricing_shop(tx), cart=Cart(tuple(lines)), promotions=(meant,)))
    names = {found.sku: found.name for found in (*goods, *gifts)}
    return Example(_shown(priced, names), priced.subtotal, priced.subtotal - priced.discount, bool(priced.discount))


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


def _everywhere(promotion: Promotion, skus: tuple[str, ...]) -> Promotion:
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


def _lines(promotion: Promotion, goods: list[SoldAs], gifts: list[SoldAs]) -> list[Line]:
    """So many pieces of the first goods that the promotion's minimum is met, one of the next, and the gift."""
    pieces = _pieces(promotion, goods[0])
    lines = [_line(found, pieces if place == 0 else 1) for place, found in enumerate(goods)]
    of_gifts = promotion.reward.qty if isinstance(promotion.reward, FreeProduct) else 0
    return lines + [_line(found, of_gifts) for found in gifts[:1]]


def _pieces(promotion: Promotion, first: SoldAs) -> int:
    reward, when = promotion.reward, promotion.when
    pieces = 1
    if isinstance(reward, BuyGet):
        pieces = reward.buy + reward.get
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
    )


def _matching(tx: ReadUnit, goods: Selection) -> list[SoldAs]:
    """The first goods in sale that a selection holds, with a price."""
    wanted = select(Product.id).where(Product.active, Product.discountable, Product.kind != "pledge")
    if goods.products is not None:
        wanted = wanted.where(Product.sku.in_(goods.products))
    if goods.categories is not None:
        below = [Category.path.startswith(f"{path}/", autoescape=True) for path in goods.categories]
        held = or_(Category.path.in_(goods.categories), *below)
        wanted = wanted.join(Category, Category.id == Product.category_id).where(held)
    if goods.tags is not None:
        tagged = select(ProductTag.product_id).where(ProductTag.tag.in_(goods.tags))
        wanted = wanted.where(Product.id.in_(tagged))
    return _sold(tx, list(tx.execute(wanted.order_by(Product.id).limit(_GOODS * 5)).scalars()))[:_GOODS]


def _by_sku(tx: ReadUnit, skus: tuple[str, ...]) -> list[SoldAs]:
    return _sold(tx, list(tx.execute(select(Product.id).where(Product.sku.in_(skus))).scalars()))


def _sold(tx: ReadUnit, ids: list[int]) -> list[SoldAs]:
    found = [sold_as(tx, product_id) for product_id in ids]
    return [one for one in found if one is not None and one.unit_price is not None and one.unit_price.scaled]
