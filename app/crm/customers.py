"""Writing customers down and reading them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.ids import new_uid
from app.crm.models import Customer
from app.crm.phones import normal_phone

NAME_MOST = 120
PAGE_ROWS = 100


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer. ``phone`` is E.164."""

    id: int
    uid: str
    name: str
    phone: str | None
    card_code: str | None
    birth_date: date | None
    note: str


_COLUMNS = tuple(getattr(Customer, name) for name in CustomerView.__slots__)


def create_customer(
    tx: Unit, *, name: str, phone: str, country: str, card_code: str = "", birth_date: date | None = None
) -> int:
    """Writes a customer down; answers the id.

    ``phone`` is as it was typed, read with the habits of ``country`` (ISO 3166). Raises BadInput ``phone_invalid``,
    ``text_too_long``, ``customer_unknown`` where neither name nor phone nor card is given.
    """
    name = " ".join(name.split())
    if len(name) > NAME_MOST:
        raise BadInput("text_too_long", "name", limit=NAME_MOST)
    number = normal_phone(phone, country) if phone.strip() else None
    if phone.strip() and number is None:
        raise BadInput("phone_invalid", "phone")
    if not (name or number or card_code):
        raise BadInput("customer_unknown", "name")
    key = tx.execute(
        insert(Customer),
        {
            "uid": new_uid(),
            "name": name,
            "phone": number,
            "card_code": card_code or None,
            "birth_date": birth_date,
            "note": "",
            "created_at": tx.now,
        },
    ).inserted_primary_key
    assert key is not None
    customer_id: int = key[0]
    journal.record(tx, "customer.created", subject=f"customer:{customer_id}", detail={"name": name, "phone": number})
    return customer_id


def customer_by_uid(tx: ReadUnit, uid: str) -> CustomerView:
    """One customer; NotFound ``no_customer_here``."""
    row = tx.execute(select(*_COLUMNS).where(Customer.uid == uid)).first()
    if row is None:
        raise NotFound("no_customer_here")
    return CustomerView(*row)


def customers(
    tx: ReadUnit, *, phone: str | None = None, after_id: int = 0, limit: int = PAGE_ROWS
) -> list[CustomerView]:
    """Customers by id: all, or those whose E.164 phone ends in the digits given; the next page by the last id."""
    statement = select(*_COLUMNS).where(Customer.id > after_id).order_by(Customer.id).limit(limit)
    if phone is not None:
        statement = statement.where(Customer.phone.endswith(phone, autoescape=True))
    return [CustomerView(*row) for row in tx.execute(statement)]
