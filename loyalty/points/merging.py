"""The points of customers who are one person: they go over by entries, and back as far as they are still there."""

from app.core.db.unit import Unit
from app.crm.merging import MergePart, Moved
from loyalty.points.ledger import NewEntry, change_lot, hold_accounts, lots_of, points_of, write_entry
from loyalty.points.lots import taken_from


def points_merge() -> MergePart:
    """Moves the balance. Lots follow the link by themselves, and keep their ends."""
    return MergePart(_merge, _undo)


def still_there(moved: int, now: int) -> int:
    """How much of what was ``moved`` into a balance can go back out of it, where it is at ``now``.

    Never more than was moved, and never so much that the balance crosses zero.
    """
    return max(0, min(moved, now)) if moved > 0 else min(0, max(moved, now))


def _merge(tx: Unit, dropped_id: int, kept_id: int) -> Moved:
    hold_accounts(tx, [dropped_id, kept_id])
    dropped, kept = (points_of(tx, one).balance_micro for one in (dropped_id, kept_id))
    if dropped:
        lots = lots_of(tx, kept_id)
        # Points of the one pay what the other owes.
        paid = sum(lot.left_micro for lot in lots) - max(kept + dropped, 0)
        moves = {lot_id: -points for lot_id, points in taken_from(lots, paid, {}).items()} if paid else {}
        for lot_id, points_micro in moves.items():
            change_lot(tx, lot_id, points_micro)
        write_entry(tx, dropped_id, NewEntry("merge", -dropped), {})
        write_entry(tx, kept_id, NewEntry("merge", dropped), moves)
    return {"points_micro": dropped}


def _undo(tx: Unit, dropped_id: int, kept_id: int, moved: Moved) -> None:
    hold_accounts(tx, [dropped_id, kept_id])
    kept = points_of(tx, kept_id).balance_micro
    # His own lots say what is left of the points that came with him; what was owed has no lot.
    left = sum(lot.left_micro for lot in lots_of(tx, dropped_id))
    back = left or still_there(min(moved["points_micro"], 0), kept)
    if back:
        write_entry(tx, kept_id, NewEntry("part", -back), {})
        write_entry(tx, dropped_id, NewEntry("part", back), {})
