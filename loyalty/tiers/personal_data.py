"""What is stored of customers' tiers."""

from typing import Any, Final

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from loyalty.tiers.standing import changes_of, standing_of

_MOST: Final = 100_000


def standing_data() -> PersonalData:
    """Tier and how it came. An erasure lets it stand: it names nobody."""
    return PersonalData(frozenset({"customer_standing", "standing_entry"}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    return {
        "tier": standing_of(tx, customer_id).tier,
        "changes": [
            {"at": one.at.isoformat(), "kind": one.kind, "tier_before": one.tier_before, "tier_after": one.tier_after}
            for one in changes_of(tx, customer_id, _MOST)
        ],
    }


def _erase(_tx: Unit, _customer_id: int) -> None:
    """Nothing to take away."""
