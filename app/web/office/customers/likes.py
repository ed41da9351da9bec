"""What the page of a customer tells of his taste: what he buys again and again, and what he may have now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.db.unit import ReadUnit
from app.places.day import today
from app.web.office.promotions.words import Told, tell_all
from loyalty.promotions.coupon_codes import shown_code
from loyalty.promotions.stored import StoredPromotion
from pos.promised import Promised, promised_to
from pos.recognition.favourites import Favourite, favourites_of
from pos.recognition.suggesting import Suggestion, suggestion_for


@dataclass(frozen=True, slots=True)
class CouponShown:
    """A coupon that is free, with its code as people read it."""

    code: str
    last_day: date | None
    promotion: StoredPromotion


@dataclass(frozen=True, slots=True)
class Likes:
    """Favourites as of the last count; promotions in words, by uid."""

    favourites: list[Favourite]
    promised: Promised
    coupons: list[CouponShown]
    told: Mapping[str, Told]
    suggestion: Suggestion | None
    today: date


def likes_of(tx: ReadUnit, customer_id: int) -> Likes:
    """The taste of a customer."""
    promised = promised_to(tx, customer_id)
    named = {one.uid: one for one in (*promised.his, *promised.for_points, *promised.for_all)}
    named |= {stored.uid: stored for _, stored in promised.coupons}
    return Likes(
        favourites_of(tx, customer_id),
        promised,
        [CouponShown(shown_code(coupon.code), coupon.last_day, stored) for coupon, stored in promised.coupons],
        tell_all(tx, named.values()),
        suggestion_for(tx, customer_id),
        today(tx),
    )
