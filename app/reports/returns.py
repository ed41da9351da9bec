"""Goods that came back: how much, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import Money
from pos.sale.models import Sale, SaleLine


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """The lines that came back for one reason, and what was given back for them, above zero."""

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
            lines,
            lines - func.count(SaleLine.returned_line_id),
            money_sum(-SaleLine.gross),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.business_date.between(first, last), Sale.kind.in_(("return", "exchange")), SaleLine.qty_milli < 0)
        .group_by(SaleLine.return_reason)
        .order_by(lines.desc(), SaleLine.return_reason)
    )
    return [ReasonFigures(reason or "", *figures) for reason, *figures in rows]
