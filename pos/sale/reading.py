"""Sales as screens and the API read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.core.money import Money, UnitPrice
from pos.sale.models import Sale, SaleCustomer, SaleLine, SaleLineDiscount, Tender
from pos.tips.ledger import Tip, tip_of_sale


@dataclass(frozen=True, slots=True)
class SaleHead:
    """A sale in a list."""

    id: int
    uid: str
    till_id: int
    kind: str
    customer_id: int | None
    number: int
    currency: str
    completed_at: datetime
    business_date: date
    cashier_name: str
    line_count: int
    discount: Money
    net: Money
    tax: Money
    gross: Money
    rounding: Money
    to_pay: Money
    paid: Money
    change: Money


@dataclass(frozen=True, slots=True)
class SoldDiscount:
    """A discount of a sold line; ``why`` is what the cashier wrote."""

    source: str
    amount: Money
    why: str


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a sale, as it was. ``returned_line_id`` is the sold line a return came from.

    ``pledge`` is ``given`` for one that went with goods, ``taken`` for empties.
    """

    id: int
    position: int
    product_id: int | None
    name: str
    sku: str | None
    qty_milli: int
    unit_code: str
    unit_price: UnitPrice
    price_source: str
    amount: Money
    net: Money
    tax: Money
    gross: Money
    tax_rate_bp: int | None
    note: str | None
    returned_line_id: int | None
    return_reason: str | None
    pledge: str | None
    discounts: tuple[SoldDiscount, ...]


@dataclass(frozen=True, slots=True)
class SaleView:
    """A whole sale. The ``tenders`` hold the ``tip``, no other figure does; below zero a void took it back."""

    head: SaleHead
    lines: tuple[SoldLine, ...]
    tenders: tuple[tuple[str, Money], ...]
    tip: Tip | None


_NAMED_LATER = select(SaleCustomer.customer_id).where(SaleCustomer.sale_id == Sale.id).scalar_subquery()
CUSTOMER_OF_SALE: Final[ColumnElement[int | None]] = func.coalesce(Sale.customer_id, _NAMED_LATER)
"""Whose sale it was, said when it was rung up or afterwards."""
_HEAD = tuple(
    CUSTOMER_OF_SALE.label(name) if name == "customer_id" else getattr(Sale, name) for name in SaleHead.__slots__
)
_LINE = tuple(getattr(SaleLine, name) for name in SoldLine.__slots__ if name != "discounts")


def sale_by_uid(tx: ReadUnit, uid: str) -> SaleView:
    """A sale with its lines and tenders; NotFound ``no_sale``."""
    row = tx.execute(select(*_HEAD).where(Sale.uid == uid)).first()
    if row is None:
        raise NotFound("no_sale")
    head = SaleHead(*row)
    discounts: dict[int, list[SoldDiscount]] = {}
    for position, *discount in tx.execute(
        select(SaleLineDiscount.line_position, SaleLineDiscount.source, SaleLineDiscount.amount, SaleLineDiscount.why)
        .where(SaleLineDiscount.sale_id == head.id)
        .order_by(SaleLineDiscount.line_position, SaleLineDiscount.position)
    ):
        discounts.setdefault(position, []).append(SoldDiscount(*discount))
    lines = tuple(
        SoldLine(**line._mapping, discounts=tuple(discounts.get(line.position, ())))
        for line in tx.execute(select(*_LINE).where(SaleLine.sale_id == head.id).order_by(SaleLine.position))
    )
    tenders = tx.execute(select(Tender.kind, Tender.amount).where(Tender.sale_id == head.id).order_by(Tender.position))
    return SaleView(head, lines, tuple(tuple(row) for row in tenders), tip_of_sale(tx, head.id))


def first_sale_at(tx: ReadUnit) -> datetime | None:
    """When the first sale of all was completed; None where nothing was sold yet."""
    return tx.execute(select(Sale.completed_at).order_by(Sale.id).limit(1)).scalar()


def recent_sales(
    tx: ReadUnit, *, till_id: int | None = None, before_id: int | None = None, day: date | None = None, limit: int = 50
) -> list[SaleHead]:
    """Sales, newest first: of one till or all, of one business date, older than an id for the next page."""
    conditions = []
    if till_id is not None:
        conditions.append(Sale.till_id == till_id)
    if before_id is not None:
        conditions.append(Sale.id < before_id)
    if day is not None:
        conditions.append(Sale.business_date == day)
    return heads(tx, *conditions, limit=limit)


def heads(tx: ReadUnit, *conditions: ColumnElement[bool], limit: int) -> list[SaleHead]:
    """Sales that meet every condition, newest first."""
    statement = select(*_HEAD).where(*conditions).order_by(Sale.id.desc()).limit(limit)
    return [SaleHead(*row) for row in tx.execute(statement)]
