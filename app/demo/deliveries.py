"""The demo shop's supplier: once a week its shelves are filled up again."""

from typing import Final

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.money import Money, UnitPrice
from app.core.rounding import round_half_up
from warehouse.catalogue.prices import price_at
from warehouse.stock.locations import locations_of
from warehouse.stock.models import StockLevel, StockMove
from warehouse.stock.receiving import RECEIPT, Received, receive

_COST_PERCENT: Final = (46, 50, 54, 57, 61)
"""What goods cost the shop, of what the customer pays with tax."""


def bought(product_id: int, qty_milli: int, price: UnitPrice) -> Received:
    """Goods that came in, at a cost that leaves the shop a believable margin."""
    share = _COST_PERCENT[product_id % len(_COST_PERCENT)]
    return Received(product_id, qty_milli, Money(round_half_up(price.for_qty(qty_milli).minor * share, 100)))


def fill_up(tx: Unit, shop_id: int) -> int:
    """Fills what has run low up to what the shop opened with; answers how many products came in."""
    ends = locations_of(tx, shop_id)
    opening = (
        select(StockMove.qty_milli)
        .where(StockMove.product_id == StockLevel.product_id, StockMove.document_kind == RECEIPT)
        .order_by(StockMove.id)
        .limit(1)
        .correlate(StockLevel)
        .scalar_subquery()
    )
    low = tx.execute(
        select(StockLevel.product_id, StockLevel.qty_milli, opening)
        .where(StockLevel.location_id == ends.shop, StockLevel.qty_milli * 2 < opening)
        .order_by(StockLevel.product_id)
    ).all()
    for product_id, level_milli, opened_with in low:
        price = price_at(tx, product_id, tx.now)
        assert price is not None
        missing = opened_with - level_milli
        receive(tx, shop_id, bought(product_id, missing, price), "Weekly delivery")
    return len(low)
