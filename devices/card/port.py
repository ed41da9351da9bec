"""What the shop asks of a card terminal that is connected to a till; one contract suite checks it for all of them.

An order is given once and named by its key. What became of it is asked for afterwards, as often as wanted: a customer
takes his time, and a till that was switched off meanwhile asks the same question.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.core.money import ZERO, Money
from devices.errors import DeviceError, Trouble


class OrderKind(StrEnum):
    """What a terminal is told to do."""

    PAYMENT = "payment"
    REFUND = "refund"
    """Gives back an amount, of an earlier payment where its reference is known."""

    REVERSAL = "reversal"
    """Undoes a whole payment of this terminal."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order. ``key`` names it for ever; ``amount`` is above zero.

    ``of`` is the terminal's own reference of the payment that goes back, empty where it is not known. The customer has
    ``seconds`` to present the card.
    """

    key: str
    kind: OrderKind
    amount: Money
    currency: str
    of: str = ""
    seconds: int = 90


class OperationState(StrEnum):
    """How far an operation is; every state but the first is its end."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    """By the customer, or by the till."""

    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Operation:
    """What a terminal remembers of an order.

    ``amount`` is what it approved: a part of what was asked where the card holds no more, zero where nothing was.
    ``card_digits`` are the last four, ``slip`` the lines that belong on the receipt, ``maker_code`` its own word.
    """

    key: str
    kind: OrderKind
    state: OperationState
    asked: Money
    currency: str
    amount: Money = ZERO
    reference: str = ""
    authorisation: str = ""
    card_digits: str = ""
    scheme: str = ""
    slip: tuple[str, ...] = ()
    maker_code: str = ""


@dataclass(frozen=True, slots=True)
class TerminalInfo:
    """What a terminal can do."""

    driver: str
    refunds: bool
    reverses: bool
    approves_parts: bool
    verified_on_hardware: bool


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """How a terminal is. ``trouble`` says what keeps it from the next order; None where it would take one."""

    trouble: Trouble | None = None
    maker_code: str = ""
    serial_number: str = ""


class Unanswered(DeviceError):
    """The order left and no answer came: it may be carried out."""


class CardTerminal(Protocol):
    """Takes money from cards. Every method raises RuntimeError inside a unit of work and keeps its deadlines."""

    @property
    def info(self) -> TerminalInfo:
        """What it can do; touches no device."""

    def status(self) -> TerminalStatus:
        """How it is now. Raises no DeviceError: what keeps it from answering is the ``trouble``."""

    def start(self, order: Order) -> Operation:
        """Begins an order and does not wait for the customer. The same key again is the operation there is.

        Raises Unanswered where it may have begun, any other DeviceError where it surely has not.
        """

    def ask(self, key: str) -> Operation | None:
        """What became of an order; None where the terminal never heard of it. DeviceError where it cannot be asked."""

    def cancel(self, key: str) -> Operation | None:
        """Ends an order that still waits; what was approved stays approved.

        An order that the terminal never heard of is refused, should it come later: None then. DeviceError.
        """

    def last_operation(self) -> Operation | None:
        """The newest operation that came to an end; None where there was none. DeviceError."""
