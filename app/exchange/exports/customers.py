"""Customers as a table that an import reads back as they were, without those erased or merged into somebody."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.crm.consents import CHANNELS
from app.crm.links import IS_SOMEBODY, are_of, who_is
from app.crm.models import Customer, CustomerCard, CustomerConsent
from app.exchange.client_book.fields import CONSENTS, FIELDS
from app.exchange.product_reading import joined_codes
from app.places.day import shop_zone

PAGE_ROWS: Final = 1_000
_LABELS: Final = {field.code: field.label for field in FIELDS}
HEADERS: Final = (
    _LABELS["uid"],
    _LABELS["name"],
    _LABELS["phone"],
    f"{_LABELS['phone']} 2",
    *(_LABELS[code] for code in ("email", "birth_date", "sex", "language", "note", "cards")),
    *(_LABELS[code] for code in CONSENTS),
)
_FACTS: Final = (
    Customer.id,
    Customer.uid,
    Customer.name,
    Customer.phone,
    Customer.second_phone,
    Customer.email,
    Customer.birth_date,
    Customer.sex,
    Customer.language,
    Customer.note,
)


def customer_rows(tx: ReadUnit) -> Iterator[tuple[str, ...]]:
    """Every customer by id: cards that are taken, and of each channel what was last said and on which day."""
    last, zone = 0, shop_zone(tx)
    living = select(*_FACTS).where(*IS_SOMEBODY).order_by(Customer.id).limit(PAGE_ROWS)
    while page := tx.execute(living.where(Customer.id > last)).all():
        ids = [row[0] for row in page]
        cards, said = _cards(tx, ids), _said(tx, ids, zone)
        for customer_id, *facts in page:
            written = ["" if fact is None else str(fact) for fact in facts]
            yield *written, joined_codes(cards[customer_id]), *(said[customer_id].get(one, "") for one in CHANNELS)
        last = ids[-1]


def _cards(tx: ReadUnit, customer_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    cards: defaultdict[int, list[str]] = defaultdict(list)
    for customer_id, code in tx.execute(
        select(who_is(CustomerCard.customer_id), CustomerCard.code)
        .where(are_of(CustomerCard.customer_id, customer_ids), CustomerCard.state == "active")
        .order_by(CustomerCard.id)
    ):
        cards[customer_id].append(code)
    return cards


def _said(tx: ReadUnit, customer_ids: Sequence[int], zone: ZoneInfo) -> defaultdict[int, dict[str, str]]:
    """``yes 2024-05-01`` by customer and channel."""
    said: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for customer_id, channel, given, at in tx.execute(
        select(who_is(CustomerConsent.customer_id), CustomerConsent.channel, CustomerConsent.given, CustomerConsent.at)
        .where(are_of(CustomerConsent.customer_id, customer_ids))
        .order_by(CustomerConsent.id)
    ):
        said[customer_id][channel] = f"{'yes' if given else 'no'} {at.astimezone(zone).date().isoformat()}"
    return said
