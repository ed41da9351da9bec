"""Sales as screens and the API read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.core.money import Money, UnitPrice
from app.crm.links import who_is
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

    ``pledge`` is ``given`` for one that went with goods, ``taken`` for empties. One that ``loads`` is no goods.
    A ``package`` is ``sold``, with its visits as quantity, or gave a ``visit``.
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
    loads: str | None
    package: str | None
    discounts: tuple[SoldDiscount, ...]


@dataclass(frozen=True, slots=True)
class SaleView:
    """A whole sale. The ``tenders`` hold the ``tip``, no other figure does; below zero a void took it back."""

    head: SaleHead
    lines: tuple[SoldLine, ...]
    tenders: tuple[tuple[str, Money], ...]
    tip: Tip | None


_NAMED_LATER = select(SaleCustomer.customer_id).where(SaleCustomer.sale_id == Sale.id).correlate(Sale).scalar_subquery()
CUSTOMER_OF_SALE: Final[ColumnElement[int | None]] = who_is(func.coalesce(Sale.customer_id, _NAMED_LATER))
"""Whose sale it was, said when it was rung up or afterwards, and who that is now."""
_HEAD = tuple(
    CUSTOMER_OF_SALE.label(name) if name == "customer_id" else getattr(Sale, name) for name in SaleHead.__slots__
)
_LINE_NAMES = tuple(name for name in SoldLine.__slots__ if name != "discounts")
_LINE = tuple(getattr(SaleLine, name) for name in _LINE_NAMES)
_OF_SALE: Final[BindParameter[int]] = bindparam("of_sale")
_HEAD_BY_UID: Final = Prepared(select(*_HEAD).where(Sale.uid == bindparam("of_uid")))
_LINES_OF_SALE: Final = Prepared(select(*_LINE).where(SaleLine.sale_id == _OF_SALE).order_by(SaleLine.position))
_DISCOUNTS_OF_SALE: Final = Prepared(
    select(SaleLineDiscount.line_position, SaleLineDiscount.source, SaleLineDiscount.amount, SaleLineDiscount.why)
    .where(SaleLineDiscount.sale_id == _OF_SALE)
    .order_by(SaleLineDiscount.line_position, SaleLineDiscount.position)
)
_TENDERS_OF_SALE: Final = Prepared(
    select(Tender.kind, Tender.amount).where(Tender.sale_id == _OF_SALE).order_by(Tender.position)
)


def sale_by_uid(tx: ReadUnit, uid: str) -> SaleView:
    """A sale with its lines and tenders; NotFound ``no_sale``."""
    row = _HEAD_BY_UID.first(tx, {"of_uid": uid})
    if row is None:
        raise NotFound("no_sale")
    head = SaleHead(*row)
    of_sale = {"of_sale": head.id}
    discounts: dict[int, list[SoldDiscount]] = {}
    for position, *discount in _DISCOUNTS_OF_SALE.all(tx, of_sale):
        discounts.setdefault(position, []).append(SoldDiscount(*discount))
    sold = [dict(zip(_LINE_NAMES, line, strict=True)) for line in _LINES_OF_SALE.all(tx, of_sale)]
    lines = tuple(SoldLine(**line, discounts=tuple(discounts.get(line["position"], ()))) for line in sold)
    tenders = _TENDERS_OF_SALE.all(tx, of_sale)
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
