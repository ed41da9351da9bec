"""Lending a right: a supervisor's PIN over the screen unlocks one act of somebody else's session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select, update

from app.auth.accounts import rights_of
from app.auth.login import Who, prove_by_pin
from app.auth.models import Account, RightGrant
from app.auth.rights import RIGHTS
from app.auth.sessions import Session
from app.core import journal
from app.core.actor import Actor
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, Forbidden
from app.core.ids import new_uid

HOLDS: Final = timedelta(seconds=60)
OF_ANOTHER: Final = frozenset({"till.serve_self"})
"""Rights that nobody lends himself. Others may be: an owner proves by the PIN that it is he who erases a customer."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right lent for one act; ``uid`` goes back with the act."""

    uid: str
    right: str
    supervisor: str


def lend_right(database: Database, session: Session, right: str, who: Who, pin: str, *, address: str) -> Grant:
    """Lends ``right`` to a session for one act within a minute.

    Raises BadInput ``wrong_pin`` or ``unknown_right``, Conflict ``login_locked``, and Forbidden
    ``supervisor_lacks_right`` where the supervisor does not hold it either, ``lent_to_oneself`` for what another
    person must agree to.
    """
    if right not in RIGHTS:
        raise BadInput("unknown_right", "right", code=right[:60])
    supervisor = prove_by_pin(database, who, pin, address=address)

    def lend(tx: Unit) -> Grant:
        if right not in rights_of(tx, supervisor.account_id):
            raise Forbidden("supervisor_lacks_right", right=right, name=supervisor.name)
        if right in OF_ANOTHER and supervisor.account_id == session.account_id:
            raise Forbidden("lent_to_oneself")
        grant = Grant(new_uid(), right, supervisor.name)
        tx.execute(
            insert(RightGrant),
            {
                "uid": grant.uid,
                "session_digest": session.digest,
                "right": right,
                "supervisor_id": supervisor.account_id,
                "expires_at": tx.now + HOLDS,
            },
        )
        journal.record(tx, "right.lent", subject=f"account:{session.account_id}", body={"right": right})
        return grant

    actor = Actor(session.name, session.account_id, supervisor=supervisor.name)
    return database.transact(actor, lend)


def use_grant(tx: Unit, uid: str, session_digest: str) -> None:
    """Gives the unit's actor the lent right and marks the grant used, kept or undone together with the act.

    A grant that is used, too old or of another session gives nothing: the act then asks for its right anew.
    """
    mine = (
        RightGrant.uid == uid,
        RightGrant.session_digest == session_digest,
        RightGrant.used_at.is_(None),
        RightGrant.expires_at > tx.now,
    )
    # The update takes the row's lock, so that of two acts at once only one finds it unused.
    if tx.execute(update(RightGrant).where(*mine).values(used_at=tx.now)).rowcount == 0:
        return
    row = tx.execute(
        select(RightGrant.right, Account.name)
        .join(Account, Account.id == RightGrant.supervisor_id)
        .where(RightGrant.uid == uid)
    ).one()
    tx.actor = tx.actor.lent(row.right, row.name)


def forget_before(tx: Unit, instant: datetime) -> None:
    """Drops grants that were worth nothing any more at the instant."""
    tx.execute(delete(RightGrant).where(RightGrant.expires_at < instant))
