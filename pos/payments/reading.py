"""Payments at card terminals, as screens, papers and the checkout read them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.core.money import ZERO, Money
from app.places.devices import DeviceView, devices
from app.places.service import CARD_TERMINAL
from pos.payments.lent import LENT, Lent, from_json
from pos.payments.models import CardPayment, CardPaymentEvent, LiveCardPayment
from pos.sale.models import Sale

UNDER_WAY: Final = ("waiting", "doubtful")
MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that became known of a payment; see ``CardPaymentEvent``."""

    kind: str
    at: datetime
    by_name: str
    amount: Money
    serial_number: str
    trouble: str
    maker_code: str
    reference: str
    authorisation: str
    card_digits: str
    slip: str
    reason: str
    sale_id: int | None


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment with all that is known of it; ``live`` is its state while it has not come to its end."""

    id: int
    uid: str
    till_id: int
    device_id: int
    kind: str
    purpose: str
    subject_uid: str
    original_id: int | None
    amount: Money
    currency: str
    plan: dict[str, str]
    at: datetime
    cashier_name: str
    live: str | None
    events: tuple[EventView, ...]
    lent: Lent

    def event(self, *kinds: str) -> EventView | None:
        """The newest event of these kinds."""
        return next((one for one in reversed(self.events) if one.kind in kinds), None)

    @property
    def is_under_way(self) -> bool:
        """Whether nobody knows yet if the money moved."""
        return self.live in UNDER_WAY

    @property
    def outcome(self) -> EventView | None:
        """What came of it at the terminal; None while it is under way."""
        return self.event("approved", "ended")

    @property
    def state(self) -> str:
        """``waiting``, ``doubtful``, ``approved``, ``ended``, ``in_sale`` or ``given_back``.

        What went back without a sale is ``given_back`` too.
        """
        if self.live is not None:
            return self.live
        last = self.event("approved", "ended", "in_sale", "given_back")
        if last is None:
            return "ended"
        return "given_back" if last.kind == "approved" else last.kind

    @property
    def approved(self) -> Money:
        """What the terminal moved, zero where nothing."""
        outcome = self.outcome
        return ZERO if outcome is None or outcome.kind == "ended" else outcome.amount

    @property
    def serial_number(self) -> str:
        """Which terminal was told; empty before."""
        sent = self.event("sent")
        return "" if sent is None else sent.serial_number

    @property
    def goes_back(self) -> bool:
        """Whether the customer gets money."""
        return self.kind != "payment"


_HEAD: Final = (
    CardPayment.id,
    CardPayment.uid,
    CardPayment.till_id,
    CardPayment.device_id,
    CardPayment.kind,
    CardPayment.purpose,
    CardPayment.subject_uid,
    CardPayment.original_id,
    CardPayment.amount,
    CardPayment.currency,
    CardPayment.plan,
    CardPayment.at,
    CardPayment.cashier_name,
    LiveCardPayment.state,
)
_EVENT: Final = tuple(getattr(CardPaymentEvent, name) for name in EventView.__slots__)


def payment_by_uid(tx: ReadUnit, uid: str) -> PaymentView:
    """A payment; NotFound ``no_card_payment``."""
    found = find_payment(tx, uid)
    if found is None:
        raise NotFound("no_card_payment")
    return found


def find_payment(tx: ReadUnit, uid: str) -> PaymentView | None:
    """A payment; None where there is none of that uid."""
    return next(iter(_payments(tx, CardPayment.uid == uid)), None)


def payment_by_id(tx: ReadUnit, payment_id: int) -> PaymentView:
    """A payment that something else names."""
    (found,) = _payments(tx, CardPayment.id == payment_id)
    return found


def live_of_subject(tx: ReadUnit, subject_uid: str) -> list[PaymentView]:
    """What has not come to its end for a cart, or for a sale that is to be voided; oldest first."""
    return _payments(tx, LiveCardPayment.subject_uid == subject_uid)


def live_of_till(tx: ReadUnit, till_id: int) -> list[PaymentView]:
    """What has not come to its end at a till; oldest first."""
    return _payments(tx, LiveCardPayment.till_id == till_id)


def live_states(tx: ReadUnit, till_id: int) -> frozenset[str]:
    """The states of what has not come to its end at a till."""
    found = tx.execute(select(LiveCardPayment.state).where(LiveCardPayment.till_id == till_id))
    return frozenset(found.scalars())


def all_live(tx: ReadUnit) -> list[PaymentView]:
    """What has not come to its end anywhere; oldest first."""
    return _payments(tx, LiveCardPayment.payment_id.is_not(None))


def under_way_at(tx: ReadUnit, device_id: int) -> PaymentView | None:
    """What a terminal is at."""
    found = _payments(tx, LiveCardPayment.device_id == device_id, LiveCardPayment.state.in_(UNDER_WAY))
    return next(iter(found), None)


def recent_payments(tx: ReadUnit, most: int = MOST_LISTED) -> list[PaymentView]:
    """The newest payments, newest first."""
    newest = select(CardPayment.id).order_by(CardPayment.id.desc()).limit(most)
    return _payments(tx, CardPayment.id.in_(newest))[::-1]


def payments_in(tx: ReadUnit, sale_ids: Sequence[int]) -> list[PaymentView]:
    """What these sales were paid, or paid back, at terminals; in the order it happened."""
    in_sales = select(CardPaymentEvent.payment_id).where(CardPaymentEvent.sale_id.in_(sale_ids))
    return _payments(tx, CardPayment.id.in_(in_sales))


def back_of(tx: ReadUnit, payment_ids: Sequence[int]) -> list[PaymentView]:
    """What goes back, or went, of these payments."""
    return _payments(tx, CardPayment.original_id.in_(payment_ids))


def by_terminal(tx: ReadUnit, shift_id: int) -> Money:
    """What the sales of a shift took from cards at connected terminals, less what they gave back."""
    found: Money = tx.execute(
        select(money_sum(CardPaymentEvent.amount))
        .join(Sale, Sale.id == CardPaymentEvent.sale_id)
        .where(Sale.shift_id == shift_id)
    ).scalar_one()
    return found


def terminal_of_till(tx: ReadUnit, till_id: int) -> DeviceView | None:
    """The connected terminal of a till that is in use; without one the cashier says what a stand-alone one showed."""
    return next((one for one in devices(tx, till_id) if one.role == CARD_TERMINAL and one.active), None)


def _payments(tx: ReadUnit, *where: ColumnElement[bool]) -> list[PaymentView]:
    chosen = (
        select(*_HEAD)
        .outerjoin(LiveCardPayment, LiveCardPayment.payment_id == CardPayment.id)
        .where(*where)
        .order_by(CardPayment.id)
    )
    heads = tx.execute(chosen).all()
    if not heads:
        return []
    events: dict[int, list[EventView]] = {row[0]: [] for row in heads}
    rows = tx.execute(
        select(CardPaymentEvent.payment_id, *_EVENT)
        .where(CardPaymentEvent.payment_id.in_(events))
        .order_by(CardPaymentEvent.id)
    )
    for payment_id, *event in rows:
        events[payment_id].append(EventView(*event))
    return [_view(head, tuple(events[head[0]])) for head in heads]


def _view(head: Row[*tuple[Any, ...]], events: tuple[EventView, ...]) -> PaymentView:
    *facts, plan, at, cashier_name, live = head
    fields = json.loads(plan)
    lent = from_json(fields.pop(LENT, None))
    values = (*facts, fields, at, cashier_name, live, events, lent)
    return PaymentView(**dict(zip(PaymentView.__slots__, values, strict=True)))
