"""What a customer has the points for, and what he took for points in a cart."""

from collections.abc import Mapping
from dataclasses import replace

from app.core.db.unit import ReadUnit
from app.core.money import ZERO
from app.places.day import counted_now, local_time
from loyalty.program.store import program_of
from loyalty.promotions.stored import StoredPromotion, promotion_by_uid, running
from loyalty.promotions.uses import used_now
from pos.cart.loyal import loyal_customer
from pos.cart.store import CartState
from pos.cart.views import ClaimView, RefusedView
from pos.pricing.priced import PricedCart
from pos.pricing.promotions.conditions import Situation, refusal, uses_left
from pos.sale.kinds import OFFERED


def claim_views(
    tx: ReadUnit, cart: CartState, priced: PricedCart, refused: Mapping[str, RefusedView]
) -> tuple[ClaimView, ...]:
    """What was taken, and what the customer may have now; ``refused`` says by promotion what had no effect and why.

    Where nothing is to be had for points it costs a look into memory.
    """
    for_points = running(tx).for_points
    if cart.customer_id is None or not (for_points or cart.claims):
        return ()
    may = _may_be_had(tx, cart, priced)
    shown = [one for one in for_points if one.uid in may or one.uid in cart.claims]
    known = {one.uid for one in shown}
    shown += [promotion_by_uid(tx, uid) for uid in dict.fromkeys(cart.claims) if uid not in known]
    done = {one.promotion: one for one in priced.loyal.applied}
    return tuple(
        [
            ClaimView(
                one.uid,
                one.name,
                one.promotion.cost_micro,
                times=cart.claims.count(one.uid),
                counts=done[one.uid].times if one.uid in done else 0,
                amount=done[one.uid].amount if one.uid in done else ZERO,
                may=one.uid in may,
                refused=refused.get(one.uid),
            )
            for one in shown
        ]
    )


def _may_be_had(tx: ReadUnit, cart: CartState, priced: PricedCart) -> set[str]:
    """The promotions that time, customer, limits and points allow once more; goods are not looked at."""
    if not program_of(tx).enabled or any(line.price_source == OFFERED for line in cart.lines):
        return set()
    points, customer = priced.loyal.points, loyal_customer(tx, cart)
    left_micro = points.after_micro - points.earned_micro
    situation = Situation(local_time(tx, counted_now(tx)), customer, priced.loyal.tier.before)
    for_points = running(tx).for_points
    used = used_now(tx, for_points)

    def may(stored: StoredPromotion) -> bool:
        limits = replace(stored.promotion.limits, used=used.get(stored.uid, 0))
        promotion = replace(stored.promotion, limits=limits)
        most = uses_left(promotion, customer)
        return (
            promotion.cost_micro <= left_micro
            and refusal(promotion, situation) is None
            and (most is None or cart.claims.count(stored.uid) < most)
        )

    return {one.uid for one in for_points if may(one)}
