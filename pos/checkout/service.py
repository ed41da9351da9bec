"""Paying: the open cart becomes a sale, in one unit, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, insert, select

from app.core import feed, journal
from app.core.db.prepared import Prepared
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.journal_clock import ask_act_ahead
from app.core.money import ZERO, Money, total
from app.places.day import today
from app.places.service import Place, place_of
from pos.account.ledger import Entry, charge
from pos.cart import store
from pos.cart.age import check_age
from pos.cart.pricing import price_state
from pos.cart.rates import at_rates_of_today
from pos.cart.store import CartState, LineState
from pos.checkout.goods import goods_of
from pos.checkout.points import hold_points_of, refuse_another_total, write_points
from pos.checkout.promotions import give_back_promotions, note_promotions
from pos.checkout.receipt import Told, sale_receipt
from pos.checkout.tip import leave_out
from pos.employees.service import refuse_serving_oneself
from pos.events import SaleCompleted
from pos.fiscal.queue import queue_receipts, refuse_in_doubt
from pos.offers.sold import note_sold, refuse_sold_meanwhile
from pos.papers.store import queue_drawer, queue_print, store_paper
from pos.papers.wish import printing_wish
from pos.pricing.priced import SOURCE_CART, SOURCE_LINE, Discount, PricedCart
from pos.pricing.values import TenderKind
from pos.pricing.values import TenderRequest as PricingTender
from pos.returns.payout import check_payout
from pos.sale.models import Sale, SaleLine, SaleLineDiscount, Tender
from pos.sale.points import PointsBack
from pos.sale.reading import CUSTOMER_OF_SALE
from pos.sale.receipt_code import receipt_barcode
from pos.sale.returned import hold_parts, sold_parts
from pos.shift.service import ask_shift_to_sell_in
from pos.shift.wrong_clock import refuse_unconfirmed
from pos.tender_kinds import TENDER_NAMES
from pos.tips.ledger import Tip, Where, give, tip_of_sale
from warehouse.stock.selling import goods_sold

TOPIC: Final = "sale"


@dataclass(frozen=True, slots=True)
class TenderRequest:
    """One way of paying: ``cash``, ``card`` (a stand-alone terminal), ``transfer`` or ``account``.

    No amount takes what is left; amounts of a payout are below zero.
    """

    kind: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class CompletedSale:
    """What was sold. ``repeated`` says that this checkout had been done before and nothing was done now.

    ``tenders`` are ``paid`` and the ``tip``.
    """

    sale_id: int
    uid: str
    number: int
    completed_at: datetime
    to_pay: Money
    paid: Money
    change: Money
    tenders: tuple[tuple[str, Money], ...]
    line_count: int
    repeated: bool
    kind: str
    customer_id: int | None
    currency: str
    below_zero: tuple[str, ...] = ()
    tip: Tip | None = None

    @property
    def with_tip(self) -> Money:
        """What the customer paid, or got back."""
        return self.to_pay if self.tip is None else self.to_pay + self.tip.amount


_DONE = Prepared(
    select(
        Sale.id,
        Sale.uid,
        Sale.number,
        Sale.completed_at,
        Sale.to_pay,
        Sale.paid,
        Sale.change,
        Sale.line_count,
        Sale.kind,
        CUSTOMER_OF_SALE,
        Sale.currency,
    ).where(Sale.uid == bindparam("of_uid"))
)
_TENDERS = Prepared(
    select(Tender.kind, Tender.amount).where(Tender.sale_id == bindparam("of_sale")).order_by(Tender.position)
)
_ADD_SALE = Prepared(insert(Sale).returning(Sale.id))
_ADD_LINES = Prepared(insert(SaleLine))
_ADD_DISCOUNTS = Prepared(insert(SaleLineDiscount))
_ADD_TENDERS = Prepared(insert(Tender))


def completed(tx: ReadUnit, uid: str) -> CompletedSale | None:
    """The sale a cart has become; None where it was not paid."""
    row = _DONE.first(tx, {"of_uid": uid})
    if row is None:
        return None
    sale_id, uid, number, completed_at, to_pay, paid, change, line_count, kind, customer_id, currency = row
    tenders = tuple((kind, amount) for kind, amount in _TENDERS.all(tx, {"of_sale": sale_id}))
    return CompletedSale(
        sale_id,
        uid,
        number,
        completed_at,
        to_pay,
        paid,
        change,
        tenders,
        line_count,
        repeated=True,
        kind=kind,
        customer_id=customer_id,
        currency=currency,
        tip=tip_of_sale(tx, sale_id),
    )


def checkout(
    tx: Unit,
    till_id: int,
    cart_uid: str,
    version: int | None,
    tenders: Sequence[TenderRequest],
    seen: Money | None = None,
) -> CompletedSale:
    """Makes the cart a sale. The same cart again answers the first sale, whatever the tenders say.

    ``version`` is that of the cart the cashier saw and ``seen`` what it came to; None where no one looked. A cart
    that nobody touched may come to another sum all the same, when a tax rate changed at midnight. Raises Conflict
    ``no_open_shift``, ``clock_behind``, ``cart_empty``, ``cart_changed``, ``tenders_below_total`` (with ``need``),
    ``stock_refused``, ``customer_needed`` for a return without a receipt and for buying on account,
    ``returned_already``, ``offer_sold_meanwhile``, ``fiscal_in_doubt``, ``no_tip_on_payout``, ``tip_on_account``;
    BadInput ``unknown_tender``; what the cart's store, the pricing engine, ``check_age``, ``check_payout``,
    ``note_promotions`` and the account's ledger raise. Nothing is written then.
    """
    tx.actor.require("till.sell")
    uid = parse_uid(cart_uid, "cart_uid")
    shift_asked = ask_shift_to_sell_in(tx, till_id)
    act_ahead_asked = ask_act_ahead(tx)
    try:
        cart = at_rates_of_today(tx, store.open_for_change(tx, till_id, uid))
    except Conflict:
        done = completed(tx, uid)
        if done is None:
            raise
        return done
    shift = shift_asked()
    refuse_unconfirmed(tx, shift.id, act_ahead_asked())
    if version is not None and version != cart.version:
        raise Conflict("cart_changed")
    if not cart.lines:
        raise Conflict("cart_empty")
    _check_cart(tx, till_id, cart)
    returned = [line for line in cart.lines if line.is_return]
    hold_parts(tx, [line.returned_line_id for line in returned if line.returned_line_id is not None])
    points_back = hold_points_of(tx, cart)
    split = leave_out(cart.tip, [_pricing_tender(index, one) for index, one in enumerate(tenders)])
    priced = price_state(tx, cart, split.for_sale)
    refuse_another_total(tx, cart, priced, seen)
    split.check(priced)
    sold_in = _check_returns(tx, cart, returned) if returned else ()
    if priced.gross < ZERO:
        check_payout(tx, shift.id, cart, priced)
    priced = split.put_in(priced)
    place = place_of(tx, till_id)
    number = next_number(tx, till_id, "sale")
    sale_id = _write_sale(tx, place, shift.id, number, cart, priced)
    below_zero = goods_sold(
        tx,
        place.shop_id,
        today(tx),
        sale_id,
        goods_of(tx, cart),
    )
    _charge_account(tx, place, sale_id, cart, priced)
    if cart.tip is not None:
        give(tx, Where(place.shop_id, shift.id), sale_id, cart.tip, split.by_kind)
    if cart.offer_id is not None:
        note_sold(tx, cart.offer_id, sale_id)
    receipt = receipt_barcode(place.till_number, number)
    told = _write_loyal(tx, sale_id, receipt, cart, priced, sold_in, points_back)
    _write_paper(tx, place, number, cart, priced, told)
    queue_receipts(tx, till_id, sale_id, uid)
    store.forget(tx, cart.id)
    tx.publish(SaleCompleted(sale_id, uid, till_id))
    _journal_sale(tx, till_id, cart, number, priced)
    feed.announce(tx, TOPIC, {"uid": uid, "number": number}, till_id=till_id)
    payment = priced.payment
    return CompletedSale(
        sale_id,
        uid,
        number,
        tx.now,
        payment.to_pay,
        payment.paid,
        payment.change,
        tuple((str(one.kind), one.amount) for one in payment.tenders),
        len(cart.lines),
        repeated=False,
        kind=cart.kind,
        customer_id=cart.customer_id,
        currency=facts(tx).currency,
        below_zero=tuple(product.name for product in below_zero),
        tip=cart.tip,
    )


def _check_cart(tx: Unit, till_id: int, cart: CartState) -> None:
    check_age(tx, cart)
    refuse_in_doubt(tx, till_id)
    refuse_serving_oneself(tx, cart.customer_id)
    if cart.offer_id is not None:
        refuse_sold_meanwhile(tx, cart.offer_id, cart.offer_sales_known)


def _check_returns(tx: Unit, cart: CartState, returned: Sequence[LineState]) -> Sequence[int]:
    """Answers the sales that goods come back from."""
    sold = sold_parts(tx, [line.returned_line_id for line in returned if line.returned_line_id is not None])
    for line in returned:
        if line.returned_line_id is None and cart.customer_id is None:
            raise Conflict("customer_needed")
        if line.returned_line_id is not None and -line.qty_milli > sold[line.returned_line_id].left_milli:
            raise Conflict("returned_already", name=line.name)
    return sorted({part.sale_id for part in sold.values()})


def _write_loyal(
    tx: Unit,
    sale_id: int,
    receipt: str,
    cart: CartState,
    priced: PricedCart,
    sold_in: Sequence[int],
    points_back: Sequence[PointsBack],
) -> Told:
    """Writes what the sale means for promotions and points; answers what the receipt tells of it."""
    given = note_promotions(tx, sale_id, cart, priced)
    if sold_in:
        give_back_promotions(tx, sale_id, sold_in)
    return Told(tuple(given), write_points(tx, sale_id, receipt, cart, priced, points_back))


def _charge_account(tx: Unit, place: Place, sale_id: int, cart: CartState, priced: PricedCart) -> None:
    on_account = total(one.amount for one in priced.payment.tenders if one.kind is TenderKind.ACCOUNT)
    if not on_account:
        return
    if cart.customer_id is None:
        raise Conflict("customer_needed")
    entry = Entry(cart.uid, "sale", on_account, place.shop_id, sale_id=sale_id, till_id=place.till_id)
    charge(tx, cart.customer_id, entry)


def _pricing_tender(index: int, asked: TenderRequest) -> PricingTender:
    if asked.kind not in TENDER_NAMES:
        raise BadInput("unknown_tender", f"tenders[{index}].kind")
    return PricingTender(TenderKind(asked.kind), asked.amount)


def _write_sale(tx: Unit, place: Place, shift_id: int, number: int, cart: CartState, priced: PricedCart) -> int:
    payment = priced.payment
    added = _ADD_SALE.first(
        tx,
        {
            "uid": cart.uid,
            "shop_id": place.shop_id,
            "till_id": place.till_id,
            "shift_id": shift_id,
            "kind": cart.kind,
            "voided_sale_id": None,
            "customer_id": cart.customer_id,
            "number": number,
            "currency": facts(tx).currency,
            "opened_at": cart.opened_at,
            "completed_at": tx.now,
            "business_date": today(tx),
            "account_id": tx.actor.account_id,
            "cashier_name": tx.actor.name,
            "line_count": len(cart.lines),
            "subtotal": priced.subtotal,
            "discount": priced.discount,
            "net": priced.net,
            "tax": priced.tax,
            "gross": priced.gross,
            "rounding": payment.rounding,
            "to_pay": payment.to_pay,
            "paid": payment.paid,
            "change": payment.change,
        },
    )
    assert added is not None
    sale_id: int = added[0]
    positions = {line.uid: position for position, line in enumerate(cart.lines, start=1)}
    lines, discounts = [], []
    for position, (line, part) in enumerate(zip(cart.lines, priced.lines, strict=True), start=1):
        lines.append(
            {
                "sale_id": sale_id,
                "position": position,
                "product_id": line.product_id,
                "name": line.name,
                "sku": line.sku,
                "qty_milli": line.qty_milli,
                "pack_qty_milli": line.pack_qty_milli,
                "unit_code": line.unit_code,
                "unit_price": line.unit_price,
                "price_source": line.price_source,
                "prices_include_tax": part.line.prices_include_tax,
                "amount": part.amount,
                "discount": Money(sum(one.amount.minor for one in part.discounts)),
                "net": part.net,
                "tax": part.tax,
                "gross": part.gross,
                "tax_category_id": line.tax_category_id,
                "tax_rate_bp": line.tax_rate_bp,
                "note": line.note,
                "returned_line_id": line.returned_line_id,
                "return_reason": line.return_reason,
                "pledge": line.pledge,
                "pledge_of": None if line.pledge_of is None else positions[line.pledge_of],
            }
        )
        discounts += [
            {
                "sale_id": sale_id,
                "line_position": position,
                "position": index,
                "source": one.source,
                "amount": one.amount,
                "why": _why(cart, line, one),
            }
            for index, one in enumerate(part.discounts, start=1)
        ]
    _ADD_LINES.write(tx, *lines)
    if discounts:
        _ADD_DISCOUNTS.write(tx, *discounts)
    if payment.tenders:
        _ADD_TENDERS.write(
            tx,
            *[
                {"sale_id": sale_id, "position": position, "kind": str(one.kind), "amount": one.amount}
                for position, one in enumerate(payment.tenders, start=1)
            ],
        )
    return sale_id


def _why(cart: CartState, line: LineState, discount: Discount) -> str:
    """What the sale keeps of a discount's reason: the name of its rule, or what the cashier wrote."""
    if discount.name:
        return discount.name
    reasons = {SOURCE_LINE: line.discount_reason, SOURCE_CART: cart.discount_reason}
    return reasons.get(discount.source) or ""


def _write_paper(tx: Unit, place: Place, number: int, cart: CartState, priced: PricedCart, told: Told) -> None:
    document = receipt_name(cart.uid)
    store_paper(tx, document, sale_receipt(tx, place, number, cart, priced, told))
    moved_cash = any(one.kind is TenderKind.CASH and one.amount != ZERO for one in priced.payment.tenders)
    if cart.kind != "sale" or priced.gross < ZERO or printing_wish(tx) == "always":
        queue_print(tx, place.till_id, document, drawer=moved_cash)
    elif moved_cash:
        queue_drawer(tx, place.till_id, document)


def receipt_name(sale_uid: str) -> str:
    """The name of a sale's paper."""
    return f"receipt:{sale_uid}"


def _journal_sale(tx: Unit, till_id: int, cart: CartState, number: int, priced: PricedCart) -> None:
    payment = priced.payment
    journal.record(
        tx,
        "sale.completed",
        chain=journal.till_chain(till_id),
        subject=f"sale:{cart.uid}",
        body={
            "number": number,
            "kind": cart.kind,
            "customer": cart.customer_id,
            "lines": len(priced.lines),
            "gross": priced.gross.minor,
            "tax": priced.tax.minor,
            "discount": priced.discount.minor,
            "to_pay": payment.to_pay.minor,
            "change": payment.change.minor,
            "tenders": [[str(one.kind), one.amount.minor] for one in payment.tenders],
            **({} if cart.tip is None else {"tip": cart.tip.amount.minor, "tip_for": cart.tip.account_id}),
        },
    )
