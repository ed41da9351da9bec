"""Stock levels as a list of products."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.db.unit import ReadUnit
from warehouse.catalogue.models import Product
from warehouse.stock.locations import locations_of
from warehouse.stock.models import StockLevel


@dataclass(frozen=True, slots=True)
class ProductLevel:
    """What the shop holds of a product, in thousandths of its unit."""

    product_id: int
    sku: str
    name: str
    unit_code: str
    level_milli: int


def levels_page(tx: ReadUnit, shop_id: int, *, after_id: int, limit: int) -> list[ProductLevel]:
    """Products of which stock is kept, by id after ``after_id``; those that never moved hold nothing."""
    here = (StockLevel.product_id == Product.id) & (StockLevel.location_id == locations_of(tx, shop_id).shop)
    rows = tx.execute(
        select(Product.id, Product.sku, Product.name, Product.unit_code, func.coalesce(StockLevel.qty_milli, 0))
        .outerjoin(StockLevel, here)
        .where(Product.stocked, Product.active, Product.id > after_id)
        .order_by(Product.id)
        .limit(limit)
    )
    return [ProductLevel(*row) for row in rows]
