"""Paying at a connected card terminal: what has to move is begun one by one, and then the sale is closed.

Before a card is charged the whole checkout is carried out and taken back: whatever refuses it does so before the
customer has paid. The points and gift cards that it took are held until the sale is written.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.core.money import Money
from app.places.devices import DeviceView
from app.places.service import place_of
from pos.cart import store
from pos.cart.store import CartState
from pos.checkout.card_back import backs_needed
from pos.checkout.card_cover import Leg, compared
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest, beside_terminal
from pos.checkout.void import void_sale
from pos.payments.keeping import Wanted, begin, held
from pos.payments.lent import hold_lent
from pos.payments.reading import PaymentView, find_payment, live_of_subject, terminal_of_till, under_way_at
from pos.payments.value_holds import ValueNeeded, keep_value, value_needed
from pos.sale.models import Sale
from pos.sale.reading import sale_by_uid

CARD: Final = "card"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the cashier asked for: as for ``checkout``, with the ``uid`` of the next payment.

    ``plan`` is what a page sends to go on once the money has moved.
    """

    uid: str
    cart_uid: str
    version: int | None
    tenders: Sequence[TenderRequest]
    seen: Money | None = None
    plan: Mapping[str, str] = field(default_factory=dict)


class _TakenBackError(Exception):
    """It would do; nothing of it stays."""


def pay_by_card(tx: Unit, till_id: int, asked: Asked) -> PaymentView | None:
    """Begins the next payment that the tenders need; None where none is needed, and ``checkout`` may come.

    The same ``uid`` again answers the first payment, and so does another one while the cart's is under way. Raises what
    ``checkout`` raises, and Conflict ``card_payment_under_way`` where the terminal is at another cart's payment,
    ``card_amounts_differ`` (``approved``) where something else was approved than the tenders say, and what
    ``keep_value`` raises.
    """
    tx.actor.require("till.sell")
    uid, cart_uid = parse_uid(asked.uid, "payment_uid"), parse_uid(asked.cart_uid, "cart_uid")
    if not place_of(tx, till_id).has_terminal or not _has_card(asked.tenders):
        return None
    device, known = terminal_of_till(tx, till_id), find_payment(tx, uid)
    if known is not None or device is None:
        return None if known is None or known.state == "in_sale" else known
    try:
        cart = store.open_for_change(tx, till_id, cart_uid, paying=True)
    except Conflict:
        # Sold meanwhile: the checkout answers that sale.
        return None
    present = next((one for one in live_of_subject(tx, cart.uid) if one.is_under_way), None)
    if present is not None:
        return present
    leg = _next_leg(tx, till_id, asked)
    if leg is None:
        return None
    purpose = "sale" if leg.original is None else "return"
    wanted = replace(_wanted(leg, device, purpose, cart.uid), beside=beside_terminal(asked.tenders))
    return begin(tx, uid, till_id, device, wanted, asked.plan)


def _has_card(tenders: Sequence[TenderRequest]) -> bool:
    return any(one.kind == CARD and not one.by_hand for one in tenders)


def _next_leg(tx: Unit, till_id: int, asked: Asked) -> Leg | None:
    """Carries the checkout out and takes it back; what the terminal has to move next.

    What stored value the checkout took is held for the cart from then on.
    """
    needed: list[Leg] = []

    def note(tx: Unit, till_id: int, cart: CartState, tenders: Sequence[Money]) -> Sequence[PaymentView]:
        legs, there = compared(tx, till_id, cart, tenders)
        if there.unneeded:
            raise Conflict("card_amounts_differ", approved=there.unneeded[0].approved)
        needed.extend(legs)
        return ()

    def carry_out() -> ValueNeeded:
        done = checkout(tx, till_id, asked.cart_uid, asked.version, asked.tenders, asked.seen, note)
        return value_needed(tx, done.sale_id)

    value = _rehearse(tx, carry_out)
    if not needed:
        return None
    keep_value(tx, asked.cart_uid, value)
    return needed[0]


def _rehearse(tx: Unit, act: Callable[[], T]) -> T:
    """Carries something out and takes it back; answers what it answered, raises what it raises."""
    answered: list[T] = []
    with contextlib.suppress(_TakenBackError), tx.savepoint():
        answered.append(act())
        raise _TakenBackError
    return answered[0]


def give_back(tx: Unit, till_id: int, uid: str, payment_uid: str) -> PaymentView:
    """Begins to give an approved payment back that no sale takes; ``uid`` is that of what goes back.

    The same again answers the first. Raises NotFound ``no_card_payment``, Conflict ``card_payment_not_open`` where it
    does not wait for a sale, ``no_card_terminal``, ``card_payment_under_way``.
    """
    tx.actor.require("till.sell")
    known = find_payment(tx, parse_uid(uid, "uid"))
    if known is not None:
        return known
    original = held(tx, payment_uid)
    device = terminal_of_till(tx, till_id)
    if original.live != "approved" or original.goes_back:
        raise Conflict("card_payment_not_open")
    if device is None:
        raise Conflict("no_card_terminal")
    under_way = under_way_at(tx, device.id)
    if under_way is not None and under_way.original_id == original.id:
        return under_way
    wanted = _wanted(Leg(original.approved, original), device, "give_back", original.subject_uid)
    return begin(tx, uid, till_id, device, wanted, original.plan)


def void_by_card(
    tx: Unit, till_id: int, sale_uid: str, uid: str, reason: str, payment_uid: str, plan: Mapping[str, str]
) -> PaymentView | None:
    """Begins what goes back to a card before a sale is voided; None where nothing has to, and ``void_sale`` may come.

    Raises what ``void_sale`` raises, and Conflict ``card_payment_under_way``. A right that was lent when the first of
    it began holds for all of it.
    """
    hold_lent(tx, (one.lent for one in live_of_subject(tx, sale_uid)), "")
    tx.actor.require("till.void")
    payment_uid = parse_uid(payment_uid, "payment_uid")
    if not place_of(tx, till_id).has_terminal:
        return None
    device, known = terminal_of_till(tx, till_id), find_payment(tx, payment_uid)
    if known is not None:
        return None if known.state == "in_sale" else known
    if device is None or tx.execute(select(Sale.id).where(Sale.uid == uid)).first() is not None:
        return None
    under_way = next((one for one in live_of_subject(tx, sale_uid) if one.is_under_way), None)
    if under_way is not None:
        return under_way
    needed = backs_needed(tx, till_id, sale_by_uid(tx, sale_uid))
    if not needed:
        return None

    def carry_out() -> ValueNeeded:
        return value_needed(tx, void_sale(tx, till_id, sale_uid, uid, reason, by_hand=True).sale_id)

    keep_value(tx, sale_uid, _rehearse(tx, carry_out))
    return begin(tx, payment_uid, till_id, device, _wanted(needed[0], device, "void", sale_uid), plan)


def _wanted(leg: Leg, device: DeviceView, purpose: str, subject_uid: str) -> Wanted:
    if leg.original is None:
        return Wanted("payment", purpose, subject_uid, leg.amount)
    outcome = leg.original.event("approved")
    is_known = leg.original.device_id == device.id and outcome is not None and bool(outcome.reference)
    is_whole = purpose != "return" and leg.amount == leg.original.approved
    kind = "reversal" if is_known and is_whole else "refund"
    return Wanted(kind, purpose, subject_uid, leg.amount, leg.original)
