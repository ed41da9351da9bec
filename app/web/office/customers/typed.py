"""Reading what was typed of a customer, and writing it back for the next time."""

from collections.abc import Mapping
from datetime import date

from flask import request

from app.core.db.unit import ReadUnit
from app.crm.birth_dates import typed_birth_date
from app.crm.customers import CustomerData, CustomerView
from app.places.day import today
from app.web.shared.formats import phone

FIELDS = ("name", "phone", "second_phone", "email", "birth_date", "sex", "language", "note")


def typed_customer(tx: ReadUnit) -> CustomerData:
    """What the form says of the customer. BadInput as ``typed_birth_date`` names it."""
    typed = typed_again()
    birth_date = typed_birth_date(typed.pop("birth_date"), today(tx))
    return CustomerData(birth_date=birth_date, **typed)


def typed_again() -> dict[str, str]:
    """The fields as they were typed."""
    return {name: request.form.get(name, "") for name in FIELDS}


def written_customer(customer: CustomerView) -> Mapping[str, str]:
    """The fields of a customer, to be typed over."""
    return {
        "name": customer.name,
        "phone": phone(customer.phone),
        "second_phone": phone(customer.second_phone),
        "email": customer.email or "",
        "birth_date": written_day(customer.birth_date),
        "sex": customer.sex or "",
        "language": customer.language,
        "note": customer.note,
    }


def written_day(day: date | None) -> str:
    """A day as it may be typed in every language: ``24.12.1980``."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}" if day is not None else ""
