"""Who sold in a shift, and how the drawer went from hand to hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from pos.sale.models import Sale, SaleLine
from pos.sale.turnover import NO_TURNOVER
from pos.shift.models import ShiftHandover


@dataclass(frozen=True, slots=True)
class CashierFigures:
    """What one cashier sold in a shift; returns count below zero, pledges and gift cards not at all."""

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
    others = {
        (name, account_id): gross
        for name, account_id, gross in tx.execute(
            select(Sale.cashier_name, Sale.account_id, money_sum(SaleLine.gross))
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(Sale.shift_id == shift_id, NO_TURNOVER)
            .group_by(Sale.account_id, Sale.cashier_name)
        )
    }
    rows = tx.execute(
        select(Sale.cashier_name, Sale.account_id, func.count(), money_sum(Sale.gross))
        .where(Sale.shift_id == shift_id)
        .group_by(Sale.account_id, Sale.cashier_name)
        .order_by(Sale.cashier_name, Sale.account_id)
    )
    return tuple(
        CashierFigures(name, count, gross - others.get((name, account_id), ZERO))
        for name, account_id, count, gross in rows
    )


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
