"""Goods whose tags somebody wants to print."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, exists, func, select

from app.core.db.search import ask
from app.core.db.unit import ReadUnit
from warehouse.catalogue.models import Product, UnitOfMeasure, Variant
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, price_now, read_card
from warehouse.shelf.listing import branches_below
from warehouse.shelf.search import TABLE, words_in_either_layout, words_of
from warehouse.tags.shelves import has_no_tag, is_outdated

MOST_SHOWN: Final = 200
MOST_COPIES: Final = 999
_MILLI: Final = 1000

Which = Literal["outdated", "untagged", "all"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which goods: those in sale with a price, and of them those of a branch, a family, or one product.

    ``outdated`` are those whose tag says another price than the till, ``untagged`` those that never had a tag.
    """

    which: Which = "all"
    query: str = ""
    category_id: int | None = None
    family_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The first of the goods by name, and how many there are in all."""

    cards: tuple[ProductCard, ...]
    total: int


def choose_goods(tx: ReadUnit, shop_id: int, choice: Choice) -> Chosen:
    """The goods of a choice; a query that finds nothing is tried in the other keyboard layout."""
    found = _chosen(tx, shop_id, choice, either_layout=False)
    return found if found.total or not choice.query else _chosen(tx, shop_id, choice, either_layout=True)


def count_goods(tx: ReadUnit, shop_id: int, which: Which) -> int:
    """How many goods have a tag that is out of date, or none."""
    conditions = _conditions(tx, replace(Choice(), which=which))
    counted: int = tx.execute(
        select(func.count()).select_from(Product).where(*conditions), card_values(tx, shop_id)
    ).scalar_one()
    return counted


def stock_copies(card: ProductCard) -> int:
    """A tag for each piece the shop holds; one for what is weighed or measured, or not counted."""
    if card.level_milli is None or card.unit_decimals:
        return 1
    return min(max(0, card.level_milli // _MILLI), MOST_COPIES)


def _chosen(tx: ReadUnit, shop_id: int, choice: Choice, *, either_layout: bool) -> Chosen:
    values: dict[str, Any] = card_values(tx, shop_id)
    conditions = _conditions(tx, choice)
    words = (words_in_either_layout if either_layout else words_of)(choice.query)
    if words:
        shape, of_words = ask(TABLE, words, is_sqlite=tx.database.is_sqlite, name="words")
        conditions.append(shape.condition())
        values |= of_words
    total: int = tx.execute(select(func.count()).select_from(Product).where(*conditions), values).scalar_one()
    rows = tx.execute(
        select(*CARD_COLUMNS)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .where(*conditions)
        .order_by(func.lower(Product.name), Product.id)
        .limit(MOST_SHOWN),
        values,
    )
    return Chosen(tuple(read_card(row) for row in rows), total)


def _conditions(tx: ReadUnit, choice: Choice) -> list[ColumnElement[bool]]:
    conditions = [Product.active.is_(True), Product.kind != "service", price_now().is_not(None)]
    if choice.which == "outdated":
        conditions.append(is_outdated())
    elif choice.which == "untagged":
        conditions.append(has_no_tag())
    if choice.category_id is not None:
        conditions.append(Product.category_id.in_(branches_below(tx, choice.category_id)))
    if choice.family_id is not None:
        conditions.append(exists().where(Variant.product_id == Product.id, Variant.family_id == choice.family_id))
    if choice.product_id is not None:
        conditions.append(Product.id == choice.product_id)
    return conditions
