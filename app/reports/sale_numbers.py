"""The numbers that the law of a fiscal register gave sales, and what became of each."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.places.models import Till
from pos.cart.models import Cart
from pos.numbering.models import DroppedCart, SaleNumber
from pos.sale.models import Sale

PAGE_ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Dropped:
    """What had been rung up; ``lines`` are name and quantity in thousandths."""

    currency: str
    gross: Money
    lines: tuple[tuple[str, int], ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number, when and where it was taken. ``became`` ``payment`` is one for what was bought on account."""

    number: str
    running: int
    till_name: str
    taken_by: str
    at: datetime
    became: Literal["sale", "dropped", "open", "payment"]
    sale_uid: str | None
    sale_number: int | None
    dropped: Dropped | None


def given_numbers(tx: ReadUnit, serial_number: str, before: int | None = None) -> list[GivenNumber]:
    """The newest numbers of a register, those below ``before`` where it is given, newest first."""
    statement = (
        select(
            SaleNumber.number,
            SaleNumber.running,
            Till.name.label("till_name"),
            SaleNumber.taken_by,
            SaleNumber.at,
            Sale.uid.label("sale_uid"),
            Sale.number.label("sale_number"),
            Cart.id.label("cart_id"),
            DroppedCart.currency,
            DroppedCart.gross,
            DroppedCart.lines,
            DroppedCart.reason,
            DroppedCart.dropped_by,
        )
        .join(Till, Till.id == SaleNumber.till_id)
        .outerjoin(DroppedCart, DroppedCart.sale_number_id == SaleNumber.id)
        .outerjoin(Sale, (Sale.uid == SaleNumber.document_uid) & DroppedCart.id.is_(None))
        .outerjoin(Cart, (Cart.uid == SaleNumber.document_uid) & DroppedCart.id.is_(None))
        .where(SaleNumber.serial_number == serial_number)
    )
    if before is not None:
        statement = statement.where(SaleNumber.running < before)
    return [_told(row) for row in tx.execute(statement.order_by(SaleNumber.running.desc()).limit(PAGE_ROWS))]


def _told(row: Any) -> GivenNumber:
    became: Literal["sale", "dropped", "open", "payment"] = "payment"
    dropped = None
    if row.lines is not None:
        became = "dropped"
        lines = tuple((line["name"], line["qty_milli"]) for line in json.loads(row.lines))
        dropped = Dropped(row.currency, row.gross, lines, row.reason, row.dropped_by)
    elif row.sale_uid is not None:
        became = "sale"
    elif row.cart_id is not None:
        became = "open"
    return GivenNumber(
        row.number,
        row.running,
        row.till_name,
        row.taken_by,
        row.at,
        became,
        row.sale_uid,
        row.sale_number,
        dropped,
    )
