"""What packages are worth in another currency: what was paid is converted, what is owed goes over by two entries."""

from dataclasses import replace

from sqlalchemy import bindparam, func, insert, select, update

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.places.day import today
from app.places.models import Shop
from loyalty.packages.ledger import PACKAGE_COLUMNS, PackageView
from loyalty.packages.models import PackageEntry, VisitPackage


def package_amounts() -> CurrencyPart:
    """The answer of visit packages."""
    return CurrencyPart(frozenset({"visit_package.paid", "visit_package.value"}), _amounts, _convert)


def _sold(tx: ReadUnit) -> list[PackageView]:
    return [PackageView(*row) for row in tx.execute(select(*PACKAGE_COLUMNS).order_by(VisitPackage.id))]


def _converted(package: PackageView, exchange: Exchange) -> PackageView:
    """It in the new currency: what its visits are worth is their share of what was paid, as ever."""
    new = replace(package, paid=exchange.money(package.paid))
    return replace(new, value=new.value_of(new.visits_left))


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    return [
        ConvertedAmount("package", one.name, one.value, _converted(one, exchange).value)
        for one in _sold(tx)
        if one.visits_left
    ]


def _convert(tx: Unit, exchange: Exchange) -> None:
    packages = [(one, _converted(one, exchange)) for one in _sold(tx)]
    if not packages:
        return
    # Packages belong to the chain; the ledger names its first shop.
    shop_id = tx.execute(select(func.min(Shop.id))).scalar_one()
    entries = [
        {
            "uid": new_uid(),
            "package_id": old.id,
            "kind": "converted",
            "visits": 0,
            "value": value,
            "currency": currency,
            "days": None,
            "shop_id": shop_id,
            "at": tx.now,
            "business_date": today(tx),
            "sale_id": None,
            "line_position": None,
            "receipt": "",
            "reason": exchange.rate,
            "account_name": tx.actor.name,
        }
        for old, new in packages
        for currency, value in ((exchange.old, -old.value), (exchange.new, new.value))
        if value
    ]
    if entries:
        tx.execute(insert(PackageEntry), entries)
    tx.execute(
        update(VisitPackage)
        .where(VisitPackage.id == bindparam("of_package"))
        .values(paid=bindparam("new_paid"), value=bindparam("new_value")),
        [{"of_package": new.id, "new_paid": new.paid, "new_value": new.value} for _, new in packages],
    )
