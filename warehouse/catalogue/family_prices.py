"""What the variants of a family cost in common: from an instant on, never changed backwards, as a product's price."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, insert, select

from app.core.db.types import UtcDateTime
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.money import UnitPrice
from warehouse.catalogue.bulk import prices_at, set_prices
from warehouse.catalogue.models import FamilyPrice, ProductFamily, ProductPrice, Variant
from warehouse.catalogue.prices import checked_price, drop_future_price


@dataclass(frozen=True, slots=True)
class PlannedPrice:
    """A common price that does not hold yet."""

    valid_from: datetime
    price: UnitPrice


def common_price_now() -> ColumnElement[UnitPrice | None]:
    """The common price at the parameter ``now`` of the family the statement is about."""
    return (
        select(FamilyPrice.price)
        .where(
            FamilyPrice.family_id == ProductFamily.id,
            FamilyPrice.valid_from <= bindparam("now", type_=UtcDateTime()),
        )
        .order_by(FamilyPrice.valid_from.desc())
        .limit(1)
        .correlate(ProductFamily)
        .scalar_subquery()
    )


def common_price_at(tx: ReadUnit, family_id: int, instant: datetime) -> UnitPrice | None:
    """What the variants without a price of their own cost at an instant; None where that is not said."""
    found: UnitPrice | None = tx.execute(
        select(common_price_now()).where(ProductFamily.id == family_id), {"now": instant}
    ).scalar()
    return found


def planned_prices(tx: ReadUnit, family_id: int) -> list[PlannedPrice]:
    """The common prices to come, the next one first."""
    return _planned(tx, [family_id])[family_id]


def write_common_price(tx: Unit, family_id: int, price: UnitPrice | None, valid_from: datetime) -> None:
    """Keeps a common price in place of one that would hold from the same instant; the caller does the rest."""
    tx.execute(delete(FamilyPrice).where(*_of(family_id, valid_from)))
    tx.execute(insert(FamilyPrice), {"family_id": family_id, "valid_from": valid_from, "price": price})


def forget_common_prices(tx: Unit, family_id: int) -> None:
    """Removes the prices of a family that goes."""
    tx.execute(delete(FamilyPrice).where(FamilyPrice.family_id == family_id))


def plan_common_price(tx: Unit, family_id: int, price: UnitPrice, valid_from: datetime) -> int:
    """Sets what variants cost from an instant to come that have the common price until then; answers how many.

    The caller has checked the right, that there is such a family, and journals it. Raises BadInput
    ``price_negative``, ``price_out_of_range``, ``date_in_past``.
    """
    checked_price(price)
    if valid_from <= tx.now:
        raise BadInput("date_in_past", "valid_from")
    common = common_price_at(tx, family_id, valid_from)
    variants = _variants(tx, family_id)
    prices = prices_at(tx, variants, valid_from)
    follow = [one for one in variants if prices.get(one) == common]
    write_common_price(tx, family_id, price, valid_from)
    set_prices(tx, {one: (common, price) for one in follow if common != price}, valid_from)
    return len(follow)


def drop_common_price(tx: Unit, family_id: int, valid_from: datetime) -> UnitPrice:
    """Takes back a common price that does not hold yet, from every variant that would get it; answers it.

    The caller has checked the right, and journals it. Raises NotFound ``no_future_price``.
    """
    planned = {one.valid_from: one.price for one in planned_prices(tx, family_id)}
    if valid_from not in planned:
        raise NotFound("no_future_price")
    price = planned[valid_from]
    tx.execute(delete(FamilyPrice).where(*_of(family_id, valid_from)))
    would_get = (
        select(ProductPrice.product_id)
        .join(Variant, Variant.product_id == ProductPrice.product_id)
        .where(Variant.family_id == family_id, ProductPrice.valid_from == valid_from, ProductPrice.price == price)
        .order_by(ProductPrice.product_id)
    )
    for product_id in tx.execute(would_get).scalars().all():
        drop_future_price(tx, product_id, valid_from)
    return price


def follow_planned_prices(tx: Unit, new: Mapping[int, Collection[int]]) -> None:
    """Gives new variants, by family, that have the common price now what their family is going to cost."""
    for family_id, planned in _planned(tx, new.keys()).items():
        common = common_price_at(tx, family_id, tx.now)
        prices = prices_at(tx, new[family_id], tx.now)
        follow = [one for one in new[family_id] if prices.get(one) == common]
        for each in planned:
            set_prices(tx, dict.fromkeys(follow, (common, each.price)), each.valid_from)
            common = each.price


def _planned(tx: ReadUnit, family_ids: Collection[int]) -> defaultdict[int, list[PlannedPrice]]:
    planned: defaultdict[int, list[PlannedPrice]] = defaultdict(list)
    for family_id, valid_from, price in tx.execute(
        select(FamilyPrice.family_id, FamilyPrice.valid_from, FamilyPrice.price)
        .where(FamilyPrice.family_id.in_(family_ids), FamilyPrice.valid_from > tx.now, FamilyPrice.price.is_not(None))
        .order_by(FamilyPrice.family_id, FamilyPrice.valid_from)
    ):
        planned[family_id].append(PlannedPrice(valid_from, price))
    return planned


def _variants(tx: ReadUnit, family_id: int) -> list[int]:
    rows = tx.execute(select(Variant.product_id).where(Variant.family_id == family_id).order_by(Variant.product_id))
    return list(rows.scalars())


def _of(family_id: int, valid_from: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return FamilyPrice.family_id == family_id, FamilyPrice.valid_from == valid_from
