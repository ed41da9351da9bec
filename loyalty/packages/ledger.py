"""The ledger of visit packages: visits sold, used, given back and paid back, never more than there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.core.rounding import round_half_up
from app.places.day import calendar_date, today
from loyalty.packages.models import PackageEntry, VisitPackage
from loyalty.packages.terms import FIRST_VISIT, SALE, Cover, Terms


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package somebody bought: of its ``visits`` some are left and some used; the shop owes ``value`` for the rest.

    ``cover`` is as ``terms.Cover.read`` takes it. The other columns are those of ``VisitPackage``.
    """

    id: int
    uid: str
    customer_id: int
    product_id: int
    name: str
    sale_id: int
    line_position: int
    sold_at: datetime
    visits: int
    visits_left: int
    visits_used: int
    paid: Money
    value: Money
    valid_days: int | None
    starts: str
    last_day: date | None
    freeze_days: int
    frozen_days: int
    frozen_until: date | None
    shared: bool
    cover: str

    def trouble(self, day: date) -> str:
        """Why no visit can be taken from it on a calendar day: ``empty``, ``frozen``, ``expired``; or nothing."""
        if not self.visits_left:
            return "empty"
        if self.frozen_until is not None and day < self.frozen_until:
            return "frozen"
        return "expired" if self.last_day is not None and self.last_day < day else ""

    @property
    def covers(self) -> Cover:
        """The services whose visits it pays."""
        return Cover.read(self.cover)

    @property
    def begins_with_first_visit(self) -> bool:
        """Whether its days have not begun to run."""
        return self.valid_days is not None and self.last_day is None

    def paid_back(self, returned: int) -> int:
        """How many visits may still be paid back where so many were: what is left of those that were paid for."""
        return max(min(self.visits_left, self.visits - self.visits_used - returned), 0)

    def value_of(self, left: int) -> Money:
        """What so many visits are worth: what was paid, less the share of those that are gone (rounded half up)."""
        gone = self.visits - min(left, self.visits)
        return Money(self.paid.minor - round_half_up(self.paid.minor * gone, self.visits))


@dataclass(frozen=True, slots=True)
class PackageDocument:
    """The line of a sale that an entry belongs to, with the number of its paper."""

    sale_id: int
    line_position: int
    receipt: str
    shop_id: int


PACKAGE_COLUMNS: Final = tuple(getattr(VisitPackage, field.name) for field in fields(PackageView))


def package_by_uid(tx: ReadUnit, uid: str) -> PackageView:
    """A package; NotFound ``no_package``."""
    row = tx.execute(select(*PACKAGE_COLUMNS).where(VisitPackage.uid == uid)).first()
    if row is None:
        raise NotFound("no_package")
    return PackageView(*row)


def packages_by_id(tx: ReadUnit, ids: Iterable[int]) -> dict[int, PackageView]:
    """Packages by their ids."""
    asked = sorted(set(ids))
    if not asked:
        return {}
    rows = tx.execute(select(*PACKAGE_COLUMNS).where(VisitPackage.id.in_(asked)))
    return {row[0]: PackageView(*row) for row in rows}


def packages_sold_in(tx: ReadUnit, sale_ids: Sequence[int]) -> dict[tuple[int, int], PackageView]:
    """The packages that sales sold, by sale and position of the line."""
    if not sale_ids:
        return {}
    rows = tx.execute(select(*PACKAGE_COLUMNS).where(VisitPackage.sale_id.in_(sorted(set(sale_ids)))))
    return {(one.sale_id, one.line_position): one for one in (PackageView(*row) for row in rows)}


def hold_packages(tx: Unit, ids: Iterable[int]) -> dict[int, PackageView]:
    """Keeps packages until the unit ends; answers them as they are now."""
    held = sorted(set(ids))
    if held:
        tx.lock(select(VisitPackage.id).where(VisitPackage.id.in_(held)).order_by(VisitPackage.id))
    return packages_by_id(tx, held)


def refuse_troubled(tx: ReadUnit, package: PackageView, visits: int = 1) -> None:
    """Whether so many visits can be taken from a package today.

    Raises Conflict ``package_empty``, ``package_frozen`` (``day``), ``package_expired`` (``day``), ``package_too_few``
    (``left``), each with its name.
    """
    match package.trouble(calendar_date(tx)):
        case "empty":
            raise Conflict("package_empty", name=package.name)
        case "frozen":
            raise Conflict("package_frozen", name=package.name, day=package.frozen_until)
        case "expired":
            raise Conflict("package_expired", name=package.name, day=package.last_day)
    if visits > package.visits_left:
        raise Conflict("package_too_few", name=package.name, left=package.visits_left)


def sell_package(
    tx: Unit, terms: Terms, customer_id: int, product_id: int, name: str, paid: Money, document: PackageDocument
) -> PackageView:
    """Writes a package that a line of a sale sold for ``paid`` (tax in it) to a customer; its visits are all there."""
    runs = terms.starts == SALE and terms.valid_days is not None
    values = {
        "uid": new_uid(),
        "customer_id": customer_id,
        "product_id": product_id,
        "name": name,
        "sale_id": document.sale_id,
        "line_position": document.line_position,
        "sold_at": tx.now,
        "visits": terms.visits,
        "visits_left": 0,
        "visits_used": 0,
        "paid": paid,
        "value": ZERO,
        "valid_days": terms.valid_days,
        "starts": terms.starts,
        "last_day": calendar_date(tx) + timedelta(days=terms.valid_days or 0) if runs else None,
        "freeze_days": terms.freeze_days,
        "frozen_days": 0,
        "frozen_until": None,
        "shared": terms.shared,
        "cover": terms.cover.stored,
    }
    key = tx.execute(insert(VisitPackage), values).inserted_primary_key
    assert key is not None
    return book(tx, key[0], "sold", terms.visits, document)


def book(tx: Unit, package_id: int, kind: str, visits: int, document: PackageDocument) -> PackageView:
    """Writes what a line of a sale does to a package that is held; answers it as it is then.

    The first visit begins its days, where they begin with it; given back as the only one it has not begun. Raises
    Conflict ``package_too_few`` (``name``, ``left``) where there are less.
    """
    values = {
        "sale_id": document.sale_id,
        "line_position": document.line_position,
        "receipt": document.receipt,
        "shop_id": document.shop_id,
        "reason": "",
        "days": None,
    }
    return _enter(tx, package_id, kind, visits, values)


def book_by_hand(
    tx: Unit, package_id: int, kind: str, visits: int, shop_id: int, reason: str, days: int | None = None
) -> PackageView:
    """Writes what is no sale's, of a package that is held; raises as ``book``."""
    values = {"sale_id": None, "line_position": None, "receipt": "", "shop_id": shop_id, "reason": reason, "days": days}
    return _enter(tx, package_id, kind, visits, values)


def _enter(tx: Unit, package_id: int, kind: str, visits: int, values: dict[str, Any]) -> PackageView:
    package = packages_by_id(tx, [package_id])[package_id]
    left = package.visits_left + visits
    if left < 0:
        raise Conflict("package_too_few", name=package.name, left=package.visits_left)
    value = package.value_of(left)
    entry = {
        "uid": new_uid(),
        "package_id": package_id,
        "kind": kind,
        "visits": visits,
        "value": value - package.value,
        "currency": facts(tx).currency,
        "at": tx.now,
        "business_date": today(tx),
        "account_name": tx.actor.name,
    }
    tx.execute(insert(PackageEntry), entry | values)
    changed: dict[str, Any] = {"visits_left": left, "value": value}
    if kind in ("used", "given_back"):
        changed["visits_used"] = package.visits_used - visits
        changed |= _begun(tx, package, changed["visits_used"])
    tx.execute(update(VisitPackage).where(VisitPackage.id == package_id).values(changed))
    return packages_by_id(tx, [package_id])[package_id]


def _begun(tx: Unit, package: PackageView, used: int) -> dict[str, Any]:
    """The last day of one whose days begin with its first visit."""
    if package.starts != FIRST_VISIT or package.valid_days is None:
        return {}
    if not used:
        return {"last_day": None}
    if package.last_day is None:
        return {"last_day": calendar_date(tx) + timedelta(days=package.valid_days)}
    return {}
