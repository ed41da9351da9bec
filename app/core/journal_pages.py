"""Reading the journal: newest first, by what people look for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, select

from app.core.db.unit import ReadUnit
from app.core.journal import JournalDetail, JournalEntry, JournalHead

PAGE_ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: every part that is not empty narrows it. ``kind`` may be a beginning (``sale``, ``login``)."""

    kind: str = ""
    actor: str = ""
    subjects: tuple[str, ...] = ()
    chain: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One act as a page shows it; ``detail`` is None where there was none or it was erased."""

    id: int
    chain: str
    seq: int
    at: datetime
    actor: str
    supervisor: str | None
    kind: str
    subject: str | None
    body: Mapping[str, Any]
    detail: Mapping[str, Any] | None
    detail_erased: bool


def journal_page(tx: ReadUnit, wanted: Wanted, *, before_id: int | None = None) -> list[Row]:
    """The newest acts that fit, 100 at most, older than ``before_id`` where it is given."""
    statement = (
        select(
            JournalEntry.id,
            JournalEntry.chain,
            JournalEntry.seq,
            JournalEntry.at,
            JournalEntry.actor,
            JournalEntry.supervisor,
            JournalEntry.kind,
            JournalEntry.subject,
            JournalEntry.body,
            JournalEntry.detail_digest,
            JournalDetail.detail,
        )
        .outerjoin(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
        .where(*_conditions(wanted))
        .order_by(JournalEntry.id.desc())
        .limit(PAGE_ROWS)
    )
    if before_id is not None:
        statement = statement.where(JournalEntry.id < before_id)
    return [_row(found) for found in tx.execute(statement).mappings()]


def chains(tx: ReadUnit) -> list[str]:
    """The names of all chains."""
    return list(tx.execute(select(JournalHead.chain).order_by(JournalHead.chain)).scalars())


def _row(found: RowMapping) -> Row:
    detail, digest = found["detail"], found["detail_digest"]
    return Row(
        id=found["id"],
        chain=found["chain"],
        seq=found["seq"],
        at=found["at"],
        actor=found["actor"],
        supervisor=found["supervisor"],
        kind=found["kind"],
        subject=found["subject"],
        body=json.loads(found["body"]),
        detail=json.loads(detail) if detail is not None else None,
        detail_erased=detail is None and digest is not None,
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(JournalEntry.kind.startswith(wanted.kind, autoescape=True))
    if wanted.actor:
        found.append(JournalEntry.actor.icontains(wanted.actor, autoescape=True))
    if wanted.subjects:
        found.append(JournalEntry.subject.in_(wanted.subjects))
    if wanted.chain:
        found.append(JournalEntry.chain == wanted.chain)
    if wanted.since is not None:
        found.append(JournalEntry.at >= wanted.since)
    if wanted.until is not None:
        found.append(JournalEntry.at < wanted.until)
    return found
