"""What an import changed row by row, and what an undo did about it. Each function works in the caller's unit."""

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.exchange.kind import Change
from app.exchange.models import ImportChange, ImportChangeDetail, ImportUndo

MOST_KEPT: Final = 500


def log(tx: Unit, import_id: int, changes: Sequence[Change]) -> str:
    """Writes down what was changed; answers a digest of these rows, for the journal's chain to hold.

    What tells about a customer is kept apart, and the row holds a salted digest of it.
    """
    details = [_detail(change) for change in changes]
    rows = [_row(import_id, *pair) for pair in zip(changes, details, strict=True)]
    written = insert(ImportChange).returning(ImportChange.id, sort_by_parameter_order=True)
    ids = tx.execute(written, rows).scalars().all()
    personal = [
        {"change_id": change_id, **detail} for change_id, detail in zip(ids, details, strict=True) if detail is not None
    ]
    if personal:
        tx.execute(insert(ImportChangeDetail), personal)
    return hashlib.sha256(journal.canonical({"changes": rows}).encode()).hexdigest()


def _detail(change: Change) -> dict[str, Any] | None:
    if change.customer_id is None:
        return None
    told = json.dumps({"before": change.before, "after": change.after}, ensure_ascii=False)
    return {"customer_id": change.customer_id, "salt": secrets.token_hex(16), "detail": told}


def _row(import_id: int, change: Change, detail: Mapping[str, Any] | None) -> dict[str, Any]:
    before, after = change.before, change.after
    if detail is not None:
        digest = hashlib.sha256((detail["salt"] + detail["detail"]).encode()).hexdigest()
        before, after = {}, {"fields": sorted(change.after), "digest": digest}
    return {
        "import_id": import_id,
        "row": change.row,
        "entity": change.entity,
        "entity_id": change.entity_id,
        "act": change.act,
        "before": json.dumps(before, ensure_ascii=False),
        "after": json.dumps(after, ensure_ascii=False),
    }


def not_undone(tx: ReadUnit, import_id: int, limit: int) -> list[Change]:
    """The newest changes of an import that were not taken back yet, newest first."""
    found = tx.execute(
        select(
            ImportChange.row,
            ImportChange.entity,
            ImportChange.entity_id,
            ImportChange.act,
            ImportChange.before,
            ImportChange.after,
            ImportChange.id,
            ImportChangeDetail.customer_id,
            ImportChangeDetail.detail,
        )
        .outerjoin(ImportUndo, ImportUndo.change_id == ImportChange.id)
        .outerjoin(ImportChangeDetail, ImportChangeDetail.change_id == ImportChange.id)
        .where(ImportChange.import_id == import_id, ImportUndo.change_id.is_(None))
        .order_by(ImportChange.id.desc())
        .limit(limit)
    )
    return [
        Change(
            one.row,
            one.entity,
            one.entity_id,
            one.act,
            *_told(one.before, one.after, one.detail),
            customer_id=one.customer_id,
            id=one.id,
            erased=one.detail is None and "digest" in json.loads(one.after),
        )
        for one in found
    ]


def _told(before: str, after: str, detail: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    if detail is None:
        return json.loads(before), json.loads(after)
    told = json.loads(detail)
    return told["before"], told["after"]


def undone(tx: Unit, changes: Sequence[Change], kept: Mapping[int, str]) -> None:
    """Writes down that changes were taken back, and what had to be kept."""
    tx.execute(insert(ImportUndo), [{"change_id": change.id, "kept": kept.get(change.id, "")} for change in changes])


def forget_details(tx: Unit, customer_ids: Collection[int]) -> None:
    """Erases what the logs of all imports tell about customers."""
    tx.execute(delete(ImportChangeDetail).where(ImportChangeDetail.customer_id.in_(customer_ids)))


@dataclass(frozen=True, slots=True)
class Kept:
    """A change that an undo could not take back whole: the row, what it was about, and why."""

    row: int
    entity: str
    entity_id: int
    after: dict[str, Any]
    code: str


def kept_changes(tx: ReadUnit, import_id: int, limit: int = MOST_KEPT) -> list[Kept]:
    """What an undo had to keep, by row."""
    found = tx.execute(
        select(
            ImportChange.row,
            ImportChange.entity,
            ImportChange.entity_id,
            ImportChange.before,
            ImportChange.after,
            ImportChangeDetail.detail,
            ImportUndo.kept,
        )
        .join(ImportUndo, ImportUndo.change_id == ImportChange.id)
        .outerjoin(ImportChangeDetail, ImportChangeDetail.change_id == ImportChange.id)
        .where(ImportChange.import_id == import_id, ImportUndo.kept != "")
        .order_by(ImportChange.row, ImportChange.id)
        .limit(limit)
    )
    return [
        Kept(row, entity, entity_id, _told(before, after, detail)[1], code)
        for row, entity, entity_id, before, after, detail, code in found
    ]
