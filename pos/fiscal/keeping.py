"""The evidence of what is sent to a register, and what it registered, as the books keep them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, false, insert, select, update

from app.core import journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.db.wire import Row
from app.core.installation import facts
from app.core.money import Money
from devices.fiscal.evidence import Attempt, KeptDocument, PaperOutcome, Registered
from devices.fiscal.receipt import DocumentKind
from pos.fiscal.models import FiscalAttempt, FiscalDocument
from pos.numbering.registers import accept, accepted_serial


@dataclass(frozen=True, slots=True)
class FiscalDocumentView:
    """What a register has registered; see ``FiscalDocument``."""

    act_uid: str
    document_uid: str
    till_id: int
    kind: str
    currency: str
    total: Money
    number: int
    receipt_number: int | None
    invoice_number: int | None
    sign: str
    registered_at: datetime | None
    serial_number: str
    storage_number: str
    shift_number: int
    qr: str
    paper: str
    is_recovered: bool
    decided_by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What of the shop's was registered, at which till's device."""

    act_uid: str
    document_uid: str
    sale_id: int | None
    till_id: int
    device_id: int
    kind: str


_COLUMNS: Final = tuple(getattr(FiscalDocument, name) for name in FiscalDocumentView.__slots__)
_OF_MESSAGE: Final = FiscalAttempt.message_id == bindparam("of_message")
_LAST_ATTEMPT: Final = select(FiscalAttempt.evidence).where(_OF_MESSAGE).order_by(FiscalAttempt.id.desc()).limit(1)
_LAST: Final = Prepared(_LAST_ATTEMPT)
_LAST_OPEN: Final = Prepared(_LAST_ATTEMPT.where(FiscalAttempt.is_open))
_ADD_ATTEMPT: Final = Prepared(insert(FiscalAttempt))
_CLOSE: Final = Prepared(update(FiscalAttempt).where(_OF_MESSAGE, FiscalAttempt.is_open).values(is_open=false()))
_ADD_DOCUMENT: Final = Prepared(insert(FiscalDocument))
_KNOWN: Final = Prepared(select(FiscalDocument.id).where(FiscalDocument.act_uid == bindparam("of_act")))
_OF_SALE: Final = Prepared(
    select(*_COLUMNS).where(FiscalDocument.sale_id == bindparam("of_sale")).order_by(FiscalDocument.id)
)


def keep_attempt(tx: Unit, message_id: int, device_id: int, attempt: Attempt) -> None:
    """Writes the evidence before anything is sent; the first one of a device says which register stands there."""
    close_attempts(tx, message_id)
    evidence = json.dumps(attempt.to_json())
    row = {"message_id": message_id, "device_id": device_id, "at": tx.now, "evidence": evidence, "is_open": True}
    _ADD_ATTEMPT.write(tx, row)
    if not accepted_serial(tx, device_id):
        accept(tx, device_id, attempt.before.serial_number)


def close_attempts(tx: Unit, message_id: int) -> None:
    """It is known what became of everything that was sent for a message."""
    _CLOSE.write(tx, {"of_message": message_id})


def open_attempt(tx: ReadUnit, message_id: int) -> Attempt | None:
    """The attempt of a message of which nobody knows yet what it became."""
    return _attempt(_LAST_OPEN.first(tx, {"of_message": message_id}))


def last_attempt(tx: ReadUnit, message_id: int) -> Attempt | None:
    """The newest attempt of a message, whatever became of it."""
    return _attempt(_LAST.first(tx, {"of_message": message_id}))


def _attempt(kept: Row | None) -> Attempt | None:
    return None if kept is None else Attempt.from_json(json.loads(kept[0]))


def keep_document(tx: Unit, subject: Subject, registered: Registered, *, decided_by: str | None = None) -> bool:
    """Writes what was registered, once, and journals it; answers whether it is new."""
    if _KNOWN.first(tx, {"of_act": subject.act_uid}) is not None:
        return False
    _ADD_DOCUMENT.write(
        tx,
        {
            "act_uid": subject.act_uid,
            "document_uid": subject.document_uid,
            "sale_id": subject.sale_id,
            "till_id": subject.till_id,
            "device_id": subject.device_id,
            "kind": subject.kind,
            "currency": facts(tx).currency,
            "total": registered.total,
            "number": registered.number,
            "receipt_number": registered.receipt_number,
            "invoice_number": registered.invoice_number,
            "sign": registered.sign,
            "registered_at": registered.at,
            "serial_number": registered.serial_number,
            "storage_number": registered.storage_number,
            "shift_number": registered.shift_number,
            "qr": registered.qr,
            "paper": registered.paper.value,
            "is_recovered": registered.is_recovered,
            "decided_by": decided_by,
            "at": tx.now,
        },
    )
    journal.record(
        tx,
        "fiscal.registered",
        chain=journal.till_chain(subject.till_id),
        subject=f"fiscal:{subject.act_uid}",
        body={
            "kind": subject.kind,
            "document": subject.document_uid,
            "number": registered.number,
            "sign": registered.sign,
            "serial": registered.serial_number,
            "total": registered.total.minor,
            **({} if registered.invoice_number is None else {"invoice": registered.invoice_number}),
        },
    )
    return True


def documents_of_sale(tx: ReadUnit, sale_id: int) -> list[FiscalDocumentView]:
    """What was registered of a sale, in order."""
    return [FiscalDocumentView(*row) for row in _OF_SALE.all(tx, {"of_sale": sale_id})]


def documents_of_till(tx: ReadUnit, till_id: int, most: int) -> list[FiscalDocumentView]:
    """The newest documents of a till, newest first."""
    found = tx.execute(
        select(*_COLUMNS).where(FiscalDocument.till_id == till_id).order_by(FiscalDocument.id.desc()).limit(most)
    )
    return [FiscalDocumentView(*row) for row in found]


def registered_to_json(registered: Registered) -> dict[str, Any]:
    """For the result of a message."""
    return {
        "number": registered.number,
        "total": registered.total.minor,
        "serial": registered.serial_number,
        "storage": registered.storage_number,
        "shift": registered.shift_number,
        "at": None if registered.at is None else registered.at.isoformat(),
        "sign": registered.sign,
        "receipt_number": registered.receipt_number,
        "qr": registered.qr,
        "paper": registered.paper.value,
        "recovered": registered.is_recovered,
        "invoice": registered.invoice_number,
    }


def registered_from_json(kept: Mapping[str, Any]) -> Registered:
    """What ``registered_to_json`` made."""
    return Registered(
        number=kept["number"],
        total=Money(kept["total"]),
        serial_number=kept["serial"],
        storage_number=kept["storage"],
        shift_number=kept["shift"],
        at=_moment(kept["at"]),
        sign=kept["sign"],
        receipt_number=kept["receipt_number"],
        qr=kept["qr"],
        paper=PaperOutcome(kept["paper"]),
        is_recovered=kept["recovered"],
        # The result of a message of an earlier version has none.
        invoice_number=kept.get("invoice"),
    )


def seen_to_json(seen: KeptDocument) -> dict[str, Any]:
    """A document that stands in the register, for whoever has to decide."""
    return {
        "number": seen.number,
        "at": None if seen.at is None else seen.at.isoformat(),
        "kind": None if seen.kind is None else seen.kind.value,
        "correction": seen.is_correction,
        "total": None if seen.total is None else seen.total.minor,
        "sign": seen.sign,
        "uid": seen.uid,
        "sale_number": seen.sale_number,
    }


def seen_from_json(kept: Mapping[str, Any]) -> KeptDocument:
    """What ``seen_to_json`` made."""
    return KeptDocument(
        number=kept["number"],
        at=_moment(kept["at"]),
        kind=None if kept["kind"] is None else DocumentKind(kept["kind"]),
        is_correction=kept["correction"],
        total=None if kept["total"] is None else Money(kept["total"]),
        sign=kept["sign"],
        uid=kept["uid"],
        sale_number=kept.get("sale_number", ""),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
