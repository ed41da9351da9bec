"""Writing customers down, changing and reading them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, update

from app.core import journal, settings
from app.core.db.prepared import Prepared
from app.core.db.search import ask
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.ids import new_uid, parse_uid
from app.crm.birth_dates import checked_birth_date
from app.crm.cards import add_card, cards_of, issue_card
from app.crm.held import EDIT, hold_customer, subject_of
from app.crm.links import IS_SOMEBODY, is_of
from app.crm.models import Customer, CustomerCard
from app.crm.phones import normal_phone
from app.crm.search_text import refresh_search_text
from app.crm.settings import COUNTRY
from app.crm.typed import NAME_MOST, clean_email, clean_line, clean_note
from app.places.day import today
from app.places.settings import PAPER_LANGUAGES

PAGE_ROWS: Final = 100
TABLE: Final = "customer"
SEXES: Final = ("female", "male")


@dataclass(frozen=True, slots=True)
class CustomerData:
    """What is said of a customer, as it was typed: phones in any way people write them; empty is not known."""

    name: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    birth_date: date | None = None
    sex: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer. Phones are E.164; ``card_code`` is the newest card that is taken.

    ``merged_into_id`` is who he is now, where it was found that he is somebody else.
    """

    id: int
    uid: str
    name: str
    phone: str | None
    second_phone: str | None
    email: str | None
    birth_date: date | None
    sex: str | None
    language: str
    note: str
    created_at: datetime
    erased_at: datetime | None
    merged_into_id: int | None
    card_code: str | None

    @property
    def erased(self) -> bool:
        """Whether nothing is known of the customer any more."""
        return self.erased_at is not None


_NEWEST_CARD: Final = (
    select(CustomerCard.code)
    .where(is_of(CustomerCard.customer_id, Customer.id), CustomerCard.state == "active")
    .order_by(CustomerCard.id.desc())
    .limit(1)
    .scalar_subquery()
)
_STORED: Final = CustomerView.__slots__[:-1]


def view_columns() -> Select[*tuple[Any, ...]]:
    """A select of what a CustomerView holds."""
    return select(*(getattr(Customer, name) for name in _STORED), _NEWEST_CARD)


def create_customer(
    tx: Unit, data: CustomerData, *, card_code: str = "", own_card: bool = False, uid: str | None = None
) -> int:
    """Writes a customer down, with a card in the same step where one is wanted; answers the id.

    ``card_code`` is a pre-printed card that was scanned; ``own_card`` takes the next number of the shop's range.
    ``uid`` is made by whoever starts the act: the same one again answers the customer it made. Raises BadInput
    ``phone_invalid``, ``email_invalid``, ``text_too_long``, ``birth_date_impossible``, ``customer_unknown`` where
    neither name nor phone nor card is given, and what ``app.crm.cards`` refuses.
    """
    tx.actor.require(EDIT)
    uid = parse_uid(uid) if uid is not None else new_uid()
    known: int | None = tx.execute(select(Customer.id).where(Customer.uid == uid)).scalar()
    if known is not None:
        return known
    values = _checked(tx, data)
    if not (values["name"] or values["phone"] or card_code.strip() or own_card):
        raise BadInput("customer_unknown", "name")
    key = tx.execute(
        insert(Customer), {"uid": uid, "created_at": tx.now, "search_text": "", "sort_name": "", **values}
    ).inserted_primary_key
    assert key is not None
    customer_id: int = key[0]
    refresh_search_text(tx, customer_id)
    journal.record(tx, "customer.created", subject=subject_of(customer_id), detail=_said(values))
    if card_code.strip():
        add_card(tx, customer_id, card_code)
    elif own_card:
        issue_card(tx, customer_id)
    return customer_id


def update_customer(tx: Unit, customer_id: int, data: CustomerData) -> None:
    """Changes what is said of a customer; the journal keeps old and new of what differs.

    Raises NotFound ``no_customer_here``, Conflict ``customer_erased`` and what ``create_customer`` refuses.
    """
    hold_customer(tx, customer_id)
    values = _checked(tx, data)
    if not (values["name"] or values["phone"] or cards_of(tx, customer_id)):
        raise BadInput("customer_unknown", "name")
    row = tx.execute(select(*(getattr(Customer, name) for name in values)).where(Customer.id == customer_id)).one()
    old = {name: value for name, value in row._mapping.items() if values[name] != value}
    if not old:
        return
    tx.execute(update(Customer).where(Customer.id == customer_id).values(**values))
    refresh_search_text(tx, customer_id)
    journal.record(
        tx,
        "customer.changed",
        subject=subject_of(customer_id),
        body={"fields": sorted(old)},
        detail={"old": _said(old), "new": _said({name: values[name] for name in old})},
    )


def note_viewed(tx: Unit, customer_id: int) -> None:
    """Writes that somebody opened the customer's page: in a unit of its own, after the read."""
    journal.record(tx, "customer.viewed", subject=subject_of(customer_id))


def customer_by_uid(tx: ReadUnit, uid: str) -> CustomerView:
    """One customer; of a uid that was merged into another one, that one. NotFound ``no_customer_here``."""
    known = select(func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.uid == uid).scalar_subquery()
    row = tx.execute(view_columns().where(Customer.id == known)).first()
    if row is None:
        raise NotFound("no_customer_here")
    return CustomerView(*row)


_BY_ID: Final = Prepared(view_columns().where(Customer.id == bindparam("of_customer")))


def customer_by_id(tx: ReadUnit, customer_id: int) -> CustomerView:
    """One customer; NotFound ``no_customer_here``."""
    row = _BY_ID.first(tx, {"of_customer": customer_id})
    if row is None:
        raise NotFound("no_customer_here")
    return CustomerView(*row)


def customers_by_ids(tx: ReadUnit, ids: Collection[int]) -> dict[int, CustomerView]:
    """The customers with these ids, by id, for a list that names them."""
    if not ids:
        return {}
    return {row[0]: CustomerView(*row) for row in tx.execute(view_columns().where(Customer.id.in_(ids)))}


def customers(
    tx: ReadUnit, *, phone: str | None = None, after_id: int = 0, limit: int = PAGE_ROWS
) -> list[CustomerView]:
    """Customers by id: all, or those with a phone that ends in the figures given; the next page by the last id."""
    values: dict[str, str] = {}
    conditions: list[ColumnElement[bool]] = [Customer.id > after_id, *IS_SOMEBODY]
    if phone is not None:
        # The index brings the phones and cards that end so; of these the phones are meant.
        shape, values = ask(TABLE, [[f"{phone}\n"]], is_sqlite=tx.database.is_sqlite, name="ending")
        conditions += [shape.condition(), _phone_ends_in(phone)]
    rows = tx.execute(view_columns().where(*conditions).order_by(Customer.id).limit(limit), values)
    return [CustomerView(*row) for row in rows]


def _phone_ends_in(figures: str) -> ColumnElement[bool]:
    return Customer.phone.endswith(figures, autoescape=True) | Customer.second_phone.endswith(figures, autoescape=True)


def _checked(tx: ReadUnit, data: CustomerData) -> dict[str, Any]:
    """The columns of a customer as they are kept."""
    if data.sex not in ("", *SEXES):
        raise BadInput("sex_unknown", "sex")
    checked_language(data.language)
    country = settings.get(tx, COUNTRY)
    phone = checked_phone(data.phone, country)
    second_phone = checked_phone(data.second_phone, country, "second_phone")
    if phone is None:
        phone, second_phone = second_phone, None
    return {
        "name": clean_line(data.name, "name", NAME_MOST),
        "phone": phone,
        "second_phone": second_phone if second_phone != phone else None,
        "email": clean_email(data.email, "email"),
        "birth_date": checked_birth_date(data.birth_date, today(tx)),
        "sex": data.sex or None,
        "language": data.language,
        "note": clean_note(data.note, "note"),
    }


def checked_language(code: str) -> str:
    """A language customers are written to, or empty; BadInput ``unknown_language``."""
    if code not in ("", *PAPER_LANGUAGES):
        raise BadInput("unknown_language", "language")
    return code


def checked_phone(text: str, country: str, path: str = "phone") -> str | None:
    """The E.164 form of a phone; None where nothing was typed. BadInput ``phone_invalid``."""
    if not text.strip():
        return None
    number = normal_phone(text, country)
    if number is None:
        raise BadInput("phone_invalid", path)
    return number


def _said(values: dict[str, Any]) -> dict[str, str]:
    """Values as the journal keeps them."""
    return {name: "" if value is None else str(value) for name, value in values.items()}
