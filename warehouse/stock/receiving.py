"""Goods coming in and written off by hand, until deliveries and stock-takes have documents of their own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy import case, insert, select

from app.core import journal
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.core.money import Money
from app.places.day import today
from warehouse.catalogue.models import Product, UnitOfMeasure
from warehouse.catalogue.units import step_milli
from warehouse.stock.levels import level
from warehouse.stock.locations import locations_of
from warehouse.stock.models import Location, StockMove
from warehouse.stock.selling import ADD_TO_LEVELS

RECEIPT: Final = "receipt"
WRITE_OFF: Final = "write_off"
MOST_QTY_MILLI: Final = 1_000_000_000
REASON_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Received:
    """Goods that came in. ``cost`` is what all of them cost together, None where nobody knows."""

    product_id: int
    qty_milli: int
    cost: Money | None = None


def receive(tx: Unit, shop_id: int, goods: Received, reason: str) -> None:
    """Takes goods in from a supplier, or as the stock a shop starts with.

    Needs ``stock.edit``. Raises BadInput ``qty_out_of_range``, ``qty_decimals``, ``cost_negative``,
    ``reason_needed`` or ``reason_too_long``, NotFound ``no_product``, Conflict ``not_stocked``.
    """
    ends = locations_of(tx, shop_id)
    if goods.cost is not None and goods.cost < Money(0):
        raise BadInput("cost_negative", "cost")
    _move(tx, goods, (ends.supplier, ends.shop), RECEIPT, reason)
    _journaled(tx, "stock.received", shop_id, goods, reason)


def write_off(tx: Unit, shop_id: int, product_id: int, qty_milli: int, reason: str) -> None:
    """Takes broken, lost or used goods off the stock. Needs ``stock.edit``; raises as receive does."""
    ends = locations_of(tx, shop_id)
    goods = Received(product_id, qty_milli)
    _move(tx, goods, (ends.shop, ends.loss), WRITE_OFF, reason)
    _journaled(tx, "stock.written_off", shop_id, goods, reason)


def set_level(tx: Unit, shop_id: int, product_id: int, counted_milli: int, reason: str) -> None:
    """Brings a level to what was counted, by a move of the difference. Needs ``stock.edit``; raises as receive does."""
    if not 0 <= counted_milli <= MOST_QTY_MILLI:
        raise BadInput("qty_out_of_range", "qty")
    difference = counted_milli - level(tx, product_id, shop_id)
    if difference > 0:
        receive(tx, shop_id, Received(product_id, difference), reason)
    elif difference < 0:
        write_off(tx, shop_id, product_id, -difference, reason)


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move as a shop sees it: ``qty_milli`` is positive for goods coming in."""

    at: datetime
    business_date: date
    qty_milli: int
    document_kind: str
    document_id: int
    other_end: Literal["shop", "supplier", "customer", "loss"]
    reason: str | None


def last_moves(tx: ReadUnit, product_id: int, shop_id: int, limit: int) -> list[MoveView]:
    """The newest moves of a product into and out of the shop, newest first."""
    ends = locations_of(tx, shop_id)
    other = Location.__table__.alias("other")
    coming_in = StockMove.to_location_id == ends.shop
    found = tx.execute(
        select(
            StockMove.at,
            StockMove.business_date,
            case((coming_in, StockMove.qty_milli), else_=-StockMove.qty_milli),
            StockMove.document_kind,
            StockMove.document_id,
            other.c.kind,
            StockMove.reason,
        )
        .join(other, other.c.id == case((coming_in, StockMove.from_location_id), else_=StockMove.to_location_id))
        .where(StockMove.product_id == product_id, coming_in | (StockMove.from_location_id == ends.shop))
        .order_by(StockMove.at.desc(), StockMove.id.desc())
        .limit(limit)
    )
    return [MoveView(*row) for row in found]


def _move(tx: Unit, goods: Received, ends: tuple[int, int], kind: str, reason: str) -> None:
    tx.actor.require("stock.edit")
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("reason_needed", "reason")
    if len(reason) > REASON_LIMIT:
        raise BadInput("reason_too_long", "reason", limit=REASON_LIMIT)
    _check_qty(tx, goods)
    tx.execute(
        insert(StockMove),
        {
            "product_id": goods.product_id,
            "from_location_id": ends[0],
            "to_location_id": ends[1],
            "qty_milli": goods.qty_milli,
            "cost": goods.cost,
            "document_kind": kind,
            "document_id": next_number(tx, 0, kind),
            "reason": reason,
            "at": tx.now,
            "business_date": today(tx),
        },
    )
    at_shop, change = (ends[1], goods.qty_milli) if kind == RECEIPT else (ends[0], -goods.qty_milli)
    ADD_TO_LEVELS.add(tx, [{"product_id": goods.product_id, "location_id": at_shop, "qty_milli": change}])


def _check_qty(tx: ReadUnit, goods: Received) -> None:
    found = tx.execute(
        select(Product.name, Product.stocked, UnitOfMeasure.decimals)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .where(Product.id == goods.product_id)
    ).first()
    if found is None:
        raise NotFound("no_product")
    if not found.stocked:
        raise Conflict("not_stocked", name=found.name)
    if not 0 < goods.qty_milli <= MOST_QTY_MILLI:
        raise BadInput("qty_out_of_range", "qty", name=found.name)
    if goods.qty_milli % step_milli(found.decimals):
        raise BadInput("qty_decimals", "qty", name=found.name, decimals=found.decimals)


def _journaled(tx: Unit, kind: str, shop_id: int, goods: Received, reason: str) -> None:
    announce(tx, "catalogue", {"product": goods.product_id})
    journal.record(
        tx,
        kind,
        subject=f"product:{goods.product_id}",
        body={"shop": shop_id, "qty_milli": goods.qty_milli, "reason": reason},
    )
