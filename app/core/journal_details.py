"""The personal details of the journal, of one subject: told to whom they are about, and erased.

Erasing leaves the chain whole: a row hashes a salted digest of its detail, and the digest stays.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from app.core.db.unit import ReadUnit, Unit
from app.core.journal import JournalDetail, JournalEntry


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the journal with all it says. ``detail`` is empty where there was none or it was erased."""

    at: datetime
    actor: str
    kind: str
    body: dict[str, Any]
    detail: dict[str, Any]


def acts_about(tx: ReadUnit, subject: str) -> Iterator[Act]:
    """Every act about a subject, oldest first."""
    rows = tx.execute(
        select(JournalEntry.at, JournalEntry.actor, JournalEntry.kind, JournalEntry.body, JournalDetail.detail)
        .outerjoin(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
        .where(JournalEntry.subject == subject)
        .order_by(JournalEntry.id)
    )
    for at, actor, kind, body, detail in rows:
        yield Act(at, actor, kind, json.loads(body), json.loads(detail) if detail else {})


def erase_details(tx: Unit, subject: str) -> None:
    """Erases the personal details of every act about a subject."""
    about = select(JournalEntry.id).where(JournalEntry.subject == subject)
    tx.execute(delete(JournalDetail).where(JournalDetail.entry_id.in_(about)))
