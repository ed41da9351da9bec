"""The gift cards and balances that paid for goods which come back: their money goes back to them first."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from loyalty.gift_cards.ledger import CardView, cards_by_id, successor_of
from loyalty.gift_cards.of_sales import paid_by_cards
from pos.sale.models import SaleLine


def cards_that_paid(tx: ReadUnit, line_ids: Sequence[int]) -> list[tuple[CardView, Money]]:
    """Each with what may go back to it for these sold lines, the last first; for a replaced one its successor."""
    if not line_ids:
        return []
    sales = select(SaleLine.sale_id).where(SaleLine.id.in_(line_ids))
    of_sales = select(SaleLine.id).where(SaleLine.sale_id.in_(sales))
    returns = select(SaleLine.sale_id).where(SaleLine.returned_line_id.in_(of_sales))
    paid = paid_by_cards(tx, sales, returns)
    cards = cards_by_id(tx, list(paid))
    return [(successor_of(tx, cards[card_id]), amount) for card_id, amount in paid.items() if amount > ZERO]
