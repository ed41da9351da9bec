"""What a customer bought here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, bindparam, exists, func, or_, select, union_all

from app.core.currency_change import today_worth
from app.core.db.prepared import Prepared
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.crm.links import is_of
from pos.sale.models import Sale, SaleCustomer, SaleLine
from pos.sale.reading import SaleHead, heads
from pos.sale.turnover import IS_TURNOVER, NO_TURNOVER

_OF_SOMEBODY: Final = ("sale", "exchange")


@dataclass(frozen=True, slots=True)
class PurchaseSummary:
    """What a customer bought here in all: purchases and returns together, in today's currency.

    Pledges and empties are in neither: a deposit is nothing that was bought.
    """

    visits: int
    spent: Money
    first_at: datetime | None
    last_at: datetime | None


def sales_of(customer: Any) -> CompoundSelect[Any]:
    """The ids of a customer's sales: rung up for him, or named afterwards, or for whoever was merged into him."""
    return union_all(
        select(Sale.id).where(is_of(Sale.customer_id, customer)),
        select(SaleCustomer.sale_id).where(is_of(SaleCustomer.customer_id, customer)),
    )


def _of(customer: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = Sale.id.in_(sales_of(customer))
    return condition


def purchases(tx: ReadUnit, customer_id: int, *, before_id: int | None = None, limit: int = 20) -> list[SaleHead]:
    """A customer's sales and returns, newest first; the next page by the last id."""
    conditions = [_of(customer_id)] if before_id is None else [_of(customer_id), Sale.id < before_id]
    return heads(tx, *conditions, limit=limit)


def _summary_of(*columns: Any) -> Select[*tuple[Any, ...]]:
    """A select over the documents of ``of_customer`` from ``since`` on, a row a currency."""
    return (
        select(Sale.currency, *columns)
        .where(_of(bindparam("of_customer")), Sale.business_date >= bindparam("since"))
        .group_by(Sale.currency)
    )


_HAS_GOODS: Final = exists().where(SaleLine.sale_id == Sale.id, IS_TURNOVER)
_IS_VISIT: Final = and_(
    or_(*[Sale.kind == kind for kind in _OF_SOMEBODY]),
    Sale.id.not_in(select(Sale.voided_sale_id).where(Sale.voided_sale_id.is_not(None))),
    _HAS_GOODS,
)
_DOCUMENTS: Final = Prepared(
    _summary_of(
        func.count().filter(_IS_VISIT),
        money_sum(Sale.gross),
        func.min(Sale.completed_at),
        func.max(Sale.completed_at),
    )
)
_NO_TURNOVER: Final = Prepared(
    _summary_of(money_sum(-SaleLine.gross)).join(SaleLine, SaleLine.sale_id == Sale.id).where(NO_TURNOVER)
)


def purchase_summary(tx: ReadUnit, customer_id: int, since: date | None = None) -> PurchaseSummary:
    """How often and for how much a customer bought, from a day on; a void takes its sale out of both."""
    asked = {"of_customer": customer_id, "since": since or date.min}
    rows, others = _DOCUMENTS.all(tx, asked), _NO_TURNOVER.all(tx, asked)
    return PurchaseSummary(
        sum(row[1] for row in rows),
        today_worth(tx, [*((row[0], row[2]) for row in rows), *((row[0], row[1]) for row in others)]),
        min((row[3] for row in rows), default=None),
        max((row[4] for row in rows), default=None),
    )
