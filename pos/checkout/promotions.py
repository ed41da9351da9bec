"""What a sale means for promotions: uses and coupons used up, coupons given out, and all of it back with the goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.money import ZERO, Money, total
from app.core.rounding import round_half_up
from app.places.day import calendar_date
from loyalty.promotions import coupons
from loyalty.promotions.stored import Running, promotion_by_uid, running
from loyalty.promotions.uses import PastUse, Use, give_back, note_uses, past_uses
from pos.cart.store import CartState
from pos.pricing.priced import NOTHING_LOYAL, Issued, PricedCart
from pos.sale.returned import SoldPart, parts_of_sale


@dataclass(frozen=True, slots=True)
class GivenCoupon:
    """A coupon that goes out with the receipt: its promotion's name, its code, the last day it is good on."""

    name: str
    code: str
    last_day: date | None


def note_promotions(tx: Unit, sale_id: int, cart: CartState, priced: PricedCart) -> list[GivenCoupon]:
    """Writes what promotions did in a sale, uses its coupons up, gives out new ones; answers those.

    Raises Conflict ``promotion_used_up``, ``coupon_used`` and ``coupon_withdrawn`` where another till was faster, and
    ``promotion_gone`` where a promotion was switched off between the pricing and now.
    """
    loyal = priced.loyal
    if loyal is NOTHING_LOYAL:
        return []
    known = running(tx)
    uses: dict[str, Use] = {}
    for applied in loyal.applied:
        stored = known.of(applied.promotion)
        if stored is None:
            raise Conflict("promotion_gone")
        uses[stored.uid] = Use(stored, applied.times, applied.amount)
    note_uses(tx, sale_id, cart.customer_id, list(uses.values()))
    effective = {applied.coupon for applied in loyal.applied if applied.coupon is not None}
    coupons.use_coupons(tx, sale_id, [code for code in cart.coupons if code in effective])
    return _give_out(tx, known, sale_id, loyal.issued)


def _give_out(tx: Unit, known: Running, sale_id: int, issued: Sequence[Issued]) -> list[GivenCoupon]:
    """One coupon each; a promotion that does not run at this moment gives out none, nobody could use it."""
    given = []
    for one in issued:
        stored = known.of(one.promotion)
        if stored is None:
            continue
        last_day = None if one.valid_days is None else calendar_date(tx) + timedelta(days=one.valid_days)
        codes = coupons.issue(tx, stored.id, sale_id, 1, last_day)
        given += [GivenCoupon(stored.name, code, last_day) for code in codes]
    return given


def give_back_promotions(tx: Unit, sale_id: int, sold_in: Sequence[int]) -> None:
    """Goods of the sales ``sold_in`` came back in the sale ``sale_id``, whose lines are written: their uses too.

    Money is given back in proportion to what came back of the discounted goods, times as soon as they are whole; the
    coupon of a use is good again when all of its goods came back. What a sale gave out is withdrawn when nothing of it
    is left with the customer.
    """
    uses = past_uses(tx, sold_in)
    for sold_id in sorted(set(sold_in)):
        parts = [part for part in parts_of_sale(tx, sold_id) if part.pledge is None]
        backs, whole = [], []
        for use in uses.get(sold_id, ()):
            back, of = _come_back(use, parts)
            backs.append((use, use.times * back // of - use.back_times, _share(use, back, of) - use.back_amount))
            if back == of:
                whole.append(use.promotion_id)
        give_back(tx, sale_id, backs)
        if whole:
            coupons.give_back_coupons(tx, sold_id, sale_id, whole)
        if all(part.came_back_whole for part in parts):
            coupons.withdraw_issued(tx, sold_id, sale_id)


def coupons_again(tx: ReadUnit, sale_id: int) -> tuple[str, ...]:
    """The coupons a voided sale was rung up with, for its cart."""
    named = []
    for use in past_uses(tx, [sale_id]).get(sale_id, ()):
        code = promotion_by_uid(tx, use.uid).own_code
        if code is not None:
            named.append(code)
    return (*coupons.used_in(tx, sale_id), *named)


def _come_back(use: PastUse, parts: Sequence[SoldPart]) -> tuple[int, int]:
    """How much of what the use made cheaper has come back by now, and how much that is altogether (minor units).

    Of a promotion that took nothing off it is all that was sold.
    """
    worths = [(part, _taken_off(part, use.uid)) for part in parts]
    if not any(worth for _, worth in worths):
        worths = [(part, part.gross) for part in parts]
    whole = total(worth for _, worth in worths).minor
    back = sum(round_half_up(worth.minor * part.returned_milli, part.qty_milli) for part, worth in worths)
    if whole:
        return back, whole
    return int(all(part.came_back_whole for part in parts)), 1


def _taken_off(part: SoldPart, source: str) -> Money:
    return total(one.amount for one in part.discounts if one.source == source)


def _share(use: PastUse, back: int, of: int) -> Money:
    return use.amount if back == of else Money(round_half_up(use.amount.minor * back, of)) if use.amount else ZERO
