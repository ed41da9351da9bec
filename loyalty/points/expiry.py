"""Points that have run out are taken away, a few customers at a time."""

from sqlalchemy import select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.crm.links import who_is
from app.places.day import today
from loyalty.points.ledger import let_run_out
from loyalty.points.models import PointsLot


def customers_with_points_over(tx: ReadUnit, most: int) -> list[int]:
    """Up to ``most`` customers who hold points that have run out."""
    over = (PointsLot.left_micro > 0) & (PointsLot.last_day < today(tx))
    holder = who_is(PointsLot.customer_id)
    found = select(holder).where(over).distinct().order_by(holder).limit(most)
    return list(tx.execute(found).scalars())


def take_points_over(tx: Unit, customer_ids: list[int]) -> None:
    """Takes away what has run out of these customers' points; one row of the journal tells how much it was."""
    gone = [let_run_out(tx, customer_id) for customer_id in customer_ids]
    if any(gone):
        body = {"customers": sum(1 for points in gone if points), "points_micro": sum(gone)}
        journal.record(tx, "points.run_out", subject="loyalty", body=body)
