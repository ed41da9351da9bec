"""Pairing: a browser becomes a till by a cookie an owner sets; here lies its digest."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.tokens import digest, new_token
from app.places.models import Till, TillPairing
from app.places.service import place_of

LABEL_MOST = 120


@dataclass(frozen=True, slots=True)
class Pairing:
    """A browser that is a till; ``label`` says which one to a person."""

    id: int
    till_id: int
    label: str
    paired_at: datetime


def pair(tx: Unit, till_id: int, label: str) -> tuple[int, str]:
    """Makes a browser the till; answers the pairing's id and the token for the cookie.

    The caller has checked who may do this. Raises NotFound ``no_till``.
    """
    place = place_of(tx, till_id)
    token = new_token()
    key = tx.execute(
        insert(TillPairing),
        {"till_id": till_id, "token_digest": digest(token), "label": label[:LABEL_MOST], "paired_at": tx.now},
    ).inserted_primary_key
    assert key is not None
    pairing_id: int = key[0]
    journal.record(tx, "till.paired", subject=f"till:{till_id}", body={"number": place.till_number, "browser": label})
    return pairing_id, token


def unpair(tx: Unit, pairing_id: int) -> None:
    """The browser is no till any more; NotFound ``no_pairing``. Needs ``devices.manage``.

    Whoever calls it ends the sessions of the browser in the same unit.
    """
    tx.actor.require("devices.manage")
    row = tx.execute(
        select(TillPairing.till_id, TillPairing.label).where(
            TillPairing.id == pairing_id, TillPairing.ended_at.is_(None)
        )
    ).first()
    if row is None:
        raise NotFound("no_pairing")
    tx.execute(update(TillPairing).where(TillPairing.id == pairing_id).values(ended_at=tx.now))
    journal.record(tx, "till.unpaired", subject=f"till:{row.till_id}", body={"browser": row.label})


def pairing_of(tx: ReadUnit, token: str) -> Pairing | None:
    """The pairing behind a browser's cookie, where it holds and its till is worked."""
    row = tx.execute(
        select(TillPairing.id, TillPairing.till_id, TillPairing.label, TillPairing.paired_at)
        .join(Till, Till.id == TillPairing.till_id)
        .where(TillPairing.token_digest == digest(token), TillPairing.ended_at.is_(None), Till.active.is_(True))
    ).first()
    return Pairing(*row) if row is not None else None


def pairings(tx: ReadUnit) -> list[Pairing]:
    """Every browser that is a till, the newest first."""
    rows = tx.execute(
        select(TillPairing.id, TillPairing.till_id, TillPairing.label, TillPairing.paired_at)
        .where(TillPairing.ended_at.is_(None))
        .order_by(TillPairing.id.desc())
    )
    return [Pairing(*row) for row in rows]
