"""Many customers at once: what an import does in a few statements, under the rules of single acts.

The caller journals what was done, and keeps what was said of each customer where an erasure finds it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from app.core.codes import checked_code, match_code
from app.core.db.model import Base
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.crm.consents import Channel, Source
from app.crm.held import EXCHANGE
from app.crm.models import Customer, CustomerCard, CustomerCardEvent, CustomerConsent

_OWN: Final = frozenset({CustomerCard.__tablename__, CustomerConsent.__tablename__})
"""What belongs to a customer and ends with it."""


@dataclass(frozen=True, slots=True)
class NewConsent:
    """A line for the ledger of consents. ``at`` is when the customer said it."""

    customer_id: int
    channel: Channel
    given: bool
    at: datetime
    source: Source
    wording: str


def insert_customers(tx: Unit, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """New customers with checked columns; answers their ids in order. Needs ``customers.exchange``.

    A row may bring the uid the customer has in another shop.
    """
    tx.actor.require(EXCHANGE)
    if not rows:
        return []
    unsaid: dict[str, Any] = dict.fromkeys(("phone", "second_phone", "email", "birth_date", "sex"))
    unsaid |= {"name": "", "language": "", "note": "", "search_text": "", "sort_name": "", "created_at": tx.now}
    full = [{**unsaid, "uid": new_uid(), **row} for row in rows]
    written = insert(Customer).returning(Customer.id, sort_by_parameter_order=True)
    return list(tx.execute(written, full).scalars())


def update_customers(tx: Unit, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Changes checked columns of customers by id. Needs ``customers.exchange``."""
    tx.actor.require(EXCHANGE)
    by_columns: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for customer_id, values in changes.items():
        if values:
            by_columns[tuple(sorted(values))].append({"of_customer": customer_id, **values})
    for columns, rows in by_columns.items():
        changed: dict[str, Any] = {name: bindparam(name) for name in columns}
        tx.execute(update(Customer).where(Customer.id == bindparam("of_customer")).values(changed), rows)


def add_cards(tx: Unit, cards: Sequence[tuple[int, str]]) -> list[int]:
    """Gives customers cards by their codes, which nobody may have yet; answers the ids of the cards in order."""
    tx.actor.require(EXCHANGE)
    rows = [
        {"customer_id": customer_id, "code": checked_code(code), "match_code": match_code(code), "state": "active"}
        for customer_id, code in cards
    ]
    if not rows:
        return []
    written = insert(CustomerCard).returning(CustomerCard.id, sort_by_parameter_order=True)
    ids = list(tx.execute(written, rows).scalars())
    issued = {"at": tx.now, "act": "issued", "reason": "", "actor": tx.actor.name}
    tx.execute(insert(CustomerCardEvent), [{"card_id": card_id, **issued} for card_id in ids])
    return ids


def write_consents(tx: Unit, consents: Sequence[NewConsent]) -> list[int]:
    """Writes lines of the ledger, in order; answers their ids."""
    tx.actor.require(EXCHANGE)
    if not consents:
        return []
    written = insert(CustomerConsent).returning(CustomerConsent.id, sort_by_parameter_order=True)
    return list(tx.execute(written, [asdict(one) | {"actor": tx.actor.name} for one in consents]).scalars())


def customers_in_use(tx: ReadUnit, customer_ids: Collection[int], *, but_in: Collection[str] = ()) -> set[int]:
    """Those that another part of the books names: sold to, in a cart. ``but_in`` are tables that do not count."""
    used: set[int] = set()
    for table in Base.metadata.tables.values():
        if table.name in _OWN or table.name in but_in:
            continue
        for column in table.columns:
            if any(key.column.table.name == Customer.__tablename__ for key in column.foreign_keys):
                used.update(tx.execute(select(column).where(column.in_(customer_ids)).distinct()).scalars())
    return used


def remove_customers(tx: Unit, customer_ids: Collection[int], *, still_named: Collection[int] = ()) -> None:
    """Removes customers that nothing else names, with their cards.

    The ledger of consents only grows: whoever stands in it keeps an erased row, and what was agreed to is closed. So
    do those whom something that no longer counts still names.
    """
    tx.actor.require(EXCHANGE)
    delete_cards(
        tx, tx.execute(select(CustomerCard.id).where(CustomerCard.customer_id.in_(customer_ids))).scalars().all()
    )
    given: dict[tuple[int, Channel], bool] = {}
    for customer_id, channel, is_given in tx.execute(
        select(CustomerConsent.customer_id, CustomerConsent.channel, CustomerConsent.given)
        .where(CustomerConsent.customer_id.in_(customer_ids))
        .order_by(CustomerConsent.id)
    ):
        given[customer_id, channel] = is_given
    closed = [
        NewConsent(customer_id, channel, given=False, at=tx.now, source="erasure", wording="")
        for (customer_id, channel), is_given in given.items()
        if is_given
    ]
    write_consents(tx, closed)
    blank: dict[str, Any] = dict.fromkeys(("phone", "second_phone", "email", "birth_date", "sex"))
    blank |= dict.fromkeys(("name", "language", "note", "search_text", "sort_name"), "") | {"erased_at": tx.now}
    standing = {customer_id for customer_id, _ in given} | set(still_named)
    update_customers(tx, dict.fromkeys(standing, blank))
    tx.execute(delete(Customer).where(Customer.id.in_(set(customer_ids) - standing)))


def delete_cards(tx: Unit, card_ids: Collection[int]) -> None:
    """Takes cards away with their history, as if they had never been given: their codes are free again."""
    tx.actor.require(EXCHANGE)
    tx.execute(delete(CustomerCardEvent).where(CustomerCardEvent.card_id.in_(card_ids)))
    tx.execute(delete(CustomerCard).where(CustomerCard.id.in_(card_ids)))
