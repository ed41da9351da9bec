"""Tips by person: given, taken back by voids, paid out, and what is held today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from app.auth.models import Account
from app.core.currency_change import today_worth
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from pos.tips.ledger import held_tips
from pos.tips.models import TipEntry


@dataclass(frozen=True, slots=True)
class TipsOfPerson:
    """The tips of one person in a time, less what voids took back, by way of paying; ``paid_out`` is above zero.

    ``held`` is what the shop holds for him now, whatever the time asked for. All of it in today's currency.
    """

    account_id: int
    name: str
    cash: Money = ZERO
    card: Money = ZERO
    transfer: Money = ZERO
    paid_out: Money = ZERO
    held: Money = ZERO

    @property
    def given(self) -> Money:
        """All that was given."""
        return self.cash + self.card + self.transfer


def tips_by_person(tx: ReadUnit, first: date, last: date) -> Sequence[TipsOfPerson]:
    """The tips of the business dates from first to last, by name; with everybody for whom some are held."""
    found = {one.account_id: TipsOfPerson(one.account_id, one.name, held=one.held) for one in held_tips(tx)}
    for account_id, name, kind, currency, amount in tx.execute(
        select(
            TipEntry.account_id,
            func.max(Account.name),
            TipEntry.tender_kind,
            TipEntry.currency,
            money_sum(TipEntry.amount),
        )
        .join(Account, Account.id == TipEntry.account_id)
        .where(TipEntry.business_date.between(first, last), TipEntry.kind != "correction")
        .group_by(TipEntry.account_id, TipEntry.tender_kind, TipEntry.currency)
    ):
        one = found.get(account_id) or TipsOfPerson(account_id, name)
        here = today_worth(tx, [(currency, amount)])
        column = kind or "paid_out"
        value = getattr(one, column) + (here if kind else -here)
        found[account_id] = replace(one, **{column: value})
    return sorted(found.values(), key=lambda one: (one.name, one.account_id))
