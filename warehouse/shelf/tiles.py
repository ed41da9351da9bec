"""What the till shows to be touched: favourites first, then the tree of goods branch by branch."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, func, select

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from warehouse.catalogue.categories import CategoryView, category_tree
from warehouse.catalogue.models import Product, UnitOfMeasure, Variant
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, read_card
from warehouse.shelf.families import FamilyCard, together
from warehouse.shelf.favourites import favourites

MOST_TILES: Final = 200


@dataclass(frozen=True, slots=True)
class BranchTile:
    """A branch to open; ``product_count`` counts everything below it."""

    category_id: int
    name: str
    product_count: int


@dataclass(frozen=True, slots=True)
class Tiles:
    """One page of tiles. ``path`` leads from the root to this branch; ``more`` says that goods were left out."""

    path: tuple[BranchTile, ...]
    branches: tuple[BranchTile, ...]
    products: tuple[ProductCard | FamilyCard, ...]
    more: bool


_ALIKE: Final = func.coalesce(-Variant.family_id, Product.id)
_NAMED: Final = (
    select(
        Product.id,
        Variant.family_id,
        func.row_number().over(partition_by=_ALIKE, order_by=[Product.name, Product.id]).label("nth"),
    )
    .outerjoin(Variant, Variant.product_id == Product.id)
    .where(Product.category_id == bindparam("category"), Product.active)
    .subquery()
)
_OF_CATEGORY: Final = (
    select(*CARD_COLUMNS, _NAMED.c.family_id)
    .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
    .join(_NAMED, _NAMED.c.id == Product.id)
    .where(_NAMED.c.nth == 1)
    .order_by(Product.name, Product.id)
    .limit(MOST_TILES + 1)
)


def tiles(tx: ReadUnit, shop_id: int, category_id: int | None) -> Tiles:
    """The favourites and the first branches (None), or a branch: its branches and its own goods by name.

    Branches without goods are left out. Raises NotFound ``no_category``.
    """
    tree = category_tree(tx)
    path: tuple[BranchTile, ...] = ()
    if category_id is None:
        cards = favourites(tx, shop_id)
    else:
        opened = next((branch for branch in tree if branch.id == category_id), None)
        if opened is None:
            raise NotFound("no_category")
        found = tx.execute(_OF_CATEGORY, card_values(tx, shop_id) | {"category": category_id})
        cards = together(tx, shop_id, [(read_card(row), row.family_id) for row in found])
        path = _path_to(opened, tree)
    branches = [_tile(branch) for branch in tree if branch.parent_id == category_id]
    return Tiles(
        path=path,
        branches=tuple(branch for branch in branches if branch.product_count),
        products=tuple(cards[:MOST_TILES]),
        more=len(cards) > MOST_TILES,
    )


def _tile(branch: CategoryView) -> BranchTile:
    return BranchTile(branch.id, branch.name, branch.total_count)


def _path_to(branch: CategoryView, tree: list[CategoryView]) -> tuple[BranchTile, ...]:
    above = [other for other in tree if branch.path.startswith(f"{other.path}/")]
    return tuple(_tile(step) for step in (*above, branch))
