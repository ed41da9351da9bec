"""What became of an attempt: the register's own memory is asked, and nothing is sent again."""

import contextlib
from dataclasses import replace
from typing import Final

from app.core.money import ZERO
from devices.drivers.datecs.acts import Wording, end_receipt, registered_document
from devices.drivers.datecs.answers import Transaction
from devices.drivers.datecs.codes import Refused
from devices.drivers.datecs.dialect import Entry
from devices.drivers.datecs.session import Session
from devices.drivers.datecs.status import Status
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import (
    ActKind,
    Attempt,
    Counters,
    Finding,
    KeptDocument,
    PaperOutcome,
    Registered,
    Verdict,
)

_ASKED_MOST: Final = 50
"""More documents than this in between are surely not one lost answer."""


def counters(session: Session) -> Counters:
    """Where the register stands now. Its first receipt opens a shift by itself, so one is always open."""
    identity = session.identity()
    return Counters(
        serial_number=identity.serial_number,
        storage_number=identity.storage_number,
        last_document=session.last_document(),
        shift_number=session.last_closing() + 1,
        shift_is_open=True,
        cash=session.cash(),
        cash_moves=0,
    )


def kept_document(number: int, entry: Entry | None) -> KeptDocument:
    """A document of the journal in the shop's words; of one that cannot be read, only the number."""
    if entry is None:
        return KeptDocument(number, at=None, kind=None, is_correction=False, total=None)
    total = None if entry.kind is None else entry.total
    return KeptDocument(number, entry.at, entry.kind, is_correction=False, total=total, sale_number=entry.sale_number)


def newest_document(session: Session, transaction: Transaction) -> KeptDocument | None:
    """The newest document, if there is any; where it is a receipt, it is the last one that was closed."""
    number = session.last_document()
    if not number:
        return None
    kept = kept_document(number, session.entry(number, only_head=True))
    if kept.kind is None or kept.total is not None or transaction.is_open:
        return kept
    return replace(kept, total=transaction.amount)


def clear_away(session: Session, status: Status) -> None:
    """Cancels what an interrupted act left open, by a status just asked; DeviceError where the register forbids it.

    A receipt that has been paid stays: only whoever knows its attempt may bring it to its end.
    """
    if status.has_service_receipt:
        session.close_service_receipt()
    transaction = session.transaction()
    if transaction.is_open:
        if transaction.paid:
            raise DeviceError(Trouble.DOCUMENT_OPEN)
        _cancel(session)


def resolve(session: Session, attempt: Attempt, wording: Wording) -> Verdict:
    """The verdict on an attempt; a document that it left open is cancelled, or ended where it is paid. DeviceError."""
    before = attempt.before
    identity = session.identity()
    if (identity.serial_number, identity.storage_number) != (before.serial_number, before.storage_number):
        return Verdict(Finding.UNKNOWN, trouble=Trouble.SWAPPED, maker_code=identity.serial_number)
    ended = _ended(session, attempt, wording)
    if ended is not None:
        return Verdict(Finding.REGISTERED, replace(ended, is_recovered=True))
    clear_away(session, session.status())
    match attempt.kind:
        case ActKind.SHIFT_OPENING:
            return Verdict(Finding.REGISTERED, _recovered(attempt, 0))
        case ActKind.SHIFT_CLOSING:
            return _closing(session, attempt)
        case ActKind.CASH_IN | ActKind.CASH_OUT:
            return _cash(session, attempt)
        case _:
            return _receipt(session, attempt)


def _ended(session: Session, attempt: Attempt, wording: Wording) -> Registered | None:
    """The open receipt of the attempt, which nobody can cancel any more, once it is closed; None where none is open."""
    if attempt.kind.document_kind is None:
        return None
    transaction = session.transaction()
    if transaction.is_open and not transaction.paid:
        _finish_card_payment(session, {symbol for symbol, _amount in wording.payments(attempt.tenders)})
        transaction = session.transaction()
    if not (transaction.is_open and transaction.paid and transaction.amount == attempt.total):
        return None
    session.has_committed = True
    return end_receipt(session, attempt, wording, transaction.paid)


def _finish_card_payment(session: Session, symbols: set[str]) -> None:
    """A card may have been charged for a receipt that has nothing paid: only the register knows."""
    if symbols.intersection(session.dialect.card_symbols):
        with contextlib.suppress(Refused):
            session.finish_card_payment()


def _cancel(session: Session) -> None:
    try:
        session.cancel_receipt()
    except Refused as refusal:
        if refusal.status.lacks_paper:
            raise
        raise DeviceError(Trouble.DOCUMENT_OPEN, maker_code=refusal.maker_code) from refusal


def _receipt(session: Session, attempt: Attempt) -> Verdict:
    """The sale number decides. A document that the journal does not tell may be ours, so it leaves a doubt."""
    last, first = session.last_document(), attempt.before.last_document + 1
    if not 0 <= last + 1 - first <= _ASKED_MOST:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)
    entries = {number: session.entry(number) for number in range(first, last + 1)}
    seen = tuple(kept_document(number, entry) for number, entry in entries.items())
    live = [entry for entry in entries.values() if entry is not None and entry.kind is not None]
    ours = [entry for entry in live if entry.sale_number == attempt.key and entry.total in (None, attempt.total)]
    if len(ours) == 1 and _counts(session, attempt):
        registered = replace(registered_document(session, attempt, ours[0].at), number=ours[0].number)
        if ours[0] is not live[-1]:
            # A receipt that came after it may be an invoice too.
            registered = replace(registered, invoice_number=None)
        return Verdict(Finding.REGISTERED, _as_recovered(registered), seen=seen)
    if live or None in entries.values():
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=seen)
    return Verdict(Finding.NOT_REGISTERED)


def _counts(session: Session, attempt: Attempt) -> bool:
    """Whether a document of ours was not cancelled: what was cancelled has never been paid."""
    if session.dialect.tells_cancelled:
        return True
    transaction = session.transaction()
    return bool(transaction.paid) and transaction.paid >= transaction.amount == attempt.total


def _closing(session: Session, attempt: Attempt) -> Verdict:
    """The number of the last Z report decides."""
    reports = session.last_closing() + 1 - attempt.before.shift_number
    if not reports:
        return Verdict(Finding.NOT_REGISTERED)
    if reports == 1:
        return Verdict(Finding.REGISTERED, _recovered(attempt, session.last_document()))
    return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)


def _cash(session: Session, attempt: Attempt) -> Verdict:
    """What the drawer holds decides."""
    moved = session.cash() - attempt.before.cash
    wanted = attempt.total if attempt.kind is ActKind.CASH_IN else -attempt.total
    if moved == ZERO:
        return Verdict(Finding.NOT_REGISTERED)
    if moved == wanted:
        return Verdict(Finding.REGISTERED, _recovered(attempt, 0))
    return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)


def _recovered(attempt: Attempt, number: int) -> Registered:
    before = attempt.before
    found = Registered(number, attempt.total, before.serial_number, before.storage_number, before.shift_number)
    return _as_recovered(found)


def _as_recovered(registered: Registered) -> Registered:
    """As the answer that was lost; whether its paper came out is not known."""
    return replace(registered, paper=PaperOutcome.UNKNOWN, is_recovered=True)
