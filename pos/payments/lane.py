"""The conversation with a card terminal: each payment is told once, and asked after until its end is known.

That the terminal is about to be told is written in a unit of its own before. Where an answer stays out, or the program
died, the payment is asked after by its key; a terminal that never heard of it is told to refuse it from then on.
Nothing is ever told again.
"""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from app.core.actor import program
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, NotFound
from app.core.money import Money
from app.core.outbox import Message, Outcome
from devices.card.port import CardTerminal, Operation, OperationState, Order, OrderKind, Unanswered
from devices.errors import DeviceError, Trouble
from devices.transports.channel import Deadline
from pos.payments import keeping
from pos.payments.reading import PaymentView, payment_by_id, payment_by_uid
from pos.payments.terminals import Terminals

STARTS_WITHIN: Final = timedelta(seconds=20)
"""A customer whose payment is told later has gone."""
CUSTOMER_HAS_S: Final = 90
"""To present the card."""
_ASK_AGAIN_AFTER: Final = timedelta(seconds=1)
_OVERDUE: Final = timedelta(seconds=30)
"""Beyond the customer's time; then the till ends it."""
_AT_ONCE: Final = timedelta(0)
_ACTOR: Final = program("job:card_terminal")
_ENDS: Final = {
    OperationState.DECLINED: Trouble.CARD_DECLINED,
    OperationState.CANCELLED: Trouble.CARD_CANCELLED,
    OperationState.TIMED_OUT: Trouble.CARD_TIMED_OUT,
}


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one step of the lane looks at a payment, so that a server that is told to stop can, and how often."""

    look_for_ms: int = 4_000
    look_every_ms: int = 250


PACE: Final = Pace()


class CardHandler:
    """Brings one payment to its end."""

    def __init__(self, database: Database, terminals: Terminals, pace: Pace = PACE) -> None:
        self._database = database
        self._terminals = terminals
        self._pace = pace
        self._pause = threading.Event()

    def act(self, message: Message) -> Outcome:
        """Tells the terminal, or asks it what became of what it was told."""
        payment = self._payment(message)
        if not payment.is_under_way:
            return Outcome("done")
        try:
            with self._terminals.held(payment.device_id) as terminal:
                if payment.event("sent") is None:
                    return self._begin(payment, terminal)
                return self._follow(payment, terminal, None)
        except (BadInput, NotFound, DeviceError) as problem:
            code = problem.code
        return _doubt(code) if payment.event("sent") is not None else _ended(code)

    def resolve(self, message: Message) -> Outcome:
        """After a crash: the lane asks the terminal itself, so that nobody waits for it when the server starts."""
        return Outcome("retry", None, {}, _AT_ONCE)

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """Writes what became known."""
        uid, result = message.payload["uid"], outcome.result or {}
        if "operation" in result:
            keeping.note_approved(tx, uid, _operation_from_json(result["operation"]))
        elif "ended" in result:
            keeping.note_ended(tx, uid, result["ended"], result["maker_code"])
        elif "doubt" in result:
            keeping.note_doubtful(tx, uid, result["doubt"], result["maker_code"])
        elif "waiting" in result:
            keeping.note_waiting(tx, uid)
        elif outcome.state in ("in_doubt", "failed"):
            keeping.note_doubtful(tx, uid, outcome.error_code or "")

    def _begin(self, payment: PaymentView, terminal: CardTerminal) -> Outcome:
        if self._database.clock.now() - payment.at > STARTS_WITHIN:
            return _ended(Trouble.CARD_NOT_SENT)
        status = terminal.status()
        if status.trouble is not None:
            return _ended(status.trouble, status.maker_code)
        serial = status.serial_number
        if not self._database.transact(_ACTOR, lambda tx: keeping.note_sent(tx, payment.uid, serial)):
            return Outcome("done")
        try:
            begun: Operation | None = terminal.start(self._order(payment))
        except Unanswered:
            begun = None
        except DeviceError as problem:
            return _ended(problem.trouble, problem.maker_code)
        return self._follow(self._again(payment), terminal, begun)

    def _follow(self, payment: PaymentView, terminal: CardTerminal, known: Operation | None) -> Outcome:
        """Looks until it is at its end, or for a while; ``known`` is what the terminal has just answered."""
        look, is_told = Deadline(self._pace.look_for_ms), False
        try:
            if known is None:
                known = _asked_after(payment, terminal)
            while known is not None and known.state is OperationState.WAITING:
                if not is_told and self._is_to_end(payment):
                    known, is_told = terminal.cancel(payment.uid), True
                elif look.passed:
                    return Outcome("retry", None, {"waiting": True}, _AT_ONCE)
                else:
                    self._pause.wait(self._pace.look_every_ms / 1000)
                    known = terminal.ask(payment.uid)
        except DeviceError as problem:
            return _doubt(problem.code, problem.maker_code)
        if known is None:
            return _ended(Trouble.CARD_NOT_SENT)
        if known.state is OperationState.APPROVED:
            if known.currency != payment.currency:
                return _doubt(Trouble.GARBLED, known.currency)
            return Outcome("done", None, {"operation": _operation_to_json(known)})
        return _ended(_ENDS[known.state], known.maker_code)

    def _is_to_end(self, payment: PaymentView) -> bool:
        overdue = payment.at + timedelta(seconds=CUSTOMER_HAS_S) + _OVERDUE
        return self._again(payment).event("cancel_asked") is not None or self._database.clock.now() > overdue

    def _order(self, payment: PaymentView) -> Order:
        of = ""
        if payment.original_id is not None:
            with self._database.read_unit() as tx:
                outcome = payment_by_id(tx, payment.original_id).event("approved")
            of = "" if outcome is None else outcome.reference
        kind = OrderKind(payment.kind)
        return Order(payment.uid, kind, payment.amount, payment.currency, of, CUSTOMER_HAS_S)

    def _payment(self, message: Message) -> PaymentView:
        with self._database.read_unit() as tx:
            return payment_by_uid(tx, message.payload["uid"])

    def _again(self, payment: PaymentView) -> PaymentView:
        with self._database.read_unit() as tx:
            return payment_by_id(tx, payment.id)


def _asked_after(payment: PaymentView, terminal: CardTerminal) -> Operation | None:
    """What the terminal that was told remembers; None where it never heard of it, and refuses it from now on.

    Another terminal says nothing about what was told to the first.
    """
    status = terminal.status()
    if status.trouble not in (None, Trouble.TERMINAL_BUSY):
        raise DeviceError(status.trouble, maker_code=status.maker_code)
    if status.serial_number and status.serial_number != payment.serial_number:
        raise DeviceError(Trouble.TERMINAL_SWAPPED, maker_code=status.serial_number)
    return terminal.ask(payment.uid) or terminal.cancel(payment.uid)


def _ended(trouble: str, maker_code: str = "") -> Outcome:
    return Outcome("done", None, {"ended": str(trouble), "maker_code": maker_code})


def _doubt(trouble: str, maker_code: str = "") -> Outcome:
    return Outcome("retry", str(trouble), {"doubt": str(trouble), "maker_code": maker_code}, _ASK_AGAIN_AFTER)


def _operation_to_json(operation: Operation) -> dict[str, Any]:
    return {
        "key": operation.key,
        "kind": operation.kind.value,
        "asked": operation.asked.minor,
        "currency": operation.currency,
        "amount": operation.amount.minor,
        "reference": operation.reference,
        "authorisation": operation.authorisation,
        "card_digits": operation.card_digits,
        "scheme": operation.scheme,
        "slip": list(operation.slip),
        "maker_code": operation.maker_code,
    }


def _operation_from_json(kept: dict[str, Any]) -> Operation:
    money = {name: Money(kept[name]) for name in ("asked", "amount")}
    rest = {"kind": OrderKind(kept["kind"]), "state": OperationState.APPROVED, "slip": tuple(kept["slip"])}
    return Operation(**{**kept, **money, **rest})
