"""Pledges that went out with goods, and empties that came back: pieces and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from app.core.currency_change import today_worth
from app.core.db.types import money_sum, whole_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from pos.sale.kinds import GIVEN, TAKEN
from pos.sale.models import Sale, SaleLine


@dataclass(frozen=True, slots=True)
class KindOfPledge:
    """One pledge in a time: given with goods less what came back with them, and taken back as empties.

    Quantities in thousandths and amounts, taxes in them and in today's currency, are above zero both ways.
    """

    name: str
    given_milli: int
    given: Money
    taken_milli: int
    taken: Money

    @property
    def kept(self) -> Money:
        """What the shop holds of it; below zero where more was paid for empties than taken with goods."""
        return self.given - self.taken


def pledges_by_kind(tx: ReadUnit, first: date, last: date) -> Sequence[KindOfPledge]:
    """The pledges of the business dates from first to last, by name; voids take their sales out."""
    sign = case((SaleLine.pledge == GIVEN, 1), else_=-1)
    sums: dict[int | None, dict[str, tuple[str, int, Money]]] = {}
    for product_id, name, pledge, currency, qty_milli, gross in tx.execute(
        select(
            SaleLine.product_id,
            func.max(SaleLine.name),
            SaleLine.pledge,
            Sale.currency,
            whole_sum(sign * SaleLine.qty_milli),
            money_sum(SaleLine.gross),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.business_date.between(first, last), SaleLine.pledge.is_not(None))
        .group_by(SaleLine.product_id, SaleLine.pledge, Sale.currency)
    ):
        both = sums.setdefault(product_id, {})
        _, milli_before, gross_before = both.get(pledge, ("", 0, ZERO))
        here = today_worth(tx, [(currency, gross)])
        both[pledge] = (name, milli_before + qty_milli, gross_before + here)
    found = []
    for both in sums.values():
        names = [name for name, _, _ in both.values()]
        _, given_milli, given = both.get(GIVEN, ("", 0, ZERO))
        _, taken_milli, taken = both.get(TAKEN, ("", 0, ZERO))
        found.append(KindOfPledge(max(names), given_milli, given, taken_milli, -taken))
    return sorted(found, key=lambda one: one.name)
