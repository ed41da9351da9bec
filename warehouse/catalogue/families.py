"""Families of goods: what their variants have in common, and by which values they differ.

Whatever a variant has as its family has it follows the family: where the family's price, category, tax or unit
changes, so does that variant's. A variant with a price of its own keeps it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.core.ids import new_uid
from app.core.money import UnitPrice
from warehouse.catalogue.attributes import Attribute, checked_attributes, word_key, write_attributes
from warehouse.catalogue.bulk import current_prices, refresh_search_texts, set_prices, update_products
from warehouse.catalogue.family_prices import (
    common_price_now,
    drop_common_price,
    forget_common_prices,
    plan_common_price,
    write_common_price,
)
from warehouse.catalogue.models import (
    Category,
    FamilyAttribute,
    FamilyValue,
    Product,
    ProductFamily,
    TaxCategory,
    Variant,
)
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.prices import checked_price
from warehouse.catalogue.products import product, update_product
from warehouse.catalogue.units import unit_decimals

FAMILY_NAME_LIMIT: Final = 100
_FOLLOWED: Final = ("category_id", "tax_category_id")


@dataclass(frozen=True, slots=True)
class FamilyData:
    """What a person says of a family; ``price`` is what one unit of a variant costs that has no price of its own."""

    name: str
    tax_category_id: int
    unit_code: str = "piece"
    category_id: int | None = None
    price: UnitPrice | None = None


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family as it is kept."""

    id: int
    uid: str
    data: FamilyData
    attributes: tuple[Attribute, ...]

    def position(self, values: Sequence[str]) -> tuple[int, ...]:
        """Where a variant with these values stands among the others."""
        return tuple(one.values.index(value) for one, value in zip(self.attributes, values, strict=True))


def variant_name(family: str, values: Sequence[str]) -> str:
    """``T-shirt, red, 42``: what tells a variant from every other on screens and papers."""
    return ", ".join([family, *(value for value in values if value)])


def family(tx: ReadUnit, family_id: int) -> FamilyView:
    """The family; NotFound ``no_family``."""
    found = families(tx, [family_id])
    if not found:
        raise NotFound("no_family")
    return found[family_id]


def families(tx: ReadUnit, family_ids: Sequence[int]) -> dict[int, FamilyView]:
    """The families of these ids that are there."""
    columns = (
        ProductFamily.id,
        ProductFamily.uid,
        ProductFamily.name,
        ProductFamily.tax_category_id,
        ProductFamily.unit_code,
        ProductFamily.category_id,
        common_price_now(),
    )
    named: dict[int, list[tuple[int, str]]] = {one: [] for one in family_ids}
    for family_id, place, name in tx.execute(
        select(FamilyAttribute.family_id, FamilyAttribute.place, FamilyAttribute.name)
        .where(FamilyAttribute.family_id.in_(family_ids))
        .order_by(FamilyAttribute.place)
    ):
        named[family_id].append((place, name))
    values: dict[tuple[int, int], list[str]] = {}
    for family_id, place, value in tx.execute(
        select(FamilyValue.family_id, FamilyValue.place, FamilyValue.value)
        .where(FamilyValue.family_id.in_(family_ids))
        .order_by(FamilyValue.position, FamilyValue.value)
    ):
        values.setdefault((family_id, place), []).append(value)
    return {
        family_id: FamilyView(
            family_id,
            uid,
            FamilyData(*data),
            tuple(Attribute(name, tuple(values.get((family_id, place), ()))) for place, name in named[family_id]),
        )
        for family_id, uid, *data in tx.execute(
            select(*columns).where(ProductFamily.id.in_(family_ids)), {"now": tx.now}
        )
    }


def families_named(tx: ReadUnit, names: Sequence[str]) -> dict[str, int]:
    """The families with these names, by the folded form in which names are compared."""
    keys = {word_key(name) for name in names}
    found: dict[str, int] = dict(
        tx.execute(select(ProductFamily.name_key, ProductFamily.id).where(ProductFamily.name_key.in_(keys))).all()
    )
    return found


def create_family(tx: Unit, data: FamilyData, attributes: Sequence[Attribute] = ()) -> int:
    """A new family without variants; answers its id.

    Needs ``catalogue.edit``. Raises BadInput ``name_empty``, ``name_too_long``, ``unknown_unit``,
    ``unknown_tax_category``, ``unknown_category`` and what prices and attributes are refused for; Conflict
    ``family_taken``.
    """
    tx.actor.require("catalogue.edit")
    data = _checked(tx, data)
    attributes = checked_attributes(attributes)
    values = _columns(data) | {"uid": new_uid(), "changed_at": tx.now}
    try:
        with tx.savepoint():
            key = tx.execute(insert(ProductFamily), values).inserted_primary_key
    except IntegrityError:
        raise Conflict("family_taken", name=data.name) from None
    assert key is not None
    family_id: int = key[0]
    if data.price is not None:
        write_common_price(tx, family_id, data.price, tx.now)
    write_attributes(tx, family_id, attributes)
    family_changed(tx, "family.created", family_id, _said(data) | {"attributes": [one.said for one in attributes]})
    return family_id


def update_family(tx: Unit, family_id: int, data: FamilyData) -> None:
    """Changes what the variants have in common; those that follow change with it, their names in any case.

    Needs ``catalogue.edit``. Raises as create_family and update_product do, and NotFound ``no_family``. Without a
    price the variants keep those they have.
    """
    tx.actor.require("catalogue.edit")
    old = family(tx, family_id).data
    data = _checked(tx, data)
    if data == old:
        return
    values = _columns(data) | {"changed_at": tx.now}
    try:
        with tx.savepoint():
            tx.execute(update(ProductFamily).where(ProductFamily.id == family_id).values(values))
    except IntegrityError:
        raise Conflict("family_taken", name=data.name) from None
    if data.price != old.price:
        write_common_price(tx, family_id, data.price, tx.now)
    followed = _follow(tx, family_id, old, data)
    said_old, said_new = _said(old), _said(data)
    changes = {
        name: {"old": value, "new": said_new[name]} for name, value in said_old.items() if value != said_new[name]
    }
    family_changed(tx, "family.changed", family_id, changes | {"variants": followed})


def delete_family(tx: Unit, family_id: int) -> None:
    """Removes a family that has no variants.

    Needs ``catalogue.edit``. Raises NotFound ``no_family``, Conflict ``family_not_empty``.
    """
    tx.actor.require("catalogue.edit")
    name = family(tx, family_id).data.name
    if tx.execute(select(Variant.product_id).where(Variant.family_id == family_id).limit(1)).first() is not None:
        raise Conflict("family_not_empty", name=name)
    forget_common_prices(tx, family_id)
    tx.execute(delete(FamilyValue).where(FamilyValue.family_id == family_id))
    tx.execute(delete(FamilyAttribute).where(FamilyAttribute.family_id == family_id))
    tx.execute(delete(ProductFamily).where(ProductFamily.id == family_id))
    family_changed(tx, "family.deleted", family_id, {"name": name})


def set_future_price(tx: Unit, family_id: int, price: UnitPrice, valid_from: datetime) -> None:
    """Sets what the variants without a price of their own cost from an instant to come.

    Needs ``catalogue.edit``. Raises NotFound ``no_family``, BadInput ``price_negative``, ``price_out_of_range`` or
    ``date_in_past``.
    """
    tx.actor.require("catalogue.edit")
    family(tx, family_id)
    followed = plan_common_price(tx, family_id, price, valid_from)
    body = {"price_scaled": price.scaled, "valid_from": valid_from.isoformat(), "variants": followed}
    family_changed(tx, "family.price_planned", family_id, body)


def drop_future_price(tx: Unit, family_id: int, valid_from: datetime) -> None:
    """Takes back a common price that does not hold yet. Needs ``catalogue.edit``; NotFound ``no_future_price``."""
    tx.actor.require("catalogue.edit")
    price = drop_common_price(tx, family_id, valid_from)
    body = {"price_scaled": price.scaled, "valid_from": valid_from.isoformat()}
    family_changed(tx, "family.price_dropped", family_id, body)


def rename_variants(tx: Unit, family_id: int, name: str) -> None:
    """Writes the names of a family's variants anew, as the family and their values have them."""
    found = tx.execute(
        select(Variant.product_id, Variant.value_1, Variant.value_2, Variant.value_3, Product.name)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.family_id == family_id)
    )
    names = {product_id: (variant_name(name, values), old) for product_id, *values, old in found}
    renamed = {product_id: {"name": new} for product_id, (new, old) in names.items() if new != old}
    update_products(tx, renamed)
    refresh_search_texts(tx, renamed.keys())


def family_changed(tx: Unit, kind: str, family_id: int, body: dict[str, Any]) -> None:
    """Tells the other pages and the journal."""
    announce(tx, "catalogue", {"family": family_id})
    journal.record(tx, kind, subject=f"family:{family_id}", body=body)


def _follow(tx: Unit, family_id: int, old: FamilyData, new: FamilyData) -> int:
    """Changes the variants that follow in what was changed; answers how many they are."""
    rows = tx.execute(
        select(Product.id, Product.unit_code, Product.category_id, Product.tax_category_id)
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.family_id == family_id)
        .order_by(Product.id)
    ).all()
    changed: dict[int, dict[str, Any]] = {}
    for row in rows:
        values = {
            name: getattr(new, name)
            for name in _FOLLOWED
            if getattr(row, name) == getattr(old, name) != getattr(new, name)
        }
        if values:
            changed[row.id] = values
        if row.unit_code == old.unit_code != new.unit_code:
            # What is packed and what lies on the shelf may be finer than the new unit allows.
            update_product(tx, row.id, replace(product(tx, row.id).data, unit_code=new.unit_code))
            changed.setdefault(row.id, {})
    update_products(tx, changed)
    followed = set(changed)
    if new.price is not None and new.price != old.price:
        prices = current_prices(tx, [row.id for row in rows])
        now = {row.id: prices[row.id][1] if row.id in prices else None for row in rows}
        of_family = {product_id: (price, new.price) for product_id, price in now.items() if price == old.price}
        set_prices(tx, of_family)
        followed |= of_family.keys()
    if new.name != old.name:
        rename_variants(tx, family_id, new.name)
    return len(followed)


def _columns(data: FamilyData) -> dict[str, Any]:
    values = asdict(data) | {"name_key": word_key(data.name)}
    del values["price"]
    return values


def _said(data: FamilyData) -> dict[str, Any]:
    said = asdict(data)
    del said["price"]
    return said | {"price_scaled": None if data.price is None else data.price.scaled}


def _checked(tx: ReadUnit, data: FamilyData) -> FamilyData:
    unit_decimals(tx, data.unit_code)
    if tx.execute(select(TaxCategory.id).where(TaxCategory.id == data.tax_category_id)).first() is None:
        raise BadInput("unknown_tax_category", "tax_category_id")
    asked = select(Category.id).where(Category.id == data.category_id)
    if data.category_id is not None and tx.execute(asked).first() is None:
        raise BadInput("unknown_category", "category_id")
    if data.price is not None:
        checked_price(data.price)
    return replace(data, name=checked_name(data.name, FAMILY_NAME_LIMIT))
