"""Everybody changes his own PIN and password; whoever manages staff is not needed for it.

The old one is asked for. Only what somebody has can be changed: a first PIN or password is given by the office.
"""

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import select, update

from app.auth import sessions
from app.auth.login import prove_own
from app.auth.models import Account
from app.auth.passwords import hash_password, hash_pin
from app.core import journal
from app.core.actor import Actor
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import BadInput, Conflict

Secret = Literal["pin", "password"]
SECRETS: Final[tuple[Secret, ...]] = ("pin", "password")
_RUNS: Final = ("01234567890", "09876543210")


@dataclass(frozen=True, slots=True)
class NewSecret:
    """What a person types: the one he has, and the new one twice."""

    old: str
    new: str
    again: str


def held(tx: ReadUnit, account_id: int) -> frozenset[Secret]:
    """Which secrets the account has."""
    row = tx.execute(select(Account.pin_hash, Account.password_hash).where(Account.id == account_id)).one()
    return frozenset(name for name, stored in zip(SECRETS, row, strict=True) if stored is not None)


def change_own(database: Database, session: sessions.Session, kind: Secret, typed: NewSecret, *, address: str) -> None:
    """Changes the PIN or the password of whoever is logged in, and ends his other sessions.

    Raises BadInput ``pin_not_digits``, ``password_too_short``, ``password_too_long``, ``not_the_same_twice``,
    ``wrong_old_pin``, ``wrong_old_password``, Conflict ``secret_not_given``, ``login_locked``, and NotFound
    ``no_session`` where the session was ended meanwhile.
    """
    with database.read_unit() as tx:
        if kind not in held(tx, session.account_id):
            raise Conflict("secret_not_given")
    hashed = hash_pin(typed.new) if kind == "pin" else hash_password(typed.new)
    if typed.again != typed.new:
        raise BadInput("not_the_same_twice", "again")
    prove_own(database, session.account_id, kind, typed.old, address=address)

    def change(tx: Unit) -> None:
        # An ended session means that somebody has shut the person out, or set the secret anew.
        sessions.end_others_of(tx, session)
        column = {"pin_hash": hashed} if kind == "pin" else {"password_hash": hashed}
        tx.execute(update(Account).where(Account.id == session.account_id).values(**column))
        act = "account.own_pin_changed" if kind == "pin" else "account.own_password_changed"
        journal.record(tx, act, subject=f"account:{session.account_id}")

    database.transact(Actor(session.name, session.account_id), change)


def is_easy_to_guess(pin: str) -> bool:
    """Whether a PIN is among those people try first: one digit or one pair again and again, or digits in a row.

    Such PINs are allowed; whoever chooses one is told.
    """
    repeats = pin == pin[:1] * len(pin) or (len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2))
    return repeats or any(pin in run for run in _RUNS)
