"""Points that somebody gives or takes away by hand, each with a reason."""

from typing import Final

from app.core import journal
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.crm.held import hold_row, subject_of
from app.places.day import today
from loyalty.points.ledger import MOST_MICRO, give_by_hand
from loyalty.program.store import program_of

GIVE: Final = "customers.points"
_REASON_MOST: Final = 200


def give_points(tx: Unit, customer_id: int, points_micro: int, reason: str, uid: str) -> None:
    """Gives a customer points (a right); the same ``uid`` again gives nothing.

    Raises BadInput ``points_not_positive``, ``points_out_of_range``, ``points_reason_needed``, NotFound
    ``no_customer_here``, Conflict ``customer_erased``, ``customer_merged``, ``loyalty_off``.
    """
    if points_micro <= 0:
        raise BadInput("points_not_positive", "points")
    _write(tx, "bonus", customer_id, points_micro, reason, uid)


def correct_points(tx: Unit, customer_id: int, points_micro: int, reason: str, uid: str) -> None:
    """Puts the points of a customer right: more, or fewer below zero, never fewer than there are (a right).

    Raises as ``give_points``, and Conflict ``not_enough_points``, ``points_on_hold``.
    """
    if not points_micro:
        raise BadInput("points_not_positive", "points")
    _write(tx, "correction", customer_id, points_micro, reason, uid)


def _write(tx: Unit, kind: str, customer_id: int, points_micro: int, reason: str, uid: str) -> None:
    tx.actor.require(GIVE)
    uid, reason = parse_uid(uid), " ".join(reason.split())
    if abs(points_micro) > MOST_MICRO:
        raise BadInput("points_out_of_range", "points")
    if not reason or len(reason) > _REASON_MOST:
        raise BadInput("points_reason_needed", "reason", most=_REASON_MOST)
    program = program_of(tx)
    if not program.enabled:
        raise Conflict("loyalty_off")
    hold_row(tx, customer_id)
    if not give_by_hand(tx, customer_id, kind, points_micro, reason, uid, program.last_day(today(tx))):
        return
    body = {"kind": kind, "points_micro": points_micro, "reason": reason}
    journal.record(tx, "points.by_hand", subject=subject_of(customer_id), body=body)
