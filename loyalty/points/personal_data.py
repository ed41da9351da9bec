"""What the ledger of points stores about customers."""

from typing import Any, Final

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from loyalty.points.ledger import entries_of, points_of

_MOST: Final = 100_000


def points_data() -> PersonalData:
    """The points of a customer. An erasure lets the ledger stand: it names nobody."""
    return PersonalData(frozenset({"points_account", "points_entry", "points_hold", "points_lot"}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    return {
        "balance_micro": points_of(tx, customer_id).balance_micro,
        "entries": [
            {
                "at": one.at.isoformat(),
                "kind": one.kind,
                "points_micro": one.points_micro,
                "receipt": one.receipt,
                "reason": one.reason,
            }
            for one in entries_of(tx, customer_id, limit=_MOST)
        ],
    }


def _erase(_tx: Unit, _customer_id: int) -> None:
    """Nothing to take away."""
