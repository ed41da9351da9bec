"""Recovery codes: the way back in for an owner who has lost the password, when nobody else can let him in.

A code is shown once and kept as an argon2 hash; it sets one new password and is then replaced by another.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select, update

from app.auth import sessions, throttle
from app.auth.login import DOOR, prove
from app.auth.models import Account, AccountRole, RoleRight
from app.auth.passwords import hash_code, hash_password
from app.auth.rights import EVERY_RIGHT
from app.core import journal
from app.core.actor import Actor
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without the letters that are read as others."""
GROUPS: Final = 5
GROUP_LENGTH: Final = 4
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_PLAIN: Final = re.compile(f"[{ALPHABET}]{{{GROUPS * GROUP_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may do everything and logs in to the office."""

    account_id: int
    name: str
    login: str


def new_code() -> str:
    """A new code of 100 random bits, ``7K2M-…``, in groups a person can copy."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)]
    groups = ["".join(letters[start : start + GROUP_LENGTH]) for start in range(0, len(letters), GROUP_LENGTH)]
    return "-".join(groups)


def hashed(code: str) -> str:
    """The stored form of a code; BadInput ``not_a_recovery_code`` for anything this program did not make."""
    plain = _plain(code)
    if _PLAIN.fullmatch(plain) is None:
        raise BadInput("not_a_recovery_code", "code")
    return hash_code(plain)


def set_recovery(tx: Unit, account_id: int, recovery_hash: str) -> None:
    """Gives an account its recovery code, in place of the one before; it is of use to an owner only.

    The caller has checked who may do this. Raises Conflict ``not_an_owner``.
    """
    if EVERY_RIGHT not in _kept_rights(tx, account_id):
        raise Conflict("not_an_owner")
    tx.execute(update(Account).where(Account.id == account_id).values(recovery_hash=recovery_hash))
    journal.record(tx, "account.recovery_code", subject=f"account:{account_id}")


def is_owner(tx: ReadUnit, account_id: int) -> bool:
    """Whether the account may do everything, and so may have a recovery code."""
    return EVERY_RIGHT in _kept_rights(tx, account_id)


def owners(tx: ReadUnit) -> list[Owner]:
    """The active accounts that may do everything and have a login, by login."""
    may = (
        select(AccountRole.account_id)
        .join(RoleRight, RoleRight.role_id == AccountRole.role_id)
        .where(RoleRight.right == EVERY_RIGHT)
    )
    found = tx.execute(
        select(Account.id, Account.name, Account.login)
        .where(Account.active.is_(True), Account.login.is_not(None), Account.id.in_(may))
        .order_by(Account.login)
    )
    return [Owner(*row) for row in found]


def recover(database: Database, login: str, code: str, password: str, *, address: str) -> str:
    """Sets a new password by the recovery code; answers the code that holds from now on.

    The account's sessions end. Raises BadInput ``wrong_recovery_code``, ``password_too_short``,
    ``password_too_long``, Conflict ``login_locked`` with ``seconds``.
    """
    login = login.strip().casefold()
    password_hash, code_of_now = hash_password(password), new_code()
    hash_of_now = hashed(code_of_now)
    used = _stored(database, Account.login == login)
    known = prove(
        database,
        Account.login == login,
        Account.recovery_hash,
        _plain(code),
        counters=(throttle.for_account("recovery", login), throttle.for_address(address)),
        refusal=BadInput("wrong_recovery_code", "code"),
    )

    def act(tx: Unit) -> None:
        # Another browser may have used the code while this one was being checked.
        if used is None or _stored_in(tx, Account.id == known.account_id) != used or not is_owner(tx, known.account_id):
            raise BadInput("wrong_recovery_code", "code")
        tx.actor = Actor(known.name, known.account_id)
        _renew(tx, known.account_id, login, password_hash, hash_of_now)

    database.transact(DOOR, act)
    return code_of_now


def reset(tx: Unit, login: str, *, password_hash: str, recovery_hash: str) -> None:
    """Gives an owner a new password and recovery code, without either old one: for whoever sits at the PC itself.

    Needs every right. Raises NotFound ``no_owner_login``.
    """
    tx.actor.require("staff.edit")
    login = login.strip().casefold()
    owner = next((one for one in owners(tx) if one.login == login), None)
    if owner is None:
        raise NotFound("no_owner_login", login=login)
    _renew(tx, owner.account_id, login, password_hash, recovery_hash)


def _renew(tx: Unit, account_id: int, login: str, password_hash: str, recovery_hash: str) -> None:
    tx.execute(
        update(Account).where(Account.id == account_id).values(password_hash=password_hash, recovery_hash=recovery_hash)
    )
    sessions.end_all_of(tx, account_id)
    throttle.forget(tx, throttle.for_account("password", login), throttle.for_account("recovery", login))
    journal.record(tx, "account.recovered", subject=f"account:{account_id}")


def _kept_rights(tx: ReadUnit, account_id: int) -> frozenset[str]:
    return frozenset(
        tx.execute(
            select(RoleRight.right)
            .join(AccountRole, AccountRole.role_id == RoleRight.role_id)
            .where(AccountRole.account_id == account_id)
        ).scalars()
    )


def _stored(database: Database, condition: ColumnElement[bool]) -> str | None:
    with database.read_unit() as tx:
        return _stored_in(tx, condition)


def _stored_in(tx: ReadUnit, condition: ColumnElement[bool]) -> str | None:
    found: str | None = tx.execute(select(Account.recovery_hash).where(condition)).scalar()
    return found


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper().translate(_MISREAD)
