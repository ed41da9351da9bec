"""Paying: the open cart becomes a sale, in one unit, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.core.db.series import next_number
from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.journal_clock import ask_act_ahead
from app.core.money import ZERO, Money
from app.crm.links import keep_person
from app.places.service import place_of
from pos.cart import store
from pos.cart.age import check_age
from pos.cart.marking import check_codes
from pos.cart.pricing import price_state
from pos.cart.rates import at_rates_of_today
from pos.cart.store import CartState
from pos.checkout.account import charge_account
from pos.checkout.card_cover import Cover, approved_cover, put_in_sale
from pos.checkout.completed import CompletedSale, completed
from pos.checkout.document import WrittenSale, write_sale
from pos.checkout.gift_cards import hold_value, move_gift_cards
from pos.checkout.goods import move_goods
from pos.checkout.offer import check_offer, note_offer
from pos.checkout.packages import hold_packages, move_packages
from pos.checkout.paper import write_paper
from pos.checkout.points import hold_points_of, refuse_another_total, write_points
from pos.checkout.promotions import give_back_promotions, note_promotions
from pos.checkout.receipt import Told, handed_over
from pos.checkout.record import record_sale
from pos.checkout.returned import check_returned, hold_returned
from pos.checkout.tenders import TenderRequest, beside_terminal, by_terminal, pricing_tenders, without_nothing
from pos.checkout.tip import give_tip, leave_out
from pos.employees.service import refuse_serving_oneself
from pos.events import SaleCompleted
from pos.fiscal.originals import refuse_empties
from pos.fiscal.queue import queue_receipts, refuse_in_doubt
from pos.payments.lent import hold_lent
from pos.payments.reading import live_of_subject
from pos.payments.slips import slips_of
from pos.payments.value_holds import free_value
from pos.returns.payout import check_payout
from pos.sale.bought import note_bought
from pos.sale.points import PointsBack
from pos.shift.service import ask_shift_to_sell_in
from pos.shift.wrong_clock import refuse_clocks_apart, refuse_unconfirmed


def checkout(
    tx: Unit,
    till_id: int,
    cart_uid: str,
    version: int | None,
    tenders: Sequence[TenderRequest],
    seen: Money | None = None,
    cover: Cover = approved_cover,
) -> CompletedSale:
    """Makes the cart a sale. The same cart again answers the first sale, whatever the tenders say.

    ``version`` is that of the cart the cashier saw and ``seen`` what it came to; None where no one looked. A cart
    that nobody touched may come to another sum all the same, when a tax rate changed at midnight. ``cover`` finds the
    payments at a connected card terminal, as ``approved_cover`` does. Raises Conflict ``no_open_shift``,
    ``clock_behind``, ``register_clock_apart``, ``cart_empty``, ``cart_changed``, ``tenders_below_total`` (with
    ``need``), ``stock_refused``, ``customer_needed`` for a return without a receipt and for buying on account,
    ``returned_already``, ``offer_sold_meanwhile``, ``fiscal_in_doubt``, ``no_tip_on_payout``, ``tip_on_account``,
    ``card_payment_under_way``, ``card_amounts_differ``; BadInput ``unknown_tender``; what the cart's store, the pricing
    engine, ``check_age``, ``check_codes``, ``check_payout``, ``note_promotions``, ``hold_value``, ``hold_packages`` and
    the account's ledger raise. Nothing is written then.
    """
    tx.actor.require("till.sell")
    uid = parse_uid(cart_uid, "cart_uid")
    shift_asked = ask_shift_to_sell_in(tx, till_id)
    act_ahead_asked = ask_act_ahead(tx)
    try:
        cart = at_rates_of_today(tx, store.open_for_change(tx, till_id, uid, paying=True))
    except Conflict:
        done = completed(tx, uid)
        if done is None:
            raise
        return done
    if cart.is_paying:
        _go_on(tx, uid, tenders)
    shift = shift_asked()
    _refuse_wrong_clocks(tx, till_id, shift.id, act_ahead_asked())
    if version is not None and version != cart.version:
        raise Conflict("cart_changed")
    if not cart.lines:
        raise Conflict("cart_empty")
    if cart.customer_id is not None:
        cart.customer_id = keep_person(tx, cart.customer_id)
    _check_cart(tx, till_id, cart)
    points_back = hold_points_of(tx, cart)
    held = hold_value(tx, cart, tenders)
    split = leave_out(cart.tip, [*held.tenders, *pricing_tenders(tenders)])
    priced = price_state(tx, cart, split.for_sale, held.value)
    refuse_another_total(tx, cart, priced, priced.gross - held.of_cart, seen)
    split.check(priced)
    sold_in = check_returned(tx, cart)
    if priced.gross < ZERO:
        check_payout(tx, shift.id, cart, priced)
    priced = split.put_in(priced)
    charged = cover(tx, till_id, cart, by_terminal(tenders, priced))
    number = next_number(tx, till_id, "sale")
    sale = write_sale(tx, place_of(tx, till_id), shift.id, number, cart, without_nothing(priced))
    put_in_sale(tx, sale.sale_id, charged)
    if cart.customer_id is not None:
        note_bought(tx, sale.sale_id)
    below_zero = move_goods(tx, sale)
    charge_account(tx, sale)
    give_tip(tx, sale, split)
    note_offer(tx, sale)
    cards = move_gift_cards(tx, sale, held)
    loyal = _write_loyal(tx, sale, sold_in, points_back)
    told = replace(loyal, cards=cards, packages=move_packages(tx, sale), slips=slips_of(charged))
    write_paper(tx, sale, told)
    queue_receipts(tx, till_id, sale.sale_id, uid, handed_over(tx, told))
    store.forget(tx, cart.id)
    tx.publish(SaleCompleted(sale.sale_id, uid, till_id))
    record_sale(tx, sale)
    return _answer(tx, sale, below_zero)


def _go_on(tx: Unit, cart_uid: str, tenders: Sequence[TenderRequest]) -> None:
    """Takes up what was agreed and held when the first card was charged."""
    hold_lent(tx, (one.lent for one in live_of_subject(tx, cart_uid)), beside_terminal(tenders))
    free_value(tx, cart_uid)


def _refuse_wrong_clocks(tx: Unit, till_id: int, shift_id: int, act_ahead: datetime | None) -> None:
    refuse_unconfirmed(tx, shift_id, act_ahead)
    refuse_clocks_apart(tx, till_id, shift_id)


def _check_cart(tx: Unit, till_id: int, cart: CartState) -> None:
    """Whether the cart may be sold; what comes back of sales and packages is held then."""
    check_age(tx, cart)
    refuse_in_doubt(tx, till_id)
    refuse_empties(tx, till_id, cart)
    refuse_serving_oneself(tx, cart.customer_id)
    check_offer(tx, cart)
    check_codes(tx, cart)
    hold_returned(tx, cart)
    hold_packages(tx, cart)


def _write_loyal(tx: Unit, sale: WrittenSale, sold_in: Sequence[int], points_back: Sequence[PointsBack]) -> Told:
    """Writes what the sale means for promotions and points; answers what the receipt tells of it."""
    given = note_promotions(tx, sale.sale_id, sale.cart, sale.priced)
    if sold_in:
        give_back_promotions(tx, sale.sale_id, sold_in)
    return Told(tuple(given), write_points(tx, sale.sale_id, sale.receipt, sale.cart, sale.priced, points_back))


def _answer(tx: Unit, sale: WrittenSale, below_zero: tuple[str, ...]) -> CompletedSale:
    cart, payment = sale.cart, sale.priced.payment
    return CompletedSale(
        sale.sale_id,
        cart.uid,
        sale.number,
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
        below_zero=below_zero,
        tip=cart.tip,
    )
