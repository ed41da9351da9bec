"""The stock that a shop begins with, as it was counted elsewhere."""

from collections.abc import Mapping

from sqlalchemy import insert, select

from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.places.day import today
from warehouse.stock.locations import locations_of
from warehouse.stock.models import StockLevel, StockMove
from warehouse.stock.receiving import RECEIPT
from warehouse.stock.selling import ADD_TO_LEVELS


def stock_of(tx: ReadUnit, shop_id: int) -> dict[int, int]:
    """What a shop holds, in thousandths by product; products of which it holds nothing are left out."""
    here = StockLevel.location_id == locations_of(tx, shop_id).shop
    rows = tx.execute(select(StockLevel.product_id, StockLevel.qty_milli).where(here, StockLevel.qty_milli != 0))
    return dict(rows.all())


def start_with(tx: Unit, shop_id: int, stock: Mapping[int, int]) -> None:
    """Takes the stock into a shop that holds nothing yet, as one document; what was oversold begins below zero."""
    if not stock:
        return
    ends, number, date = locations_of(tx, shop_id), next_number(tx, 0, RECEIPT), today(tx)
    tx.execute(
        insert(StockMove),
        [
            {
                "product_id": product_id,
                "from_location_id": ends.supplier if qty_milli > 0 else ends.shop,
                "to_location_id": ends.shop if qty_milli > 0 else ends.loss,
                "qty_milli": abs(qty_milli),
                "cost": None,
                "document_kind": RECEIPT,
                "document_id": number,
                "reason": None,
                "at": tx.now,
                "business_date": date,
            }
            for product_id, qty_milli in stock.items()
        ],
    )
    changes = [
        {"product_id": product_id, "location_id": ends.shop, "qty_milli": qty_milli}
        for product_id, qty_milli in stock.items()
    ]
    ADD_TO_LEVELS.add(tx, changes)
