"""Logging in: by badge or name and PIN at a till, by login and password in the office.

Each function opens its own units, because checking a secret is slow and may not hold the writer's turn: count the
try → check the secret with no unit open → write what came of it.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, NoReturn

from sqlalchemy import ColumnElement, false, select

from app.auth import passwords, sessions, throttle
from app.auth.accounts import rights_of
from app.auth.models import Account
from app.auth.throttle import Counter
from app.core import journal
from app.core.actor import Actor, program
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, Conflict, Forbidden

DOOR: Final = program("login")
"""Who acts before anybody has proved who he is."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at a till as he says who he is: by a tap on the name, or by a badge."""

    account_id: int | None = None
    badge: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The account meant."""
        if self.account_id is not None:
            return Account.id == self.account_id
        return Account.badge == self.badge if self.badge else false()

    @property
    def text(self) -> str:
        """One text for one person named this way."""
        return f"id {self.account_id}" if self.account_id is not None else f"badge {self.badge}"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who has proved who he is."""

    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session just opened; ``token`` goes into the cookie and nowhere else."""

    account_id: int
    name: str
    token: str


def login_by_pin(
    database: Database, who: Who, pin: str, *, pairing_id: int, address: str, replaces: str | None = None
) -> LoggedIn:
    """Opens a session at a till, ending the one it ``replaces`` (a digest).

    Raises BadInput ``wrong_pin``, Conflict ``login_locked`` with ``seconds``, Forbidden ``right_needed``.
    """
    known = prove_by_pin(database, who, pin, address=address)

    def open_it(tx: Unit) -> LoggedIn:
        if "till.sell" not in rights_of(tx, known.account_id):
            raise Forbidden("right_needed", right="till.sell")
        return _opened(tx, "till", known, pairing_id, replaces)

    return database.transact(DOOR, open_it)


def login_by_password(
    database: Database,
    login: str,
    password: str,
    *,
    address: str,
    pairing_id: int | None = None,
    replaces: str | None = None,
) -> LoggedIn:
    """Opens a session of the office, ending the one it ``replaces`` (a digest).

    Raises BadInput ``wrong_password``, Conflict ``login_locked`` with ``seconds``.
    """
    login = login.strip().casefold()
    known = prove(
        database,
        Account.login == login,
        Account.password_hash,
        password,
        counters=(throttle.for_account("password", login), throttle.for_address(address)),
        refusal=BadInput("wrong_password", "password"),
    )
    return database.transact(DOOR, lambda tx: _opened(tx, "office", known, pairing_id, replaces))


def log_out(database: Database, session: sessions.Session) -> None:
    """Ends the session."""

    def end(tx: Unit) -> None:
        sessions.end(tx, session.digest)
        journal.record(tx, "login.ended", subject=f"account:{session.account_id}")

    database.transact(Actor(session.name, session.account_id), end)


def prove_by_pin(database: Database, who: Who, pin: str, *, address: str) -> Known:
    """Who this is, once the PIN is right. Raises BadInput ``wrong_pin``, Conflict ``login_locked``."""
    return prove(
        database,
        who.condition,
        Account.pin_hash,
        pin,
        counters=(throttle.for_account("pin", _one_name(database, who)), throttle.for_address(address)),
        refusal=BadInput("wrong_pin", "pin"),
    )


def prove_own(
    database: Database, account_id: int, kind: Literal["pin", "password"], given: str, *, address: str
) -> None:
    """Asks somebody who is logged in for the secret he has. His tries count together with those at the doors.

    Raises BadInput ``wrong_old_pin`` or ``wrong_old_password``, Conflict ``login_locked``.
    """
    with database.read_unit() as tx:
        login = tx.execute(select(Account.login).where(Account.id == account_id)).scalar()
    who = Who(account_id=account_id).text if kind == "pin" else login or ""
    prove(
        database,
        Account.id == account_id,
        Account.pin_hash if kind == "pin" else Account.password_hash,
        given,
        counters=(throttle.for_account(kind, who), throttle.for_address(address)),
        refusal=BadInput("wrong_old_pin", kind) if kind == "pin" else BadInput("wrong_old_password", kind),
    )


def _one_name(database: Database, who: Who) -> str:
    """One name for a person whether named by tap or by badge, so that nobody gets twice the tries."""
    with database.read_unit() as tx:
        found = tx.execute(select(Account.id).where(who.condition)).scalar()
    return f"id {found}" if found is not None else who.text


def prove(
    database: Database,
    condition: ColumnElement[bool],
    secret: Any,
    given: str,
    *,
    counters: tuple[Counter, ...],
    refusal: BadInput,
) -> Known:
    """Who this is, once the secret in the column is right; each try is counted, each refusal journaled.

    Raises the ``refusal``, or Conflict ``login_locked`` with ``seconds``.
    """
    with database.read_unit() as tx:
        row = tx.execute(select(Account.id, Account.name, Account.active, secret).where(condition)).first()
    wait_seconds = database.transact(DOOR, lambda tx: throttle.count_try(tx, *counters))
    stored = row[3] if row is not None and row.active else None
    if not passwords.verify(stored, given) or row is None:
        _refuse(database, row.id if row is not None else None, refusal, wait_seconds)
    database.transact(DOOR, lambda tx: throttle.forget(tx, *counters))
    return Known(row.id, row.name)


def _refuse(database: Database, account_id: int | None, refusal: BadInput, wait_seconds: int) -> NoReturn:
    kind = "login.locked" if wait_seconds else "login.failed"
    subject = f"account:{account_id}" if account_id is not None else None

    def write(tx: Unit) -> None:
        body = {"by": refusal.path, **({"wait_seconds": wait_seconds} if wait_seconds else {})}
        journal.record(tx, kind, subject=subject, body=body)

    database.transact(DOOR, write)
    if wait_seconds:
        raise Conflict("login_locked", seconds=wait_seconds)
    raise refusal


def _opened(tx: Unit, kind: sessions.Kind, known: Known, pairing_id: int | None, replaces: str | None) -> LoggedIn:
    # He may have been shut out while the secret was being checked.
    active = tx.execute(select(Account.active).where(Account.id == known.account_id)).scalar()
    if not active:
        raise BadInput("wrong_pin", "pin") if kind == "till" else BadInput("wrong_password", "password")
    if replaces is not None:
        sessions.end(tx, replaces)
    token = sessions.open_session(tx, kind, known.account_id, pairing_id)
    tx.actor = Actor(known.name, known.account_id)
    by = "pin" if kind == "till" else "password"
    journal.record(tx, "login.opened", subject=f"account:{known.account_id}", body={"by": by})
    return LoggedIn(known.account_id, known.name, token)
