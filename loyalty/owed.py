"""What a shop owes on something paid in advance, by day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class OwedDay:
    """What a business date added to what is owed and took off it (below zero), and what was owed at its end."""

    day: date
    added: Money
    taken_off: Money
    owed: Money


@dataclass(frozen=True, slots=True)
class OwedLedger:
    """The columns of a ledger whose sum is owed."""

    amount: InstrumentedAttribute[Money]
    currency: InstrumentedAttribute[str]
    business_date: InstrumentedAttribute[date]

    def days(self, tx: ReadUnit, first: date, last: date) -> list[OwedDay]:
        """The business dates on which something changed, the newest first, in the currency of today."""
        currency = self.currency == facts(tx).currency
        owed = tx.execute(select(money_sum(self.amount)).where(currency, self.business_date < first)).scalar_one()
        sums: dict[date, list[Money]] = {}
        for place, sign in enumerate((self.amount > ZERO, self.amount < ZERO)):
            for day, amount in tx.execute(
                select(self.business_date, money_sum(self.amount))
                .where(currency, sign, self.business_date.between(first, last))
                .group_by(self.business_date)
            ):
                sums.setdefault(day, [ZERO, ZERO])[place] = amount
        found = []
        for day, (added, taken_off) in sorted(sums.items()):
            owed = owed + added + taken_off
            found.append(OwedDay(day, added, taken_off, owed))
        return found[::-1]
