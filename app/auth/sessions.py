"""Sessions: a random token in the browser's cookie, its digest here.

A session ends by log-out, when it was not used for some time, after some hours whatever happens, and when the
account's secrets change or the account is shut out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, or_, select, update

from app.auth.models import Account, AccountRole, RoleRight, WebSession
from app.auth.rights import expand
from app.auth.settings import OFFICE_HOURS, OFFICE_IDLE_MINUTES, TILL_HOURS, TILL_IDLE_MINUTES
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import NotFound
from app.core.settings import get
from app.core.tokens import digest, new_token
from app.places.models import TillPairing

Kind = Literal["till", "office"]
SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly the last use is known; a scan does not write it each time."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds, with what its account may do now; ``till_id`` is the till its browser is."""

    digest: str
    kind: Kind
    account_id: int
    name: str
    language: str
    rights: frozenset[str]
    till_id: int | None
    seen_at: datetime
    idle: timedelta
    expires_at: datetime

    def holds_at(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return now < min(self.expires_at, self.seen_at + self.idle)

    def is_seen_long_ago(self, now: datetime) -> bool:
        """Whether its last use should be written anew."""
        return now - self.seen_at >= SEEN_EVERY


_FIND: Final = (
    select(
        WebSession.token_digest,
        WebSession.kind,
        WebSession.account_id,
        Account.name,
        Account.language,
        TillPairing.till_id,
        WebSession.seen_at,
        WebSession.expires_at,
    )
    .join(Account, Account.id == WebSession.account_id)
    .join(TillPairing, and_(TillPairing.id == WebSession.pairing_id, TillPairing.ended_at.is_(None)), isouter=True)
    .where(
        WebSession.token_digest == bindparam("of_digest"),
        WebSession.ended_at.is_(None),
        Account.active.is_(True),
        # A PIN login is worth only as much as the till it was made on.
        or_(WebSession.kind == "office", TillPairing.id.is_not(None)),
    )
)
_RIGHTS: Final = (
    select(RoleRight.right)
    .join(AccountRole, AccountRole.role_id == RoleRight.role_id)
    .where(AccountRole.account_id == bindparam("of_account"))
)


def open_session(tx: Unit, kind: Kind, account_id: int, pairing_id: int | None) -> str:
    """Opens a session and answers the token for the cookie."""
    token = new_token()
    hours = get(tx, TILL_HOURS if kind == "till" else OFFICE_HOURS)
    tx.execute(
        insert(WebSession),
        {
            "token_digest": digest(token),
            "kind": kind,
            "account_id": account_id,
            "pairing_id": pairing_id,
            "created_at": tx.now,
            "seen_at": tx.now,
            "expires_at": tx.now + timedelta(hours=hours),
        },
    )
    return token


def find(database: Database, token: str) -> Session | None:
    """The session of a cookie, where it holds. From memory where it was read in the last two seconds."""
    token_digest = digest(token)
    try:
        session: Session = database.cache.get(_cache_key(token_digest), lambda: _read(database, token_digest))
    except NotFound:
        return None
    return session if session.holds_at(database.clock.now()) else None


def in_use_elsewhere(tx: ReadUnit, till_id: int, since: datetime) -> bool:
    """Whether somebody has worked at another till since the instant and has not logged out."""
    found = tx.execute(
        select(WebSession.token_digest)
        .join(TillPairing, TillPairing.id == WebSession.pairing_id)
        .where(TillPairing.till_id != till_id, WebSession.ended_at.is_(None), WebSession.seen_at >= since)
        .limit(1)
    )
    return found.first() is not None


def write_seen(tx: Unit, session: Session) -> None:
    """Writes that the session was used now."""
    tx.execute(update(WebSession).where(WebSession.token_digest == session.digest).values(seen_at=tx.now))
    tx.outdate(_cache_key(session.digest))


def end(tx: Unit, token_digest: str) -> None:
    """Ends one session."""
    _end(tx, [token_digest])


def end_all_of(tx: Unit, account_id: int) -> None:
    """Ends every session of an account."""
    _end(tx, _open_digests(tx, WebSession.account_id == account_id))


def end_others_of(tx: Unit, session: Session) -> None:
    """Ends every session of the account but this one; NotFound ``no_session`` where this one has ended itself."""
    digests = _open_digests(tx, WebSession.account_id == session.account_id)
    if session.digest not in digests:
        raise NotFound("no_session")
    _end(tx, [other for other in digests if other != session.digest])


def forget_cached(tx: Unit, account_id: int) -> None:
    """Says that what the account may do changes in this unit."""
    for token_digest in _open_digests(tx, WebSession.account_id == account_id):
        tx.outdate(_cache_key(token_digest))


def end_paired(tx: Unit, pairing_id: int) -> None:
    """A browser is no till any more: its till sessions end, those of the office only lose the till."""
    of_pairing = WebSession.pairing_id == pairing_id
    _end(tx, _open_digests(tx, and_(of_pairing, WebSession.kind == "till")))
    for token_digest in _open_digests(tx, of_pairing):
        tx.outdate(_cache_key(token_digest))
    tx.execute(update(WebSession).where(of_pairing, WebSession.ended_at.is_(None)).values(pairing_id=None))


def move_to_till(tx: Unit, token_digest: str, pairing_id: int) -> None:
    """The browser of this session has become a till."""
    tx.execute(update(WebSession).where(WebSession.token_digest == token_digest).values(pairing_id=pairing_id))
    tx.outdate(_cache_key(token_digest))


def forget_before(tx: Unit, instant: datetime) -> None:
    """Drops sessions that had ended before the instant; who logged in when stays in the journal."""
    tx.execute(delete(WebSession).where(or_(WebSession.expires_at < instant, WebSession.ended_at < instant)))


def _read(database: Database, token_digest: str) -> Session:
    with database.read_unit() as tx:
        row = tx.execute(_FIND, {"of_digest": token_digest}).first()
        if row is None:
            # An exception is not kept: unknown tokens may not fill the memory.
            raise NotFound("no_session")
        minutes = get(tx, TILL_IDLE_MINUTES if row.kind == "till" else OFFICE_IDLE_MINUTES)
        return Session(
            digest=row.token_digest,
            kind=row.kind,
            account_id=row.account_id,
            name=row.name,
            language=row.language,
            rights=expand(tx.execute(_RIGHTS, {"of_account": row.account_id}).scalars()),
            till_id=row.till_id,
            seen_at=row.seen_at,
            idle=timedelta(minutes=minutes),
            expires_at=row.expires_at,
        )


def _open_digests(tx: ReadUnit, condition: ColumnElement[bool]) -> list[str]:
    return list(tx.execute(select(WebSession.token_digest).where(condition, WebSession.ended_at.is_(None))).scalars())


def _end(tx: Unit, digests: Iterable[str]) -> None:
    for token_digest in digests:
        tx.execute(
            update(WebSession)
            .where(WebSession.token_digest == token_digest, WebSession.ended_at.is_(None))
            .values(ended_at=tx.now)
        )
        tx.outdate(_cache_key(token_digest))


def _cache_key(token_digest: str) -> str:
    return f"session:{token_digest}"


def till_used_since(tx: ReadUnit, till_id: int, instant: datetime) -> bool:
    """Whether somebody who is logged in at the till did something there after the instant."""
    at_till = select(WebSession.token_digest).join(TillPairing, TillPairing.id == WebSession.pairing_id)
    used = at_till.where(TillPairing.till_id == till_id, WebSession.ended_at.is_(None), WebSession.seen_at > instant)
    return tx.execute(used.limit(1)).first() is not None
