"""The promotions a cart is priced by, and what they mean for it as the till shows it."""

from dataclasses import replace
from datetime import date
from math import ceil

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.core.numbers import format_scaled
from app.core.percent import PERCENT_DECIMALS
from loyalty.promotions.coupons import FREE, CouponView, coupons_by_code
from loyalty.promotions.stored import Running, StoredPromotion, running
from loyalty.promotions.uses import used_now
from loyalty.rules.promotion import Promotion, coupon_key
from pos.cart.claimable import claim_views
from pos.cart.store import CartState
from pos.cart.views import AppliedView, LoyalView, OfferView, RefusedView
from pos.pricing.priced import Offer, PricedCart, Refusal, RefusalCode
from pos.sale.kinds import OFFERED
from warehouse.catalogue.models import Product


def running_promotions(tx: ReadUnit, cart: CartState) -> tuple[Promotion, ...]:
    """What the pricing engine is told. Where nothing runs it costs a look into memory.

    What an offer agreed on holds: promotions stay away from a cart with offered prices. A coupon that is good once is
    its promotion with the coupon's own code and last day; one that was used or withdrawn meanwhile is left out, and the
    engine tells that nobody knows it.
    """
    known = running(tx)
    if known.by_uid is None or any(line.price_source == OFFERED for line in cart.lines):
        return ()
    found = [(one, one.promotion) for one in known.auto]
    if cart.claims:
        found += [(one, one.promotion) for one in known.for_points if one.uid in cart.claims]
    if cart.coupons:
        found += _of_coupons(tx, known, cart.coupons)
    used = used_now(tx, [one for one, _ in found])
    return tuple([_with_uses(promotion, used.get(one.uid)) for one, promotion in found])


def loyal_view(tx: ReadUnit, cart: CartState, priced: PricedCart) -> LoyalView | None:
    """What promotions did and would do for the cart; None where none runs, no coupon and no claim is there."""
    loyal, known = priced.loyal, running(tx)
    if known.by_uid is None and not (cart.coupons or cart.claims):
        return None
    names = {uid: one.name for uid, one in (known.by_uid or {}).items()}
    refused_claims = {one.promotion: _refused(one) for one in loyal.refused if one.promotion in cart.claims}
    return LoyalView(
        applied=tuple(
            [
                AppliedView(one.promotion, names[one.promotion], one.coupon, one.times, one.amount)
                for one in loyal.applied
            ]
        ),
        offers=_offers(tx, cart, loyal.offers),
        refused=tuple(
            [_refused(one) for one in loyal.refused if one.points_micro is None and one.promotion not in cart.claims]
        ),
        claims=claim_views(tx, cart, priced, refused_claims),
    )


def _offers(tx: ReadUnit, cart: CartState, offers: tuple[Offer, ...]) -> tuple[OfferView, ...]:
    if not offers:
        return ()
    names = {line.sku: line.name for line in cart.lines if line.sku is not None}
    names = _named(tx, {sku for offer in offers for sku in offer.products} - names.keys()) | names
    return tuple(
        [
            OfferView(
                one.promotion,
                one.name,
                tuple([names[sku] for sku in one.products if sku in names]),
                one.qty,
                format_scaled(one.percent.micro, PERCENT_DECIMALS, trim=True),
            )
            for one in offers
        ]
    )


def _named(tx: ReadUnit, skus: set[str]) -> dict[str, str]:
    """The names of goods that are sold, by SKU."""
    if not skus:
        return {}
    rows = tx.execute(select(Product.sku, Product.name).where(Product.sku.in_(sorted(skus)), Product.active))
    return dict(tuple(row) for row in rows)


def _refused(refusal: Refusal) -> RefusedView:
    missing = None if refusal.need is None or refusal.have is None else ceil(refusal.need - refusal.have)
    return RefusedView(
        refusal.code.value,
        refusal.name,
        refusal.coupon,
        missing_milli=missing if refusal.code is RefusalCode.MIN_QTY else None,
        missing=Money(missing) if refusal.code is RefusalCode.MIN_AMOUNT and missing is not None else None,
    )


def _of_coupons(tx: ReadUnit, known: Running, codes: tuple[str, ...]) -> list[tuple[StoredPromotion, Promotion]]:
    single = coupons_by_code(tx, codes)
    found = []
    for code in codes:
        coupon = single.get(code)
        stored = known.with_code(coupon_key(code)) if coupon is None else known.of(coupon.promotion_uid)
        if stored is None or (coupon is not None and coupon.state != FREE):
            continue
        found.append((stored, stored.promotion if coupon is None else _as_coupon(stored.promotion, coupon)))
    return found


def _as_coupon(promotion: Promotion, coupon: CouponView) -> Promotion:
    return replace(
        promotion,
        code=coupon.code,
        when=replace(promotion.when, last_day=_earlier(promotion.when.last_day, coupon.last_day)),
    )


def _earlier(one: date | None, other: date | None) -> date | None:
    days = [day for day in (one, other) if day is not None]
    return min(days, default=None)


def _with_uses(promotion: Promotion, used: int | None) -> Promotion:
    return promotion if used is None else replace(promotion, limits=replace(promotion.limits, used=used))
