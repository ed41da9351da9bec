"""The durable queue between the books and the outside world.

A message is written in the unit of the document it belongs to. A lane is one device or gateway and is served in
order by one worker, in three steps: claim (own unit) → act (no unit open) → settle (own unit). A worker that
dies in between leaves ``sending``, which the restart turns into ``in_doubt``: the lane's handler then asks the
world what happened, or says that nobody can know.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Literal, Protocol

from sqlalchemy import (
    bindparam,
    case,
    insert,
    or_,
    select,
    update,
)

from app.core import feed, journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.outbox_tables import OutboxLane, OutboxMessage, State

WAKE: Final = "outbox"
TOPIC: Final = "outbox"
Verdict = Literal["happened", "again", "skip"]
VERDICTS: Final[tuple[Verdict, ...]] = ("happened", "again", "skip")
STRICT: Final = "fiscal:"
"""Lanes whose names begin so stop where a message is in doubt or failed: nothing overtakes it until it is decided."""
LONGEST_PAUSE: Final = timedelta(minutes=10)
"""No handler asks for a longer one: whatever should wait longer was put off by a clock that was ahead."""


@dataclass(frozen=True, slots=True)
class Message:
    """A claimed message, as a handler gets it."""

    id: int
    lane: str
    kind: str
    version: int
    payload: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What acting came to.

    ``done``: it happened. ``retry``: it surely did not, try again when the cause is gone (``error_code``), where
    ``retry_after`` is given not before. ``in_doubt``: nobody can know. ``failed``: it never will; a person decides.
    """

    state: Literal["done", "retry", "in_doubt", "failed"]
    error_code: str | None = None
    result: Mapping[str, Any] | None = None
    retry_after: timedelta | None = None


class LaneHandler(Protocol):
    """Brings about one kind of message. Registered by kind in ``app.wiring``."""

    def act(self, message: Message) -> Outcome:
        """Does it, with no unit open. Expected troubles are outcomes, not exceptions."""
        ...

    def resolve(self, message: Message) -> Outcome:
        """After a crash in between: finds out whether it happened. ``in_doubt`` where nothing tells."""
        ...

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """Writes the domain's own row for the outcome, in the unit that settles the message."""
        ...


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ADD = Prepared(insert(OutboxMessage))
_FIELDS = (
    OutboxMessage.id,
    OutboxMessage.lane,
    OutboxMessage.kind,
    OutboxMessage.version,
    OutboxMessage.payload,
    OutboxMessage.attempts,
)
_FIRST_READY = (
    select(*_FIELDS, OutboxMessage.not_before)
    .where(OutboxMessage.lane == bindparam("of_lane"), OutboxMessage.state == "ready")
    .order_by(OutboxMessage.urgent.desc(), OutboxMessage.id)
    .limit(1)
)
_UNSETTLED = Prepared(
    select(OutboxMessage.id)
    .where(
        OutboxMessage.lane == bindparam("of_lane"),
        or_(*(OutboxMessage.state == state for state in ("sending", "in_doubt", "failed"))),
    )
    .limit(1)
)
_LATE = (
    update(OutboxMessage)
    .where(
        OutboxMessage.lane == bindparam("of_lane"),
        OutboxMessage.state == "ready",
        OutboxMessage.expires_at <= bindparam("at"),
    )
    .values(state="expired", settled_at=bindparam("at"))
)
_TAKEN = (
    update(OutboxMessage)
    .where(OutboxMessage.id == bindparam("of_id"))
    .values(state="sending", attempts=OutboxMessage.attempts + 1)
)
_SETTLED = Prepared(
    update(OutboxMessage)
    .where(OutboxMessage.id == bindparam("of_id"))
    .values(
        state=bindparam("to_state"),
        error_code=bindparam("error"),
        result=bindparam("answer"),
        settled_at=bindparam("at"),
        not_before=bindparam("after"),
    )
)
_KNOWN = Prepared(select(OutboxMessage.id).where(OutboxMessage.dedup_key == bindparam("key")))
_LANE = Prepared(select(OutboxLane.state, OutboxLane.error_code).where(OutboxLane.lane == bindparam("of_lane")))


def enqueue(
    tx: Unit,
    lane: str,
    kind: str,
    payload: Mapping[str, Any],
    *,
    dedup_key: str,
    version: int = 1,
    urgent: bool = False,
    expires_after: timedelta | None = None,
) -> None:
    """Writes a message beside the document it belongs to. ``dedup_key`` is unique for ever.

    An ``urgent`` one overtakes the others of its lane: the drawer opens though a receipt waits for paper.
    """
    _ADD.write(
        tx,
        {
            "lane": lane,
            "kind": kind,
            "version": version,
            "payload": _encode(payload),
            "dedup_key": dedup_key,
            "urgent": urgent,
            "state": "ready",
            "attempts": 0,
            "created_at": tx.now,
            "expires_at": tx.now + expires_after if expires_after is not None else None,
        },
    )
    tx.wake(WAKE)


def note_skipped(tx: Unit, lane: str, kind: str, payload: Mapping[str, Any], *, dedup_key: str, why: str) -> None:
    """Writes a message that is never sent: it stands in its lane as one that somebody skipped, with ``why`` as code."""
    values = {"lane": lane, "kind": kind, "version": 1, "payload": _encode(payload), "dedup_key": dedup_key}
    state = {
        "urgent": False,
        "state": "skipped",
        "attempts": 0,
        "created_at": tx.now,
        "settled_at": tx.now,
        "error_code": why,
    }
    tx.execute(insert(OutboxMessage), values | state)


def known(tx: ReadUnit, dedup_key: str) -> bool:
    """Whether a message with this key was ever written."""
    return _KNOWN.first(tx, {"key": dedup_key}) is not None


def states_of(tx: ReadUnit, dedup_keys: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """State and error code of the messages with these keys; a key nobody wrote is left out."""
    rows = tx.execute(
        select(OutboxMessage.dedup_key, OutboxMessage.state, OutboxMessage.error_code).where(
            OutboxMessage.dedup_key.in_(dedup_keys)
        )
    )
    return {key: (state, error) for key, state, error in rows}


def lanes_with_work(tx: ReadUnit) -> list[str]:
    """Lanes that hold a ready message and are not paused."""
    paused = select(OutboxLane.lane).where(OutboxLane.state == "paused")
    found = tx.execute(
        select(OutboxMessage.lane)
        .where(OutboxMessage.state == "ready", OutboxMessage.lane.not_in(paused))
        .distinct()
        .order_by(OutboxMessage.lane)
    )
    return [lane for (lane,) in found]


def claim(tx: Unit, lane: str) -> Message | None:
    """Takes the oldest ready message of the lane, marking it ``sending``; drops what has expired on the way."""
    state, _error = lane_state(tx, lane)
    is_strict = lane.startswith(STRICT)
    if state == "paused" or (is_strict and _UNSETTLED.first(tx, {"of_lane": lane}) is not None):
        return None
    late = tx.execute(_LATE, {"of_lane": lane, "at": tx.now})
    if late.rowcount:
        feed.announce(tx, TOPIC, {"lane": lane, "state": state, "error": None})
    # Of a strict lane no second worker takes the next message while one is in the hands of another.
    locked = _FIRST_READY.with_for_update(skip_locked=not is_strict)
    statement = _FIRST_READY if tx.database.is_sqlite else locked
    row = tx.execute(statement, {"of_lane": lane}).first()
    if row is None or (row.not_before is not None and tx.now < row.not_before <= tx.now + LONGEST_PAUSE):
        return None
    tx.execute(_TAKEN, {"of_id": row.id})
    return replace(_message(row), attempts=row.attempts + 1)


def settle(
    tx: Unit,
    message: Message,
    outcome: Outcome,
    *,
    retry_after: timedelta = timedelta(0),
) -> None:
    """Writes what became of a claimed message and the lane's state."""
    state = "ready" if outcome.state == "retry" else outcome.state
    finished = outcome.state in ("done", "failed")
    _SETTLED.write(
        tx,
        {
            "of_id": message.id,
            "to_state": state,
            "error": outcome.error_code,
            "answer": json.dumps(outcome.result, ensure_ascii=False) if outcome.result is not None else None,
            "at": tx.now if finished else None,
            "after": tx.now + retry_after if outcome.state == "retry" else None,
        },
    )
    set_lane_state(tx, message.lane, "ok" if outcome.state == "done" else "waiting", outcome.error_code)


def lane_state(tx: ReadUnit, lane: str) -> tuple[str, str | None]:
    """The lane's own state and what is wrong, whatever waits in it: the same however long the queue has become."""
    row = _LANE.first(tx, {"of_lane": lane})
    return ("ok", None) if row is None else (row[0], row[1])


def pause_lane(tx: Unit, lane: str, subject: str, *, paused: bool) -> None:
    """Stops a lane after the message it is at, or lets it go on; journaled under ``subject``. Twice is once."""
    if (lane_state(tx, lane)[0] == "paused") == paused:
        return
    set_lane_state(tx, lane, "paused" if paused else "ok", None, ends_pause=True)
    journal.record(tx, "outbox.paused" if paused else "outbox.resumed", subject=subject, body={"lane": lane})
    tx.wake(WAKE)


def set_lane_state(
    tx: Unit,
    lane: str,
    state: Literal["ok", "waiting", "paused"],
    error_code: str | None,
    *,
    ends_pause: bool = False,
) -> None:
    """Writes a lane's state where it changed, and tells the tills: how many wait has changed in any case.

    One that somebody paused while a message was on its way stays so, unless this ``ends_pause``.
    """
    old = _LANE.first(tx, {"of_lane": lane})
    if old is None:
        tx.execute(
            insert(OutboxLane),
            {"lane": lane, "state": state, "error_code": error_code, "since": tx.now},
        )
    elif (old[0], old[1]) != (state, error_code):
        kept = state if ends_pause else case((OutboxLane.state == "paused", "paused"), else_=state)
        tx.execute(
            update(OutboxLane).where(OutboxLane.lane == lane).values(state=kept, error_code=error_code, since=tx.now)
        )
    feed.announce(tx, TOPIC, {"lane": lane, "state": state, "error": error_code})


def mark_interrupted(tx: Unit) -> list[Message]:
    """At the start of the server: whatever was being sent when it died is in doubt. Answers those, oldest first."""
    interrupted = _in_state(tx, "sending")
    tx.execute(update(OutboxMessage).where(OutboxMessage.state == "sending").values(state="in_doubt"))
    return interrupted


def in_doubt(tx: ReadUnit) -> list[Message]:
    """Messages nobody knows the fate of, oldest first."""
    return _in_state(tx, "in_doubt")


def message_of(tx: ReadUnit, message_id: int) -> Message:
    """The message of this id; NotFound ``no_message``."""
    row = tx.execute(select(*_FIELDS).where(OutboxMessage.id == message_id)).first()
    if row is None:
        raise NotFound("no_message")
    return _message(row)


def _in_state(tx: ReadUnit, state: State) -> list[Message]:
    rows = tx.execute(select(*_FIELDS).where(OutboxMessage.state == state).order_by(OutboxMessage.id))
    return [_message(row) for row in rows]


def _message(row: Any) -> Message:
    return Message(row.id, row.lane, row.kind, row.version, json.loads(row.payload), row.attempts)


def decide(
    tx: Unit,
    message_id: int,
    verdict: Verdict,
    *,
    reason: str = "",
) -> None:
    """A person settles a message in doubt or failed; the act is journaled.

    Raises NotFound ``no_message``, Conflict ``message_settled`` where it is not open to decision.
    """
    # Nobody else decides on it now, and no worker begins with it.
    tx.lock(select(OutboxMessage.id).where(OutboxMessage.id == message_id))
    row = tx.execute(select(OutboxMessage.state, OutboxMessage.lane).where(OutboxMessage.id == message_id)).first()
    if row is None:
        raise NotFound("no_message")
    if row.state not in ("in_doubt", "failed", "ready"):
        raise Conflict("message_settled")
    state: State = {"happened": "done", "again": "ready", "skip": "skipped"}[verdict]  # type: ignore[assignment]  # a table of literals
    tx.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(
            state=state,
            error_code=None,
            not_before=None,
            settled_at=None if state == "ready" else tx.now,
        )
    )
    journal.record(
        tx,
        f"outbox.{verdict}",
        subject=f"outbox:{message_id}",
        body={"was": row.state, "reason": reason},
    )
    feed.announce(tx, TOPIC, {"lane": row.lane, "state": "ok", "error": None})
    tx.wake(WAKE)
