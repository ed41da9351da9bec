"""Accounts: the people who log in, how they prove themselves, and the roles they hold.

Nobody changes an account that may more than he may himself. Somebody who may manage staff always remains.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.auth import sessions
from app.auth.ended_badges import end_badge, has_ended
from app.auth.models import Account, AccountRole, Role, RoleRight
from app.auth.rights import EVERY_RIGHT, expand
from app.auth.roles import require_all, rights_of_roles
from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid
from app.core.texts import SCREEN_LANGUAGES

NAME_MOST: Final = 120
LOGIN_MOST: Final = 80
BADGE_MOST: Final = 80


@dataclass(frozen=True, slots=True)
class AccountData:
    """What a page fills in. ``login`` and ``badge`` are optional and unique."""

    name: str
    login: str | None
    badge: str | None
    language: str
    role_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as pages show it; never a hash."""

    id: int
    name: str
    login: str | None
    badge: str | None
    language: str
    active: bool
    has_pin: bool
    has_password: bool
    role_ids: frozenset[int]
    role_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """A name button of the till's login screen."""

    account_id: int
    name: str


def list_accounts(tx: ReadUnit) -> list[AccountView]:
    """Every account: the active ones first, by name."""
    return _views(tx, Account.id.is_not(None))


def account(tx: ReadUnit, account_id: int) -> AccountView:
    """One account; NotFound ``no_account``."""
    found = _views(tx, Account.id == account_id)
    if not found:
        raise NotFound("no_account")
    return found[0]


def faces(tx: ReadUnit, right: str = "till.sell") -> list[Face]:
    """Who may log in at a till: active, with a PIN and the right; by name."""
    may = (
        select(AccountRole.account_id)
        .join(RoleRight, RoleRight.role_id == AccountRole.role_id)
        .where(RoleRight.right.in_((right, EVERY_RIGHT)))
    )
    found = tx.execute(
        select(Account.id, Account.name)
        .where(Account.active.is_(True), Account.pin_hash.is_not(None), Account.id.in_(may))
        .order_by(Account.name, Account.id)
    )
    return [Face(*row) for row in found]


def rights_of(tx: ReadUnit, account_id: int) -> frozenset[str]:
    """Every right the account's roles give."""
    return expand(
        tx.execute(
            select(RoleRight.right)
            .join(AccountRole, AccountRole.role_id == RoleRight.role_id)
            .where(AccountRole.account_id == account_id)
        ).scalars()
    )


def create_account(
    tx: Unit, data: AccountData, *, pin_hash: str | None = None, password_hash: str | None = None
) -> int:
    """A new account; answers its id. Hashes come from ``app.auth.passwords``, made before the unit.

    Needs ``staff.edit`` and every right the roles give. Raises BadInput ``name_missing``, ``login_taken``,
    ``badge_taken``, ``login_not_plain``, ``unknown_language``, ``unknown_role``.
    """
    tx.actor.require("staff.edit")
    data = _checked(tx, data, None)
    require_all(tx, rights_of_roles(tx, data.role_ids))
    key = tx.execute(
        insert(Account),
        {
            "uid": new_uid(),
            "name": data.name,
            "login": data.login,
            "badge": data.badge,
            "language": data.language,
            "pin_hash": pin_hash,
            "password_hash": password_hash,
            "active": True,
            "created_at": tx.now,
        },
    ).inserted_primary_key
    assert key is not None
    account_id: int = key[0]
    _give_roles(tx, account_id, data.role_ids)
    journal.record(
        tx,
        "account.created",
        subject=f"account:{account_id}",
        body={"roles": _role_names(tx, data.role_ids)},
        detail={"name": data.name, "login": data.login},
    )
    return account_id


def change_account(tx: Unit, account_id: int, data: AccountData) -> None:
    """Changes name, login, badge, language and roles.

    Needs ``staff.edit`` and every right the account has or gets. Raises what create_account raises, NotFound
    ``no_account``, Conflict ``last_manager``.
    """
    old = changeable(tx, account_id)
    data = _checked(tx, data, account_id)
    require_all(tx, rights_of_roles(tx, data.role_ids))
    tx.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(name=data.name, login=data.login, badge=data.badge, language=data.language)
    )
    if old.badge is not None and data.badge != old.badge:
        end_badge(tx, account_id, old.badge, "changed")
    if data.role_ids != old.role_ids:
        tx.execute(delete(AccountRole).where(AccountRole.account_id == account_id))
        _give_roles(tx, account_id, data.role_ids)
        _keep_a_manager(tx)
    sessions.forget_cached(tx, account_id)
    journal.record(
        tx,
        "account.changed",
        subject=f"account:{account_id}",
        body={"roles": [list(old.role_names), _role_names(tx, data.role_ids)]},
        detail={"name": [old.name, data.name], "login": [old.login, data.login], "badge": old.badge != data.badge},
    )


def set_pin(tx: Unit, account_id: int, pin_hash: str | None) -> None:
    """Sets or takes the PIN and ends the account's sessions. Needs what change_account needs."""
    _set_secret(tx, account_id, "account.pin_changed", pin_hash=pin_hash)


def set_password(tx: Unit, account_id: int, password_hash: str | None) -> None:
    """Sets or takes the password and ends the account's sessions. Needs what change_account needs."""
    _set_secret(tx, account_id, "account.password_changed", password_hash=password_hash)


def set_active(tx: Unit, account_id: int, *, active: bool) -> None:
    """Lets an account log in or no longer; one that is shut out loses its sessions at once.

    Needs what change_account needs. Raises Conflict ``last_manager``.
    """
    changeable(tx, account_id)
    tx.execute(update(Account).where(Account.id == account_id).values(active=active))
    if not active:
        _keep_a_manager(tx)
        sessions.end_all_of(tx, account_id)
    journal.record(tx, "account.activated" if active else "account.deactivated", subject=f"account:{account_id}")


def _set_secret(tx: Unit, account_id: int, kind: str, **column: str | None) -> None:
    changeable(tx, account_id)
    tx.execute(update(Account).where(Account.id == account_id).values(**column))
    sessions.end_all_of(tx, account_id)
    taken = next(iter(column.values())) is None
    journal.record(tx, kind, subject=f"account:{account_id}", body={"taken": taken})


def changeable(tx: Unit, account_id: int) -> AccountView:
    """The account, where the actor may change it: he manages staff and holds every right it has."""
    tx.actor.require("staff.edit")
    old = account(tx, account_id)
    require_all(tx, rights_of(tx, account_id))
    return old


def _keep_a_manager(tx: ReadUnit) -> None:
    """Raises Conflict ``last_manager`` where nobody is left who could let somebody in again."""
    left = tx.execute(
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(RoleRight, RoleRight.role_id == AccountRole.role_id)
        .where(Account.active.is_(True), RoleRight.right == EVERY_RIGHT)
        .limit(1)
    ).first()
    if left is None:
        raise Conflict("last_manager")


def checked_names(data: AccountData) -> AccountData:
    """The data as they are kept, as far as that can be told without the other accounts.

    Raises BadInput ``name_missing``, ``login_not_plain``, ``badge_too_long``, ``unknown_language``.
    """
    name = re.sub(r"\s+", " ", data.name).strip()
    if not name or len(name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    login = (data.login or "").strip().casefold() or None
    if login is not None and (len(login) > LOGIN_MOST or re.search(r"\s", login)):
        raise BadInput("login_not_plain", "login", most=LOGIN_MOST)
    badge = (data.badge or "").strip() or None
    if badge is not None and len(badge) > BADGE_MOST:
        raise BadInput("badge_too_long", "badge", most=BADGE_MOST)
    if data.language not in SCREEN_LANGUAGES:
        raise BadInput("unknown_language", "language")
    return AccountData(name, login, badge, data.language, data.role_ids)


def _checked(tx: ReadUnit, data: AccountData, account_id: int | None) -> AccountData:
    data = checked_names(data)
    known = set(tx.execute(select(Role.id)).scalars())
    if not data.role_ids <= known:
        raise BadInput("unknown_role", "roles")
    if data.login is not None and _is_taken(tx, Account.login == data.login, account_id):
        raise BadInput("login_taken", "login")
    if data.badge is not None and _is_taken(tx, Account.badge == data.badge, account_id):
        raise BadInput("badge_taken", "badge")
    if data.badge is not None and has_ended(tx, data.badge):
        raise BadInput("badge_ended", "badge")
    return data


def _is_taken(tx: ReadUnit, condition: ColumnElement[bool], account_id: int | None) -> bool:
    holder = tx.execute(select(Account.id).where(condition)).scalar()
    return holder is not None and holder != account_id


def _give_roles(tx: Unit, account_id: int, role_ids: Collection[int]) -> None:
    if role_ids:
        tx.execute(insert(AccountRole), [{"account_id": account_id, "role_id": id_} for id_ in sorted(role_ids)])


def _role_names(tx: ReadUnit, role_ids: Collection[int]) -> list[str]:
    return list(tx.execute(select(Role.name).where(Role.id.in_(role_ids)).order_by(Role.id)).scalars())


def _views(tx: ReadUnit, condition: ColumnElement[bool]) -> list[AccountView]:
    held: dict[int, list[tuple[int, str]]] = {}
    for account_id, role_id, name in tx.execute(
        select(AccountRole.account_id, Role.id, Role.name).join(Role, Role.id == AccountRole.role_id).order_by(Role.id)
    ):
        held.setdefault(account_id, []).append((role_id, name))
    rows = tx.execute(select(Account).where(condition).order_by(Account.active.desc(), Account.name, Account.id))
    return [_view(row._mapping, held.get(row.id, ())) for row in rows]


def _view(row: Any, roles: Sequence[tuple[int, str]]) -> AccountView:
    return AccountView(
        row["id"],
        row["name"],
        row["login"],
        row["badge"],
        row["language"],
        row["active"],
        row["pin_hash"] is not None,
        row["password_hash"] is not None,
        frozenset(id_ for id_, _ in roles),
        tuple(name for _, name in roles),
    )
