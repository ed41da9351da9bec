"""Prepaid balances of customers who are one person: the money goes over by entries, and back as far as it is there."""

from typing import Final

from sqlalchemy import func, select

from app.core.currency_change import today_worth
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.crm.merging import MergePart, Moved
from app.places.models import Shop
from loyalty.gift_cards.ledger import ACTIVE, CardView, balance_of, balance_to_load, book_by_hand, hold_cards

_NOTHING: Final[Moved] = {}


def balance_merge() -> MergePart:
    """Moves what the one dropped has prepaid. Refuses where one of the balances is blocked (``merge_blocked_balance``).

    The one kept has a balance from then on wherever the other had one, so that returns and voids find it.
    """
    return MergePart(_merge, _undo)


def _merge(tx: Unit, dropped_id: int, kept_id: int) -> Moved:
    if balance_of(tx, dropped_id) is None:
        return _NOTHING
    balance_to_load(tx, kept_id)
    dropped, kept = _held(tx, dropped_id, kept_id)
    if dropped.state != ACTIVE or kept.state != ACTIVE:
        raise Conflict("merge_blocked_balance")
    _move(tx, dropped, kept, dropped.balance)
    return {"currency": facts(tx).currency, "balance_minor": dropped.balance.minor}


def _undo(tx: Unit, dropped_id: int, kept_id: int, moved: Moved) -> None:
    if not moved:
        return
    dropped, kept = _held(tx, dropped_id, kept_id)
    _move(tx, kept, dropped, min(today_worth(tx, [(moved["currency"], Money(moved["balance_minor"]))]), kept.balance))


def _held(tx: Unit, *customer_ids: int) -> list[CardView]:
    """The balances of customers who have one, held until the unit ends."""
    found = [balance for customer_id in customer_ids if (balance := balance_of(tx, customer_id)) is not None]
    held = hold_cards(tx, [balance.id for balance in found])
    return [held[balance.id] for balance in found]


def _move(tx: Unit, old: CardView, new: CardView, amount: Money) -> None:
    if amount > ZERO:
        shop_id = _first_shop(tx)
        book_by_hand(tx, old.id, "moved", -amount, shop_id, "")
        book_by_hand(tx, new.id, "moved", amount, shop_id, "")


def _first_shop(tx: ReadUnit) -> int:
    """A balance belongs to the chain; the ledger names its first shop."""
    shop_id: int = tx.execute(select(func.min(Shop.id))).scalar_one()
    return shop_id
