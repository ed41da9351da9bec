"""The list of goods as the office compares them: filtered, sorted and paged by the database."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from app.core.db.search import ask
from app.core.db.unit import ReadUnit
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.models import Favourite, Product, ProductFamily, ProductPrice, UnitOfMeasure, Variant
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, level_in_shop, price_now, read_card
from warehouse.shelf.families import FamilyCard, VariantCard, family_cards, variant_cards
from warehouse.shelf.search import TABLE, Words, words_in_either_layout, words_of

PAGE_ROWS: Final = 50

Show = Literal["active", "retired", "all", "no_price", "below_zero", "favourites"]
Sort = Literal["name", "sku", "price", "stock", "newest"]
SHOWN: Final[tuple[Show, ...]] = ("active", "retired", "all", "no_price", "below_zero", "favourites")
_IS_VARIANT: Final = Variant.product_id == Product.id
_ALIKE: Final = func.coalesce(-Variant.family_id, Product.id)
"""One figure for all variants of a family."""
SORTED: Final[tuple[Sort, ...]] = ("name", "sku", "price", "stock", "newest")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products are asked for. ``category_id`` takes those of the branches below it too; pages count from 1.

    ``opened`` is a family whose variants are to be listed below it.
    """

    query: str = ""
    category_id: int | None = None
    show: Show = "active"
    sort: Sort = "name"
    descending: bool = False
    page: int = 1
    opened: int | None = None


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in the list; ``of_sale`` is None where none of its variants is in sale."""

    family_id: int
    name: str
    of_sale: FamilyCard | None


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One page of products and families, and how many there are in all. A family is found by any of its variants.

    ``variants`` are those of the family that was opened, in the order of their values.
    """

    wanted: Wanted
    products: tuple[ProductCard | FamilyRow, ...]
    total: int
    variants: tuple[VariantCard, ...] = ()

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
        conditions.append(Product.category_id.in_(branches_below(tx, wanted.category_id)))
    if words:
        shape, of_words = ask(TABLE, words, is_sqlite=tx.database.is_sqlite, name="words")
        conditions.append(shape.condition())
        values |= of_words
    counted = select(func.count(_ALIKE.distinct())).select_from(Product).outerjoin(Variant, _IS_VARIANT)
    total: int = tx.execute(counted.where(*conditions), values).scalar_one()
    empty = ProductPage(wanted, (), total)
    page = max(1, min(wanted.page, empty.last_page))
    found = [(read_card(row), row.family_id) for row in tx.execute(_page(wanted, conditions, page), values)]
    family_ids = [family_id for _, family_id in found if family_id is not None]
    names: dict[int, str] = dict(
        tx.execute(select(ProductFamily.id, ProductFamily.name).where(ProductFamily.id.in_(family_ids))).all()
    )
    cards = family_cards(tx, shop_id, family_ids)
    return ProductPage(
        replace(wanted, page=page),
        tuple(
            card if family_id is None else FamilyRow(family_id, names[family_id], cards.get(family_id))
            for card, family_id in found
        ),
        total,
        tuple(variant_cards(tx, shop_id, wanted.opened)) if wanted.opened in names else (),
    )


def _page(wanted: Wanted, conditions: list[ColumnElement[bool]], page: int) -> Select[*tuple[Any, ...]]:
    # The page is chosen first, so that code, price and level are looked up for its rows only. A family stands where
    # the first of its variants does.
    listed = (
        select(
            Product.id,
            Variant.family_id,
            _ALIKE.label("alike"),
            func.row_number().over(order_by=_order(wanted)).label("place"),
        )
        .outerjoin(Variant, _IS_VARIANT)
        .where(*conditions)
        .subquery()
    )
    firsts = select(
        listed, func.row_number().over(partition_by=listed.c.alike, order_by=listed.c.place).label("nth")
    ).subquery()
    chosen = (
        select(firsts)
        .where(firsts.c.nth == 1)
        .order_by(firsts.c.place)
        .limit(PAGE_ROWS)
        .offset((page - 1) * PAGE_ROWS)
        .subquery()
    )
    return (
        select(*CARD_COLUMNS, chosen.c.family_id)
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


def branches_below(tx: ReadUnit, category_id: int) -> list[int]:
    """A branch of the tree of goods and those below it; nothing where it is gone."""
    tree = category_tree(tx)
    path = next((branch.path for branch in tree if branch.id == category_id), None)
    if path is None:
        return []
    return [branch.id for branch in tree if branch.path == path or branch.path.startswith(f"{path}/")]
