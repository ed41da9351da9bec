"""The proof of gift cards: what each holds is the sum of its entries."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import Money
from loyalty.gift_cards.models import GiftCard, GiftCardEntry


@dataclass(frozen=True, slots=True)
class CardDifference:
    """A card whose stored balance is not the sum of its entries."""

    card_id: int
    stored: Money
    entered: Money


def check_gift_cards(tx: ReadUnit) -> list[CardDifference]:
    """Every card and balance that differs from its ledger; reads the whole of it."""
    entered = (
        select(GiftCardEntry.card_id, money_sum(GiftCardEntry.amount).label("entered"))
        .group_by(GiftCardEntry.card_id)
        .subquery()
    )
    of_entries = func.coalesce(entered.c.entered, 0, type_=entered.c.entered.type)
    rows = tx.execute(
        select(GiftCard.id, GiftCard.balance, of_entries)
        .outerjoin(entered, entered.c.card_id == GiftCard.id)
        .where(GiftCard.balance != of_entries)
        .order_by(GiftCard.id)
    )
    return [CardDifference(*row) for row in rows]
