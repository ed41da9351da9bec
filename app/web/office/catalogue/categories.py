"""The tree of categories."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.listing import category_choices
from app.web.office.catalogue.typed import typed_text
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from warehouse.catalogue.categories import (
    category_tree,
    create_category,
    delete_category,
    move_category,
    rename_category,
    set_earning,
)

LAST = 1_000_000


@blueprint.get("/products/categories")
@needs("catalogue.view")
def categories() -> ResponseReturnValue:
    """The whole tree, each branch with its own small form."""
    return _page()


@blueprint.post("/products/categories")
@needs("catalogue.edit")
def add_category() -> ResponseReturnValue:
    """Adds a branch, last among its neighbours."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: create_category(tx, typed_text("name"), whole_number("parent_id")))
        return go_on("office.categories", "saved")

    return try_form(act, _page)


@blueprint.post("/products/categories/<int:category_id>")
@needs("catalogue.edit")
def change_category(category_id: int) -> ResponseReturnValue:
    """Renames a branch, puts it elsewhere, moves it up or down, or removes it."""

    def act() -> ResponseReturnValue:
        kind = typed_text("act")
        if kind == "remove":
            transact(lambda tx: delete_category(tx, category_id))
            return go_on("office.categories", "removed")
        if kind in ("up", "down"):
            transact(lambda tx: _step(tx, category_id, -1 if kind == "up" else 1))
        else:
            transact(lambda tx: _write(tx, category_id))
        return go_on("office.categories", "saved", _anchor=f"category-{category_id}")

    return try_form(act, lambda problem: _page(problem, category_id))


def _write(tx: Unit, category_id: int) -> None:
    rename_category(tx, category_id, typed_text("name"))
    set_earning(tx, category_id, earns=typed_text("earns") == "yes")
    parent_id = whole_number("parent_id")
    old = next((branch for branch in category_tree(tx) if branch.id == category_id), None)
    if old is not None and old.parent_id != parent_id:
        move_category(tx, category_id, parent_id, LAST)


def _step(tx: Unit, category_id: int, step: int) -> None:
    tree = category_tree(tx)
    branch = next((one for one in tree if one.id == category_id), None)
    neighbours = [one.id for one in tree if branch is not None and one.parent_id == branch.parent_id]
    if branch is not None:
        move_category(tx, category_id, branch.parent_id, max(0, neighbours.index(category_id) + step))


def _page(problem: Problem | None = None, wrong_id: int | None = None) -> str:
    with read() as tx:
        tree = category_tree(tx)
    return render_template(
        "office/catalogue/categories.html",
        tree=tree,
        parent_choices=[("", gettext("At the root")), *category_choices(tree)],
        problem=problem,
        wrong_id=wrong_id,
        typed=request.form,
    )
