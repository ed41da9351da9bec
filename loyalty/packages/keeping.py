"""What the office does to a package: lets it rest, moves its last day, puts its visits right, writes them off."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import update

from app.core import journal
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.places.day import calendar_date
from loyalty.packages.ledger import PackageView, book_by_hand, hold_packages, package_by_uid
from loyalty.packages.models import VisitPackage

VIEW: Final = "packages.view"
MANAGE: Final = "packages.manage"
MOST_REASON: Final = 200
MOST_CORRECTED: Final = 1000


def freeze_package(tx: Unit, uid: str, shop_id: int, days: int, reason: str) -> None:
    """Lets a package rest for so many days from today: its last day moves by as many, and no visit is taken from it.

    Needs ``packages.manage``; journaled. Raises NotFound ``no_package``, BadInput ``package_reason_needed``,
    ``package_freeze_days`` (``left``) for more days than its terms leave; Conflict ``package_frozen``,
    ``package_expired``, ``package_empty``.
    """
    package = _held(tx, uid)
    day = calendar_date(tx)
    match package.trouble(day):
        case "frozen":
            raise Conflict("package_frozen", name=package.name, day=package.frozen_until)
        case "expired":
            raise Conflict("package_expired", name=package.name, day=package.last_day)
        case "empty":
            raise Conflict("package_empty", name=package.name)
    left = package.freeze_days - package.frozen_days
    if not 1 <= days <= left:
        raise BadInput("package_freeze_days", "days", left=left)
    until = day + timedelta(days=days)
    values = {"frozen_until": until, "frozen_days": package.frozen_days + days}
    _move_day(tx, package, "frozen", shop_id, days, checked_reason(reason), values)


def unfreeze_package(tx: Unit, uid: str, shop_id: int, reason: str) -> None:
    """Ends the rest of a package today: the days it did not rest are there again, and its last day moves back by them.

    Needs ``packages.manage``; journaled. Raises as ``freeze_package``, Conflict ``package_not_frozen``.
    """
    package = _held(tx, uid)
    day = calendar_date(tx)
    if package.frozen_until is None or package.frozen_until <= day:
        raise Conflict("package_not_frozen", name=package.name)
    over = (package.frozen_until - day).days
    values = {"frozen_until": None, "frozen_days": package.frozen_days - over}
    _move_day(tx, package, "unfrozen", shop_id, -over, checked_reason(reason), values)


def set_last_day(tx: Unit, uid: str, shop_id: int, last_day: date | None, reason: str) -> None:
    """Makes a package good until another day, None without an end. Needs ``packages.manage``; journaled.

    Raises NotFound ``no_package``, BadInput ``package_reason_needed``.
    """
    package = _held(tx, uid)
    reason = checked_reason(reason)
    if package.last_day == last_day:
        return
    moved = None if package.last_day is None or last_day is None else (last_day - package.last_day).days
    _note(tx, package, "last_day", shop_id, moved, reason, {"last_day": last_day})


def correct_package(tx: Unit, uid: str, shop_id: int, visits: int, reason: str) -> None:
    """Gives so many visits, or takes them where they are below zero. Needs ``packages.manage``; journaled.

    Raises NotFound ``no_package``, BadInput ``package_reason_needed``, ``package_correction_range``, Conflict
    ``package_too_few``.
    """
    package = _held(tx, uid)
    reason = checked_reason(reason)
    if not visits or abs(visits) > MOST_CORRECTED:
        raise BadInput("package_correction_range", "visits", most=MOST_CORRECTED)
    book_by_hand(tx, package.id, "corrected", visits, shop_id, reason)
    _journal(tx, package, "corrected", {"visits": visits, "reason": reason})


def write_off(tx: Unit, uid: str, shop_id: int, reason: str) -> None:
    """Takes all visits that are left: the shop owes them no more. Needs ``packages.manage``; journaled.

    Raises NotFound ``no_package``, BadInput ``package_reason_needed``, Conflict ``package_empty``.
    """
    package = _held(tx, uid)
    if not package.visits_left:
        raise Conflict("package_empty", name=package.name)
    reason = checked_reason(reason)
    book_by_hand(tx, package.id, "written_off", -package.visits_left, shop_id, reason)
    body = {"visits": package.visits_left, "amount": package.value.minor, "reason": reason}
    _journal(tx, package, "written_off", body)


def checked_reason(text: str) -> str:
    """A reason in a few words; BadInput ``package_reason_needed`` (``most``)."""
    reason = " ".join(text.split())
    if not reason or len(reason) > MOST_REASON:
        raise BadInput("package_reason_needed", "reason", most=MOST_REASON)
    return reason


def _held(tx: Unit, uid: str) -> PackageView:
    tx.actor.require(MANAGE)
    known = package_by_uid(tx, uid)
    return hold_packages(tx, [known.id])[known.id]


def _move_day(
    tx: Unit, package: PackageView, kind: str, shop_id: int, days: int, reason: str, values: dict[str, Any]
) -> None:
    moved = None if package.last_day is None else package.last_day + timedelta(days=days)
    _note(tx, package, kind, shop_id, days, reason, values | {"last_day": moved})


def _note(
    tx: Unit, package: PackageView, kind: str, shop_id: int, days: int | None, reason: str, values: dict[str, Any]
) -> None:
    tx.execute(update(VisitPackage).where(VisitPackage.id == package.id).values(values))
    book_by_hand(tx, package.id, kind, 0, shop_id, reason, days)
    last = values["last_day"]
    _journal(
        tx, package, kind, {"days": days, "last_day": None if last is None else last.isoformat(), "reason": reason}
    )


def _journal(tx: Unit, package: PackageView, act: str, body: dict[str, object]) -> None:
    journal.record(tx, f"package.{act}", subject=f"package:{package.uid}", body={"name": package.name, **body})
