"""A past receipt as a cart again: its own prices, and what was taken off it that no promotion of the trial decides.

A discount that somebody gave by hand keeps its amount, points paid what they paid, a tier's discount is that of the
tier's name today. What applied then, applies again by the version it had, for its goods and minimums alone: whose cart
it was, at what hour and within which limits was decided then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.core.money import UNIT_PRICE_SCALE, ZERO, Money, UnitPrice, total
from app.core.percent import WHOLE, Percent
from loyalty.program.values import Program
from loyalty.rules.conditions import When
from loyalty.rules.points import NO_LOYALTY, POINTS_DECIMALS, Loyalty, Redeem, Tier
from loyalty.rules.promotion import Limits, Promotion, Trigger
from loyalty.rules.rewards import CouponReward, PointsReward
from pos.pricing.priced import SOURCE_CART, SOURCE_LINE, SOURCE_POINTS, SOURCE_TIER
from pos.pricing.values import MILLI, Cart, Customer, Line, Scenario, Shop
from pos.rehearsal.goods import GoodsBook
from pos.rehearsal.receipts import PastLine, PastReceipt

_NOBODY: Final = Customer()
_ONE_POINT_MICRO: Final = 10**POINTS_DECIMALS
_ONE_MINOR: Final = UnitPrice(UNIT_PRICE_SCALE)
_MONEY_AS_POINTS: Final = Redeem(_ONE_MINOR, WHOLE)
"""Points are put in as the amount they paid: one stands for one minor unit, whatever they are worth today."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A promotion that applied on a receipt, as it said then; claims are repeated."""

    promotion: Promotion
    times: int


def as_it_held(promotion: Promotion) -> Promotion | None:
    """What is left to compute of a promotion that is known to have applied; None where it took nothing off."""
    if isinstance(promotion.reward, PointsReward | CouponReward):
        return None
    when = promotion.when
    return replace(
        promotion,
        when=When(
            goods=when.goods,
            min_qty_milli=when.min_qty_milli,
            max_qty_milli=when.max_qty_milli,
            min_amount=when.min_amount,
            max_amount=when.max_amount,
            amount_includes_tax=when.amount_includes_tax,
        ),
        limits=Limits(per_cart=promotion.limits.per_cart, units_milli=promotion.limits.units_milli),
    )


def scenario_of(
    shop: Shop,
    program: Program,
    book: GoodsBook,
    receipt: PastReceipt,
    applied: Sequence[Applied],
    customer: Customer | None,
) -> Scenario:
    """The receipt as the pricing engine took it, as far as the books tell."""
    off = _taken_off(receipt)
    tier = _tier(program, receipt, customer)
    by_hand = off.get(SOURCE_CART, 0)
    if tier is None or not tier.discount.micro:
        # A tier that nobody knows any more: what it took off stays taken off.
        by_hand += off.get(SOURCE_TIER, 0)
    points_micro = off.get(SOURCE_POINTS, 0) * _ONE_POINT_MICRO
    claims = [one for one in applied if one.promotion.trigger is Trigger.POINTS]
    claimed_micro = sum(one.promotion.cost_micro * one.times for one in claims)
    if customer is None and (tier is not None or points_micro or claims):
        customer = _NOBODY
    if customer is not None:
        customer = replace(
            customer, tier=None if tier is None else tier.name, points_micro=points_micro + claimed_micro
        )
    codes = [one.promotion.code for one in applied if one.promotion.trigger is Trigger.CODE]
    return Scenario(
        shop=shop,
        cart=Cart(
            lines=tuple([line_again(line, book) for line in receipt.lines]),
            discount_amount=Money(by_hand),
            coupons=tuple([code for code in codes if code is not None]),
            claims=tuple([one.promotion.id for one in claims for _ in range(one.times)]),
            points_micro=points_micro,
        ),
        customer=customer,
        loyalty=_loyalty(tier, points_micro),
        promotions=tuple([one.promotion for one in applied]),
    )


def _taken_off(receipt: PastReceipt) -> Mapping[str, int]:
    """What each source took off the receipt, in minor units."""
    off: dict[str, int] = {}
    for line in receipt.lines:
        for source, amount, _ in line.discounts:
            off[source] = off.get(source, 0) + amount.minor
    return off


def _tier(program: Program, receipt: PastReceipt, customer: Customer | None) -> Tier | None:
    """The tier that took something off the receipt, or the one the customer held, which then gives nothing off."""
    for line in receipt.lines:
        for source, _, why in line.discounts:
            if source == SOURCE_TIER:
                return program.tier(why)
    if customer is None or customer.tier is None:
        return None
    return Tier(customer.tier, ZERO)


def _loyalty(tier: Tier | None, points_micro: int) -> Loyalty:
    if tier is None and not points_micro:
        return NO_LOYALTY
    return Loyalty(redeem=_MONEY_AS_POINTS if points_micro else None, tiers=() if tier is None else (tier,))


def line_again(line: PastLine, book: GoodsBook) -> Line:
    """The line as it was rung up, with what is known of its goods today."""
    goods = book.of(line.product_id)
    qty_milli, price_scaled = line.rung_up
    pieces, part_of_piece = divmod(line.pack_qty_milli, MILLI)
    by_hand = [amount for source, amount, _ in line.discounts if source == SOURCE_LINE]
    return Line(
        product=line.sku,
        name=None if line.sku is not None else line.name,
        qty_milli=qty_milli,
        unit_price=UnitPrice(price_scaled),
        tax=None if line.tax_rate_bp is None else Percent.of_basis_points(line.tax_rate_bp),
        prices_include_tax=bool(line.taxed_inside),
        discount_amount=total(by_hand) if by_hand else ZERO,
        discountable=goods.discountable,
        category=goods.category,
        tags=goods.tags,
        by_piece=book.by_piece(line.unit_code),
        pieces=1 if part_of_piece else pieces,
    )
