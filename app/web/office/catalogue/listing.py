"""The list of products."""

from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.texts import marked
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import shop_here
from app.web.shared.access import needs
from app.web.shared.language import gettext, translated
from app.web.shared.units import read
from warehouse.catalogue.categories import CategoryView, category_tree
from warehouse.catalogue.units import units
from warehouse.shelf.listing import SHOWN, SORTED, Show, Sort, Wanted, list_products

SHOW_WORDS: Final[dict[Show, str]] = {
    "active": marked("In sale"),
    "retired": marked("Out of sale"),
    "all": marked("All goods"),
    "no_price": marked("Without a price"),
    "below_zero": marked("Stock below zero"),
    "favourites": marked("Favourites"),
}
INDENT: Final = "\u2007\u2007"
"""Two blanks as wide as figures: browsers drop common ones at the beginning of a choice."""


@blueprint.get("/products")
@needs("catalogue.view")
def products() -> ResponseReturnValue:
    """The page of goods that the address asks for."""
    wanted = _wanted()
    with read() as tx:
        page = list_products(tx, shop_here(tx), wanted)
        tree = category_tree(tx)
        unit_names = {unit.code: translated(unit.name) for unit in units(tx)}
    return render_template(
        "office/catalogue/products.html",
        page=page,
        wanted=page.wanted,
        unit_names=unit_names,
        category_choices=[("", gettext("All categories")), *category_choices(tree)],
        show_choices=[(show, translated(words)) for show, words in SHOW_WORDS.items()],
        narrowed=wanted
        != Wanted(sort=wanted.sort, descending=wanted.descending, page=wanted.page, opened=wanted.opened),
    )


def category_choices(tree: list[CategoryView]) -> list[tuple[int, str]]:
    """The branches of the tree as choices, those below set in."""
    return [(branch.id, INDENT * branch.depth + branch.name) for branch in tree]


def _wanted() -> Wanted:
    asked = request.args
    show: Show = next((each for each in SHOWN if each == asked.get("show")), "active")
    sort: Sort = next((each for each in SORTED if each == asked.get("sort")), "name")
    return Wanted(
        query=asked.get("q", "").strip(),
        category_id=asked.get("category", type=int),
        show=show,
        sort=sort,
        descending=asked.get("order") == "down",
        page=max(1, asked.get("page", 1, type=int)),
        opened=asked.get("open", type=int),
    )
