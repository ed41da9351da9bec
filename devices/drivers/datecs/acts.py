"""Acts as sequences of commands, on a session that stands where the attempt was prepared."""

import textwrap
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, assert_never

from app.core.money import ZERO, Money
from devices.drivers.datecs import build
from devices.drivers.datecs.codes import CodeTables, Command, DatecsOptions, Refused
from devices.drivers.datecs.dialect import Desk, Dialect
from devices.drivers.datecs.frames import DATA_MOST
from devices.drivers.datecs.session import Session
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, PaperOutcome, Registered
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import (
    Act,
    Buyer,
    CashMove,
    DocumentKind,
    FiscalReceipt,
    FiscalTender,
    Operator,
    ShiftClosing,
    ShiftOpening,
)
from devices.fiscal.sale_number import is_sale_number

KINDS: Final = frozenset({DocumentKind.SALE, DocumentKind.SALE_RETURN})
_LINES_MOST: Final = 512


@dataclass(frozen=True, slots=True)
class Wording:
    """How acts are put into words: the family, the owner's tables, who sells where."""

    dialect: Dialect
    tables: CodeTables
    options: DatecsOptions
    settings: FiscalSettings

    def desk(self, operator: Operator) -> Desk:
        """Who sells, by the register's own list."""
        return Desk(operator.number or self.options.operator, self.options.password, self.options.till)

    def commands(self, receipt: FiscalReceipt) -> list[tuple[Command, bytes]]:
        """Everything up to the payment; DeviceError for what the register could not be told."""
        _refuse_what_cannot_be(receipt, self.dialect)
        told = [self._opening(receipt)]
        told += [(Command.SELL, self.dialect.sale(line, self.tables.group(line))) for line in receipt.lines]
        texts = (receipt.operator.name if not receipt.operator.number else "", *receipt.texts)
        shown = (build.clean(text, self.options.columns) for text in texts)
        told += [(Command.RECEIPT_TEXT, self.dialect.parameters(text)) for text in shown if text]
        if receipt.buyer is not None:
            told += [(Command.RECEIPT_TEXT, self.dialect.parameters(text)) for text in self._whole_name(receipt.buyer)]
            told.append((Command.BUYER, self.dialect.buyer(receipt.buyer)))
        return told

    def _whole_name(self, buyer: Buyer) -> list[str]:
        """Lines of text with a name that its own field is too short for; empty where it fits."""
        name = build.clean(buyer.name, DATA_MOST)
        return textwrap.wrap(name, self.options.columns) if len(name) > self.dialect.buyer_most else []

    def payments(self, tenders: tuple[FiscalTender, ...]) -> list[tuple[str, Money]]:
        """What is given, cash last."""
        return build.payments(tenders, self.tables, self.dialect.tender_symbols[0])

    def _opening(self, receipt: FiscalReceipt) -> tuple[Command, bytes]:
        desk = self.desk(receipt.operator)
        if receipt.original is None:
            return self.dialect.opening(desk, receipt.sale_number, is_invoice=receipt.buyer is not None)
        return self.dialect.storno(desk, receipt.sale_number, receipt.original, self.settings.zone)


def check(act: Act, wording: Wording) -> None:
    """Builds everything once before anything is sent; DeviceError for what the register could not be told."""
    if not isinstance(act, FiscalReceipt):
        return
    if any(len(data) > DATA_MOST for _command, data in wording.commands(act)):
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="length")
    wording.payments(act.tenders)


def key_of(act: Act, dialect: Dialect) -> str:
    """What the register's memory knows the act by."""
    return dialect.kept_number(act.sale_number, act.original) if isinstance(act, FiscalReceipt) else ""


def carry_out(session: Session, act: Act, attempt: Attempt, wording: Wording) -> Registered:
    """Sends the act; Refused where the register did not take it, Unanswered, DeviceError."""
    match act:
        case FiscalReceipt():
            for command, data in wording.commands(act):
                session.tell(command, data)
            counted = session.transaction()
            if counted.amount != act.total:
                raise DeviceError(Trouble.SUM_DIFFERS, maker_code=str(counted.amount.minor))
            return end_receipt(session, attempt, wording, ZERO)
        case CashMove():
            if session.move_cash(act.amount) != attempt.before.cash + act.amount:
                raise DeviceError(Trouble.SUM_DIFFERS)
            return _registered(attempt)
        case ShiftOpening():
            return replace(_registered(attempt), paper=PaperOutcome.NOT_WANTED)
        case ShiftClosing():
            at = _time(session)
            session.close_day()
            return replace(_registered(attempt), number=session.last_document(), at=at)
        case _:
            assert_never(act)


def end_receipt(session: Session, attempt: Attempt, wording: Wording, paid: Money) -> Registered:
    """Pays what is left of an open receipt of the attempt and closes it; see ``carry_out``."""
    _pay(session, attempt, wording, paid)
    # A return needs the time that the register gives its document.
    at = _time(session)
    # So does the return of an invoice. Once it is closed, the register tells only the number of the next one.
    invoice = session.open_invoice() if attempt.is_invoice else None
    session.close_receipt()
    return registered_document(session, attempt, at, invoice)


def registered_document(
    session: Session, attempt: Attempt, at: datetime | None, invoice: int | None = None
) -> Registered:
    """The newest document as that of the attempt, with the number of the newest invoice where it is one."""
    if attempt.is_invoice and invoice is None:
        invoice = session.last_invoice()
    return replace(_registered(attempt), number=session.last_document(), at=at, invoice_number=invoice)


def with_paper(session: Session, registered: Registered) -> Registered:
    """What became of the paper of a registered act; never fails, because nothing about the act is open any more."""
    if registered.paper is PaperOutcome.NOT_WANTED:
        return registered
    try:
        trouble = session.status().trouble
    except DeviceError as problem:
        return replace(registered, paper=PaperOutcome.UNKNOWN, trouble=problem.trouble)
    if trouble in (Trouble.PAPER_OUT, Trouble.COVER_OPEN):
        return replace(registered, paper=PaperOutcome.UNFINISHED, trouble=trouble)
    return registered


def _pay(session: Session, attempt: Attempt, wording: Wording, paid: Money) -> None:
    """Gives what has not been given yet, until nothing is lacking. A receipt for nothing is paid with nothing."""
    lacking = attempt.total - paid
    for symbol, amount in wording.payments(attempt.tenders):
        given = min(paid, amount)
        paid -= given
        left = amount - given
        if (left and lacking > ZERO) or not amount:
            session.pay(symbol, left)
            lacking -= left


def _time(session: Session) -> datetime | None:
    """The register's time; a receipt that is paid is not held up where it tells none."""
    try:
        return session.clock()
    except Refused:
        return None


def _registered(attempt: Attempt) -> Registered:
    before = attempt.before
    return Registered(0, attempt.total, before.serial_number, before.storage_number, before.shift_number)


def _refuse_what_cannot_be(receipt: FiscalReceipt, dialect: Dialect) -> None:
    is_return = receipt.kind is DocumentKind.SALE_RETURN
    if receipt.kind not in KINDS or receipt.correction is not None:
        raise DeviceError(Trouble.NOT_POSSIBLE, maker_code=receipt.kind.value)
    if not receipt.on_paper or receipt.rounding or any(line.marked_code for line in receipt.lines):
        raise DeviceError(Trouble.NOT_POSSIBLE, maker_code="paper, rounding or marking")
    if receipt.buyer is not None and (is_return or not dialect.takes_buyer):
        raise DeviceError(Trouble.NOT_POSSIBLE, maker_code="buyer")
    if is_return != (receipt.original is not None):
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="original")
    if len(receipt.lines) > _LINES_MOST:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="lines")
    numbers = (receipt.sale_number, receipt.original.sale_number if receipt.original else receipt.sale_number)
    if not all(map(is_sale_number, numbers)):
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="sale number")
