"""What customers who are one person owe: it goes over by entries, and back as far as it is still owed."""

from typing import Final

from sqlalchemy import func, insert, select, update

from app.core.currency_change import today_worth
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.crm.merging import MergePart, Moved
from app.places.models import Shop
from pos.account.ledger import AccountView, Entry, account_of, enter
from pos.account.models import CustomerAccount

NOTHING: Final[Moved] = {}


def account_merge() -> MergePart:
    """Moves what is owed, or what the shop owes. The higher limit of the two holds for both together."""
    return MergePart(_merge, _undo)


def still_owed(moved: Money, now: Money) -> Money:
    """How much of what was ``moved`` onto an account, where ``now`` is owed, can go back.

    Never more than was moved, and never so much that somebody owes who did not.
    """
    return max(ZERO, min(moved, now)) if moved > ZERO else min(ZERO, max(moved, now))


def _merge(tx: Unit, dropped_id: int, kept_id: int) -> Moved:
    dropped, kept = _held(tx, dropped_id), _held(tx, kept_id)
    if dropped is None:
        return NOTHING
    if kept is None:
        tx.execute(insert(CustomerAccount), {"customer_id": kept_id, "credit_limit": ZERO, "owed": ZERO})
        kept = AccountView(kept_id, ZERO, ZERO)
    _move(tx, "merge", dropped, kept, dropped.owed)
    _limit(tx, dropped_id, ZERO)
    _limit(tx, kept_id, max(dropped.credit_limit, kept.credit_limit))
    return {
        "currency": facts(tx).currency,
        "owed_minor": dropped.owed.minor,
        "limit_minor": dropped.credit_limit.minor,
        "kept_limit_minor": kept.credit_limit.minor,
    }


def _undo(tx: Unit, dropped_id: int, kept_id: int, moved: Moved) -> None:
    dropped, kept = _held(tx, dropped_id), _held(tx, kept_id)
    if not moved or dropped is None or kept is None:
        return
    owed, limit, kept_limit = (
        today_worth(tx, [(moved["currency"], Money(moved[name]))])
        for name in ("owed_minor", "limit_minor", "kept_limit_minor")
    )
    _move(tx, "part", kept, dropped, still_owed(owed, kept.owed))
    _limit(tx, dropped_id, limit)
    if kept.credit_limit == max(limit, kept_limit):
        _limit(tx, kept_id, kept_limit)


def _held(tx: Unit, customer_id: int) -> AccountView | None:
    tx.lock(select(CustomerAccount.customer_id).where(CustomerAccount.customer_id == customer_id))
    return account_of(tx, customer_id)


def _move(tx: Unit, kind: str, old: AccountView, new: AccountView, owed: Money) -> None:
    if owed:
        shop_id = _first_shop(tx)
        enter(tx, old, Entry(new_uid(), kind, -owed, shop_id))
        enter(tx, new, Entry(new_uid(), kind, owed, shop_id))


def _first_shop(tx: ReadUnit) -> int:
    """An account belongs to the chain; the ledger names its first shop."""
    shop_id: int = tx.execute(select(func.min(Shop.id))).scalar_one()
    return shop_id


def _limit(tx: Unit, customer_id: int, limit: Money) -> None:
    of_customer = CustomerAccount.customer_id == customer_id
    tx.execute(update(CustomerAccount).where(of_customer).values(credit_limit=limit))
