"""The days on which customers bought, from sales and from those of an old program."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select, union_all
from sqlalchemy.orm import aliased

from app.core.currency_change import today_worth
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from app.crm.models import Customer
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.recognition.habit import BuyingDay
from pos.sale.models import Sale, SaleCustomer, SaleLine
from pos.sale.turnover import NO_TURNOVER

VOIDED: Final = select(Sale.voided_sale_id).where(Sale.voided_sale_id.is_not(None))


def is_asked(column: Any) -> Any:
    """Documents of the people from ``first_id`` to ``last_id``, and of whoever was merged into one of them."""
    now = func.coalesce(Customer.merged_into_id, Customer.id)
    return column.in_(select(Customer.id).where(now.between(bindparam("first_id"), bindparam("last_id"))))


def _statement() -> Any:
    """Customer, business date, currency, amount; of customers from ``first_id`` to ``last_id``.

    What comes back lowers the day on which it was bought, so that a purchase taken back is none. Pledges count nowhere.
    """
    counts = (Sale.kind != "void", Sale.id.not_in(VOIDED))
    columns = (Sale.id, Sale.business_date.label("day"), Sale.currency, Sale.gross)
    documents = union_all(
        select(Sale.customer_id.label("customer_id"), *columns).where(is_asked(Sale.customer_id), *counts),
        select(SaleCustomer.customer_id, *columns)
        .join(Sale, Sale.id == SaleCustomer.sale_id)
        .where(is_asked(SaleCustomer.customer_id), *counts),
    ).cte("documents")
    head = (documents.c.customer_id, documents.c.day, documents.c.currency)
    sold, back, taken_in = aliased(SaleLine), aliased(SaleLine), aliased(Sale)
    no_purchase = (
        select(*head, (-SaleLine.gross).label("gross"))
        .join(SaleLine, SaleLine.sale_id == documents.c.id)
        .where(NO_TURNOVER | SaleLine.returned_line_id.is_not(None))
    )
    came_back = (
        select(*head, back.gross)
        .join(sold, sold.sale_id == documents.c.id)
        .join(back, back.returned_line_id == sold.id)
        .join(taken_in, taken_in.id == back.sale_id)
        .where(back.pledge.is_(None), back.loads.is_(None), taken_in.kind != "void", taken_in.id.not_in(VOIDED))
    )
    before = that_count(PastSale.customer_id, PastSale.sold_on, PastSale.currency, PastSaleLine.amount).where(
        is_asked(PastSale.customer_id)
    )
    every = union_all(select(*head, documents.c.gross), no_purchase, came_back, before).subquery()
    of_document, day, currency, gross = every.c
    customer = func.coalesce(Customer.merged_into_id, Customer.id)
    return (
        select(customer, day, currency, money_sum(gross))
        .join(Customer, Customer.id == of_document)
        .group_by(customer, day, currency)
        .order_by(customer, day)
    )


_BUYING: Final = _statement()


def buying_days_between(tx: ReadUnit, first_id: int, last_id: int) -> dict[int, Sequence[BuyingDay]]:
    """The days of the customers with ids from first to last, in today's currency; nobody who bought nothing."""
    spent: dict[int, dict[Any, Money]] = {}
    for customer_id, day, currency, amount in tx.execute(_BUYING, {"first_id": first_id, "last_id": last_id}):
        days = spent.setdefault(customer_id, {})
        days[day] = days.get(day, ZERO) + today_worth(tx, [(currency, amount)])
    return {
        customer_id: [BuyingDay(day, amount) for day, amount in days.items()] for customer_id, days in spent.items()
    }


def buying_days(tx: ReadUnit, customer_id: int) -> Sequence[BuyingDay]:
    """One customer's days."""
    return buying_days_between(tx, customer_id, customer_id).get(customer_id, ())
