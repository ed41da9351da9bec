"""What became of an attempt: the register's own memory is asked, and nothing is sent again."""

from dataclasses import replace
from typing import Final

from app.core.money import ZERO, Money
from devices.drivers.shtrih import build, codes
from devices.drivers.shtrih.answers import FoundDocument, Mode, ShortStatus, StorageStatus
from devices.drivers.shtrih.session import Session
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
from devices.fiscal.receipt_code import qr_of

_RECEIPTS: Final = frozenset({codes.RECEIPT, codes.CORRECTION})
_SHIFT_DOCUMENT: Final = {ActKind.SHIFT_OPENING: codes.SHIFT_OPENED, ActKind.SHIFT_CLOSING: codes.SHIFT_CLOSED}
_ASKED_MOST: Final = 50
"""More documents than this in between are surely not one lost answer."""


def counters(session: Session, storage: StorageStatus) -> Counters:
    """Where the register stands now, its fiscal storage as it was just asked."""
    is_open, number = session.shift()
    return Counters(
        serial_number=session.long_status().serial_number,
        storage_number=storage.number,
        last_document=storage.last_document,
        shift_number=number,
        shift_is_open=is_open,
        cash=Money(session.cash_minor()),
        cash_moves=session.cash_moves(),
    )


def kept_document(found: FoundDocument, uid: str = "") -> KeptDocument:
    """A document of the fiscal storage in the shop's words."""
    is_receipt = found.type in _RECEIPTS
    return KeptDocument(
        number=found.number,
        at=found.at,
        kind=codes.KIND_OF_OPERATION.get(found.operation or 0) if is_receipt else None,
        is_correction=found.type == codes.CORRECTION,
        total=found.total if is_receipt else None,
        sign=str(found.sign),
        uid=uid,
    )


def resolve(session: Session, attempt: Attempt) -> Verdict:
    """The verdict on an attempt; a document that it left open is cancelled. DeviceError."""
    status = session.wait_for_printer()
    before = attempt.before
    now = session.storage_status()
    if (session.long_status().serial_number, now.number) != (before.serial_number, before.storage_number):
        return Verdict(Finding.UNKNOWN, trouble=Trouble.SWAPPED)
    if attempt.kind.document_kind is not None:
        verdict = _receipt(session, attempt, now)
    elif attempt.kind in _SHIFT_DOCUMENT:
        verdict = _shift(session, attempt, now)
    else:
        verdict = _cash(session, attempt, now)
    if verdict.finding is Finding.NOT_REGISTERED:
        clear_away(session, status, now)
    return verdict


def clear_away(session: Session, status: ShortStatus, storage: StorageStatus) -> ShortStatus:
    """Cancels what an interrupted act left open, as the register was just asked; its status afterwards.

    DeviceError where the register does not let it.
    """
    is_receipt = status.mode == Mode.DOCUMENT_OPEN
    if not is_receipt and not storage.open_document:
        return status
    if is_receipt:
        session.cancel_receipt()
    if session.storage_status().open_document:
        session.do(b"\xff\x08")
    return session.short_status()


def _since(session: Session, attempt: Attempt, now: StorageStatus) -> list[FoundDocument] | None:
    """The documents issued since the attempt was prepared; None where they cannot be told."""
    first = attempt.before.last_document + 1
    if not 0 <= now.last_document - attempt.before.last_document <= _ASKED_MOST:
        return None
    found = [session.find(number) for number in range(first, now.last_document + 1)]
    whole = [document for document in found if document is not None]
    return whole if len(whole) == len(found) else None


def _receipt(session: Session, attempt: Attempt, now: StorageStatus) -> Verdict:
    found = _since(session, attempt, now)
    if found is None:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)
    receipts = [document for document in found if document.type in _RECEIPTS]
    seen = tuple(kept_document(one, build.uid_in(session.tags_of(one.number))) for one in receipts)
    if not seen:
        return Verdict(Finding.NOT_REGISTERED)
    ours = [kept for kept in seen if _is_ours(kept, attempt)]
    if len(ours) == 1:
        registered = registered_document(session, ours[0], attempt)
        return Verdict(Finding.REGISTERED, registered, seen=seen)
    return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=seen)


def _is_ours(kept: KeptDocument, attempt: Attempt) -> bool:
    """Without a uid, kind and sum have to do: nobody else sends to the register."""
    return (
        kept.kind is attempt.kind.document_kind
        and kept.total == attempt.total
        and kept.is_correction == attempt.is_correction
        and kept.uid in ("", attempt.uid)
    )


def registered_document(session: Session, kept: KeptDocument, attempt: Attempt) -> Registered:
    """A kept document as the answer that was lost; whether a paper came out is not known."""
    before = attempt.before
    registered = Registered(
        number=kept.number,
        total=kept.total or ZERO,
        serial_number=before.serial_number,
        storage_number=before.storage_number,
        shift_number=session.shift()[1],
        at=kept.at,
        sign=kept.sign,
        paper=attempt.paper_unseen,
        is_recovered=True,
    )
    return registered if kept.kind is None else replace(registered, qr=qr_of(registered, kept.kind))


def _shift(session: Session, attempt: Attempt, now: StorageStatus) -> Verdict:
    wanted = _SHIFT_DOCUMENT[attempt.kind]
    found = _since(session, attempt, now)
    if found is None:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)
    ours = [document for document in found if document.type == wanted]
    if len(ours) == 1:
        return Verdict(Finding.REGISTERED, registered_document(session, kept_document(ours[0]), attempt))
    if found:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=tuple(map(kept_document, found)))
    return Verdict(Finding.NOT_REGISTERED)


def _cash(session: Session, attempt: Attempt, now: StorageStatus) -> Verdict:
    """Cash moves are no documents of the storage: the register's counts of them and of the cash tell."""
    before = attempt.before
    if now.last_document != before.last_document:
        return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)
    moved = session.cash_minor() - before.cash.minor
    count = session.cash_moves() - before.cash_moves
    wanted = attempt.total.minor if attempt.kind is ActKind.CASH_IN else -attempt.total.minor
    if (count, moved) == (0, 0):
        return Verdict(Finding.NOT_REGISTERED)
    if (count, moved) == (1, wanted):
        registered = Registered(
            number=0,
            total=attempt.total,
            serial_number=before.serial_number,
            storage_number=before.storage_number,
            shift_number=before.shift_number,
            paper=PaperOutcome.UNKNOWN,
            is_recovered=True,
        )
        return Verdict(Finding.REGISTERED, registered)
    return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED)


def unknown(problem: DeviceError) -> Verdict:
    """The register could not be asked."""
    return Verdict(Finding.UNKNOWN, trouble=problem.trouble, maker_code=problem.maker_code)
