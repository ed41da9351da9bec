"""Many levels brought to what was counted, each by a move of the difference, and such moves taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select

from app.core.db.series import next_number
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.money import UnitPrice
from app.places.day import today
from warehouse.catalogue.units import step_milli
from warehouse.stock.levels import levels
from warehouse.stock.locations import locations_of
from warehouse.stock.models import Location, StockLevel, StockMove
from warehouse.stock.receiving import MOST_QTY_MILLI
from warehouse.stock.selling import ADD_TO_LEVELS

COUNT: Final = "count"
COUNT_UNDONE: Final = "count_undone"
EDIT: Final = "stock.edit"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found of a product in thousandths of its unit. ``unit_cost`` is what one that is new cost.

    ``line`` is where the count was written.
    """

    product_id: int
    qty_milli: int
    line: int
    unit_cost: UnitPrice | None = None


def checked_count(name: str, qty_milli: int, *, stocked: bool, decimals: int) -> int:
    """The quantity, where a product can be counted so.

    Raises Conflict ``not_stocked``, BadInput ``count_out_of_range``, ``count_decimals``.
    """
    if not stocked:
        raise Conflict("not_stocked", name=name)
    if not 0 <= qty_milli <= MOST_QTY_MILLI:
        raise BadInput("count_out_of_range", "qty", name=name)
    if qty_milli % step_milli(decimals):
        raise BadInput("count_decimals", "qty", name=name, decimals=decimals)
    return qty_milli


def bring_to_counts(tx: Unit, shop_id: int, counts: Sequence[Counted]) -> dict[int, int]:
    """Moves what a shop has more or less than the books say; answers the ids of the moves by product.

    The counts must be checked. Goods that are more come in from the supplier with their cost, goods that are less are
    lost. Needs ``stock.edit``; the caller journals what was done.
    """
    tx.actor.require(EDIT)
    ends = locations_of(tx, shop_id)
    ordered = sorted(counts, key=lambda one: one.product_id)
    ids = [one.product_id for one in ordered]
    tx.lock(
        select(StockLevel.product_id)
        .where(StockLevel.location_id == ends.shop, StockLevel.product_id.in_(ids))
        .order_by(StockLevel.product_id)
    )
    now = levels(tx, ids, shop_id)
    differing = [(one, one.qty_milli - now[one.product_id]) for one in ordered if one.qty_milli != now[one.product_id]]
    if not differing:
        return {}
    document_id = next_number(tx, 0, COUNT)
    moves: list[dict[str, Any]] = [
        {
            "product_id": one.product_id,
            "from_location_id": ends.supplier if more > 0 else ends.shop,
            "to_location_id": ends.shop if more > 0 else ends.loss,
            "qty_milli": abs(more),
            "cost": one.unit_cost.for_qty(more) if one.unit_cost is not None and more > 0 else None,
            "document_kind": COUNT,
            "document_id": document_id,
            "document_line": one.line,
            "at": tx.now,
            "business_date": today(tx),
        }
        for one, more in differing
    ]
    written = tx.execute(insert(StockMove).returning(StockMove.id, sort_by_parameter_order=True), moves).scalars()
    ADD_TO_LEVELS.add(
        tx,
        [{"product_id": one.product_id, "location_id": ends.shop, "qty_milli": more} for one, more in differing],
    )
    return {one.product_id: move_id for (one, _), move_id in zip(differing, written, strict=True)}


def take_back_moves(tx: Unit, move_ids: Collection[int]) -> None:
    """Moves the same goods back where they came from. Needs ``stock.edit``; the caller journals it."""
    tx.actor.require(EDIT)
    moves = tx.execute(
        select(StockMove.__table__).where(StockMove.id.in_(move_ids)).order_by(StockMove.product_id, StockMove.id)
    ).all()
    if not moves:
        return
    document_id = next_number(tx, 0, COUNT_UNDONE)
    tx.execute(
        insert(StockMove),
        [
            {
                "product_id": move.product_id,
                "from_location_id": move.to_location_id,
                "to_location_id": move.from_location_id,
                "qty_milli": move.qty_milli,
                "cost": move.cost,
                "document_kind": COUNT_UNDONE,
                "document_id": document_id,
                "document_line": move.document_line,
                "at": tx.now,
                "business_date": today(tx),
            }
            for move in moves
        ],
    )
    ends = {move.from_location_id for move in moves} | {move.to_location_id for move in moves}
    shops = set(tx.execute(select(Location.id).where(Location.id.in_(ends), Location.kind == "shop")).scalars())
    changes = [
        {"product_id": move.product_id, "location_id": end, "qty_milli": qty_milli}
        for move in moves
        for end, qty_milli in ((move.from_location_id, move.qty_milli), (move.to_location_id, -move.qty_milli))
        if end in shops
    ]
    ADD_TO_LEVELS.add(tx, sorted(changes, key=lambda one: (one["product_id"], one["location_id"])))
