"""Roles: named sets of rights."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, insert, select, update

from app.auth.models import Account, AccountRole, Role, RoleRight
from app.auth.rights import BUILT_IN_ROLES, EVERY_RIGHT, OWNER_ROLE, checked, expand
from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid

NAME_MOST: Final = 80


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role as a page shows it. ``fixed`` roles cannot be changed."""

    id: int
    code: str
    name: str
    rights: frozenset[str]
    fixed: bool


def list_roles(tx: ReadUnit) -> list[RoleView]:
    """Every role, in the order they were made."""
    rights: dict[int, set[str]] = {}
    for role_id, right in tx.execute(select(RoleRight.role_id, RoleRight.right)):
        rights.setdefault(role_id, set()).add(right)
    return [
        RoleView(id_, code, name, expand(rights.get(id_, ())), code == OWNER_ROLE)
        for id_, code, name in tx.execute(select(Role.id, Role.code, Role.name).order_by(Role.id))
    ]


def make_built_in_roles(tx: Unit) -> None:
    """Makes the roles every shop begins with, where they are missing."""
    present = set(tx.execute(select(Role.code)).scalars())
    for code, (name, rights) in BUILT_IN_ROLES.items():
        if code not in present:
            _insert(tx, code, name, rights)


def create_role(tx: Unit, name: str, rights: Collection[str]) -> int:
    """A new role; answers its id.

    Needs ``staff.edit`` and every right it gives. Raises BadInput ``name_missing``, ``name_taken``,
    ``unknown_right``.
    """
    tx.actor.require("staff.edit")
    name = _free_name(tx, name, None)
    chosen = checked(rights)
    require_all(tx, chosen)
    role_id = _insert(tx, new_uid(), name, chosen)
    journal.record(tx, "role.created", subject=f"role:{role_id}", body={"name": name, "rights": sorted(chosen)})
    return role_id


def change_role(tx: Unit, role_id: int, name: str, rights: Collection[str]) -> None:
    """Gives a role another name and set of rights; who holds it has them within two seconds.

    Needs ``staff.edit`` and every right that is added or taken. Raises NotFound ``no_role``, Conflict
    ``role_is_fixed``, and what create_role raises.
    """
    tx.actor.require("staff.edit")
    old = _role(tx, role_id)
    name = _free_name(tx, name, role_id)
    chosen = checked(rights)
    require_all(tx, chosen ^ old.rights)
    tx.execute(update(Role).where(Role.id == role_id).values(name=name))
    tx.execute(delete(RoleRight).where(RoleRight.role_id == role_id))
    _insert_rights(tx, role_id, chosen)
    journal.record(
        tx,
        "role.changed",
        subject=f"role:{role_id}",
        body={
            "name": [old.name, name],
            "added": sorted(chosen - old.rights),
            "taken": sorted(old.rights - chosen),
        },
    )


def remove_role(tx: Unit, role_id: int) -> None:
    """Removes a role nobody holds; Conflict ``role_in_use`` names who does, ``role_is_fixed``."""
    tx.actor.require("staff.edit")
    old = _role(tx, role_id)
    holders = list(
        tx.execute(
            select(Account.name)
            .join(AccountRole, AccountRole.account_id == Account.id)
            .where(AccountRole.role_id == role_id)
            .order_by(Account.name)
        ).scalars()
    )
    if holders:
        raise Conflict("role_in_use", name=old.name, holders=", ".join(holders))
    tx.execute(delete(RoleRight).where(RoleRight.role_id == role_id))
    tx.execute(delete(Role).where(Role.id == role_id))
    journal.record(tx, "role.removed", subject=f"role:{role_id}", body={"name": old.name})


def require_all(tx: Unit, rights: Iterable[str]) -> None:
    """Nobody hands out what he does not hold: Forbidden ``right_needed`` for the first he lacks."""
    for right in sorted(rights):
        tx.actor.require(right)


def rights_of_roles(tx: ReadUnit, role_ids: Collection[int]) -> frozenset[str]:
    """All rights the roles give together."""
    return expand(tx.execute(select(RoleRight.right).where(RoleRight.role_id.in_(role_ids))).scalars())


def _role(tx: ReadUnit, role_id: int) -> RoleView:
    row = tx.execute(select(Role.id, Role.code, Role.name).where(Role.id == role_id)).first()
    if row is None:
        raise NotFound("no_role")
    if row.code == OWNER_ROLE:
        raise Conflict("role_is_fixed", name=row.name)
    return RoleView(row.id, row.code, row.name, rights_of_roles(tx, [role_id]), fixed=False)


def _free_name(tx: ReadUnit, name: str, role_id: int | None) -> str:
    name = re.sub(r"\s+", " ", name).strip()
    if not name or len(name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    taken = {text.casefold() for id_, text in tx.execute(select(Role.id, Role.name)) if id_ != role_id}
    if name.casefold() in taken:
        raise BadInput("name_taken", "name", name=name)
    return name


def _insert(tx: Unit, code: str, name: str, rights: Collection[str]) -> int:
    key = tx.execute(insert(Role), {"code": code, "name": name}).inserted_primary_key
    assert key is not None
    role_id: int = key[0]
    _insert_rights(tx, role_id, rights)
    return role_id


def _insert_rights(tx: Unit, role_id: int, rights: Collection[str]) -> None:
    if EVERY_RIGHT in rights:
        rights = [EVERY_RIGHT]
    if rights:
        tx.execute(insert(RoleRight), [{"role_id": role_id, "right": right} for right in sorted(rights)])
