"""Which cards a sale loaded, and which paid for it: what its return and its void go back to."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from app.core.currency_change import exchange_of
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from loyalty.gift_cards.ledger import CardView, cards_by_id
from loyalty.gift_cards.models import GiftCard, GiftCardEntry


@dataclass(frozen=True, slots=True)
class SaleEntry:
    """An entry of a sale; ``code`` None for the balance of ``customer_id``."""

    card_id: int
    code: str | None
    customer_id: int | None
    kind: str
    amount: Money
    line_position: int | None


_OF_SALE: Final = Prepared(
    select(
        GiftCardEntry.card_id,
        GiftCard.code,
        GiftCard.customer_id,
        GiftCardEntry.kind,
        GiftCardEntry.amount,
        GiftCardEntry.line_position,
    )
    .join(GiftCard, GiftCard.id == GiftCardEntry.card_id)
    .where(GiftCardEntry.sale_id == bindparam("of_sale"))
    .order_by(GiftCardEntry.id)
)


def entries_of_sale(tx: ReadUnit, sale_id: int) -> list[SaleEntry]:
    """What a sale did to cards and balances, in its order."""
    return [SaleEntry(*row) for row in _OF_SALE.all(tx, {"of_sale": sale_id})]


def cards_of_sale(tx: ReadUnit, sale_id: int) -> list[CardView]:
    """The cards and balances a sale had to do with, as they are now."""
    ids = dict.fromkeys(one.card_id for one in entries_of_sale(tx, sale_id))
    cards = cards_by_id(tx, list(ids))
    return [cards[card_id] for card_id in ids]


def card_loaded_by(tx: ReadUnit, sale_id: int, line_position: int) -> int | None:
    """The id of the card or balance that a line of a sale was sold for."""
    found: int | None = tx.execute(
        select(GiftCardEntry.card_id).where(
            GiftCardEntry.sale_id == sale_id,
            GiftCardEntry.line_position == line_position,
            GiftCardEntry.kind == "loaded",
        )
    ).scalar()
    return found


def paid_by_cards(tx: ReadUnit, sales: Any, returns: Any) -> dict[int, Money]:
    """What each card and balance paid for sales, less what the returns gave back to it, in today's currency.

    ``sales`` and ``returns`` are lists of ids or selects of them. The card that paid last stands first.
    """
    paid: dict[int, Money] = {}
    for ids, kind in ((sales, "spent"), (returns, "given_back")):
        rows = tx.execute(
            select(GiftCardEntry.card_id, GiftCardEntry.currency, GiftCardEntry.amount)
            .where(GiftCardEntry.sale_id.in_(ids), GiftCardEntry.kind == kind)
            .order_by(GiftCardEntry.id.desc())
        )
        for card_id, currency, amount in rows:
            exchange = exchange_of(tx, currency)
            here = amount if exchange is None else exchange.money(amount)
            paid[card_id] = paid.get(card_id, ZERO) - here
    return paid
