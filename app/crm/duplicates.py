"""Customers who may be one person: a warning while one is written down, a list of pairs afterwards.

Families share phones, and names come twice.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, delete, exists, func, insert, select
from sqlalchemy.orm import aliased

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.folding import fold
from app.crm.customers import CustomerView, customers_by_ids, view_columns
from app.crm.held import hold_row, subject_of
from app.crm.links import IS_SOMEBODY
from app.crm.merging import MERGE
from app.crm.models import Customer, CustomersApart
from app.crm.phones import normal_phone
from app.crm.settings import COUNTRY

MOST: Final = 6
_SAME_DAY_MOST: Final = 500
PROPOSED_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A customer with the same phone, or the same name and birth date."""

    customer: CustomerView
    same: Literal["phone", "name"]


def possible_duplicates(
    tx: ReadUnit, *, name: str = "", phone: str = "", birth_date: date | None = None, except_id: int | None = None
) -> list[Duplicate]:
    """Up to six customers who may be the same person: ``phone`` as it was typed, names compared folded.

    Left out is whoever was told apart from the customer ``except_id``.
    """
    found: dict[int, Duplicate] = {}
    number = normal_phone(phone, settings.get(tx, COUNTRY)) if phone.strip() else None
    if number is not None:
        rows = tx.execute(_living(except_id).where((Customer.phone == number) | (Customer.second_phone == number)))
        found |= {row[0]: Duplicate(CustomerView(*row), "phone") for row in rows}
    folded = fold(name)
    if folded and birth_date is not None and len(found) < MOST:
        same_day = select(Customer.id, Customer.name).where(Customer.birth_date == birth_date, *IS_SOMEBODY)
        ids = [id_ for id_, other in tx.execute(same_day.limit(_SAME_DAY_MOST)) if fold(other) == folded]
        rows = tx.execute(_living(except_id).where(Customer.id.in_(ids[:MOST])))
        found |= {row[0]: Duplicate(CustomerView(*row), "name") for row in rows if row[0] not in found}
    return list(found.values())[:MOST]


def _living(except_id: int | None) -> Any:
    living = view_columns().where(*IS_SOMEBODY).order_by(Customer.id).limit(MOST)
    if except_id is None:
        return living
    return living.where(
        Customer.id != except_id, ~_told_apart(Customer.id, except_id), ~_told_apart(except_id, Customer.id)
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers who may be one, the older first."""

    first: CustomerView
    second: CustomerView
    same: Literal["phone", "email", "name"]


def tell_apart(tx: Unit, one_id: int, other_id: int) -> None:
    """Remembers that two customers are not one person (the right to merge), so that they are not proposed again.

    Journaled; said again it does nothing. Raises BadInput ``merge_with_oneself``, and as ``hold_row``.
    """
    tx.actor.require(MERGE)
    if one_id == other_id:
        raise BadInput("merge_with_oneself", "kept")
    first_id, second_id = sorted((one_id, other_id))
    for customer_id in (first_id, second_id):
        hold_row(tx, customer_id)
    if tx.execute(select(CustomersApart.first_id).where(_pair(first_id, second_id))).first() is not None:
        return
    tx.execute(
        insert(CustomersApart), {"first_id": first_id, "second_id": second_id, "at": tx.now, "by": tx.actor.name}
    )
    for customer_id, other in ((first_id, second_id), (second_id, first_id)):
        journal.record(tx, "customer.told_apart", subject=subject_of(customer_id), body={"other_customer": other})


def forget_apart(tx: Unit, customer_id: int) -> None:
    """Forgets of whom a customer was told apart who is erased."""
    of_customer = (CustomersApart.first_id == customer_id) | (CustomersApart.second_id == customer_id)
    tx.execute(delete(CustomersApart).where(of_customer))


def _pair(first: Any, second: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = (CustomersApart.first_id == first) & (CustomersApart.second_id == second)
    return condition


def _told_apart(first: Any, second: Any) -> ColumnElement[bool]:
    return exists().where(_pair(first, second))


def proposed_merges(tx: ReadUnit, limit: int = PROPOSED_MOST) -> list[Pair]:
    """Pairs who may be one: the same name and birth date, e-mail address, or phone; the surest first.

    With a phone in common only those whose names do not tell them apart: families share one. Left out are those whom
    somebody told apart.
    """
    one, other = aliased(Customer), aliased(Customer)
    by: dict[Literal["phone", "email", "name"], ColumnElement[bool]] = {
        "name": (one.birth_date == other.birth_date) & (one.sort_name == other.sort_name) & (one.sort_name != ""),
        "email": one.email == other.email,
        "phone": (one.phone == other.phone) & _alike(one, other),
    }
    found: dict[tuple[int, int], Literal["phone", "email", "name"]] = {}
    for same, condition in by.items():
        pairs = (
            select(one.id, other.id)
            .join(other, other.id > one.id)
            .where(condition, ~_told_apart(one.id, other.id), *(person.erased_at.is_(None) for person in (one, other)))
            .where(*(person.merged_into_id.is_(None) for person in (one, other)))
            .order_by(one.id, other.id)
            .limit(limit)
        )
        for pair in tx.execute(pairs):
            found.setdefault((pair[0], pair[1]), same)
    people = customers_by_ids(tx, {one_id for pair in found for one_id in pair})
    return [Pair(people[first], people[second], same) for (first, second), same in found.items()][:limit]


def _alike(one: Any, other: Any) -> ColumnElement[bool]:
    """That names do not tell two people apart: one is unknown, or the beginning of the other."""
    return _begins(one.sort_name, other.sort_name) | _begins(other.sort_name, one.sort_name)


def _begins(start: Any, whole: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = func.substr(whole, 1, func.length(start)) == start
    return condition
