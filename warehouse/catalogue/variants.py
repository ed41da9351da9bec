"""The variants of a family: products that come into it, are told apart by their values, and may leave it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.money import UnitPrice
from warehouse.catalogue.attributes import (
    MOST_ATTRIBUTES,
    VALUE_LIMIT,
    Attribute,
    checked_attributes,
    write_attributes,
)
from warehouse.catalogue.barcodes import Code, own_code
from warehouse.catalogue.bulk import refresh_search_texts, update_products
from warehouse.catalogue.families import FamilyView, family, family_changed, rename_variants, variant_name
from warehouse.catalogue.family_prices import follow_planned_prices
from warehouse.catalogue.models import Variant
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.pledges import pledges_of, set_pledges
from warehouse.catalogue.products import ProductData, create_product, product

Values = tuple[str, ...]
"""A value for each attribute of the family, in their order."""
_VALUES: Final = (Variant.value_1, Variant.value_2, Variant.value_3)


@dataclass(frozen=True, slots=True)
class VariantOf:
    """Which variant of which family a product is."""

    family_id: int
    family_name: str
    attributes: tuple[str, ...]
    values: Values


def variant_of(tx: ReadUnit, product_id: int) -> VariantOf | None:
    """What makes the product a variant; None where it is none."""
    row = tx.execute(select(Variant.family_id, *_VALUES).where(Variant.product_id == product_id)).first()
    if row is None:
        return None
    family_id, *values = row
    of = family(tx, family_id)
    names = tuple(one.name for one in of.attributes)
    return VariantOf(family_id, of.data.name, names, tuple(values[: len(names)]))


def variants_of(tx: ReadUnit, family_id: int) -> dict[int, Values]:
    """The values of each variant of the family by product, in the order of the values."""
    of = family(tx, family_id)
    found = tx.execute(select(Variant.product_id, *_VALUES).where(Variant.family_id == family_id))
    values = {product_id: tuple(each[: len(of.attributes)]) for product_id, *each in found}
    return dict(sorted(values.items(), key=lambda pair: (of.position(pair[1]), pair[0])))


def add_variant(
    tx: Unit,
    family_id: int,
    values: Sequence[str],
    *,
    sku: str = "",
    price: UnitPrice | None = None,
    codes: Sequence[Code] = (),
    with_own_code: bool = False,
) -> int:
    """A new product of the family; what is not said it has as the family and the first of its variants have it.

    A value that the family does not have yet comes last among them. ``with_own_code`` gives a barcode of the shop's
    own range where ``codes`` are empty. Needs ``catalogue.edit``. Raises BadInput ``value_needed`` and as attributes
    are refused, Conflict ``variant_exists``, and what create_product raises.
    """
    tx.actor.require("catalogue.edit")
    of, kept = with_values(tx, family(tx, family_id), values)
    _refuse_twin(tx, of, kept)
    first = first_variants(tx, [of.id]).get(of.id)
    like = ProductData(of.data.name, of.data.tax_category_id) if first is None else product(tx, first).data
    data = replace(
        like,
        name=variant_name(of.data.name, kept),
        sku=sku,
        tax_category_id=of.data.tax_category_id,
        unit_code=of.data.unit_code,
        category_id=of.data.category_id,
    )
    if with_own_code and not codes:
        codes = [Code(own_code(tx))]
    product_id = create_product(tx, data, price=of.data.price if price is None else price, codes=codes)
    _write(tx, of, product_id, kept)
    if price is None and of.data.price is not None:
        follow_planned_prices(tx, {of.id: [product_id]})
    if first is not None:
        set_pledges(tx, product_id, {one.pledge_id: one.pieces for one in pledges_of(tx, first)})
    return product_id


def join_family(tx: Unit, family_id: int, product_id: int, values: Sequence[str]) -> None:
    """Makes a product a variant: it is named as such and keeps its price, category, tax and all else.

    Needs ``catalogue.edit``. Raises as add_variant does, NotFound ``no_product``, and Conflict ``in_a_family`` where
    it is a variant already.
    """
    tx.actor.require("catalogue.edit")
    data = product(tx, product_id).data
    if (now := variant_of(tx, product_id)) is not None:
        raise Conflict("in_a_family", name=data.name, family=now.family_name)
    of, kept = with_values(tx, family(tx, family_id), values)
    _refuse_twin(tx, of, kept)
    _write(tx, of, product_id, kept)
    update_products(tx, {product_id: {"name": variant_name(of.data.name, kept)}})
    refresh_search_texts(tx, [product_id])
    family_changed(tx, "family.joined", of.id, {"product": product_id, "was": data.name, "values": list(kept)})


def leave_family(tx: Unit, product_id: int) -> None:
    """Takes a product out of its family; it keeps its name and all else. Needs ``catalogue.edit``.

    Raises NotFound ``no_variant``.
    """
    tx.actor.require("catalogue.edit")
    now = _existing(tx, product_id)
    tx.execute(delete(Variant).where(Variant.product_id == product_id))
    family_changed(tx, "family.left", now.family_id, {"product": product_id, "values": list(now.values)})


def set_values(tx: Unit, product_id: int, values: Sequence[str]) -> None:
    """Gives a variant other values, and the name they make.

    Needs ``catalogue.edit``. Raises as add_variant does, and NotFound ``no_variant``.
    """
    tx.actor.require("catalogue.edit")
    now = _existing(tx, product_id)
    of, kept = with_values(tx, family(tx, now.family_id), values)
    if kept == now.values:
        return
    _refuse_twin(tx, of, kept)
    tx.execute(update(Variant).where(Variant.product_id == product_id).values(_columns(kept)))
    rename_variants(tx, of.id, of.data.name)
    family_changed(
        tx, "family.values_changed", of.id, {"product": product_id, "old": list(now.values), "new": list(kept)}
    )


def rename_value(tx: Unit, family_id: int, attribute: str, old: str, new: str) -> None:
    """Writes a value of an attribute differently, and the names of the variants that have it.

    Needs ``catalogue.edit``. Raises NotFound ``no_family``, BadInput ``unknown_value``, and as attributes are refused.
    """
    tx.actor.require("catalogue.edit")
    of = family(tx, family_id)
    places = [place for place, one in enumerate(of.attributes) if one.name == attribute and old in one.values]
    if not places:
        raise BadInput("unknown_value", "value", value=old)
    place = places[0]
    new = checked_name(new, VALUE_LIMIT, "new_value")
    chosen = of.attributes[place]
    renamed = replace(chosen, values=tuple(new if value == old else value for value in chosen.values))
    write_attributes(tx, family_id, checked_attributes([*of.attributes[:place], renamed, *of.attributes[place + 1 :]]))
    column = _VALUES[place]
    tx.execute(update(Variant).where(Variant.family_id == family_id, column == old).values({column.key: new}))
    rename_variants(tx, family_id, of.data.name)
    family_changed(tx, "family.value_renamed", family_id, {"attribute": attribute, "old": old, "new": new})


def set_attributes(tx: Unit, family_id: int, attributes: Sequence[Attribute | None]) -> None:
    """Changes by what the variants differ. Each stands for the one that was in its place, and None takes that away.

    What comes after them is new: the variants there are get its first value. Needs ``catalogue.edit``. Raises NotFound
    ``no_family``, BadInput as attributes are refused, Conflict ``value_in_use`` where a variant has a value that would
    go, ``variants_alike`` where two would not differ any more.
    """
    tx.actor.require("catalogue.edit")
    of = family(tx, family_id)
    kept = checked_attributes([one for one in attributes if one is not None])
    if kept == of.attributes:
        return
    places = [place for place, one in enumerate(attributes) if one is not None]
    now = variants_of(tx, family_id)
    after: dict[int, Values] = {}
    for product_id, values in now.items():
        after[product_id] = tuple(
            _still(one, values[place]) if place < len(values) else one.values[0]
            for place, one in zip(places, kept, strict=True)
        )
    if len(set(after.values())) < len(after):
        raise Conflict("variants_alike", name=of.data.name)
    write_attributes(tx, family_id, kept)
    for product_id, values in after.items():
        if values != now[product_id]:
            tx.execute(update(Variant).where(Variant.product_id == product_id).values(_columns(values)))
    rename_variants(tx, family_id, of.data.name)
    family_changed(
        tx,
        "family.attributes_changed",
        family_id,
        {"old": [one.said for one in of.attributes], "new": [one.said for one in kept]},
    )


def _still(attribute: Attribute, value: str) -> str:
    known = attribute.known(value)
    if known is None:
        raise Conflict("value_in_use", name=attribute.name, value=value)
    return known


def with_values(tx: Unit, of: FamilyView, values: Sequence[str]) -> tuple[FamilyView, Values]:
    """The family with each value among those of its attribute, and the values as it writes them.

    Raises BadInput ``value_needed``, and as attributes are refused.
    """
    asked = [" ".join(value.split()) for value in values]
    if len(asked) != len(of.attributes) or not all(asked):
        missing = next((one.name for one, value in zip(of.attributes, asked, strict=False) if not value), "")
        raise BadInput("value_needed", "values", name=missing or of.data.name)
    kept = tuple(one.known(value) or value for one, value in zip(of.attributes, asked, strict=True))
    grown = checked_attributes(
        [
            one if value in one.values else replace(one, values=(*one.values, value))
            for one, value in zip(of.attributes, kept, strict=True)
        ]
    )
    if grown != of.attributes:
        write_attributes(tx, of.id, grown)
    return replace(of, attributes=grown), kept


def variants_among(tx: ReadUnit, product_ids: Collection[int]) -> dict[int, tuple[int, Values]]:
    """The family and the values of those products that are variants."""
    found = tx.execute(
        select(Variant.product_id, Variant.family_id, *_VALUES).where(Variant.product_id.in_(product_ids))
    )
    return {product_id: (family_id, tuple(filter(None, values))) for product_id, family_id, *values in found}


def put_variants(tx: Unit, variants: Mapping[int, tuple[int, Values]]) -> None:
    """Makes products variants of their family and values, whatever they were; the caller names and journals them.

    Needs ``catalogue.edit``. The values must be among those of the family, and of no other product.
    """
    tx.actor.require("catalogue.edit")
    if not variants:
        return
    tx.execute(delete(Variant).where(Variant.product_id.in_(variants.keys())))
    tx.execute(
        insert(Variant),
        [
            {"product_id": product_id, "family_id": family_id, **_columns(values)}
            for product_id, (family_id, values) in variants.items()
        ],
    )


def remove_variants(tx: Unit, product_ids: Collection[int]) -> None:
    """Takes products out of their families; the caller journals it. Needs ``catalogue.edit``."""
    tx.actor.require("catalogue.edit")
    tx.execute(delete(Variant).where(Variant.product_id.in_(product_ids)))


def _refuse_twin(tx: ReadUnit, of: FamilyView, values: Values) -> None:
    if twin_of(tx, of.id, values) is not None:
        raise Conflict("variant_exists", name=variant_name(of.data.name, values))


def twin_of(tx: ReadUnit, family_id: int, values: Values) -> int | None:
    """The product that is this variant of the family, if there is one."""
    asked = [column == value for column, value in zip(_VALUES, _padded(values), strict=True)]
    found: int | None = tx.execute(select(Variant.product_id).where(Variant.family_id == family_id, *asked)).scalar()
    return found


def first_variants(tx: ReadUnit, family_ids: Collection[int]) -> dict[int, int]:
    """The oldest product of each family that has one: whatever its family does not say, others are like it."""
    found: dict[int, int] = dict(
        tx.execute(
            select(Variant.family_id, func.min(Variant.product_id))
            .where(Variant.family_id.in_(family_ids))
            .group_by(Variant.family_id)
        ).all()
    )
    return found


def _write(tx: Unit, of: FamilyView, product_id: int, values: Values) -> None:
    try:
        with tx.savepoint():
            tx.execute(insert(Variant), {"product_id": product_id, "family_id": of.id, **_columns(values)})
    except IntegrityError:
        raise Conflict("variant_exists", name=variant_name(of.data.name, values)) from None


def _columns(values: Values) -> dict[str, Any]:
    return {column.key: value for column, value in zip(_VALUES, _padded(values), strict=True)}


def _padded(values: Values) -> Values:
    return (*values, *("",) * (MOST_ATTRIBUTES - len(values)))


def _existing(tx: ReadUnit, product_id: int) -> VariantOf:
    found = variant_of(tx, product_id)
    if found is None:
        raise NotFound("no_variant")
    return found
