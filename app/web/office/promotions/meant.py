"""The one customer a promotion may be for: by card, phone or number as somebody types it, and named again."""

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, NotFound
from app.crm.cards import card_by_code
from app.crm.customers import CustomerView, customer_by_id, customer_by_uid, customers
from app.crm.phones import normal_phone
from app.crm.settings import COUNTRY
from app.web.shared.whole import whole_number


def customer_meant(tx: ReadUnit, text: str) -> int:
    """The customer with this card or phone, or the uid of his page.

    Raises BadInput ``promotion_customer_unknown`` where there is none, or a phone is shared.
    """
    phone = normal_phone(text, settings.get(tx, COUNTRY))
    found = [] if phone is None else customers(tx, phone=phone, limit=2)
    if len(found) == 1:
        return found[0].id
    try:
        return customer_by_uid(tx, text.strip()).id
    except NotFound:
        pass
    try:
        return card_by_code(tx, text).customer_id
    except NotFound:
        raise BadInput("promotion_customer_unknown", "customer", text=text.strip()[:40]) from None


def named_customer(tx: ReadUnit, customer_id: str) -> CustomerView | None:
    """The customer of a rule; None where there is none any more."""
    number = whole_number(customer_id)
    try:
        found = None if number is None else customer_by_id(tx, number)
    except NotFound:
        return None
    return None if found is None or found.erased else found


def typed_again(customer: CustomerView | None) -> str:
    """How the customer is typed: his card, else the uid of his page."""
    return "" if customer is None else customer.card_code or customer.uid
