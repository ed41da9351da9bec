"""Coupons in the cart: scanned or typed, each refused with its reason, each taken out again."""

from typing import Final

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.ids import parse_uid
from app.places.day import calendar_date
from loyalty.promotions.coupon_codes import is_whole, read_code, shown_code
from loyalty.promotions.coupons import coupon_by_code, coupons_by_code, refuse_unusable
from loyalty.promotions.stored import StoredPromotion, promotion_by_uid, running
from loyalty.rules.promotion import coupon_key
from pos.cart import store
from pos.cart.service import begin, finish, unchanged
from pos.cart.store import CartState
from pos.cart.views import Changed

MOST_COUPONS: Final = 20


def coupon_of_code(tx: ReadUnit, text: str) -> str | None:
    """The code as the cart keeps it, where it is a running promotion's or a coupon's; None where it is neither."""
    stored = running(tx).with_code(coupon_key(text))
    if stored is not None and stored.own_code is not None:
        return stored.own_code
    coupon = coupon_by_code(tx, text)
    return None if coupon is None else coupon.code


def add_coupon(tx: Unit, till_id: int, cart_uid: str, act_uid: str, text: str) -> Changed:
    """Puts a coupon into the cart, and begins one where there is none; the same coupon again changes nothing.

    Whether it takes something off depends on the cart, and is told with it. Raises NotFound ``unknown_coupon``,
    ``coupon_mistyped``; Conflict ``coupon_used``, ``coupon_withdrawn``, ``coupon_over``, ``coupon_off`` where its
    promotion does not run, ``coupon_of_same`` where one of the same promotion is there, ``too_many_coupons``.
    """
    cart = begin(tx, till_id, cart_uid, parse_uid(act_uid, "act_uid"))
    code, stored = _usable(tx, text)
    if code in cart.coupons:
        return unchanged(tx, cart, None)
    if len(cart.coupons) >= MOST_COUPONS:
        raise Conflict("too_many_coupons", most=MOST_COUPONS)
    if stored.uid in _promotions_of(tx, cart):
        raise Conflict("coupon_of_same", name=stored.name)
    return _set(tx, cart, (*cart.coupons, code))


def remove_coupon(tx: Unit, till_id: int, cart_uid: str, code: str) -> Changed:
    """Takes a coupon out of the cart; one that is not there changes nothing."""
    cart = begin(tx, till_id, cart_uid)
    if code not in cart.coupons:
        return unchanged(tx, cart, None)
    return _set(tx, cart, tuple(one for one in cart.coupons if one != code))


def _set(tx: Unit, cart: CartState, coupons: tuple[str, ...]) -> Changed:
    old, cart.coupons = cart.coupons, coupons
    store.set_undo(tx, cart, "coupon", {"name": "", "qty_milli": 0, "old": list(old)})
    return finish(tx, cart, None)


def _usable(tx: ReadUnit, text: str) -> tuple[str, StoredPromotion]:
    """The code as it is kept and its promotion."""
    known = running(tx)
    named = known.with_code(coupon_key(text))
    if named is not None and named.own_code is not None:
        return named.own_code, named
    coupon = coupon_by_code(tx, text)
    if coupon is None:
        code = read_code(text)
        if code is not None and not is_whole(code):
            raise NotFound("coupon_mistyped", code=shown_code(code))
        raise NotFound("unknown_coupon", code=text.strip()[:40])
    refuse_unusable(coupon)
    if coupon.last_day is not None and coupon.last_day < calendar_date(tx):
        raise Conflict("coupon_over", code=shown_code(coupon.code))
    stored = known.of(coupon.promotion_uid)
    if stored is None:
        raise Conflict("coupon_off", name=promotion_by_uid(tx, coupon.promotion_uid).name)
    return coupon.code, stored


def _promotions_of(tx: ReadUnit, cart: CartState) -> set[str]:
    """The promotions that the cart's coupons set off."""
    single, known = coupons_by_code(tx, cart.coupons), running(tx)
    found = {coupon.promotion_uid for coupon in single.values()}
    named = [known.with_code(coupon_key(code)) for code in cart.coupons if code not in single]
    return found | {one.uid for one in named if one is not None}
