"""The clocks of the PC and of a till's fiscal register: far apart, one of them is wrong."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.journal_clock import clock_is_behind
from app.places.service import place_of, tills
from pos.fiscal.codes import register_of_till
from pos.fiscal.models import FiscalDocument
from pos.fiscal.reading import last_answer

CLOCKS_APART: Final = timedelta(minutes=10)
"""Registers tell whole minutes, and a document may wait for paper."""
_LOOKED_AT: Final = 5
"""So many documents at most; cash in and out has no time of its own at some registers."""
_NEWEST: Final = Prepared(
    select(
        FiscalDocument.registered_at,
        FiscalDocument.at,
        FiscalDocument.is_recovered,
        FiscalDocument.decided_by,
    )
    .where(FiscalDocument.till_id == bindparam("of_till"))
    .order_by(FiscalDocument.id.desc())
    .limit(_LOOKED_AT)
)


def register_ahead(tx: ReadUnit, till_id: int) -> timedelta | None:
    """How far the register's clock is ahead of the PC's, negative where it is behind.

    None where they agree within ``CLOCKS_APART``, where nothing says, and where the till has no register. What it
    registered last says it, or its answer where it was asked since.
    """
    if not place_of(tx, till_id).has_register:
        return None
    found = next(
        (
            (told, at)
            for told, at, is_recovered, decided_by in _NEWEST.all(tx, {"of_till": till_id})
            # One that was found or decided later was not registered at the moment it was taken down.
            if told is not None and not is_recovered and decided_by is None
        ),
        None,
    )
    if found is None or abs(found[0] - found[1]) <= CLOCKS_APART:
        return None
    told, at = _answered_since(tx, till_id, found[1]) or found
    return told - at if abs(told - at) > CLOCKS_APART else None


def is_time_doubtful(tx: ReadUnit) -> bool:
    """Whether the PC's clock may be wrong: it is behind the newest act, or far from a register's."""
    return clock_is_behind(tx) or any(register_ahead(tx, place.till_id) is not None for place in tills(tx))


def _answered_since(tx: ReadUnit, till_id: int, since: datetime) -> tuple[datetime, datetime] | None:
    device = register_of_till(tx, till_id)
    answer = {} if device is None else last_answer(tx, till_id, device.address)
    if not answer.get("clock"):
        return None
    asked_at = datetime.fromisoformat(answer["asked_at"])
    return (datetime.fromisoformat(answer["clock"]), asked_at) if asked_at > since else None
