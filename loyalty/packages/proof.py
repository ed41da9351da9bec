"""The proof of packages: what is left, used and owed of each is the sum of its entries."""

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from app.core.db.types import money_sum, whole_sum
from app.core.db.unit import ReadUnit
from loyalty.packages.models import PackageEntry, VisitPackage


@dataclass(frozen=True, slots=True)
class PackageDifference:
    """A package whose stored ``figure`` (visits, or its value in minor units) is not what its entries come to."""

    package_id: int
    figure: str
    stored: int
    entered: int


def check_packages(tx: ReadUnit) -> list[PackageDifference]:
    """Every package that differs from its ledger; reads the whole of it."""
    made = case((PackageEntry.kind.in_(("used", "given_back")), -PackageEntry.visits), else_=0)
    entered = (
        select(
            PackageEntry.package_id,
            whole_sum(PackageEntry.visits).label("visits_left"),
            whole_sum(made).label("visits_used"),
            money_sum(PackageEntry.value).label("value"),
        )
        .group_by(PackageEntry.package_id)
        .subquery()
    )
    left = func.coalesce(entered.c.visits_left, 0)
    used = func.coalesce(entered.c.visits_used, 0)
    value = func.coalesce(entered.c.value, 0, type_=entered.c.value.type)
    rows = tx.execute(
        select(
            VisitPackage.id, VisitPackage.visits_left, left, VisitPackage.visits_used, used, VisitPackage.value, value
        )
        .outerjoin(entered, entered.c.package_id == VisitPackage.id)
        .where(or_(VisitPackage.visits_left != left, VisitPackage.visits_used != used, VisitPackage.value != value))
        .order_by(VisitPackage.id)
    )
    return [
        PackageDifference(package_id, figure, stored, computed)
        for package_id, stored_left, its_left, stored_used, its_used, stored_value, its_value in rows
        for figure, stored, computed in (
            ("visits_left", stored_left, int(its_left)),
            ("visits_used", stored_used, int(its_used)),
            ("value", stored_value.minor, its_value.minor),
        )
        if stored != computed
    ]
