"""Making an offer: the open cart becomes a document that says what it would cost, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import insert, select

from app.core import journal, settings
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.folding import fold
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.money import total
from app.places.day import calendar_date
from app.places.service import Place, place_of
from loyalty.promotions.coupons import coupons_by_code
from pos.cart import store
from pos.cart.dropping import end_without_sale
from pos.cart.pricing import price_state
from pos.cart.rates import at_rates_of_today
from pos.cart.store import CartState, LineState
from pos.offers.mailing import mail_offer
from pos.offers.models import Offer, OfferLine
from pos.offers.paper import offer_paper
from pos.offers.reading import OfferHead, offer_by_uid
from pos.offers.settings import OFFER_DAYS
from pos.papers.store import queue_print, store_paper
from pos.pricing.priced import PricedCart, PricedLine
from pos.settings import PRICES_INCLUDE_TAX
from pos.words import checked_words

RIGHT: Final = "till.offer"
SERIES: Final = "offer"
REASON_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class OfferWish:
    """What is said of an offer: whom it is for where that is no customer of the cart, words below its lines.

    ``mail_to`` sends it, ``printed`` prints it at the till; it is kept either way.
    """

    recipient: str = ""
    note: str = ""
    printed: bool = True
    mail_to: str = ""


def make_offer(tx: Unit, till_id: int, cart_uid: str, uid: str, version: int | None, wish: OfferWish) -> OfferHead:
    """Makes the open cart an offer and leaves the till empty (a right; journaled). Nothing of stock or money moves.

    ``version`` is that of the cart the cashier saw; None where no one looked. The same ``uid`` again answers the first
    offer. Raises Conflict ``cart_empty``, ``cart_changed``, ``offer_with_returns``, ``offer_with_gift_cards``,
    ``offer_with_packages``, ``offer_with_points`` and ``offer_with_coupons`` (points and coupons that are good once are
    spent by a sale alone), and what the cart's store, the pricing engine and ``mail_offer`` raise.
    """
    tx.actor.require("till.sell")
    tx.actor.require(RIGHT)
    uid = parse_uid(uid)
    if tx.execute(select(Offer.id).where(Offer.uid == uid)).first() is not None:
        return offer_by_uid(tx, uid)
    recipient, note = checked_words(wish.recipient, "recipient"), checked_words(wish.note, "note")
    cart = at_rates_of_today(tx, store.open_for_change(tx, till_id, parse_uid(cart_uid, "cart_uid")))
    if version is not None and version != cart.version:
        raise Conflict("cart_changed")
    if not cart.lines:
        raise Conflict("cart_empty")
    if any(line.qty_milli < 0 for line in cart.lines):
        raise Conflict("offer_with_returns")
    if any(line.loads is not None for line in cart.lines):
        raise Conflict("offer_with_gift_cards")
    if any(line.package_visits or line.package_id for line in cart.lines):
        raise Conflict("offer_with_packages")
    if cart.points_micro or cart.claims:
        raise Conflict("offer_with_points")
    if cart.coupons and coupons_by_code(tx, cart.coupons):
        raise Conflict("offer_with_coupons")
    priced = price_state(tx, cart)
    place = place_of(tx, till_id)
    offer_id = _write(tx, place, uid, cart, priced, recipient, note)
    _write_lines(tx, offer_id, cart, priced)
    offer = offer_by_uid(tx, uid)
    store_paper(tx, offer.document, offer_paper(tx, place, offer, cart, priced))
    if wish.printed:
        queue_print(tx, till_id, offer.document)
    if wish.mail_to.strip():
        mail_offer(tx, uid, wish.mail_to, uid)
    end_without_sale(tx, cart, priced.gross, offer.written_number)
    journal.record(
        tx,
        "offer.made",
        chain=journal.till_chain(till_id),
        subject=f"offer:{uid}",
        body={
            "number": offer.written_number,
            "lines": offer.line_count,
            "gross": offer.gross.minor,
            "discount": priced.discount.minor,
            "valid_until": offer.valid_until.isoformat(),
        },
    )
    return offer


def last_day(tx: ReadUnit) -> date:
    """The last day on which an offer made now is good."""
    return calendar_date(tx) + timedelta(days=settings.get(tx, OFFER_DAYS))


def _write(tx: Unit, place: Place, uid: str, cart: CartState, priced: PricedCart, recipient: str, note: str) -> int:
    key = tx.execute(
        insert(Offer),
        {
            "uid": uid,
            "shop_id": place.shop_id,
            "till_id": place.till_id,
            "number": next_number(tx, place.till_id, SERIES),
            "customer_id": cart.customer_id,
            "recipient": recipient,
            "note": note,
            "search_text": fold(f"{recipient} {note}"),
            "currency": facts(tx).currency,
            "prices_include_tax": settings.get(tx, PRICES_INCLUDE_TAX),
            "made_at": tx.now,
            "valid_until": last_day(tx),
            "account_id": tx.actor.account_id,
            "made_by": tx.actor.name,
            "line_count": len(cart.lines),
            "discount_percent_bp": cart.discount_percent_bp,
            "discount_amount": cart.discount_amount,
            "discount_reason": cart.discount_reason,
            "subtotal": priced.subtotal,
            "discount": priced.discount,
            "net": priced.net,
            "tax": priced.tax,
            "gross": priced.gross,
        },
    ).inserted_primary_key
    assert key is not None
    offer_id: int = key[0]
    return offer_id


def _own_discount(line: LineState, part: PricedLine) -> dict[str, object]:
    """The discount by hand; what promotions took off is agreed on with it, for they may be over when it is sold."""
    given = [one for one in part.discounts if one.name]
    reasons = dict.fromkeys([line.discount_reason or "", *[one.name for one in given]])
    return {
        "discount_amount": line.discount_amount + total(one.amount for one in given),
        "discount_reason": ", ".join(filter(None, reasons))[:REASON_LIMIT] or None,
    }


def _write_lines(tx: Unit, offer_id: int, cart: CartState, priced: PricedCart) -> None:
    lines: Sequence[dict[str, object]] = [
        {
            "offer_id": offer_id,
            "position": position,
            "product_id": line.product_id,
            "barcode_id": line.barcode_id,
            "name": line.name,
            "sku": line.sku,
            "qty_milli": line.qty_milli,
            "pack_qty_milli": line.pack_qty_milli,
            "unit_code": line.unit_code,
            "unit_price": line.unit_price,
            "tax_category_id": line.tax_category_id,
            "tax_rate_bp": line.tax_rate_bp,
            "discount_percent_bp": line.discount_percent_bp,
            **_own_discount(line, part),
            "note": line.note,
            "amount": part.amount,
            "gross": part.gross,
        }
        for position, (line, part) in enumerate(zip(cart.lines, priced.lines, strict=True), start=1)
    ]
    tx.execute(insert(OfferLine), lines)
