"""Money of gift cards and balances kept for a cart that waits for a card terminal; see ``loyalty.points.holds``."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money
from loyalty.gift_cards.ledger import hold_living, shortage
from loyalty.gift_cards.models import GiftCardEntry, GiftCardHold


def keep_cards(tx: Unit, subject_uid: str, amounts: Mapping[int, Money], until: datetime) -> None:
    """Holds amounts (above zero) by the ids of cards and balances for a cart, in place of what was held before.

    Raises Conflict ``gift_card_too_little``, ``gift_card_held``.
    """
    free_cards(tx, subject_uid)
    cards = hold_living(tx, amounts)
    for card_id, amount in amounts.items():
        if amount > cards[card_id].free:
            raise shortage(cards[card_id])
        row = {"subject_uid": subject_uid, "card_id": card_id, "amount": amount, "until": until}
        tx.execute(insert(GiftCardHold), row)


def free_cards(tx: Unit, subject_uid: str) -> None:
    """Nothing is held for a cart any more; it is about to be sold, or will not be."""
    tx.execute(delete(GiftCardHold).where(GiftCardHold.subject_uid == subject_uid))


def has_old_cards(tx: ReadUnit) -> bool:
    """Whether money has been held for too long."""
    return tx.execute(select(GiftCardHold.card_id).where(GiftCardHold.until <= tx.now).limit(1)).first() is not None


def free_old_cards(tx: Unit) -> Money:
    """Lets go what has been held for too long; answers how much that was."""
    old = GiftCardHold.until <= tx.now
    found: Money = tx.execute(select(money_sum(GiftCardHold.amount)).where(old)).scalar_one()
    tx.execute(delete(GiftCardHold).where(old))
    return found


def kept_cards(tx: ReadUnit, subject_uid: str) -> dict[int, Money]:
    """What is held for a cart, by the id of the card or balance."""
    rows = tx.execute(select(GiftCardHold.card_id, GiftCardHold.amount).where(GiftCardHold.subject_uid == subject_uid))
    return {row[0]: row[1] for row in rows}


def money_needed(tx: ReadUnit, sale_id: int) -> dict[int, Money]:
    """What a sale took off cards and balances, by their ids: paid with them, or taken back that it had put on."""
    rows = tx.execute(
        select(GiftCardEntry.card_id, money_sum(GiftCardEntry.amount))
        .where(GiftCardEntry.sale_id == sale_id, GiftCardEntry.kind.in_(("spent", "unloaded")))
        .group_by(GiftCardEntry.card_id)
        .order_by(GiftCardEntry.card_id)
    )
    return {card_id: -taken for card_id, taken in rows}
