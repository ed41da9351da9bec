"""What packages store about customers."""

from typing import Any

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from loyalty.packages.finding import packages_of
from loyalty.packages.reading import entries_of_package


def package_data() -> PersonalData:
    """The packages of a customer. An erasure lets them stand: they are visits the shop owes, and name nobody."""
    return PersonalData(frozenset({"visit_package"}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    return {
        "packages": [
            {
                "name": one.name,
                "visits": one.visits,
                "visits_left": one.visits_left,
                "paid_minor": one.paid.minor,
                "last_day": None if one.last_day is None else one.last_day.isoformat(),
                "entries": [
                    {"at": entry.at.isoformat(), "kind": entry.kind, "visits": entry.visits, "receipt": entry.receipt}
                    for entry in entries_of_package(tx, one.id)
                ],
            }
            for one in packages_of(tx, customer_id, all_of_them=True)
        ]
    }


def _erase(_tx: Unit, _customer_id: int) -> None:
    """Nothing to take away."""
