"""The append-only, hash-chained record of everything that matters.

One chain per till and one for the rest of the server. Each row hashes the row before it and a salted digest of
its personal detail; the detail lies apart and may be erased without breaking the chain.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.prepared import Prepared
from app.core.db.types import BigId, UtcDateTime
from app.core.db.unit import ReadUnit, Unit

SERVER_CHAIN: Final = "server"
GENESIS: Final = "0" * 64
TOLERANCE: Final = timedelta(minutes=2)
"""By how much a clock may be set back before it counts as wrong."""


_encode: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode


def till_chain(till_id: int) -> str:
    """The name of a till's chain."""
    return f"till:{till_id}"


class JournalHead(Base):
    """The last row of each chain: the lock of a chain, and what betrays a tail cut off.

    ``at`` is that row's instant: the next row is never earlier. ``reached`` is the latest instant the clock has shown,
    as far as it is believed: the same, until somebody says that the clock was ahead. None before the first row.
    """

    __tablename__ = "journal_head"

    chain: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reached: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JournalEntry(Base):
    """One act. ``body`` is canonical JSON without personal detail."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_journal_entry_kind_at", "kind", "at"),
        Index("ix_journal_entry_subject", "subject"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(120))
    supervisor: Mapped[str | None] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    detail_digest: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class JournalDetail(Base):
    """The personal detail of an act and its salt. Erasing the row leaves the chain whole."""

    __tablename__ = "journal_detail"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("journal_entry.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)


append_only("journal_entry")
append_only("journal_detail", erasable=True)

_ADVANCE = Prepared(
    update(JournalHead)
    .where(
        JournalHead.chain == bindparam("of_chain"),
        JournalHead.seq == bindparam("from_seq"),
    )
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash"), at=bindparam("to_at"), reached=bindparam("to_reached"))
)
_HEAD = Prepared(
    select(JournalHead.seq, JournalHead.hash, JournalHead.at, JournalHead.reached)
    .where(JournalHead.chain == bindparam("of_chain"))
    .with_for_update()
)
_ADD = Prepared(insert(JournalEntry))
_ADD_ANSWERING_ID = Prepared(insert(JournalEntry).returning(JournalEntry.id))


def record(
    tx: Unit,
    kind: str,
    *,
    chain: str = SERVER_CHAIN,
    subject: str | None = None,
    body: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Writes one act at the end of a chain, in the caller's unit.

    ``kind`` is a stable code (``sale.completed``); ``subject`` names what it is about (``sale:17``); ``body``
    says old and new values and the reason; ``detail`` holds what names a person and may be erased later.
    Call it late in a unit: on PostgreSQL the chain stays locked until the unit ends.

    Time never runs backwards in a chain: while the clock is behind the last row, rows bear that row's instant, and
    ``clock_said`` in the body is what the clock showed where it is off by more than ``TOLERANCE``.
    """
    head = _HEAD.first(tx, {"of_chain": chain})
    if head is None:
        seq, previous, last_at, reached = 0, GENESIS, None, None
        tx.execute(insert(JournalHead), {"chain": chain, "seq": 0, "hash": GENESIS})
    else:
        seq, previous, last_at, reached = head
    at = tx.now if last_at is None else max(tx.now, last_at)
    to_reached = tx.now if reached is None else max(tx.now, reached)
    if at - tx.now > TOLERANCE:
        body = {**(body or {}), "clock_said": tx.now.isoformat()}
    body_text = canonical(body or {})
    detail_text = salt = digest = None
    if detail:
        detail_text, salt = canonical(detail), secrets.token_hex(16)
        digest = _digest(salt, detail_text)
    row = {
        "chain": chain,
        "seq": seq + 1,
        "at": at,
        "actor": tx.actor.name,
        "supervisor": tx.actor.supervisor,
        "kind": kind,
        "subject": subject,
        "body": body_text,
        "detail_digest": digest,
        "previous_hash": previous,
    }
    row["hash"] = _row_hash(row)
    if detail_text is None:
        _ADD.write(tx, row)
    else:
        added = _ADD_ANSWERING_ID.first(tx, row)
        assert added is not None
        tx.execute(insert(JournalDetail), {"entry_id": added[0], "salt": salt, "detail": detail_text})
    _ADVANCE.write(
        tx,
        {
            "of_chain": chain,
            "from_seq": seq,
            "to_seq": seq + 1,
            "to_hash": row["hash"],
            "to_at": at,
            "to_reached": to_reached,
        },
    )


def reached_by(tx: ReadUnit, chain: str) -> datetime | None:
    """The latest instant the clock has shown for a chain, as far as it is believed; None where nothing happened yet."""
    latest: datetime | None = tx.execute(select(JournalHead.reached).where(JournalHead.chain == chain)).scalar()
    return latest


def heads(tx: ReadUnit) -> dict[str, str]:
    """The newest hash of each chain: what a Z report carries out of the machine."""
    return {
        chain: f"{seq}:{hash_}"
        for chain, seq, hash_ in tx.execute(select(JournalHead.chain, JournalHead.seq, JournalHead.hash))
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a chain is broken: ``edited``, ``missing``, ``cut_off`` or ``detail_edited``."""

    chain: str
    seq: int
    fault: str


def verify(tx: ReadUnit) -> tuple[int, list[Fault]]:
    """Walks every chain; answers how many rows were read and every fault found."""
    faults: list[Fault] = []
    count = 0
    last: dict[str, tuple[int, str]] = {}
    for row, salt, detail in _rows(tx):
        count += 1
        chain, seq = row["chain"], row["seq"]
        previous_seq, previous_hash = last.get(chain, (0, GENESIS))
        if seq != previous_seq + 1:
            faults.append(Fault(chain, previous_seq + 1, "missing"))
        elif row["previous_hash"] != previous_hash or _row_hash(row) != row["hash"]:
            faults.append(Fault(chain, seq, "edited"))
        if detail is not None and _digest(salt, detail) != row["detail_digest"]:
            faults.append(Fault(chain, seq, "detail_edited"))
        last[chain] = (seq, row["hash"])
    kept = {
        chain: (seq, hash_)
        for chain, seq, hash_ in tx.execute(select(JournalHead.chain, JournalHead.seq, JournalHead.hash))
    }
    start = (0, GENESIS)
    faults += [
        Fault(chain, last.get(chain, start)[0] + 1, "cut_off")
        for chain in sorted(kept.keys() | last.keys())
        if last.get(chain, start) != kept.get(chain, start)
    ]
    return count, faults


def _rows(tx: ReadUnit) -> Iterator[tuple[Mapping[Any, Any], str, str | None]]:
    found = tx.execute(
        select(JournalEntry.__table__, JournalDetail.salt, JournalDetail.detail)
        .outerjoin(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
        .order_by(JournalEntry.chain, JournalEntry.seq)
        .execution_options(stream_results=True, yield_per=1000)
    )
    for row in found:
        yield row._mapping, row.salt, row.detail


def canonical(value: Mapping[Any, Any]) -> str:
    """JSON with sorted keys and no blanks: one text for one value."""
    return _encode(value)


def _digest(salt: str, detail: str) -> str:
    return hashlib.sha256(f"{salt}\n{detail}".encode()).hexdigest()


def _row_hash(row: Mapping[Any, Any]) -> str:
    parts = [
        row["chain"],
        row["seq"],
        row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        row["actor"],
        row["supervisor"],
        row["kind"],
        row["subject"],
        row["body"],
        row["detail_digest"],
        row["previous_hash"],
    ]
    return hashlib.sha256(_encode(parts).encode()).hexdigest()
