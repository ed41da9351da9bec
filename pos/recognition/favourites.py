"""What a customer buys again and again, as of the last count: from sales and from those of an old program."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, select, union_all
from sqlalchemy.orm import aliased

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.crm.models import Customer
from app.places.day import today
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.recognition.buying import VOIDED, is_asked
from pos.recognition.habit import WINDOW_DAYS
from pos.recognition.models import CustomerFavourite
from pos.sale.models import Sale, SaleCustomer, SaleLine
from warehouse.catalogue.models import Product

KEPT: Final = 6
"""How many of a customer's goods are kept."""
LEAST_TIMES: Final = 2


@dataclass(frozen=True, slots=True)
class Favourite:
    """Goods with the number of receipts they stand on, and the last business date; ``active`` where still sold."""

    product_id: int
    name: str
    times: int
    last_day: date
    active: bool


_FAVOURITES: Final = Prepared(
    select(Product.id, Product.name, CustomerFavourite.times, CustomerFavourite.last_day, Product.active)
    .join(Product, Product.id == CustomerFavourite.product_id)
    .where(CustomerFavourite.customer_id == bindparam("of_customer"))
    .order_by(CustomerFavourite.times.desc(), CustomerFavourite.last_day.desc(), Product.id)
)


def favourites_of(tx: ReadUnit, customer_id: int) -> list[Favourite]:
    """A customer's goods, those bought most often first; empty before the first count."""
    return [Favourite(*row) for row in _FAVOURITES.all(tx, {"of_customer": customer_id})]


def count_favourites(tx: ReadUnit, first_id: int, last_id: int) -> list[dict[str, Any]]:
    """The rows of the customers with ids from first to last, from the purchases of the last two years."""
    asked = {"first_id": first_id, "last_id": last_id, "since": today(tx) - timedelta(days=WINDOW_DAYS)}
    return [dict(row._mapping) for row in tx.execute(_COUNTED, asked)]


def _statement() -> Any:
    counts = (Sale.kind != "void", Sale.id.not_in(VOIDED), Sale.business_date > bindparam("since"))
    documents = union_all(
        select(Sale.customer_id.label("customer_id"), Sale.id, Sale.business_date.label("day")).where(
            is_asked(Sale.customer_id), *counts
        ),
        select(SaleCustomer.customer_id, Sale.id, Sale.business_date)
        .join(Sale, Sale.id == SaleCustomer.sale_id)
        .where(is_asked(SaleCustomer.customer_id), *counts),
    ).subquery()
    back = aliased(SaleLine)
    came_back = select(func.coalesce(func.sum(back.qty_milli), 0)).where(back.returned_line_id == SaleLine.id)
    here = (
        select(documents.c.customer_id, SaleLine.product_id.label("product_id"), documents.c.id, documents.c.day)
        .join(SaleLine, SaleLine.sale_id == documents.c.id)
        .where(
            SaleLine.product_id.is_not(None),
            SaleLine.pledge.is_(None),
            SaleLine.qty_milli > 0,
            SaleLine.qty_milli + came_back.correlate(SaleLine).scalar_subquery() > 0,
        )
    )
    # A sale of the old program counts apart from the sale with the same id.
    before = that_count(PastSale.customer_id, PastSaleLine.product_id, -PastSale.id, PastSale.sold_on).where(
        is_asked(PastSale.customer_id),
        PastSale.sold_on > bindparam("since"),
        PastSaleLine.product_id.is_not(None),
        PastSaleLine.qty_milli > 0,
    )
    every = union_all(here, before).subquery()
    customer = func.coalesce(Customer.merged_into_id, Customer.id)
    times, last_day = func.count(every.c.id.distinct()), func.max(every.c.day)
    place = func.row_number().over(partition_by=customer, order_by=(times.desc(), last_day.desc(), every.c.product_id))
    counted = (
        select(
            customer.label("customer_id"),
            every.c.product_id,
            times.label("times"),
            last_day.label("last_day"),
            place.label("place"),
        )
        .join(Customer, Customer.id == every.c.customer_id)
        .group_by(customer, every.c.product_id)
        .having(times >= LEAST_TIMES)
        .subquery()
    )
    columns = (counted.c.customer_id, counted.c.product_id, counted.c.times, counted.c.last_day)
    return select(*columns).where(counted.c.place <= KEPT)


_COUNTED: Final = _statement()
