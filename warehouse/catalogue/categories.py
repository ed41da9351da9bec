"""The tree of goods: branches with a path of codes from the root."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from warehouse.catalogue.models import Category, Product, ProductFamily
from warehouse.catalogue.names import checked_name, slug

NAME_LIMIT: Final = 120
CODE_LIMIT: Final = 60
PATH_LIMIT: Final = 400
WITHOUT_POINTS: Final = "categories_without_points"
"""What is kept in memory: whoever changes a branch outdates it."""


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A branch. ``depth`` is 0 at the root, ``path`` the codes to it, ``product_count`` its own goods in sale.

    ``total_count`` counts those of the branches below it too.
    """

    id: int
    parent_id: int | None
    code: str
    path: str
    name: str
    depth: int
    product_count: int
    total_count: int
    earns: bool
    """Whether its goods bring points, as far as it is said here; a branch above may say no for all below it."""


def category_tree(tx: ReadUnit) -> list[CategoryView]:
    """Every branch, each before those below it, neighbours in their order."""
    counts: dict[int, int] = dict(
        tx.execute(
            select(Product.category_id, func.count())
            .where(Product.active, Product.category_id.is_not(None))
            .group_by(Product.category_id)
        ).all()
    )
    children: defaultdict[int | None, list[tuple[int, int | None, str, str, str, bool]]] = defaultdict(list)
    for row in tx.execute(
        select(Category.id, Category.parent_id, Category.code, Category.path, Category.name, Category.earns).order_by(
            Category.position, Category.name, Category.id
        )
    ):
        children[row[1]].append(row)

    def below(parent_id: int | None, depth: int) -> list[CategoryView]:
        found: list[CategoryView] = []
        for category_id, _, code, path, name, earns in children[parent_id]:
            inside = below(category_id, depth + 1)
            own = counts.get(category_id, 0)
            total = own + sum(branch.product_count for branch in inside)
            found += [CategoryView(category_id, parent_id, code, path, name, depth, own, total, earns), *inside]
        return found

    return below(None, 0)


def create_category(tx: Unit, name: str, parent_id: int | None = None, *, code: str = "") -> int:
    """A new branch, last among its neighbours; answers its id.

    Needs ``catalogue.edit``. Raises BadInput ``name_empty``, ``name_too_long``, ``category_too_deep``; NotFound
    ``no_category``; Conflict ``category_code_taken``.
    """
    tx.actor.require("catalogue.edit")
    name = checked_name(name, NAME_LIMIT)
    code = slug(code or name, CODE_LIMIT)
    if not code:
        raise BadInput("name_unprintable", "name")
    path = _free_path(tx, parent_id, code)
    key = tx.execute(
        insert(Category),
        {
            "parent_id": parent_id,
            "code": code,
            "path": path,
            "name": name,
            "position": _next_position(tx, parent_id),
        },
    ).inserted_primary_key
    assert key is not None
    category_id: int = key[0]
    _changed(tx, "category.created", category_id, {"name": name, "path": path})
    return category_id


def rename_category(tx: Unit, category_id: int, name: str) -> None:
    """Gives a branch another name; its code and path stay, rules may hold on to them.

    Needs ``catalogue.edit``. Raises NotFound ``no_category``, BadInput as create_category does.
    """
    tx.actor.require("catalogue.edit")
    name = checked_name(name, NAME_LIMIT)
    old = _existing(tx, category_id)
    if old.name == name:
        return
    tx.execute(update(Category).where(Category.id == category_id).values(name=name))
    _changed(tx, "category.renamed", category_id, {"old": old.name, "new": name})


def set_earning(tx: Unit, category_id: int, *, earns: bool) -> None:
    """Says whether the goods of a branch bring points; where not, those of all branches below it bring none either.

    Needs ``catalogue.edit``. Raises NotFound ``no_category``.
    """
    tx.actor.require("catalogue.edit")
    old = _existing(tx, category_id)
    if old.earns == earns:
        return
    tx.execute(update(Category).where(Category.id == category_id).values(earns=earns))
    _changed(tx, "category.earning", category_id, {"name": old.name, "earns": earns})


def without_points(tx: ReadUnit) -> frozenset[int]:
    """The branches whose goods bring no points, because they or one above them say so; from memory."""
    return tx.cached(WITHOUT_POINTS, _without_points)


def _without_points(tx: ReadUnit) -> frozenset[int]:
    said = list(tx.execute(select(Category.path).where(Category.earns.is_(False))).scalars())
    below = [condition for path in said for condition in (Category.path == path, _inside(path))]
    return frozenset(tx.execute(select(Category.id).where(or_(*below))).scalars()) if below else frozenset()


def move_category(tx: Unit, category_id: int, parent_id: int | None, position: int) -> None:
    """Puts a branch with all below it under another one, before the neighbour that is there (0 is the first).

    Needs ``catalogue.edit``. Raises NotFound ``no_category``; Conflict ``category_cycle`` where the new parent lies
    below it, ``category_code_taken`` where a neighbour has its code; BadInput ``category_too_deep``.
    """
    tx.actor.require("catalogue.edit")
    old = _existing(tx, category_id)
    if parent_id is not None:
        parent = _existing(tx, parent_id)
        if parent.path == old.path or parent.path.startswith(f"{old.path}/"):
            raise Conflict("category_cycle", name=old.name, parent=parent.name)
    path = old.path if parent_id == old.parent_id else _free_path(tx, parent_id, old.code)
    neighbours = [
        found
        for found in tx.execute(
            select(Category.id).where(_below(parent_id)).order_by(Category.position, Category.name, Category.id)
        ).scalars()
        if found != category_id
    ]
    neighbours.insert(max(0, min(position, len(neighbours))), category_id)
    tx.execute(update(Category).where(Category.id == category_id).values(parent_id=parent_id))
    tx.execute(
        update(Category).where(Category.id == bindparam("branch")).values(position=bindparam("place")),
        [{"branch": branch, "place": place} for place, branch in enumerate(neighbours)],
    )
    if path != old.path:
        _move_paths(tx, old.path, path)
    _changed(tx, "category.moved", category_id, {"old": old.path, "new": path})


def delete_category(tx: Unit, category_id: int) -> None:
    """Removes a branch that holds neither goods nor branches.

    Needs ``catalogue.edit``. Raises NotFound ``no_category``, Conflict ``category_not_empty``.
    """
    tx.actor.require("catalogue.edit")
    old = _existing(tx, category_id)
    holds_goods = tx.execute(select(Product.id).where(Product.category_id == category_id).limit(1)).first()
    of_family = tx.execute(select(ProductFamily.id).where(ProductFamily.category_id == category_id).limit(1)).first()
    holds_branches = tx.execute(select(Category.id).where(Category.parent_id == category_id).limit(1)).first()
    if any(found is not None for found in (holds_goods, of_family, holds_branches)):
        raise Conflict("category_not_empty", name=old.name)
    tx.execute(delete(Category).where(Category.id == category_id))
    _changed(tx, "category.deleted", category_id, {"path": old.path, "name": old.name})


@dataclass(frozen=True, slots=True)
class _Branch:
    parent_id: int | None
    code: str
    path: str
    name: str
    earns: bool


def _existing(tx: ReadUnit, category_id: int) -> _Branch:
    found = tx.execute(
        select(Category.parent_id, Category.code, Category.path, Category.name, Category.earns).where(
            Category.id == category_id
        )
    ).first()
    if found is None:
        raise NotFound("no_category")
    return _Branch(*found)


def _below(parent_id: int | None) -> ColumnElement[bool]:
    return Category.parent_id.is_(None) if parent_id is None else Category.parent_id == parent_id


def _next_position(tx: ReadUnit, parent_id: int | None) -> int:
    last: int | None = tx.execute(select(func.max(Category.position)).where(_below(parent_id))).scalar()
    return 0 if last is None else last + 1


def _free_path(tx: ReadUnit, parent_id: int | None, code: str) -> str:
    path = code if parent_id is None else f"{_existing(tx, parent_id).path}/{code}"
    if len(path) > PATH_LIMIT:
        raise BadInput("category_too_deep", "parent_id")
    if tx.execute(select(Category.id).where(Category.path == path)).first() is not None:
        raise Conflict("category_code_taken", path=path)
    return path


def _inside(path: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = Category.path.startswith(f"{path}/", autoescape=True)
    return condition


def _move_paths(tx: Unit, old: str, new: str) -> None:
    inside = tx.execute(select(Category.id, Category.path).where(_inside(old)))
    moved = [{"branch": branch, "new_path": new + path[len(old) :]} for branch, path in inside]
    if any(len(str(row["new_path"])) > PATH_LIMIT for row in moved):
        raise BadInput("category_too_deep", "parent_id")
    of_path = tx.execute(select(Category.id).where(Category.path == old)).scalar()
    tx.execute(
        update(Category).where(Category.id == bindparam("branch")).values(path=bindparam("new_path")),
        [{"branch": of_path, "new_path": new}, *moved],
    )


def _changed(tx: Unit, kind: str, category_id: int, body: Mapping[str, Any]) -> None:
    tx.outdate(WITHOUT_POINTS)
    announce(tx, "catalogue", {"category": category_id})
    journal.record(tx, kind, subject=f"category:{category_id}", body=body)
