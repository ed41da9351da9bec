"""Goods and services: creating, changing and retiring them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core import journal
from app.core.db.search import search_text
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.core.ids import new_uid
from app.core.money import UnitPrice
from warehouse.catalogue.barcodes import Code, add_code
from warehouse.catalogue.events import DecimalsLowered, ServiceEnded
from warehouse.catalogue.kits import refuse_unmarked_kit
from warehouse.catalogue.models import Category, KitPart, Product, ProductType, TaxCategory, Variant
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.pledges import check_change, refuse_fractions
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.search_text import refresh_search_text
from warehouse.catalogue.units import refuse_pack_fractions, unit_decimals

NAME_LIMIT: Final = 200
SKU_LIMIT: Final = 60
MOST_MINUTES: Final = 24 * 60
MOST_AGE: Final = 99
_SKU_SERIES: Final = "sku"


@dataclass(frozen=True, slots=True)
class ProductData:
    """What a person says of a product. An empty ``sku`` gets the next number of the shop's own series.

    ``duration_minutes`` is for services; a service or a pledge is never stocked, and nothing touches the price of a
    pledge. ``price_at_sale`` asks for the price at each sale; ``min_age`` is how old a buyer must be, in years. What
    does not ``earns`` brings no points. Each unit of goods that are ``is_marked`` bears a code of its own.
    """

    name: str
    tax_category_id: int
    unit_code: str = "piece"
    sku: str = ""
    kind: ProductType = "goods"
    category_id: int | None = None
    discountable: bool = True
    stocked: bool = True
    duration_minutes: int | None = None
    price_at_sale: bool = False
    min_age: int | None = None
    earns: bool = True
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as it is kept."""

    id: int
    uid: str
    active: bool
    data: ProductData


def product(tx: ReadUnit, product_id: int) -> ProductView:
    """The product; NotFound ``no_product``."""
    found = tx.execute(
        select(
            Product.uid,
            Product.active,
            Product.name,
            Product.tax_category_id,
            Product.unit_code,
            Product.sku,
            Product.kind,
            Product.category_id,
            Product.discountable,
            Product.stocked,
            Product.duration_minutes,
            Product.price_at_sale,
            Product.min_age,
            Product.earns,
            Product.is_marked,
        ).where(Product.id == product_id)
    ).first()
    if found is None:
        raise NotFound("no_product")
    uid, active, *data = found
    return ProductView(product_id, uid, active, ProductData(*data))


def create_product(tx: Unit, data: ProductData, *, price: UnitPrice | None = None, codes: Sequence[Code] = ()) -> int:
    """A new active product with its price from now on and its codes; answers its id.

    Needs ``catalogue.edit``. Raises BadInput ``name_empty``, ``name_too_long``, ``sku_too_long``,
    ``sku_unprintable``, ``unknown_unit``, ``unknown_tax_category``, ``unknown_category``, ``duration_out_of_range``,
    ``age_out_of_range``, ``pledge_by_the_piece``, ``marked_by_the_piece``; Conflict ``sku_taken`` naming its owner; and
    what set_price and add_code raise.
    """
    tx.actor.require("catalogue.edit")
    data = _checked(tx, data if data.sku.strip() else replace(data, sku=own_sku(tx)))
    try:
        with tx.savepoint():
            key = tx.execute(
                insert(Product),
                asdict(data)
                | {
                    "uid": new_uid(),
                    "active": True,
                    "search_text": search_text(data.name, [data.sku]),
                    "changed_at": tx.now,
                },
            ).inserted_primary_key
    except IntegrityError:
        raise _taken(tx, data.sku) from None
    assert key is not None
    product_id: int = key[0]
    announce(tx, "catalogue", {"product": product_id})
    journal.record(tx, "product.created", subject=f"product:{product_id}", body=asdict(data))
    if price is not None:
        set_price(tx, product_id, price)
    for code in codes:
        add_code(tx, product_id, code)
    return product_id


def update_product(tx: Unit, product_id: int, data: ProductData) -> None:
    """Changes what is said of a product; an empty SKU keeps the one it has.

    Needs ``catalogue.edit``. Raises as create_product does, NotFound ``no_product``, and Conflict ``kit_is_stocked``
    for a kit that would get stock of its own, ``marked_part`` for a kit without a code that would hold marked goods,
    ``variant_name`` for a variant that would lose the name its family gives it, what ``pledges.check_change`` raises,
    ``pack_has_fraction`` or ``stock_has_fractions`` where the new unit is too coarse for what is there.
    """
    tx.actor.require("catalogue.edit")
    old = product(tx, product_id).data
    data = _checked(tx, data if data.sku.strip() else replace(data, sku=old.sku))
    if data == old:
        return
    if data.stocked and tx.execute(select(KitPart.kit_id).where(KitPart.kit_id == product_id)).first() is not None:
        raise Conflict("kit_is_stocked", name=data.name)
    if data.name != old.name and tx.execute(select(Variant.product_id).where(Variant.product_id == product_id)).first():
        raise Conflict("variant_name", name=old.name)
    if data.is_marked != old.is_marked:
        refuse_unmarked_kit(tx, product_id, is_marked=data.is_marked)
    decimals = unit_decimals(tx, data.unit_code)
    if old.kind == "service" and (data.kind != "service" or decimals):
        tx.publish(ServiceEnded(product_id, old.name))
    check_change(tx, product_id, data.name, is_pledge=data.kind == "pledge", decimals=decimals)
    if decimals < unit_decimals(tx, old.unit_code):
        refuse_pack_fractions(tx, decimals, product_id=product_id)
        tx.publish(DecimalsLowered(decimals, product_id=product_id))
    try:
        with tx.savepoint():
            tx.execute(update(Product).where(Product.id == product_id).values(asdict(data) | {"changed_at": tx.now}))
    except IntegrityError:
        raise _taken(tx, data.sku) from None
    refresh_search_text(tx, product_id)
    changes = {
        name: {"old": value, "new": asdict(data)[name]}
        for name, value in asdict(old).items()
        if value != asdict(data)[name]
    }
    announce(tx, "catalogue", {"product": product_id})
    journal.record(tx, "product.changed", subject=f"product:{product_id}", body=changes)


def set_active(tx: Unit, product_id: int, *, active: bool) -> None:
    """Takes a product out of sale or back into it; its history stays. Needs ``catalogue.edit``; ``no_product``."""
    tx.actor.require("catalogue.edit")
    if product(tx, product_id).active == active:
        return
    tx.execute(update(Product).where(Product.id == product_id).values(active=active, changed_at=tx.now))
    announce(tx, "catalogue", {"product": product_id})
    journal.record(
        tx,
        "product.activated" if active else "product.deactivated",
        subject=f"product:{product_id}",
        body={"old": not active, "new": active},
    )


def _checked(tx: ReadUnit, data: ProductData) -> ProductData:
    decimals = unit_decimals(tx, data.unit_code)
    if tx.execute(select(TaxCategory.id).where(TaxCategory.id == data.tax_category_id)).first() is None:
        raise BadInput("unknown_tax_category", "tax_category_id")
    if data.category_id is not None and not _category_exists(tx, data.category_id):
        raise BadInput("unknown_category", "category_id")
    minutes = data.duration_minutes
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise BadInput("duration_out_of_range", "duration_minutes", limit=MOST_MINUTES)
    if data.min_age is not None and not 0 < data.min_age <= MOST_AGE:
        raise BadInput("age_out_of_range", "min_age", limit=MOST_AGE)
    is_service, is_pledge = data.kind == "service", data.kind == "pledge"
    if is_pledge:
        refuse_fractions(data.name, decimals)
    is_marked = data.is_marked and data.kind == "goods"
    if is_marked and decimals:
        raise BadInput("marked_by_the_piece", "is_marked")
    return replace(
        data,
        name=checked_name(data.name, NAME_LIMIT),
        sku=checked_sku(data.sku),
        stocked=data.stocked and data.kind == "goods",
        duration_minutes=minutes if is_service else None,
        discountable=data.discountable and not is_pledge,
        price_at_sale=data.price_at_sale and not is_pledge,
        min_age=None if is_pledge else data.min_age,
        is_marked=is_marked,
    )


def _category_exists(tx: ReadUnit, category_id: int) -> bool:
    return tx.execute(select(Category.id).where(Category.id == category_id)).first() is not None


def checked_sku(sku: str) -> str:
    """The SKU with single blanks; BadInput ``sku_too_long`` or ``sku_unprintable``."""
    sku = " ".join(sku.split())
    if len(sku) > SKU_LIMIT:
        raise BadInput("sku_too_long", "sku", limit=SKU_LIMIT)
    if not sku.isprintable():
        raise BadInput("sku_unprintable", "sku")
    return sku


def own_sku(tx: Unit) -> str:
    """The next free number of the shop's own series of SKUs."""
    while True:
        sku = f"{next_number(tx, 0, _SKU_SERIES):05}"
        if tx.execute(select(Product.id).where(Product.sku == sku)).first() is None:
            return sku


def _taken(tx: ReadUnit, sku: str) -> Conflict:
    owner = tx.execute(select(Product.id, Product.name).where(Product.sku == sku)).one()
    return Conflict("sku_taken", sku=sku, product_id=owner.id, name=owner.name)
