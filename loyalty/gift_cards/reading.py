"""Gift cards and balances as the office reads them: the list, one card's entries, what the shop owes by day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.folding import fold
from app.core.money import ZERO, Money
from app.crm.models import Customer
from app.places.day import calendar_date
from loyalty.gift_cards.codes import key_of
from loyalty.gift_cards.ledger import ACTIVE, BLOCKED, CARD_COLUMNS, REPLACED, CardView
from loyalty.gift_cards.models import GiftCard, GiftCardEntry
from loyalty.owed import OwedDay, OwedLedger

STATES: Final = ("good", "expired", "blocked", "empty", "replaced")


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A card or balance in the list; ``customer`` is the name of whose balance it is."""

    card: CardView
    customer: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One change of what a card holds, and what it held then, in the currency of that day."""

    at: datetime
    kind: str
    amount: Money
    currency: str
    sale_id: int | None
    receipt: str
    reason: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What the shop owes on cards and balances: all of it, and what of it lies on cards past their last day."""

    cards: int
    amount: Money
    expired: Money


def listed_cards(
    tx: ReadUnit, *, state: str = "", text: str = "", before_id: int | None = None, limit: int = 50
) -> list[ListedCard]:
    """Cards and balances, the newest first; the next page by the last one's id.

    ``state`` is one of ``STATES``; ``text`` is how a code ends, or words of a customer.
    """
    conditions: list[ColumnElement[bool]] = []
    if state:
        conditions.append(_in_state(state, calendar_date(tx)))
    if text.strip():
        named = and_(*[Customer.search_text.contains(word, autoescape=True) for word in fold(text).split()])
        conditions.append(or_(GiftCard.match_code.endswith(key_of(text), autoescape=True), named))
    if before_id is not None:
        conditions.append(GiftCard.id < before_id)
    rows = tx.execute(
        select(*CARD_COLUMNS, func.coalesce(Customer.name, ""))
        .outerjoin(Customer, Customer.id == GiftCard.customer_id)
        .where(*conditions)
        .order_by(GiftCard.id.desc())
        .limit(limit)
    )
    return [ListedCard(CardView(*row[:-1]), row[-1]) for row in rows]


def _in_state(state: str, day: date) -> ColumnElement[bool]:
    past = GiftCard.last_day < day
    active = GiftCard.state == ACTIVE
    conditions: dict[str, Any] = {
        "good": and_(active, GiftCard.balance > ZERO, or_(GiftCard.last_day.is_(None), ~past)),
        "expired": and_(active, GiftCard.balance > ZERO, past),
        "blocked": GiftCard.state == BLOCKED,
        "empty": and_(active, GiftCard.balance == ZERO),
        "replaced": GiftCard.state == REPLACED,
    }
    found: ColumnElement[bool] = conditions[state]
    return found


def entries_of_card(tx: ReadUnit, card_id: int) -> list[EntryView]:
    """Every change of what a card holds, the newest first."""
    columns = [getattr(GiftCardEntry, name) for name in EntryView.__slots__]
    rows = tx.execute(select(*columns).where(GiftCardEntry.card_id == card_id).order_by(GiftCardEntry.id.desc()))
    return [EntryView(*row) for row in rows]


def owed_now(tx: ReadUnit) -> Owed:
    """What the shop owes on all cards and balances now."""
    count, amount = tx.execute(select(func.count(), money_sum(GiftCard.balance)).where(GiftCard.balance > ZERO)).one()
    expired = tx.execute(
        select(money_sum(GiftCard.balance)).where(_in_state("expired", calendar_date(tx)))
    ).scalar_one()
    return Owed(count, amount, expired)


def owed_by_day(tx: ReadUnit, first: date, last: date) -> list[OwedDay]:
    """The business dates on which what is owed changed, the newest first, in the currency of today."""
    ledger = OwedLedger(GiftCardEntry.amount, GiftCardEntry.currency, GiftCardEntry.business_date)
    return ledger.days(tx, first, last)
