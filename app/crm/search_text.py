"""Keeps the text by which a customer is found, and that by which the list sorts, in step with what is said."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from app.core.db.search import search_text
from app.core.db.unit import Unit
from app.core.folding import fold
from app.crm.models import Customer, CustomerCard

SORTED_BY_MOST: Final = 60
"""Both databases index a key of this length; longer names are told apart by nobody who reads a list."""
_TOLD: Final = (Customer.name, Customer.phone, Customer.second_phone, Customer.email)


def refresh_search_text(tx: Unit, customer_id: int) -> None:
    """Writes both texts of a customer anew. A phone is found by its figures, and by the last of them.

    Whoever was merged into somebody is found as him, by all that was known of either.
    """
    refresh_search_texts(tx, [customer_id])


def refresh_search_texts(tx: Unit, customer_ids: Collection[int]) -> None:
    """The same for several customers at once."""
    if not customer_ids:
        return
    merged: defaultdict[int, list[Any]] = defaultdict(list)
    people = select(Customer.id, Customer.merged_into_id, *_TOLD)
    for one in tx.execute(people.where(Customer.merged_into_id.in_(customer_ids)).order_by(Customer.id)):
        merged[one.merged_into_id].append(one)
    holders = {one.id: into for into, others in merged.items() for one in others}
    cards: defaultdict[int, list[str]] = defaultdict(list)
    for customer_id, code in tx.execute(
        select(CustomerCard.customer_id, CustomerCard.code)
        .where(CustomerCard.customer_id.in_([*customer_ids, *holders]))
        .order_by(CustomerCard.id)
    ):
        cards[holders.get(customer_id, customer_id)].append(code)
    rows = []
    for one in tx.execute(people.where(Customer.id.in_(customer_ids))):
        others = merged[one.id]
        phones = [
            number.removeprefix("+") for each in (one, *others) for number in (each.phone, each.second_phone) if number
        ]
        codes = [*phones, *cards[one.id], *(each.email for each in (one, *others) if each.email)]
        codes += sorted({each.name for each in others} - {one.name, ""})
        rows.append(
            {
                "of_customer": one.id,
                "text": "" if one.merged_into_id is not None else search_text(one.name, codes),
                "sorted": fold(one.name)[:SORTED_BY_MOST],
            }
        )
    tx.execute(
        update(Customer)
        .where(Customer.id == bindparam("of_customer"))
        .values(search_text=bindparam("text"), sort_name=bindparam("sorted")),
        rows,
    )
