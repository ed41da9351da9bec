"""Stock may not hold a quantity that its unit forbids."""

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.errors import Conflict
from warehouse.catalogue.events import DecimalsLowered
from warehouse.catalogue.models import Product
from warehouse.catalogue.units import step_milli
from warehouse.stock.models import StockLevel

_NAMED = 5


def refuse_fractions(tx: Unit, event: DecimalsLowered) -> None:
    """Handles DecimalsLowered: Conflict ``stock_has_fractions`` naming products whose level is finer than that."""
    of = Product.unit_code == event.unit_code if event.product_id is None else Product.id == event.product_id
    finer = tx.execute(
        select(Product.name)
        .join(StockLevel, StockLevel.product_id == Product.id)
        .where(of, StockLevel.qty_milli % step_milli(event.decimals) != 0)
        .order_by(Product.name)
        .limit(_NAMED)
    ).scalars()
    names = list(finer)
    if names:
        raise Conflict("stock_has_fractions", names=names)
