"""Whose packages somebody may use: his own, those of whom was merged into him, and what his family shares."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from app.core.db.unit import ReadUnit
from app.crm.families import family_of
from app.crm.links import are_of, is_of
from loyalty.packages.ledger import PACKAGE_COLUMNS, PackageView
from loyalty.packages.models import PackageEntry, VisitPackage


def packages_of(
    tx: ReadUnit, customer_id: int, *, with_family: bool = False, all_of_them: bool = False
) -> list[PackageView]:
    """The packages of a customer, who first ends first; with what the family shares, and those that are used up."""
    condition = is_of(VisitPackage.customer_id, customer_id)
    family = family_of(tx, customer_id) if with_family else frozenset()
    if family:
        condition = or_(condition, and_(VisitPackage.shared, are_of(VisitPackage.customer_id, family)))
    if not all_of_them:
        condition = and_(condition, VisitPackage.visits_left > 0)
    rows = tx.execute(
        select(*PACKAGE_COLUMNS)
        .where(condition)
        .order_by(VisitPackage.last_day.is_(None), VisitPackage.last_day, VisitPackage.id)
    )
    return [PackageView(*row) for row in rows]


def rests_since(tx: ReadUnit, package: PackageView, day: date) -> date | None:
    """The calendar day from which a package rests; None where it does not on ``day``."""
    if package.frozen_until is None or package.frozen_until <= day:
        return None
    days = tx.execute(
        select(PackageEntry.days)
        .where(PackageEntry.package_id == package.id, PackageEntry.kind == "frozen")
        .order_by(PackageEntry.id.desc())
        .limit(1)
    ).scalar_one()
    return package.frozen_until - timedelta(days=days)


def may_use(tx: ReadUnit, package: PackageView, customer_id: int) -> bool:
    """Whether a package is this customer's to use."""
    own = select(VisitPackage.id).where(VisitPackage.id == package.id, is_of(VisitPackage.customer_id, customer_id))
    if tx.execute(own).first() is not None:
        return True
    family: Sequence[int] = sorted(family_of(tx, customer_id)) if package.shared else ()
    if not family:
        return False
    theirs = select(VisitPackage.id).where(VisitPackage.id == package.id, are_of(VisitPackage.customer_id, family))
    return tx.execute(theirs).first() is not None
