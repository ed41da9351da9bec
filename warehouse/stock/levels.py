"""What a shop holds of a product: stored levels, and the proof that they are the sums of the moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, func, select, union_all

from app.core.db.types import whole_sum
from app.core.db.unit import ReadUnit
from warehouse.stock.locations import locations_of
from warehouse.stock.models import Location, StockLevel, StockMove

_LEVEL: Final = select(StockLevel.qty_milli).where(
    StockLevel.product_id == bindparam("product"), StockLevel.location_id == bindparam("at_location")
)
_LEVELS: Final = select(StockLevel.product_id, StockLevel.qty_milli).where(
    StockLevel.product_id.in_(bindparam("products", expanding=True)),
    StockLevel.location_id == bindparam("at_location"),
)


def level(tx: ReadUnit, product_id: int, shop_id: int) -> int:
    """What the shop holds of a product in thousandths of its unit; 0 where nothing ever moved."""
    asked = {"product": product_id, "at_location": locations_of(tx, shop_id).shop}
    found: int | None = tx.execute(_LEVEL, asked).scalar()
    return found or 0


def levels(tx: ReadUnit, product_ids: Sequence[int], shop_id: int) -> dict[int, int]:
    """What the shop holds of each product in thousandths of its unit."""
    asked = {"products": list(product_ids), "at_location": locations_of(tx, shop_id).shop}
    found: dict[int, int] = dict(tx.execute(_LEVELS, asked).all())
    return {product_id: found.get(product_id, 0) for product_id in product_ids}


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """A stored level that is not the sum of its moves."""

    product_id: int
    location_id: int
    stored_milli: int
    moved_milli: int


def check_levels(tx: ReadUnit) -> list[LevelDifference]:
    """Every shop's stored level that differs from the sum of its moves; reads the whole ledger."""
    ends = union_all(
        select(StockMove.product_id, StockMove.to_location_id.label("location_id"), StockMove.qty_milli),
        select(StockMove.product_id, StockMove.from_location_id, -StockMove.qty_milli),
        # A level without a move must come up too.
        select(StockLevel.product_id, StockLevel.location_id, StockLevel.qty_milli * 0),
    ).subquery()
    moved = whole_sum(ends.c.qty_milli)
    stored = func.coalesce(StockLevel.qty_milli, 0)
    found = tx.execute(
        select(ends.c.product_id, ends.c.location_id, stored, moved)
        .join(Location, Location.id == ends.c.location_id)
        .outerjoin(
            StockLevel,
            (StockLevel.product_id == ends.c.product_id) & (StockLevel.location_id == ends.c.location_id),
        )
        .where(Location.kind == "shop")
        .group_by(ends.c.product_id, ends.c.location_id, StockLevel.qty_milli)
        .having(stored != moved)
        .order_by(ends.c.product_id, ends.c.location_id)
    )
    return [LevelDifference(*row) for row in found]
