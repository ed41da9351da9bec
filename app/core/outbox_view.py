"""How lanes and their messages stand, as pages show them: read only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, or_, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.outbox import lane_state
from app.core.outbox_tables import OPEN_STATES, OutboxMessage

NEWS: Final = timedelta(minutes=2)
"""So long a light says that something ran out of time."""
_EXPIRED = Prepared(
    select(OutboxMessage.expires_at)
    .where(
        OutboxMessage.lane == bindparam("of_lane"),
        or_(OutboxMessage.state == "expired", OutboxMessage.state == "ready"),
        OutboxMessage.expires_at > bindparam("after"),
        OutboxMessage.expires_at <= bindparam("at"),
    )
    .order_by(OutboxMessage.expires_at.desc())
    .limit(1)
)
_OPEN_BY_STATE = Prepared(
    select(OutboxMessage.state, func.count(), func.min(OutboxMessage.created_at))
    .where(
        OutboxMessage.lane == bindparam("of_lane"),
        or_(*(OutboxMessage.state == state for state in OPEN_STATES)),
        or_(OutboxMessage.expires_at.is_(None), OutboxMessage.expires_at > bindparam("at")),
    )
    .group_by(OutboxMessage.state)
)
_SHOWN: Final = select(
    OutboxMessage.id,
    OutboxMessage.kind,
    OutboxMessage.payload,
    OutboxMessage.state,
    OutboxMessage.attempts,
    OutboxMessage.created_at,
    OutboxMessage.error_code,
)


def result_of(tx: ReadUnit, message_id: int) -> dict[str, Any]:
    """What the last try of a message left behind; empty where it left nothing."""
    kept = tx.execute(select(OutboxMessage.result).where(OutboxMessage.id == message_id)).scalar()
    return {} if kept is None else json.loads(kept)


def outcome_of(tx: ReadUnit, dedup_key: str) -> tuple[str, str | None, dict[str, Any]] | None:
    """State, error code and result of the message with this key; None where nobody wrote it."""
    columns = OutboxMessage.state, OutboxMessage.error_code, OutboxMessage.result
    row = tx.execute(select(*columns).where(OutboxMessage.dedup_key == dedup_key)).first()
    return None if row is None else (row[0], row[1], {} if row[2] is None else json.loads(row[2]))


def last_result(tx: ReadUnit, lane: str, kind: str) -> dict[str, Any]:
    """What the newest message of a kind left behind in a lane; empty where none did."""
    kept = tx.execute(
        select(OutboxMessage.result)
        .where(OutboxMessage.lane == lane, OutboxMessage.kind == kind, OutboxMessage.state == "done")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).scalar()
    return {} if kept is None else json.loads(kept)


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message that has not come to an end, as a page shows it."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    state: str
    attempts: int
    created_at: datetime
    error_code: str | None


def open_messages(tx: ReadUnit, lane: str, limit: int = 50) -> list[OpenMessage]:
    """The lane's messages that wait, are being sent, are in doubt or failed; oldest first."""
    of_lane = _SHOWN.where(OutboxMessage.lane == lane, OutboxMessage.state.in_(OPEN_STATES))
    return _shown(tx, of_lane.order_by(OutboxMessage.id).limit(limit))


def skipped_messages(tx: ReadUnit, lane: str, limit: int = 50) -> list[OpenMessage]:
    """The lane's messages that somebody let go, newest first."""
    of_lane = _SHOWN.where(OutboxMessage.lane == lane, OutboxMessage.state == "skipped")
    return _shown(tx, of_lane.order_by(OutboxMessage.id.desc()).limit(limit))


def _shown(tx: ReadUnit, statement: Select[*tuple[Any, ...]]) -> list[OpenMessage]:
    return [OpenMessage(row[0], row[1], json.loads(row[2]), *row[3:]) for row in tx.execute(statement)]


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """A lane as a light on the till: its state, what is wrong, and how many messages wait or are in doubt.

    ``expired_at`` is when the newest message ran out of time, where that is news and the lane has done nothing since.
    """

    lane: str
    state: str
    error_code: str | None
    waiting: int
    in_doubt: int
    oldest_at: datetime | None
    expired_at: datetime | None = None


def lane_status(tx: ReadUnit, lane: str) -> LaneStatus:
    """The lane's present state."""
    counted = _OPEN_BY_STATE.all(tx, {"of_lane": lane, "at": tx.now})
    counts = {state: count for state, count, _ in counted}
    oldest = min((at for _, _, at in counted if at is not None), default=None)
    doubtful = counts.get("in_doubt", 0) + counts.get("failed", 0)
    waiting = counts.get("ready", 0) + counts.get("sending", 0)
    state, error = lane_state(tx, lane)
    expired_at = None if state == "ok" else _EXPIRED.first(tx, {"of_lane": lane, "after": tx.now - NEWS, "at": tx.now})
    if state == "waiting" and not waiting and not doubtful:
        state, error = "ok", None
    return LaneStatus(lane, state, error, waiting, doubtful, oldest, None if expired_at is None else expired_at[0])
