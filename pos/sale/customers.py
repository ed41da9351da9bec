"""Whose sale it was: named afterwards, and what a customer bought."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists, func, insert, or_, select

from app.core import journal, settings
from app.core.currency_change import today_worth
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.money import Money
from app.core.settings import Setting
from app.crm.customers import customer_by_id
from pos.sale.models import Sale, SaleCustomer, SaleLine
from pos.sale.reading import SaleHead, heads, sale_by_uid

NAMED_WITHIN_MINUTES = Setting(
    "till.customer_named_within_minutes",
    int,
    30,
    "Naming the customer of a paid sale",
    "How many minutes after the payment it is allowed; 0 where it never is.",
    low=0,
    high=10_080,
)


_OF_SOMEBODY: Final = ("sale", "exchange")


def can_be_named(tx: ReadUnit, kind: str, completed_at: datetime) -> bool:
    """Whether a sale of a kind, completed at an instant, may still get a customer."""
    return kind in _OF_SOMEBODY and tx.now - completed_at <= timedelta(minutes=settings.get(tx, NAMED_WITHIN_MINUTES))


def name_customer(tx: Unit, sale_uid: str, customer_id: int) -> None:
    """Says afterwards whose sale it was (a right). The same again does nothing.

    Raises NotFound ``no_sale`` and ``no_customer_here``, Conflict ``customer_erased``, ``sale_has_customer`` and
    ``too_late_for_customer``.
    """
    tx.actor.require("till.name_customer_later")
    head = sale_by_uid(tx, sale_uid).head
    if customer_by_id(tx, customer_id).erased:
        raise Conflict("customer_erased")
    tx.lock(select(Sale.id).where(Sale.id == head.id))
    present = sale_by_uid(tx, sale_uid).head.customer_id
    if present == customer_id:
        return
    if present is not None:
        raise Conflict("sale_has_customer")
    minutes = settings.get(tx, NAMED_WITHIN_MINUTES)
    if tx.now - head.completed_at > timedelta(minutes=minutes):
        raise Conflict("too_late_for_customer", minutes=minutes)
    tx.execute(
        insert(SaleCustomer),
        {"sale_id": head.id, "customer_id": customer_id, "at": tx.now, "account_name": tx.actor.name},
    )
    journal.record(
        tx,
        "sale.customer_named",
        chain=journal.till_chain(head.till_id),
        subject=f"sale:{sale_uid}",
        body={"customer": customer_id},
    )


@dataclass(frozen=True, slots=True)
class PurchaseSummary:
    """What a customer bought here in all: purchases and returns together, in today's currency.

    Pledges and empties are in neither: a deposit is nothing that was bought.
    """

    visits: int
    spent: Money
    first_at: datetime | None
    last_at: datetime | None


def _of(customer_id: int) -> ColumnElement[bool]:
    named_later = select(SaleCustomer.sale_id).where(SaleCustomer.customer_id == customer_id)
    return or_(Sale.customer_id == customer_id, Sale.id.in_(named_later))


def purchases(tx: ReadUnit, customer_id: int, *, before_id: int | None = None, limit: int = 20) -> list[SaleHead]:
    """A customer's sales and returns, newest first; the next page by the last id."""
    conditions = [_of(customer_id)] if before_id is None else [_of(customer_id), Sale.id < before_id]
    return heads(tx, *conditions, limit=limit)


def purchase_summary(tx: ReadUnit, customer_id: int) -> PurchaseSummary:
    """How often and for how much a customer bought; a void takes its sale out of both."""
    of_customer = _of(customer_id)
    voided = select(Sale.voided_sale_id).where(Sale.voided_sale_id.is_not(None))
    has_goods = exists().where(SaleLine.sale_id == Sale.id, SaleLine.pledge.is_(None))
    counted = Sale.kind.in_(_OF_SOMEBODY) & Sale.id.not_in(voided) & has_goods
    rows = tx.execute(
        select(
            Sale.currency,
            func.count().filter(counted),
            money_sum(Sale.gross),
            func.min(Sale.completed_at),
            func.max(Sale.completed_at),
        )
        .where(of_customer)
        .group_by(Sale.currency)
    ).all()
    pledges = tx.execute(
        select(Sale.currency, money_sum(-SaleLine.gross))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(of_customer, SaleLine.pledge.is_not(None))
        .group_by(Sale.currency)
    ).all()
    return PurchaseSummary(
        sum(row[1] for row in rows),
        today_worth(tx, [*((row[0], row[2]) for row in rows), *((row[0], row[1]) for row in pledges)]),
        min((row[3] for row in rows), default=None),
        max((row[4] for row in rows), default=None),
    )


@dataclass(frozen=True, slots=True)
class UsualGoods:
    """What a customer buys often."""

    product_id: int
    name: str
    times: int
    last_at: datetime


def usual_goods(tx: ReadUnit, customer_id: int, limit: int = 5) -> list[UsualGoods]:
    """The goods a customer bought most often, newest first among equals."""
    times = func.count(Sale.id.distinct())
    last_at = func.max(Sale.completed_at)
    rows = tx.execute(
        select(SaleLine.product_id, func.max(SaleLine.name), times, last_at)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(_of(customer_id), SaleLine.qty_milli > 0, SaleLine.product_id.is_not(None), SaleLine.pledge.is_(None))
        .group_by(SaleLine.product_id)
        .order_by(times.desc(), last_at.desc())
        .limit(limit)
    )
    return [UsualGoods(*row) for row in rows]
