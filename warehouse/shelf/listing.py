"""The list of goods as the office compares them: filtered, sorted and paged by the database."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from app.core.db.search import ask
from app.core.db.unit import ReadUnit
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.models import Favourite, Product, ProductPrice, UnitOfMeasure
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, level_in_shop, price_now, read_card
from warehouse.shelf.search import TABLE, Words, words_in_either_layout, words_of

PAGE_ROWS: Final = 50

Show = Literal["active", "retired", "all", "no_price", "below_zero", "favourites"]
Sort = Literal["name", "sku", "price", "stock", "newest"]
SHOWN: Final[tuple[Show, ...]] = ("active", "retired", "all", "no_price", "below_zero", "favourites")
SORTED: Final[tuple[Sort, ...]] = ("name", "sku", "price", "stock", "newest")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products are asked for. ``category_id`` takes those of the branches below it too; pages count from 1."""

    query: str = ""
    category_id: int | None = None
    show: Show = "active"
    sort: Sort = "name"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One page of products, and how many there are in all."""

    wanted: Wanted
    products: tuple[ProductCard, ...]
    total: int

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_ROWS))


def list_products(tx: ReadUnit, shop_id: int, wanted: Wanted) -> ProductPage:
    """The page asked for, or the last one there is; a query that finds nothing is tried in the other layout."""
    found = _listed(tx, shop_id, wanted, words_of(wanted.query))
    if not found.total and wanted.query:
        found = _listed(tx, shop_id, wanted, words_in_either_layout(wanted.query))
    return found


def _listed(tx: ReadUnit, shop_id: int, wanted: Wanted, words: Words) -> ProductPage:
    values: dict[str, Any] = card_values(tx, shop_id)
    conditions = _shown(wanted.show)
    if wanted.category_id is not None:
        conditions.append(Product.category_id.in_(_with_below(tx, wanted.category_id)))
    if words:
        shape, of_words = ask(TABLE, words, is_sqlite=tx.database.is_sqlite, name="words")
        conditions.append(shape.condition())
        values |= of_words
    total: int = tx.execute(select(func.count()).select_from(Product).where(*conditions), values).scalar_one()
    empty = ProductPage(wanted, (), total)
    page = max(1, min(wanted.page, empty.last_page))
    rows = tx.execute(_page(wanted, conditions, page), values)
    return replace(empty, wanted=replace(wanted, page=page), products=tuple(read_card(row) for row in rows))


def _page(wanted: Wanted, conditions: list[ColumnElement[bool]], page: int) -> Select[*tuple[Any, ...]]:
    order = _order(wanted)
    # The page is chosen first, so that code, price and level are looked up for its rows only.
    chosen = (
        select(Product.id, func.row_number().over(order_by=order).label("place"))
        .where(*conditions)
        .order_by(*order)
        .limit(PAGE_ROWS)
        .offset((page - 1) * PAGE_ROWS)
        .subquery()
    )
    return (
        select(*CARD_COLUMNS)
        .join(chosen, chosen.c.id == Product.id)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .order_by(chosen.c.place)
    )


def _order(wanted: Wanted) -> list[Any]:
    by: dict[Sort, Any] = {
        "name": func.lower(Product.name),
        "sku": Product.sku,
        "price": func.coalesce(price_now(), -1),
        "stock": func.coalesce(level_in_shop(), 0),
        "newest": -Product.id,
    }
    key = by[wanted.sort]
    return [key.desc() if wanted.descending else key, Product.name, Product.id]


def _shown(show: Show) -> list[ColumnElement[bool]]:
    active = Product.active.is_(True)
    match show:
        case "active":
            return [active]
        case "retired":
            return [Product.active.is_(False)]
        case "no_price":
            priced = exists().where(ProductPrice.product_id == Product.id, ProductPrice.valid_from <= bindparam("now"))
            return [active, ~priced]
        case "below_zero":
            return [level_in_shop() < 0]
        case "favourites":
            favourite = exists().where(Favourite.product_id == Product.id, Favourite.shop_id == bindparam("shop"))
            return [active, favourite]
        case "all":
            return []


def _with_below(tx: ReadUnit, category_id: int) -> list[int]:
    tree = category_tree(tx)
    path = next((branch.path for branch in tree if branch.id == category_id), None)
    if path is None:
        return []
    return [branch.id for branch in tree if branch.path == path or branch.path.startswith(f"{path}/")]
