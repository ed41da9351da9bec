"""The tips of a shift: beside its sales, and never in their figures."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money, total
from pos.tips.models import TipEntry


@dataclass(frozen=True, slots=True)
class TipFigures:
    """Tips given in a shift less those taken back, by way of paying and by person; and what was paid out, above zero.

    Those in cash are part of the cash taken, those by card part of the card's.
    """

    by_tender: dict[str, Money]
    by_person: tuple[tuple[str, Money], ...]
    paid_out: Money

    @property
    def given(self) -> Money:
        """All of them."""
        return total(self.by_tender.values())

    @property
    def in_cash(self) -> Money:
        """Those in the drawer."""
        return self.by_tender.get("cash", ZERO)


def tips_of_shift(tx: ReadUnit, shift_id: int) -> TipFigures:
    """The tips of a shift as its rows stand now."""
    by_tender: dict[str, Money] = {}
    by_person: dict[int, tuple[str, Money]] = {}
    paid_out = ZERO
    for account_id, name, kind, amount in tx.execute(
        select(TipEntry.account_id, func.max(TipEntry.account_name), TipEntry.tender_kind, money_sum(TipEntry.amount))
        .where(TipEntry.shift_id == shift_id)
        .group_by(TipEntry.account_id, TipEntry.tender_kind)
        .order_by(TipEntry.tender_kind, TipEntry.account_id)
    ):
        if kind is None:
            paid_out -= amount
            continue
        by_tender[kind] = by_tender.get(kind, ZERO) + amount
        _, before = by_person.get(account_id, (name, ZERO))
        by_person[account_id] = (name, before + amount)
    return TipFigures(by_tender, tuple(sorted(by_person.values())), paid_out)
