"""Writing what a payment at a terminal is, and what becomes of it. Every event is journaled."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from app.core import feed, journal, outbox
from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.places.devices import DeviceView
from app.places.models import Device
from devices.card.port import Operation, OperationState, OrderKind
from devices.errors import Trouble
from pos.cart.models import Cart
from pos.payments.lent import lent_to, to_json
from pos.payments.models import CardPayment, CardPaymentEvent, LiveCardPayment
from pos.payments.reading import PaymentView, payment_by_id, payment_by_uid, under_way_at
from pos.payments.value_holds import free_value

CARD_KIND: Final = "card_payment"
TOPIC: Final = "card_payment"
_TOLD: Final = (
    "serial_number",
    "trouble",
    "maker_code",
    "reference",
    "authorisation",
    "card_digits",
    "slip",
    "reason",
)
_JOURNALED: Final = {
    "serial_number": "serial",
    "trouble": "trouble",
    "maker_code": "maker_code",
    "reference": "reference",
    "authorisation": "code",
    "reason": "reason",
}
_NOTHING_TOLD: Final = dict.fromkeys(_TOLD, "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Money that is to move: ``amount`` above zero, and the ``original`` payment where it goes back.

    ``beside`` says what else is paid or given in the same act: rights that were lent hold for that alone.
    """

    kind: str
    purpose: str
    subject_uid: str
    amount: Money
    original: PaymentView | None = None
    beside: str = ""


def card_lane(device_id: int) -> str:
    """The lane of a terminal."""
    return f"card:{device_id}"


def begin(tx: Unit, uid: str, till_id: int, device: DeviceView, wanted: Wanted, plan: Mapping[str, str]) -> PaymentView:
    """Writes a payment that the terminal will be told once this unit is kept.

    Conflict ``card_payment_under_way`` where the terminal is at another one.
    """
    tx.lock(select(Device.id).where(Device.id == device.id))
    if under_way_at(tx, device.id) is not None:
        raise Conflict("card_payment_under_way")
    key = tx.execute(
        insert(CardPayment),
        {
            "uid": uid,
            "till_id": till_id,
            "device_id": device.id,
            "kind": wanted.kind,
            "purpose": wanted.purpose,
            "subject_uid": wanted.subject_uid,
            "original_id": None if wanted.original is None else wanted.original.id,
            "amount": wanted.amount,
            "currency": facts(tx).currency,
            "plan": json.dumps({**plan, **to_json(lent_to(tx.actor, wanted.beside))}, ensure_ascii=False),
            "at": tx.now,
            "cashier_name": tx.actor.name,
        },
    ).inserted_primary_key
    assert key is not None
    row = {"till_id": till_id, "device_id": device.id, "subject_uid": wanted.subject_uid, "state": "waiting"}
    tx.execute(insert(LiveCardPayment), {"payment_id": key[0], **row})
    _mark_cart(tx, wanted.subject_uid)
    outbox.enqueue(tx, card_lane(device.id), CARD_KIND, {"uid": uid}, dedup_key=f"card:{uid}")
    payment = payment_by_id(tx, key[0])
    _journal(tx, payment, "begun", {"kind": wanted.kind, "amount": wanted.amount.minor})
    _announce(tx, payment)
    return payment


def held(tx: Unit, uid: str) -> PaymentView:
    """A payment that nobody else changes in this unit. Its cart is taken first, as a checkout does."""
    payment = payment_by_uid(tx, uid)
    tx.lock(select(Cart.id).where(Cart.uid == payment.subject_uid))
    tx.lock(select(LiveCardPayment.payment_id).where(LiveCardPayment.payment_id == payment.id))
    return payment_by_uid(tx, uid)


def note_sent(tx: Unit, uid: str, serial_number: str) -> bool:
    """The terminal is about to be told; False where it shall not be any more."""
    payment = held(tx, uid)
    if not payment.is_under_way or payment.event("cancel_asked") is not None:
        return False
    _note(tx, payment, "sent", serial_number=serial_number)
    return True


def ask_cancel(tx: Unit, uid: str) -> None:
    """The till wants a payment to end (a right). What the terminal was not told yet ends at once.

    Twice is once; nothing happens where it has come to its end.
    """
    tx.actor.require("till.sell")
    payment = held(tx, uid)
    if not payment.is_under_way or payment.event("cancel_asked") is not None:
        return
    _note(tx, payment, "cancel_asked")
    if payment.event("sent") is None:
        note_ended(tx, uid, Trouble.CARD_CANCELLED)


def note_doubtful(tx: Unit, uid: str, trouble: str, maker_code: str = "") -> None:
    """The terminal can not be asked what became of it; written once for each reason."""
    payment = held(tx, uid)
    newest = payment.event("doubtful")
    if not payment.is_under_way or (payment.live == "doubtful" and newest is not None and newest.trouble == trouble):
        return
    _note(tx, payment, "doubtful", trouble=trouble, maker_code=maker_code[:200])
    _set_live(tx, payment, "doubtful")


def note_waiting(tx: Unit, uid: str) -> None:
    """The terminal answers, and the customer is not ready."""
    payment = held(tx, uid)
    if payment.live == "doubtful":
        _set_live(tx, payment, "waiting")
        _announce(tx, payment)


def note_ended(tx: Unit, uid: str, trouble: str, maker_code: str = "", reason: str = "") -> None:
    """No money moved, because of ``trouble``."""
    payment = held(tx, uid)
    if payment.is_under_way:
        _note(tx, payment, "ended", trouble=trouble, maker_code=maker_code[:200], reason=reason)
        _end(tx, payment)


def note_approved(tx: Unit, uid: str, operation: Operation, reason: str = "") -> None:
    """The money moved. Where it went back without a sale, the payment it came of is at its end too."""
    payment = held(tx, uid)
    if not payment.is_under_way and payment.approved:
        return
    _note(
        tx,
        payment,
        "approved",
        amount=operation.amount,
        reference=operation.reference,
        authorisation=operation.authorisation,
        card_digits=operation.card_digits,
        slip="\n".join(operation.slip),
        maker_code=operation.maker_code,
        reason=reason,
    )
    if payment.live is None:
        # Somebody had decided otherwise: the terminal's word shows that money is there which no sale knows of.
        row = {"till_id": payment.till_id, "device_id": payment.device_id, "subject_uid": payment.subject_uid}
        tx.execute(insert(LiveCardPayment), {"payment_id": payment.id, "state": "approved", **row})
        _mark_cart(tx, payment.subject_uid)
    _set_live(tx, payment, "approved")
    if payment.purpose == "give_back" and payment.original_id is not None:
        original = payment_by_id(tx, payment.original_id)
        if operation.amount == original.approved:
            _end(tx, payment)
            _given_back(tx, original, "")


def note_given_back(tx: Unit, uid: str, reason: str) -> None:
    """An approved payment went back to the customer by other means (a right, a reason).

    Conflict ``card_payment_not_open`` where it does not wait for a sale.
    """
    payment = held(tx, uid)
    if payment.live != "approved":
        raise Conflict("card_payment_not_open")
    _given_back(tx, payment, reason)


def note_in_sale(tx: Unit, payment: PaymentView, sale_id: int) -> None:
    """An approved payment is part of a sale now."""
    amount = -payment.approved if payment.goes_back else payment.approved
    _note(tx, payment, "in_sale", sale_id=sale_id, amount=amount)
    _end(tx, payment)


def as_decided(payment: PaymentView, authorisation: str) -> Operation:
    """The operation as somebody read it off the terminal's slip."""
    return Operation(
        key=payment.uid,
        kind=OrderKind(payment.kind),
        state=OperationState.APPROVED,
        asked=payment.amount,
        currency=payment.currency,
        amount=payment.amount,
        authorisation=authorisation,
    )


def _note(tx: Unit, payment: PaymentView, kind: str, amount: Money = ZERO, **values: Any) -> None:
    head = {"payment_id": payment.id, "kind": kind, "at": tx.now, "by_name": tx.actor.name, "amount": amount}
    tx.execute(insert(CardPaymentEvent), {**_NOTHING_TOLD, **head, **values})
    told = {journaled: values[name] for name, journaled in _JOURNALED.items() if values.get(name)}
    _journal(tx, payment, kind, {"amount": amount.minor, **told} if amount else told)
    _announce(tx, payment)


def _journal(tx: Unit, payment: PaymentView, kind: str, body: Mapping[str, Any]) -> None:
    chain = journal.till_chain(payment.till_id)
    journal.record(tx, f"card.{kind}", chain=chain, subject=f"cart:{payment.subject_uid}", body=body)


def _announce(tx: Unit, payment: PaymentView) -> None:
    feed.announce(tx, TOPIC, {"uid": payment.uid}, till_id=payment.till_id)


def _set_live(tx: Unit, payment: PaymentView, state: str) -> None:
    tx.execute(update(LiveCardPayment).where(LiveCardPayment.payment_id == payment.id).values(state=state))


def _end(tx: Unit, payment: PaymentView) -> None:
    tx.execute(delete(LiveCardPayment).where(LiveCardPayment.payment_id == payment.id))
    _mark_cart(tx, payment.subject_uid)


def _given_back(tx: Unit, payment: PaymentView, reason: str) -> None:
    _note(tx, payment, "given_back", amount=payment.approved, reason=reason)
    _end(tx, payment)


def _mark_cart(tx: Unit, subject_uid: str) -> None:
    """A cart with money on it does not change until it is sold, or the money is back; nor what is held for it."""
    live = select(LiveCardPayment.payment_id).where(LiveCardPayment.subject_uid == subject_uid)
    is_paying = tx.execute(live.limit(1)).first() is not None
    tx.execute(update(Cart).where(Cart.uid == subject_uid).values(is_paying=is_paying))
    if not is_paying:
        free_value(tx, subject_uid)
