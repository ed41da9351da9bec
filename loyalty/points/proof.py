"""The proof of the points: every balance is the sum of its entries, and the lots are what is left of their moves."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.db.types import whole_sum
from app.core.db.unit import ReadUnit
from app.crm.links import who_is
from loyalty.points.models import PointsAccount, PointsEntry, PointsLot, PointsMove


@dataclass(frozen=True, slots=True)
class PointsDifference:
    """A stored figure that is not what its ledger says, in millionths of a point."""

    subject: str
    stored_micro: int
    computed_micro: int


def check_points(tx: ReadUnit) -> list[PointsDifference]:
    """Every balance and every lot that is not the sum of its ledger; reads all of it."""
    return _balances(tx) + _lots(tx)


def _balances(tx: ReadUnit) -> list[PointsDifference]:
    entered, lots = (
        select(customer.label("customer_id"), whole_sum(column).label("points")).group_by(customer).subquery()
        for customer, column in (
            (PointsEntry.customer_id, PointsEntry.points_micro),
            (who_is(PointsLot.customer_id), PointsLot.left_micro),
        )
    )
    rows = tx.execute(
        select(
            PointsAccount.customer_id,
            PointsAccount.balance_micro,
            func.coalesce(entered.c.points, 0),
            func.coalesce(lots.c.points, 0),
        )
        .outerjoin(entered, entered.c.customer_id == PointsAccount.customer_id)
        .outerjoin(lots, lots.c.customer_id == PointsAccount.customer_id)
        .order_by(PointsAccount.customer_id)
    )
    found = []
    for customer_id, balance, of_entries, of_lots in rows:
        if balance != of_entries:
            found.append(PointsDifference(f"customer:{customer_id}", balance, of_entries))
        if of_lots != max(balance, 0):
            found.append(PointsDifference(f"customer:{customer_id}:lots", of_lots, max(balance, 0)))
    return found


def _lots(tx: ReadUnit) -> list[PointsDifference]:
    moved = select(PointsMove.lot_id, whole_sum(PointsMove.points_micro).label("points")).group_by(PointsMove.lot_id)
    sums = moved.subquery()
    of_moves = func.coalesce(sums.c.points, 0)
    rows = tx.execute(
        select(PointsLot.id, PointsLot.left_micro, of_moves)
        .outerjoin(sums, sums.c.lot_id == PointsLot.id)
        .where(PointsLot.left_micro != of_moves)
        .order_by(PointsLot.id)
    )
    return [PointsDifference(f"lot:{lot_id}", left, points) for lot_id, left, points in rows]
