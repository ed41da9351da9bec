"""Which documents belong to a sale: what came back of it, what it took back, what voids it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from app.core.db.unit import ReadUnit
from pos.sale.models import Sale, SaleLine


@dataclass(frozen=True, slots=True)
class Linked:
    """Another document, by the position of the line it is about."""

    position: int
    uid: str
    number: int
    kind: str


def uids_of_sales(tx: ReadUnit, sale_ids: Sequence[int]) -> dict[int, str]:
    """The uids of sales by their ids."""
    return dict(tuple(row) for row in tx.execute(select(Sale.id, Sale.uid).where(Sale.id.in_(sale_ids))))


def taken_from(tx: ReadUnit, sale_id: int) -> list[Linked]:
    """The sales that goods of this document were sold in, line by line."""
    sold = aliased(SaleLine)
    lines = (
        select(SaleLine.position, Sale.uid, Sale.number, Sale.kind)
        .join(sold, sold.id == SaleLine.returned_line_id)
        .join(Sale, Sale.id == sold.sale_id)
        .where(SaleLine.sale_id == sale_id)
        .order_by(SaleLine.position)
    )
    return _linked(tx, lines)


def came_back_on(tx: ReadUnit, sale_id: int) -> list[Linked]:
    """The documents on which goods of this sale came back, line by line in the order of time."""
    back = aliased(SaleLine)
    lines = (
        select(SaleLine.position, Sale.uid, Sale.number, Sale.kind)
        .join(back, back.returned_line_id == SaleLine.id)
        .join(Sale, Sale.id == back.sale_id)
        .where(SaleLine.sale_id == sale_id)
        .order_by(SaleLine.position, back.id)
    )
    return _linked(tx, lines)


def _linked(tx: ReadUnit, statement: Select[*tuple[Any, ...]]) -> list[Linked]:
    return [Linked(*row) for row in tx.execute(statement)]
