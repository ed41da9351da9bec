"""Goods leaving the shop with a sale, and coming back with a return: two statements for a whole document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam, insert, select

from app.core import settings
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.db.upsert import Accumulating
from app.core.errors import Conflict
from warehouse.catalogue.models import Product
from warehouse.stock.locations import locations_of
from warehouse.stock.models import Location, StockLevel, StockMove
from warehouse.stock.settings import ALLOW, BELOW_ZERO, REFUSE

SALE: Final = "sale"


@dataclass(frozen=True, slots=True)
class BelowZero:
    """A product of which more was sold than the books hold."""

    product_id: int
    name: str
    left_milli: int


_ADD_MOVES = Prepared(insert(StockMove))
ADD_TO_LEVELS = Accumulating(StockLevel, "product_id", "location_id", numbers=("qty_milli",))
_LEVELS = (
    select(StockLevel.product_id, StockLevel.qty_milli)
    .where(
        StockLevel.location_id == bindparam("at_location"),
        StockLevel.product_id.in_(bindparam("products", expanding=True)),
    )
    .order_by(StockLevel.product_id)
)
_BELOW_ZERO = (
    select(StockLevel.product_id, Product.name, StockLevel.qty_milli)
    .join(Product, Product.id == StockLevel.product_id)
    .where(
        StockLevel.location_id == bindparam("at_location"),
        StockLevel.product_id.in_(bindparam("products", expanding=True)),
        StockLevel.qty_milli < 0,
    )
    .order_by(Product.name)
)


def goods_sold(
    tx: Unit,
    shop_id: int,
    business_date: date,
    sale_id: int,
    lines: Sequence[tuple[int, int, int]],
) -> tuple[BelowZero, ...]:
    """Moves the goods of a sale from the shop to the customer and keeps the levels.

    A line is (the sale line's position or id, product id, thousandths of the stock unit); a negative quantity
    comes back from the customer, zero moves nothing. Give only stocked products. Answers what fell below zero where
    the setting ``stock.below_zero`` says to warn; raises Conflict ``stock_refused`` (``names``, ``left``: thousandths
    by name) where it says to refuse and a product would fall below zero. Several lines of a product count together.
    """
    changes: dict[int, int] = {}
    for _, product_id, qty_milli in lines:
        changes[product_id] = changes.get(product_id, 0) - qty_milli
    if not changes:
        return ()
    ends = locations_of(tx, shop_id)
    policy = settings.get(tx, BELOW_ZERO)
    sold = sorted(product_id for product_id, change in changes.items() if change < 0)
    if policy == REFUSE and sold:
        _refuse_below_zero(tx, ends.shop, sold, changes)
    moves = [
        {
            "product_id": product_id,
            "from_location_id": ends.shop if qty_milli > 0 else ends.customer,
            "to_location_id": ends.customer if qty_milli > 0 else ends.shop,
            "qty_milli": abs(qty_milli),
            "document_kind": SALE,
            "document_id": sale_id,
            "document_line": line,
            "at": tx.now,
            "business_date": business_date,
        }
        for line, product_id, qty_milli in lines
        if qty_milli
    ]
    if moves:
        _ADD_MOVES.write(tx, *moves)
        ADD_TO_LEVELS.add(
            tx,
            [
                {"product_id": product_id, "location_id": ends.shop, "qty_milli": changes[product_id]}
                for product_id in sorted(changes)
            ],
        )
    if policy == ALLOW or not sold:
        return ()
    return tuple(BelowZero(*row) for row in tx.execute(_BELOW_ZERO, {"at_location": ends.shop, "products": sold}))


def goods_moved(tx: ReadUnit, sale_id: int) -> list[tuple[int, int, int]]:
    """What a sale moved: (the sale line's position, product id, thousandths), below zero for what came back."""
    rows = tx.execute(
        select(StockMove.document_line, StockMove.product_id, StockMove.qty_milli, Location.kind)
        .join(Location, Location.id == StockMove.from_location_id)
        .where(StockMove.document_kind == SALE, StockMove.document_id == sale_id)
        .order_by(StockMove.id)
    )
    return [
        (line or 0, product_id, -qty_milli if comes_from == "customer" else qty_milli)
        for line, product_id, qty_milli, comes_from in rows
    ]


def _refuse_below_zero(tx: Unit, location_id: int, sold: Sequence[int], changes: dict[int, int]) -> None:
    asked = {"at_location": location_id, "products": sold}
    statement = _LEVELS if tx.database.is_sqlite else _LEVELS.with_for_update()
    levels: dict[int, int] = dict(tx.execute(statement, asked).all())
    short = [product_id for product_id in sold if levels.get(product_id, 0) + changes[product_id] < 0]
    if short:
        names = dict(tx.execute(select(Product.id, Product.name).where(Product.id.in_(short))).all())
        ordered = sorted(short, key=lambda product_id: names[product_id])
        raise Conflict(
            "stock_refused",
            names=[names[product_id] for product_id in ordered],
            left=[levels.get(product_id, 0) for product_id in ordered],
        )
