"""The stored value a sale takes beside a card terminal: kept from before the card is charged until it is written.

Points and gift cards are spent in two steps: held here, then posted by the checkout, or freed where the payment came
to nothing. A hold ends by itself, so that nobody's points stay locked behind a cart that was left alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money
from loyalty.gift_cards.holds import free_cards, free_old_cards, has_old_cards, keep_cards, money_needed
from loyalty.points.holds import free_old_points, free_points, has_old_points, keep_points, points_needed

HELD_FOR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ValueNeeded:
    """What a sale takes: the customer and the points (in millionths), and money by the id of a gift card or balance."""

    points: tuple[int, int] | None
    cards: dict[int, Money]


def value_needed(tx: ReadUnit, sale_id: int) -> ValueNeeded:
    """What stored value a sale, written or only tried, takes beyond what came back with it."""
    return ValueNeeded(points_needed(tx, sale_id), money_needed(tx, sale_id))


def keep_value(tx: Unit, cart_uid: str, needed: ValueNeeded) -> None:
    """Holds it for a cart, in place of what was held before.

    Raises Conflict ``not_enough_points``, ``points_on_hold``, ``gift_card_too_little``, ``gift_card_held``.
    """
    until = tx.now + HELD_FOR
    if needed.points is None:
        free_points(tx, cart_uid)
    else:
        keep_points(tx, cart_uid, *needed.points, until)
    keep_cards(tx, cart_uid, needed.cards, until)


def free_value(tx: Unit, cart_uid: str) -> None:
    """Nothing is held for a cart any more: it is about to be sold, or what was charged is back."""
    free_points(tx, cart_uid)
    free_cards(tx, cart_uid)


def has_old_value(tx: ReadUnit) -> bool:
    """Whether something has been held for too long."""
    return has_old_points(tx) or has_old_cards(tx)


def free_old_value(tx: Unit) -> None:
    """Lets go what has been held for too long; journaled where there was any."""
    points_micro, amount = free_old_points(tx), free_old_cards(tx)
    if points_micro or amount:
        body = {"points_micro": points_micro, "amount": amount.minor}
        journal.record(tx, "value.freed", subject="loyalty", body=body)
