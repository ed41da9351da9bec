"""What is known of a registration: kept before it is sent, and compared with the register when its answer is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never

from app.core.money import ZERO, Money
from devices.errors import Trouble
from devices.fiscal.receipt import (
    Act,
    CashMove,
    DocumentKind,
    FiscalReceipt,
    FiscalTender,
    ShiftClosing,
    ShiftOpening,
)


class ActKind(StrEnum):
    """What was attempted."""

    SALE = "sale"
    SALE_RETURN = "sale_return"
    PURCHASE = "purchase"
    PURCHASE_RETURN = "purchase_return"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    SHIFT_OPENING = "shift_opening"
    SHIFT_CLOSING = "shift_closing"

    @classmethod
    def of(cls, act: Act) -> "ActKind":
        """The kind of an act."""
        match act:
            case FiscalReceipt():
                return cls(act.kind.value)
            case CashMove():
                return cls.CASH_IN if act.amount > ZERO else cls.CASH_OUT
            case ShiftOpening():
                return cls.SHIFT_OPENING
            case ShiftClosing():
                return cls.SHIFT_CLOSING
            case _:
                assert_never(act)

    @property
    def document_kind(self) -> DocumentKind | None:
        """The kind of receipt; None for what is none."""
        return DocumentKind(self.value) if self.value in set(DocumentKind) else None


@dataclass(frozen=True, slots=True)
class Counters:
    """Where a register stood. ``cash_moves`` counts cash put in and taken out, ``cash`` is what it believes to hold.

    ``storage_number`` is that of the fiscal storage or memory inside; ``last_document`` the number of its newest
    document.
    """

    serial_number: str
    storage_number: str
    last_document: int
    shift_number: int
    shift_is_open: bool
    cash: Money
    cash_moves: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """The evidence to keep, in a unit of its own, before an act is sent. ``total`` is never below zero.

    ``last_document`` of ``before`` is the number the act's own document must exceed. ``key`` is what the device knows
    this attempt by: the name of an order, or the sale number in its memory; empty elsewhere. ``tenders`` are how a
    receipt is paid, for a register that lets nobody cancel what has been paid in part. ``on_paper`` is False for what
    the register is told not to print, ``is_invoice`` True for what names its buyer.
    """

    uid: str
    kind: ActKind
    total: Money
    is_correction: bool
    before: Counters
    key: str = ""
    tenders: tuple[FiscalTender, ...] = ()
    on_paper: bool = True
    is_invoice: bool = False

    @property
    def paper_unseen(self) -> "PaperOutcome":
        """What is known of its paper where the answer is lost."""
        return PaperOutcome.UNKNOWN if self.on_paper else PaperOutcome.NOT_WANTED

    def to_json(self) -> dict[str, Any]:
        """For a column or a payload."""
        before = self.before
        return {
            "uid": self.uid,
            "kind": self.kind.value,
            "total": self.total.minor,
            "correction": self.is_correction,
            "serial": before.serial_number,
            "storage": before.storage_number,
            "last_document": before.last_document,
            "shift": before.shift_number,
            "shift_open": before.shift_is_open,
            "cash": before.cash.minor,
            "cash_moves": before.cash_moves,
            "key": self.key,
            "tenders": [[tender.code, tender.amount.minor] for tender in self.tenders],
            "on_paper": self.on_paper,
            "invoice": self.is_invoice,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Attempt":
        """What ``to_json`` made."""
        before = Counters(
            kept["serial"],
            kept["storage"],
            kept["last_document"],
            kept["shift"],
            kept["shift_open"],
            Money(kept["cash"]),
            kept["cash_moves"],
        )
        tenders = tuple(FiscalTender(code, Money(minor)) for code, minor in kept["tenders"])
        kind, total = ActKind(kept["kind"]), Money(kept["total"])
        # Evidence that was kept before this was noted is of a receipt that may have come out.
        on_paper, is_invoice = kept.get("on_paper", True), kept.get("invoice", False)
        return cls(kept["uid"], kind, total, kept["correction"], before, kept["key"], tenders, on_paper, is_invoice)


def attempt_of(act: Act, before: Counters, key: str = "") -> Attempt:
    """The evidence of an act that is about to be sent."""
    match act:
        case FiscalReceipt():
            amount, is_correction = act.total, act.correction is not None
        case CashMove():
            amount, is_correction = abs(act.amount), False
        case _:
            amount, is_correction = ZERO, False
    tenders = act.tenders if isinstance(act, FiscalReceipt) else ()
    on_paper = act.on_paper if isinstance(act, FiscalReceipt) else True
    is_invoice = isinstance(act, FiscalReceipt) and act.buyer is not None
    return Attempt(act.uid, ActKind.of(act), amount, is_correction, before, key, tenders, on_paper, is_invoice)


class PaperOutcome(StrEnum):
    """What became of the paper of something that is registered whatever became of it."""

    PRINTED = "printed"
    UNFINISHED = "unfinished"
    """The rest comes when the printer is well again and is told to go on."""
    NOT_WANTED = "not_wanted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Registered:
    """An act that the register has taken. ``number`` is the fiscal document's, 0 for cash moves that have none.

    ``at`` is the register's own time, never trusted; ``sign`` its signature of the document as people write it;
    ``qr`` the text of the code on a paper of our own, empty where the country has none. ``is_recovered`` says that the
    answer was lost and the register was asked afterwards. ``trouble`` is what keeps the paper from being finished.
    ``invoice_number`` is that of a sale with a buyer, where the register ``numbers_invoices`` and told it.
    """

    number: int
    total: Money
    serial_number: str
    storage_number: str
    shift_number: int
    at: datetime | None = None
    sign: str = ""
    receipt_number: int | None = None
    qr: str = ""
    paper: PaperOutcome = PaperOutcome.PRINTED
    trouble: Trouble | None = None
    is_recovered: bool = False
    invoice_number: int | None = None


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as the register's storage remembers it; ``kind`` is None for what is no receipt.

    ``uid`` is that of the shop's document, ``sale_number`` that which a law wants, where the register keeps and tells
    it.
    """

    number: int
    at: datetime | None
    kind: DocumentKind | None
    is_correction: bool
    total: Money | None
    sign: str = ""
    uid: str = ""
    sale_number: str = ""


class Finding(StrEnum):
    """The answer to "was it registered?"."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    """Surely not: it may be sent again, with a new attempt."""
    UNKNOWN = "unknown"
    """A person decides; nothing is sent again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the register says of an attempt. ``seen`` are the documents issued since, for whoever has to decide."""

    finding: Finding
    registered: Registered | None = None
    trouble: Trouble | None = None
    maker_code: str = ""
    seen: tuple[KeptDocument, ...] = field(default=())
