"""Points kept for a cart that waits for a card terminal: held when the card is charged, spent with the sale.

A hold moves nothing in the ledger: the points stay the customer's, and nobody else can spend them.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, case, delete, insert, select

from app.core.db.prepared import Prepared
from app.core.db.types import whole_sum
from app.core.db.unit import ReadUnit, Unit
from loyalty.points.ledger import hold_points, points_of
from loyalty.points.models import PointsEntry, PointsHold


def keep_points(tx: Unit, subject_uid: str, customer_id: int, points_micro: int, until: datetime) -> None:
    """Holds points (above zero) of a customer for a cart, in place of what was held for it before.

    Raises Conflict ``not_enough_points``, ``points_on_hold``.
    """
    hold_points(tx, [customer_id])
    free_points(tx, subject_uid)
    points = points_of(tx, customer_id)
    if points_micro > points.good_micro:
        raise points.shortage()
    tx.execute(
        insert(PointsHold),
        {"subject_uid": subject_uid, "customer_id": customer_id, "points_micro": points_micro, "until": until},
    )


def free_points(tx: Unit, subject_uid: str) -> None:
    """Nothing is held for a cart any more; it is about to be sold, or will not be."""
    tx.execute(delete(PointsHold).where(PointsHold.subject_uid == subject_uid))


def has_old_points(tx: ReadUnit) -> bool:
    """Whether points have been held for too long."""
    return tx.execute(select(PointsHold.subject_uid).where(PointsHold.until <= tx.now).limit(1)).first() is not None


def free_old_points(tx: Unit) -> int:
    """Lets go what has been held for too long; answers how many millionths of points that were."""
    old = PointsHold.until <= tx.now
    found = int(tx.execute(select(whole_sum(PointsHold.points_micro)).where(old)).scalar_one())
    tx.execute(delete(PointsHold).where(old))
    return found


_OF_SUBJECT: Final = Prepared(select(PointsHold.points_micro).where(PointsHold.subject_uid == bindparam("subject_uid")))


def kept_points(tx: ReadUnit, subject_uid: str) -> int:
    """How many points, in millionths, are held for a cart."""
    row = _OF_SUBJECT.first(tx, {"subject_uid": subject_uid})
    return 0 if row is None else int(row[0])


def points_needed(tx: ReadUnit, sale_id: int) -> tuple[int, int] | None:
    """Whose points a sale took, and how many it needed beside those that came back with it; None where it took none."""
    spent = PointsEntry.kind == "spend"
    moved = PointsEntry.kind.in_(("spend", "return_spend", "return_earn"))
    row = tx.execute(
        select(
            PointsEntry.customer_id,
            whole_sum(case((spent, PointsEntry.points_micro), else_=0)),
            whole_sum(PointsEntry.points_micro),
        )
        .where(PointsEntry.sale_id == sale_id, moved)
        .group_by(PointsEntry.customer_id)
    )
    return next(
        ((customer_id, -int(net)) for customer_id, taken, net in row if taken < 0 and net < 0),
        None,
    )
