"""Takes back what an import did to customers: whoever was worked with since stays, and is told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.crm.bulk import (
    NewConsent,
    customers_in_use,
    delete_cards,
    remove_customers,
    update_customers,
    write_consents,
)
from app.crm.models import Customer, CustomerCard, CustomerCardEvent, CustomerConsent
from app.crm.search_text import refresh_search_texts
from app.exchange.change_log import forget_details
from app.exchange.client_book.known import FACTS
from app.exchange.kind import Change
from app.exchange.models import ImportChangeDetail
from pos.bought.models import CustomerBought, CustomerBoughtDay
from pos.past_sales.models import PastSale
from pos.past_sales.reading import customers_with_past

USED: Final = "customer_used_since"
CHANGED: Final = "changed_since"
_NO_USE: Final = frozenset(
    one.__tablename__ for one in (ImportChangeDetail, PastSale, CustomerBought, CustomerBoughtDay)
)
"""The log of imports is no use of a customer, and a past sale is one only while it counts."""


@dataclass(slots=True)
class _Now:
    """A customer as the book has it: cards with the number of acts on each, the ledger of each channel in order."""

    facts: dict[str, Any]
    cards: dict[int, int] = field(default_factory=dict)
    consents: defaultdict[str, list[tuple[int, bool, str]]] = field(default_factory=lambda: defaultdict(list))


def undo_customers(tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
    """Takes changes back, newest first; answers by change id why something had to be kept.

    A created customer goes, unless somebody sold to him, gave him a card or changed him since. A field that somebody
    changed since keeps what he wrote, a card that was used stays. Consents are closed by entries of their own. Of a
    customer who was erased since nothing is left to take back.
    """
    told = [change for change in changes if not change.erased]
    now = _now(tx, [change.entity_id for change in told])
    told = [change for change in told if change.entity_id in now]
    kept: dict[int, str] = {}
    _undo_created(tx, [change for change in told if change.act == "created"], now, kept)
    _undo_updated(tx, [change for change in told if change.act == "updated"], now, kept)
    return kept


def _undo_created(tx: Unit, changes: Sequence[Change], now: dict[int, _Now], kept: dict[int, str]) -> None:
    ids = [change.entity_id for change in changes]
    used = customers_in_use(tx, ids, but_in=_NO_USE) | customers_with_past(tx, ids)
    gone: list[int] = []
    for change in changes:
        one = now[change.entity_id]
        blank = dict.fromkeys(FACTS) | dict.fromkeys(("name", "language", "note"), "")
        cards = dict.fromkeys(change.after.get("card_ids", ()), 1)
        consents = {said["id"] for said in change.after.get("consents", {}).values()}
        if change.entity_id in used or one.cards != cards:
            kept[change.id] = USED
        elif one.facts != {name: change.after.get(name, value) for name, value in blank.items()}:
            kept[change.id] = CHANGED
        elif consents != {entry[0] for entries in one.consents.values() for entry in entries}:
            kept[change.id] = USED
        else:
            gone.append(change.entity_id)
    forget_details(tx, gone)
    withdrawn = tx.execute(select(PastSale.customer_id).where(PastSale.customer_id.in_(gone)).distinct())
    remove_customers(tx, gone, still_named=set(withdrawn.scalars()))


def _undo_updated(tx: Unit, changes: Sequence[Change], now: dict[int, _Now], kept: dict[int, str]) -> None:
    back: dict[int, dict[str, Any]] = {}
    cards: list[int] = []
    closing: list[NewConsent] = []
    for change in changes:
        one = now[change.entity_id]
        facts = {name: change.after[name] for name in FACTS if name in change.after}
        back[change.entity_id] = {
            name: _stored(name, change.before[name]) for name, value in facts.items() if one.facts[name] == value
        }
        free = [card_id for card_id in change.after.get("card_ids", ()) if one.cards.get(card_id) == 1]
        cards += free
        if len(back[change.entity_id]) < len(facts):
            kept[change.id] = CHANGED
        elif len(free) < len(change.after.get("card_ids", ())):
            kept[change.id] = USED
        for channel, said in change.after.get("consents", {}).items():
            entries = one.consents[channel]
            if entries[-1][0] != said["id"]:
                kept.setdefault(change.id, CHANGED)
                continue
            wording = next((text for _, given, text in reversed(entries[:-1]) if given), "")
            closing.append(
                NewConsent(
                    change.entity_id,
                    channel,
                    given=not said["given"],
                    at=tx.now,
                    source="import",
                    wording="" if said["given"] else wording,
                )
            )
    update_customers(tx, back)
    delete_cards(tx, cards)
    write_consents(tx, closing)
    refresh_search_texts(tx, back.keys())


def _now(tx: ReadUnit, customer_ids: Sequence[int]) -> dict[int, _Now]:
    found = {
        row[0]: _Now({name: _plain(value) for name, value in zip(FACTS, row[1:], strict=True)})
        for row in tx.execute(
            select(Customer.id, *(getattr(Customer, name) for name in FACTS)).where(
                Customer.id.in_(customer_ids), Customer.erased_at.is_(None)
            )
        )
    }
    for customer_id, card_id in tx.execute(
        select(CustomerCard.customer_id, CustomerCard.id)
        .join(CustomerCardEvent, CustomerCardEvent.card_id == CustomerCard.id)
        .where(CustomerCard.customer_id.in_(found.keys()))
    ):
        cards = found[customer_id].cards
        cards[card_id] = cards.get(card_id, 0) + 1
    for customer_id, consent_id, channel, given, wording in tx.execute(
        select(
            CustomerConsent.customer_id,
            CustomerConsent.id,
            CustomerConsent.channel,
            CustomerConsent.given,
            CustomerConsent.wording,
        )
        .where(CustomerConsent.customer_id.in_(found.keys()))
        .order_by(CustomerConsent.id)
    ):
        found[customer_id].consents[channel].append((consent_id, given, wording))
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _stored(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "birth_date" and value else value
