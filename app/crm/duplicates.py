"""Customers who may be the one who is being written down. A warning: families share phones, names come twice."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import select

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.folding import fold
from app.crm.customers import CustomerView, view_columns
from app.crm.models import Customer
from app.crm.phones import normal_phone
from app.crm.settings import COUNTRY

MOST: Final = 6
_SAME_DAY_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A customer with the same phone, or the same name and birth date."""

    customer: CustomerView
    same: Literal["phone", "name"]


def possible_duplicates(
    tx: ReadUnit, *, name: str = "", phone: str = "", birth_date: date | None = None, except_id: int | None = None
) -> list[Duplicate]:
    """Up to six customers who may be the same person: ``phone`` as it was typed, names compared folded."""
    found: dict[int, Duplicate] = {}
    number = normal_phone(phone, settings.get(tx, COUNTRY)) if phone.strip() else None
    if number is not None:
        rows = tx.execute(_living(except_id).where((Customer.phone == number) | (Customer.second_phone == number)))
        found |= {row[0]: Duplicate(CustomerView(*row), "phone") for row in rows}
    folded = fold(name)
    if folded and birth_date is not None and len(found) < MOST:
        same_day = select(Customer.id, Customer.name).where(
            Customer.birth_date == birth_date, Customer.erased_at.is_(None)
        )
        ids = [id_ for id_, other in tx.execute(same_day.limit(_SAME_DAY_MOST)) if fold(other) == folded]
        rows = tx.execute(_living(except_id).where(Customer.id.in_(ids[:MOST])))
        found |= {row[0]: Duplicate(CustomerView(*row), "name") for row in rows if row[0] not in found}
    return list(found.values())[:MOST]


def _living(except_id: int | None) -> Any:
    living = view_columns().where(Customer.erased_at.is_(None)).order_by(Customer.id).limit(MOST)
    return living if except_id is None else living.where(Customer.id != except_id)
