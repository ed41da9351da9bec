"""Who sold in a shift, and how the drawer went from hand to hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import Money
from pos.sale.models import Sale
from pos.shift.models import ShiftHandover


@dataclass(frozen=True, slots=True)
class CashierFigures:
    """What one cashier sold in a shift; returns count below zero."""

    name: str
    sale_count: int
    gross: Money


@dataclass(frozen=True, slots=True)
class HandoverFigures:
    """A hand-over of the drawer: what the giver's count was off by, against what he took over."""

    number: int
    at: datetime
    giver: str
    taker: str
    difference: Money


def cashiers_of(tx: ReadUnit, shift_id: int) -> tuple[CashierFigures, ...]:
    """Everybody who sold in the shift, by name."""
    rows = tx.execute(
        select(Sale.cashier_name, func.count(), money_sum(Sale.gross))
        .where(Sale.shift_id == shift_id)
        .group_by(Sale.account_id, Sale.cashier_name)
        .order_by(Sale.cashier_name, Sale.account_id)
    )
    return tuple(CashierFigures(*row) for row in rows)


def handovers_of(tx: ReadUnit, shift_id: int) -> tuple[HandoverFigures, ...]:
    """The hand-overs of the shift, oldest first."""
    rows = tx.execute(
        select(
            ShiftHandover.number,
            ShiftHandover.at,
            ShiftHandover.giver_name,
            ShiftHandover.taker_name,
            ShiftHandover.difference,
        )
        .where(ShiftHandover.shift_id == shift_id)
        .order_by(ShiftHandover.id)
    )
    return tuple(HandoverFigures(*row) for row in rows)
