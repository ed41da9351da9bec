"""Keeps the text by which a customer is found, and that by which the list sorts, in step with what is said."""

from typing import Final

from sqlalchemy import select, update

from app.core.db.search import search_text
from app.core.db.unit import Unit
from app.core.folding import fold
from app.crm.models import Customer, CustomerCard

SORTED_BY_MOST: Final = 60
"""Both databases index a key of this length; longer names are told apart by nobody who reads a list."""


def refresh_search_text(tx: Unit, customer_id: int) -> None:
    """Writes both texts of a customer anew. A phone is found by its figures, and by the last of them."""
    name, phone, second_phone, email = tx.execute(
        select(Customer.name, Customer.phone, Customer.second_phone, Customer.email).where(Customer.id == customer_id)
    ).one()
    cards = tx.execute(
        select(CustomerCard.code).where(CustomerCard.customer_id == customer_id).order_by(CustomerCard.id)
    ).scalars()
    phones = [number.removeprefix("+") for number in (phone, second_phone) if number]
    text = search_text(name, [*phones, *cards, *([email] if email else [])])
    tx.execute(
        update(Customer)
        .where(Customer.id == customer_id)
        .values(search_text=text, sort_name=fold(name)[:SORTED_BY_MOST])
    )
