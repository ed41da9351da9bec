"""Branches of the tree of goods as a table names them: ``Tools > Saws``."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.folding import fold
from warehouse.catalogue.categories import CODE_LIMIT, NAME_LIMIT, PATH_LIMIT, create_category
from warehouse.catalogue.models import Category
from warehouse.catalogue.names import checked_name, slug

_SIGN: Final = ">"


def path_of(text: str) -> tuple[str, ...]:
    """The names from the root, written with ``>``, or else with slashes of either kind, between them."""
    plain = text if _SIGN in text else text.replace("\\", _SIGN).replace("/", _SIGN)
    names = [checked_name(name, NAME_LIMIT, "category") for name in plain.split(_SIGN) if name.strip()]
    for name in names:
        if not slug(name, CODE_LIMIT):
            raise BadInput("name_unprintable", "category")
    if sum(len(slug(name, CODE_LIMIT)) + 1 for name in names) > PATH_LIMIT:
        raise BadInput("category_too_deep", "category")
    return tuple(names)


class Tree:
    """The branches as they are, found by names."""

    def __init__(self, tx: ReadUnit) -> None:
        self._names: dict[int, str] = {}
        self._parents: dict[int, int | None] = {}
        self._below: dict[tuple[int | None, str], int] = {}
        self._paths: dict[int, str] = {}
        found = tx.execute(select(Category.id, Category.parent_id, Category.code, Category.name, Category.path))
        for category_id, parent_id, code, name, path in found.all():
            self._names[category_id] = name
            self._parents[category_id] = parent_id
            self._paths[category_id] = path
            # A name counts before a code that happens to be the same.
            self._below.setdefault((parent_id, code), category_id)
        for category_id, name in self._names.items():
            self._below[self._parents[category_id], fold(name)] = category_id

    def find(self, names: Sequence[str]) -> int | None:
        """The branch of these names; None where one of them is not there yet."""
        branch: int | None = None
        for name in names:
            branch = self._child(branch, name)
            if branch is None:
                return None
        return branch

    def make(self, tx: Unit, names: Sequence[str]) -> tuple[int, list[int]]:
        """The branch of these names, made where it is missing; and the ids of what was made."""
        branch: int | None = None
        made: list[int] = []
        for name in names:
            child = self._child(branch, name)
            if child is None:
                child = create_category(tx, name, branch)
                self._names[child], self._parents[child] = name, branch
                self._below[branch, fold(name)] = child
                self._below.setdefault((branch, slug(name, CODE_LIMIT)), child)
                made.append(child)
            branch = child
        assert branch is not None
        return branch, made

    def written(self, category_id: int | None) -> str:
        """The branch as a table names it, such that ``find`` finds it again."""
        if category_id is None:
            return ""
        names: list[str] = []
        branch: int | None = category_id
        while branch is not None:
            names.insert(0, self._names[branch])
            branch = self._parents[branch]
        if any(_SIGN in name for name in names):
            # Codes find a branch too.
            return self._paths[category_id]
        text = f" {_SIGN} ".join(names)
        return f"{_SIGN} {text}" if len(names) == 1 and any(sign in text for sign in "/\\") else text

    def _child(self, parent: int | None, name: str) -> int | None:
        return self._below.get((parent, fold(name))) or self._below.get((parent, slug(name, CODE_LIMIT)))
