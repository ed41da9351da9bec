"""Clocking: everybody for himself by PIN, at any till; putting right afterwards by a right, with a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, insert, select

from app.auth.models import Account
from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.staff.models import ClockEntry, ClockWithdrawal
from app.staff.stretches import KINDS, LONGEST, NEXT, Kind, Mark, State, Stretch, state_of, stretches

RIGHT: Final = "staff.hours"
REASON_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Clocked:
    """An entry as it was taken."""

    uid: str
    account_id: int
    name: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who clocks here: where he is now, since when, and what may follow."""

    account_id: int
    name: str
    state: State
    since: datetime | None
    next: tuple[Kind, ...]


def clock(tx: Unit, account_id: int, uid: str, kind: str, till_id: int | None) -> Clocked:
    """Takes down that somebody came, paused, came back or went, now. The same ``uid`` again answers the first entry.

    The caller has proved by PIN who it is. Raises Conflict ``clock_order`` where it cannot follow what was clocked
    last, and NotFound ``no_account``.
    """
    uid = parse_uid(uid)
    _lock(tx, account_id)
    done = entry_by_uid(tx, uid)
    if done is not None:
        return done
    state, _ = state_of(_recent(tx, ClockEntry.account_id == account_id).get(account_id, []))
    chosen = _known(kind)
    if chosen not in NEXT[state]:
        raise Conflict("clock_order")
    _write(tx, uid, account_id, chosen, tx.now, till_id, None)
    chain = journal.till_chain(till_id) if till_id is not None else journal.SERVER_CHAIN
    journal.record(tx, "staff.clocked", chain=chain, subject=f"account:{account_id}", body={"kind": kind})
    return _by_uid(tx, uid)


def add_entry(tx: Unit, account_id: int, uid: str, kind: str, at: datetime, reason: str) -> Clocked:
    """Writes down afterwards what was forgotten. The same ``uid`` again does nothing.

    Needs ``staff.hours``. Raises BadInput ``clock_future``, ``reason_needed``, ``text_too_long``; NotFound
    ``no_account``.
    """
    tx.actor.require(RIGHT)
    uid = parse_uid(uid)
    _lock(tx, account_id)
    done = entry_by_uid(tx, uid)
    if done is not None:
        return done
    chosen, reason = _known(kind), _reason(reason)
    if at > tx.now:
        raise BadInput("clock_future", "at")
    _write(tx, uid, account_id, chosen, at, None, reason)
    body = {"kind": kind, "time": at.isoformat(), "reason": reason}
    journal.record(tx, "staff.clock_added", subject=f"account:{account_id}", body=body)
    return _by_uid(tx, uid)


def withdraw_entry(tx: Unit, entry_id: int, reason: str) -> None:
    """An entry was wrong and counts no more; again does nothing.

    Needs ``staff.hours``. Raises NotFound ``no_clock_entry``, BadInput ``reason_needed``, ``text_too_long``.
    """
    tx.actor.require(RIGHT)
    reason = _reason(reason)
    row = tx.execute(
        select(ClockEntry.account_id, ClockEntry.kind, ClockEntry.at).where(ClockEntry.id == entry_id)
    ).first()
    if row is None:
        raise NotFound("no_clock_entry")
    _lock(tx, row.account_id)
    if tx.execute(select(ClockWithdrawal.entry_id).where(ClockWithdrawal.entry_id == entry_id)).first() is not None:
        return
    tx.execute(
        insert(ClockWithdrawal),
        {"entry_id": entry_id, "reason": reason, "written_at": tx.now, "written_by": tx.actor.name},
    )
    body = {"kind": row.kind, "time": row.at.isoformat(), "reason": reason}
    journal.record(tx, "staff.clock_withdrawn", subject=f"account:{row.account_id}", body=body)


def entry_by_uid(tx: ReadUnit, uid: str) -> Clocked | None:
    """An entry by its uid, with the name of the person."""
    row = tx.execute(
        select(ClockEntry.uid, ClockEntry.account_id, Account.name, ClockEntry.kind, ClockEntry.at)
        .join(Account, Account.id == ClockEntry.account_id)
        .where(ClockEntry.uid == uid)
    ).first()
    return Clocked(*row) if row is not None else None


def present(tx: ReadUnit) -> list[Present]:
    """Everybody who can clock: active, with a PIN, by name."""
    people = tx.execute(
        select(Account.id, Account.name)
        .where(Account.active.is_(True), Account.pin_hash.is_not(None))
        .order_by(Account.name, Account.id)
    ).all()
    recent = _recent(tx, ClockEntry.id.is_not(None))
    found = []
    for account_id, name in people:
        state, since = state_of(recent.get(account_id, []))
        found.append(Present(account_id, name, state, since, NEXT[state]))
    return found


def marks_between(
    tx: ReadUnit, begin: datetime, end: datetime, condition: ColumnElement[bool] | None = None
) -> dict[int, list[Mark]]:
    """The entries that count from ``begin`` and before ``end``, by account."""
    statement = (
        select(ClockEntry.account_id, ClockEntry.id, ClockEntry.kind, ClockEntry.at, ClockEntry.reason.is_not(None))
        .join(ClockWithdrawal, ClockWithdrawal.entry_id == ClockEntry.id, isouter=True)
        .where(ClockWithdrawal.entry_id.is_(None), ClockEntry.at >= begin, ClockEntry.at < end)
        .order_by(ClockEntry.at, ClockEntry.id)
    )
    if condition is not None:
        statement = statement.where(condition)
    found: dict[int, list[Mark]] = {}
    for account_id, *mark in tx.execute(statement):
        found.setdefault(account_id, []).append(Mark(*mark))
    return found


def _recent(tx: ReadUnit, condition: ColumnElement[bool]) -> dict[int, list[Stretch]]:
    """The stretches that may still go on, by account."""
    marks = marks_between(tx, tx.now - LONGEST - timedelta(hours=1), tx.now + timedelta(days=1), condition)
    return {account_id: stretches(of_one, tx.now) for account_id, of_one in marks.items()}


def _lock(tx: Unit, account_id: int) -> None:
    """One after the other for one person, wherever he taps."""
    tx.lock(select(Account.id).where(Account.id == account_id))
    if tx.execute(select(Account.id).where(Account.id == account_id)).first() is None:
        raise NotFound("no_account")


def _write(
    tx: Unit, uid: str, account_id: int, kind: Kind, at: datetime, till_id: int | None, reason: str | None
) -> None:
    tx.execute(
        insert(ClockEntry),
        {
            "uid": uid,
            "account_id": account_id,
            "kind": kind,
            "at": at,
            "till_id": till_id,
            "reason": reason,
            "written_at": tx.now,
            "written_by": tx.actor.name,
        },
    )


def _by_uid(tx: ReadUnit, uid: str) -> Clocked:
    found = entry_by_uid(tx, uid)
    assert found is not None  # it was written in this unit
    return found


def _known(kind: str) -> Kind:
    for known in KINDS:
        if kind == known:
            return known
    raise BadInput("unknown_clock_kind", "kind")


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise BadInput("reason_needed", "reason")
    if len(reason) > REASON_MOST:
        raise BadInput("text_too_long", "reason", limit=REASON_MOST)
    return reason
