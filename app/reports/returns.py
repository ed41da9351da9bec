"""Goods that came back: how much, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.core.currency_change import today_worth
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from pos.sale.models import Sale, SaleLine
from pos.sale.turnover import IS_TURNOVER


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """The lines that came back for one reason, and what was given back for them, above zero, in today's currency."""

    reason: str
    line_count: int
    without_receipt: int
    amount: Money


def returns_by_reason(tx: ReadUnit, first: date, last: date) -> Sequence[ReasonFigures]:
    """Returns of the business dates from first to last, the reason with most lines first. Voids are none."""
    lines = func.count()
    rows = tx.execute(
        select(
            SaleLine.return_reason,
            Sale.currency,
            lines,
            lines - func.count(SaleLine.returned_line_id),
            money_sum(-SaleLine.gross),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.business_date.between(first, last),
            Sale.kind.in_(("return", "exchange")),
            SaleLine.qty_milli < 0,
            IS_TURNOVER,
        )
        .group_by(SaleLine.return_reason, Sale.currency)
    )
    found: dict[str, ReasonFigures] = {}
    for reason, currency, line_count, without_receipt, amount in rows:
        here = today_worth(tx, [(currency, amount)])
        before = found.get(reason or "", ReasonFigures(reason or "", 0, 0, ZERO))
        found[before.reason] = ReasonFigures(
            before.reason,
            before.line_count + line_count,
            before.without_receipt + without_receipt,
            before.amount + here,
        )
    return sorted(found.values(), key=lambda one: (-one.line_count, one.reason))
