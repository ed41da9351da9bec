"""The event feed: what happened elsewhere, for pages that are open now.

Rows have ids, so that a page that reconnects misses nothing and several servers see each other.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, Text, delete, insert, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.prepared import Prepared
from app.core.db.types import BigId, UtcDateTime
from app.core.db.unit import ReadUnit, Unit

WAKE: Final = "feed"
PAGE_ROWS: Final = 200
MISSING_LOOKED_FOR: Final = 50
_ID_DIGITS: Final = 18
MOST_ID: Final = 2**63 - 1


class FeedEvent(Base):
    """One notice to open pages; kept for a day."""

    __tablename__ = "event_feed"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    topic: Mapped[str] = mapped_column(String(60))
    till_id: Mapped[int | None] = mapped_column(BigId)
    payload: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Notice:
    """A feed row as a page gets it; ``till_id`` is None where it concerns every till."""

    id: int
    topic: str
    till_id: int | None
    payload: str


_ADD = Prepared(insert(FeedEvent))
_encode = json.JSONEncoder(ensure_ascii=False).encode


def announce(
    tx: Unit,
    topic: str,
    payload: Mapping[str, Any] | None = None,
    *,
    till_id: int | None = None,
) -> None:
    """Adds a notice; open pages hear of it once this unit is kept."""
    _ADD.write(
        tx,
        {
            "at": tx.now,
            "topic": topic,
            "till_id": till_id,
            "payload": _encode(payload or {}),
        },
    )
    tx.wake(WAKE)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a page has read: the newest id, and ids below it that were not there yet.

    On PostgreSQL a unit that took its id earlier may be kept later; on SQLite nothing is ever missing.
    """

    newest: int
    missing: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor a page sends back; ValueError where it is none of ours."""
        parts = text.split("-")
        if not all(part.isascii() and part.isdigit() and len(part) <= _ID_DIGITS for part in parts):
            raise ValueError(text)
        newest, *missing = map(int, parts)
        if newest > MOST_ID:
            raise ValueError("no row has such an id")
        return cls(newest, frozenset(id_ for id_ in missing[:MISSING_LOOKED_FOR] if id_ < newest))

    def __str__(self) -> str:
        return "-".join(map(str, (self.newest, *sorted(self.missing))))

    def after(self, id_: int) -> "Cursor":
        """The cursor once this id was read."""
        if id_ <= self.newest:
            return Cursor(self.newest, self.missing - {id_})
        skipped = range(max(self.newest + 1, id_ - MISSING_LOOKED_FOR), id_)
        kept = (missing for missing in self.missing if missing > id_ - MISSING_LOOKED_FOR)
        return Cursor(id_, frozenset((*kept, *skipped)))


def read_on(
    tx: ReadUnit, cursor: Cursor, *, till_id: int | None, everywhere: bool = False
) -> tuple[Cursor, list[tuple[Cursor, Notice]]]:
    """What came after a cursor, for every till and for this one: each notice with the cursor once it is read.

    ``everywhere`` brings what concerns other tills as well. Answers the cursor after all that was looked at, 200 rows
    at most.
    """
    rows = tx.execute(
        select(FeedEvent.id, FeedEvent.topic, FeedEvent.till_id, FeedEvent.payload)
        .where(or_(FeedEvent.id > cursor.newest, FeedEvent.id.in_(cursor.missing)))
        .order_by(FeedEvent.id)
        .limit(PAGE_ROWS)
    )
    notices: list[tuple[Cursor, Notice]] = []
    for row in rows:
        cursor = cursor.after(row.id)
        if everywhere or row.till_id is None or row.till_id == till_id:
            notices.append((cursor, Notice(*row)))
    return cursor, notices


def present(tx: ReadUnit) -> Cursor:
    """The cursor of a page that begins now: it has seen every notice that is kept, and none that still may be."""
    last = list(tx.execute(select(FeedEvent.id).order_by(FeedEvent.id.desc()).limit(MISSING_LOOKED_FOR)).scalars())
    if not last:
        return Cursor(0)
    return Cursor(last[0], frozenset(range(last[-1], last[0])).difference(last))


def forget_before(tx: Unit, instant: datetime) -> None:
    """Drops notices older than the instant."""
    tx.execute(delete(FeedEvent).where(FeedEvent.at < instant))
