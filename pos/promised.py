"""What one customer may have now: promotions that hold for him, and the coupons his purchases gave him."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.core.db.unit import ReadUnit
from app.places.day import calendar_date, local_time
from loyalty.points.ledger import points_of
from loyalty.program.store import program_of
from loyalty.promotions.coupons import CouponView, free_coupons_of
from loyalty.promotions.stored import StoredPromotion, running
from loyalty.promotions.uses import used_now
from loyalty.rules.promotion import Trigger
from pos.cart.loyal import as_priced
from pos.pricing.promotions.conditions import Situation, refusal
from pos.pricing.values import Customer
from pos.sale.customers import sales_of


@dataclass(frozen=True, slots=True)
class Promised:
    """What holds for a customer at this moment, whatever he buys.

    ``his`` ask something of the customer that he fulfils, ``for_points`` he has the points for, ``for_all`` hold for
    everybody. ``coupons`` are good once, each with the promotion it sets off, where that runs.
    """

    his: tuple[StoredPromotion, ...] = ()
    for_points: tuple[StoredPromotion, ...] = ()
    for_all: tuple[StoredPromotion, ...] = ()
    coupons: tuple[tuple[CouponView, StoredPromotion], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.his or self.for_points or self.for_all or self.coupons)


NOTHING: Final = Promised()


def promised_to(tx: ReadUnit, customer_id: int) -> Promised:
    """What a customer may have now; goods and minimums are not looked at."""
    known = running(tx)
    if known.by_uid is None:
        return NOTHING
    program = program_of(tx)
    customer = as_priced(tx, customer_id, points_of(tx, customer_id).good_micro if program.enabled else 0)
    held = [one for one in known.by_uid.values() if one.promotion.trigger is not Trigger.CODE or one.own_code]
    holding = _holding(tx, held, customer)
    by_itself = [one for one in holding if one.promotion.trigger is not Trigger.POINTS]
    return Promised(
        his=tuple(one for one in by_itself if one.promotion.when.about_customer),
        for_points=tuple(
            one
            for one in holding
            if one.promotion.trigger is Trigger.POINTS
            and program.enabled
            and one.promotion.cost_micro <= customer.points_micro
        ),
        for_all=tuple(one for one in by_itself if not one.promotion.when.about_customer),
        coupons=tuple(
            (coupon, stored)
            for coupon in free_coupons_of(tx, sales_of(customer_id), calendar_date(tx))
            if (stored := known.of(coupon.promotion_uid)) is not None
        ),
    )


def _holding(tx: ReadUnit, asked: Sequence[StoredPromotion], customer: Customer) -> list[StoredPromotion]:
    """Those that time, customer and limits allow."""
    used = used_now(tx, asked)
    reached = program_of(tx).reached(customer.spent)
    tier = customer.tier or (None if reached is None else reached.name)
    situation = Situation(local_time(tx, tx.now), customer, tier)

    def holds(stored: StoredPromotion) -> bool:
        limits = replace(stored.promotion.limits, used=used.get(stored.uid, 0))
        return refusal(replace(stored.promotion, limits=limits), situation) is None

    return [one for one in asked if holds(one)]
