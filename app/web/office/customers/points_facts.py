"""What the page of a customer shows of points and tier."""

from dataclasses import dataclass
from typing import Final

from flask import request

from app.core.db.unit import ReadUnit
from app.core.ids import new_uid
from loyalty.points.ledger import EntryView, PointsView, entries_of, next_to_run_out, points_of
from loyalty.points.lots import Lot
from loyalty.program.store import program_of
from loyalty.tiers.standing import StandingChange, changes_of
from pos.sale.standing import StandingView, standing_view

ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class PointsFacts:
    """Points and tier of a customer; ``uid`` is that of the next act by hand, ``older_id`` where the ledger goes on."""

    points: PointsView
    next_end: Lot | None
    entries: list[EntryView]
    older_id: int | None
    standing: StandingView
    changes: list[StandingChange]
    uid: str


def points_facts(tx: ReadUnit, customer_id: int) -> PointsFacts | None:
    """Points and tier of a customer; None where there is no programme and never were points."""
    entries = entries_of(tx, customer_id, before_id=request.args.get("points_before", type=int), limit=ROWS)
    changes = changes_of(tx, customer_id)
    if not (program_of(tx).enabled or entries or changes):
        return None
    return PointsFacts(
        points_of(tx, customer_id),
        next_to_run_out(tx, customer_id),
        entries,
        entries[-1].id if len(entries) == ROWS else None,
        standing_view(tx, customer_id),
        changes,
        new_uid(),
    )
