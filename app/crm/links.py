"""Customers who turned out to be one person: who somebody is now, and whose documents are his."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, func, select, union_all
from sqlalchemy.orm import aliased

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.crm.models import Customer

IS_SOMEBODY: Final = (Customer.erased_at.is_(None), Customer.merged_into_id.is_(None))
"""Of whom lists tell: neither erased nor somebody else."""


def same_person(customer: Any) -> CompoundSelect[Any]:
    """The ids of a customer and of those merged into him; ``customer`` is an id or a bound one.

    Documents keep the customer they were written for: whoever reads somebody's asks for all of these.
    """
    person, merged = aliased(Customer), aliased(Customer)
    return union_all(
        select(person.id).where(person.id == customer).correlate_except(person),
        select(merged.id).where(merged.merged_into_id == customer).correlate_except(merged),
    )


def is_of(column: Any, customer: Any) -> ColumnElement[bool]:
    """That a document's customer is this one, or somebody who was merged into him."""
    condition: ColumnElement[bool] = column.in_(same_person(customer))
    return condition


def are_of(column: Any, customer_ids: Collection[int]) -> ColumnElement[bool]:
    """That a document's customer is one of these, or somebody who was merged into one."""
    merged = select(Customer.id).where(Customer.merged_into_id.in_(customer_ids))
    condition: ColumnElement[bool] = column.in_(
        union_all(select(Customer.id).where(Customer.id.in_(customer_ids)), merged)
    )
    return condition


def who_is(column: Any) -> ColumnElement[int | None]:
    """Who the customer of a document is now; NULL where it is nobody's."""
    person = aliased(Customer)
    now = select(func.coalesce(person.merged_into_id, person.id)).where(person.id == column).correlate_except(person)
    return now.scalar_subquery()


_NOW: Final = Prepared(
    select(func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.id == bindparam("of_customer"))
)


def who_now(tx: ReadUnit, customer_id: int) -> int:
    """Who a customer is now: himself, or whom he was merged into. NotFound ``no_customer_here``."""
    row = _NOW.first(tx, {"of_customer": customer_id})
    if row is None:
        raise NotFound("no_customer_here")
    return int(row[0])


def keep_person(tx: Unit, customer_id: int) -> int:
    """Keeps a customer from being merged or parted until the unit ends; answers who he is now."""
    tx.share(select(Customer.id).where(Customer.id == customer_id))
    return who_now(tx, customer_id)


def are_merged(tx: Unit, customer_ids: Collection[int]) -> bool:
    """Keeps customers as ``keep_person`` does; answers whether one of them is somebody else by now."""
    if not customer_ids:
        return False
    of_them = Customer.id.in_(sorted(set(customer_ids)))
    tx.share(select(Customer.id).where(of_them).order_by(Customer.id))
    return (
        tx.execute(select(Customer.id).where(of_them, Customer.merged_into_id.is_not(None)).limit(1)).first()
        is not None
    )
