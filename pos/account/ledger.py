"""What customers owe: limits, entries, and the proof that a stored balance is the sum of its entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select, update

from app.core import journal
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.installation import facts
from app.core.money import MOST_AMOUNT, ZERO, Money
from app.core.texts import marked
from app.crm.held import hold_row, subject_of
from app.crm.links import is_of
from app.places.day import today
from pos.account.models import AccountEntry, CustomerAccount

ENTRY_NAMES: Final = {
    "sale": marked("Purchase"),
    "payment": marked("Paid off"),
    "correction": marked("Correction"),
    "merge": marked("Merged: the same customer was written down twice"),
    "part": marked("Merge undone"),
}
CREDIT: Final = "customers.credit"


@dataclass(frozen=True, slots=True)
class AccountView:
    """What a customer may owe and owes; below zero the shop owes."""

    customer_id: int
    credit_limit: Money
    owed: Money

    @property
    def left(self) -> Money:
        """What may still be bought on account."""
        return max(self.credit_limit - self.owed, ZERO)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One change of what a customer owes."""

    at: datetime
    kind: str
    currency: str
    amount: Money
    sale_id: int | None
    tender_kind: str | None
    number: int | None
    reason: str | None
    account_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change to be written; positive adds to what is owed."""

    uid: str
    kind: str
    amount: Money
    shop_id: int
    sale_id: int | None = None
    till_id: int | None = None
    shift_id: int | None = None
    tender_kind: str | None = None
    number: int | None = None
    reason: str | None = None


def account_of(tx: ReadUnit, customer_id: int) -> AccountView | None:
    """The customer's account; None where nothing was ever agreed."""
    row = tx.execute(
        select(CustomerAccount.customer_id, CustomerAccount.credit_limit, CustomerAccount.owed).where(
            CustomerAccount.customer_id == customer_id
        )
    ).first()
    return None if row is None else AccountView(*row)


def held_account(tx: Unit, customer_id: int) -> AccountView:
    """The customer's account, kept until the unit ends; Conflict ``no_credit`` where there is none."""
    tx.lock(select(CustomerAccount.customer_id).where(CustomerAccount.customer_id == customer_id))
    account = account_of(tx, customer_id)
    if account is None:
        raise Conflict("no_credit")
    return account


def set_credit_limit(tx: Unit, customer_id: int, limit: Money) -> None:
    """Says how much a customer may owe; 0 ends it for new sales. Journaled.

    Raises BadInput ``limit_out_of_range``, NotFound ``no_customer_here``, Conflict ``customer_erased``,
    ``customer_merged``.
    """
    tx.actor.require(CREDIT)
    if not ZERO <= limit <= MOST_AMOUNT:
        raise BadInput("limit_out_of_range", "credit_limit")
    hold_row(tx, customer_id)
    tx.lock(select(CustomerAccount.customer_id).where(CustomerAccount.customer_id == customer_id))
    account = account_of(tx, customer_id)
    if account is None:
        tx.execute(insert(CustomerAccount), {"customer_id": customer_id, "credit_limit": limit, "owed": ZERO})
    elif account.credit_limit != limit:
        of_customer = CustomerAccount.customer_id == customer_id
        tx.execute(update(CustomerAccount).where(of_customer).values(credit_limit=limit))
    else:
        return
    old = ZERO if account is None else account.credit_limit
    journal.record(tx, "credit.limit", subject=subject_of(customer_id), body={"old": old.minor, "new": limit.minor})


def charge(tx: Unit, customer_id: int, entry: Entry) -> Money:
    """Writes what a sale adds to, or a return takes from, what is owed; answers what is owed then.

    Raises Conflict ``no_credit``, and ``credit_limit_reached`` (``left``) where a sale would go beyond the limit.
    """
    account = held_account(tx, customer_id)
    if entry.amount > ZERO and account.owed + entry.amount > account.credit_limit:
        raise Conflict("credit_limit_reached", left=account.left)
    return enter(tx, account, entry)


def enter(tx: Unit, account: AccountView, entry: Entry) -> Money:
    """Writes an entry of an account that is held; answers what is owed then."""
    tx.execute(
        insert(AccountEntry),
        {
            "uid": entry.uid,
            "customer_id": account.customer_id,
            "shop_id": entry.shop_id,
            "currency": facts(tx).currency,
            "kind": entry.kind,
            "amount": entry.amount,
            "at": tx.now,
            "business_date": today(tx),
            "sale_id": entry.sale_id,
            "till_id": entry.till_id,
            "shift_id": entry.shift_id,
            "tender_kind": entry.tender_kind,
            "number": entry.number,
            "reason": entry.reason,
            "account_name": tx.actor.name,
        },
    )
    owed = account.owed + entry.amount
    of_customer = CustomerAccount.customer_id == account.customer_id
    tx.execute(update(CustomerAccount).where(of_customer).values(owed=owed))
    return owed


def entries_of(tx: ReadUnit, customer_id: int, limit: int = 100) -> list[EntryView]:
    """The newest changes of what a customer owes, newest first, those from before a merge too."""
    columns = [getattr(AccountEntry, name) for name in EntryView.__slots__]
    of_customer = is_of(AccountEntry.customer_id, customer_id)
    rows = tx.execute(select(*columns).where(of_customer).order_by(AccountEntry.id.desc()).limit(limit))
    return [EntryView(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class BalanceDifference:
    """A stored balance that is not the sum of its entries."""

    customer_id: int
    stored: Money
    entered: Money


def check_balances(tx: ReadUnit) -> list[BalanceDifference]:
    """Every stored balance that differs from the sum of its entries; reads the whole ledger."""
    entered = (
        select(AccountEntry.customer_id, money_sum(AccountEntry.amount).label("entered"))
        .group_by(AccountEntry.customer_id)
        .subquery()
    )
    rows = tx.execute(
        select(CustomerAccount.customer_id, CustomerAccount.owed, func.coalesce(entered.c.entered, 0))
        .outerjoin(entered, entered.c.customer_id == CustomerAccount.customer_id)
        .order_by(CustomerAccount.customer_id)
    )
    found = [BalanceDifference(customer_id, owed, _money(sum_)) for customer_id, owed, sum_ in rows]
    return [one for one in found if one.stored != one.entered]


def _money(value: Money | int) -> Money:
    return value if isinstance(value, Money) else Money(int(value))
