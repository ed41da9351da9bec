"""Packages as the office reads them: the list, one package's entries, what the shop owes by day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.core.db.types import money_sum, whole_sum
from app.core.db.unit import ReadUnit
from app.core.folding import fold
from app.core.money import Money
from app.crm.links import who_is
from app.crm.models import Customer
from app.places.day import calendar_date
from loyalty.owed import OwedDay, OwedLedger
from loyalty.packages.ledger import PACKAGE_COLUMNS, PackageView
from loyalty.packages.models import PackageEntry, VisitPackage

STATES: Final = ("good", "frozen", "expired", "empty")


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """A package in the list, with the name of whose it is now."""

    package: PackageView
    customer: str


@dataclass(frozen=True, slots=True)
class PackageEntryView:
    """One change of a package, worth ``value`` in the currency of that day."""

    at: datetime
    kind: str
    visits: int
    value: Money
    currency: str
    days: int | None
    sale_id: int | None
    receipt: str
    reason: str
    account_name: str


@dataclass(frozen=True, slots=True)
class OwedVisits:
    """What the shop owes on all packages: visits and their worth, and what of it lies past its last day."""

    packages: int
    visits: int
    amount: Money
    expired: Money


def listed_packages(
    tx: ReadUnit, *, state: str = "", text: str = "", before_id: int | None = None, limit: int = 50
) -> list[ListedPackage]:
    """Packages, the newest first; the next page by the last one's id. ``text`` is words of the customer."""
    conditions: list[ColumnElement[bool]] = []
    if state:
        conditions.append(_in_state(state, calendar_date(tx)))
    conditions += [Customer.search_text.contains(word, autoescape=True) for word in fold(text).split()]
    if before_id is not None:
        conditions.append(VisitPackage.id < before_id)
    rows = tx.execute(
        select(*PACKAGE_COLUMNS, Customer.name)
        .join(Customer, Customer.id == who_is(VisitPackage.customer_id))
        .where(*conditions)
        .order_by(VisitPackage.id.desc())
        .limit(limit)
    )
    return [ListedPackage(PackageView(*row[:-1]), row[-1]) for row in rows]


def _in_state(state: str, day: date) -> ColumnElement[bool]:
    there = VisitPackage.visits_left > 0
    rests = and_(VisitPackage.frozen_until.is_not(None), VisitPackage.frozen_until > day)
    awake = or_(VisitPackage.frozen_until.is_(None), VisitPackage.frozen_until <= day)
    past = VisitPackage.last_day < day
    conditions: dict[str, Any] = {
        "good": and_(there, awake, or_(VisitPackage.last_day.is_(None), ~past)),
        "frozen": and_(there, rests),
        "expired": and_(there, awake, past),
        "empty": ~there,
    }
    found: ColumnElement[bool] = conditions[state]
    return found


def entries_of_package(tx: ReadUnit, package_id: int) -> list[PackageEntryView]:
    """Every change of a package, the newest first."""
    columns = [getattr(PackageEntry, name) for name in PackageEntryView.__slots__]
    rows = tx.execute(select(*columns).where(PackageEntry.package_id == package_id).order_by(PackageEntry.id.desc()))
    return [PackageEntryView(*row) for row in rows]


def owed_now(tx: ReadUnit) -> OwedVisits:
    """What the shop owes on packages now."""
    row = tx.execute(
        select(func.count(), whole_sum(VisitPackage.visits_left), money_sum(VisitPackage.value)).where(
            VisitPackage.visits_left > 0
        )
    ).one()
    expired = tx.execute(
        select(money_sum(VisitPackage.value)).where(_in_state("expired", calendar_date(tx)))
    ).scalar_one()
    return OwedVisits(row[0], row[1], row[2], expired)


def owed_by_day(tx: ReadUnit, first: date, last: date) -> list[OwedDay]:
    """The business dates on which what is owed changed, the newest first, in the currency of today."""
    ledger = OwedLedger(PackageEntry.value, PackageEntry.currency, PackageEntry.business_date)
    return ledger.days(tx, first, last)
