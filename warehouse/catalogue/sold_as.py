"""What a cart line needs to know of a product, in one statement: every scan asks this."""

from collections.abc import Sequence
from typing import Any, Final, Literal

from sqlalchemy import Integer, Select, bindparam, exists, literal_column, null, select

from app.core.codes import match_code, trimmed_code
from app.core.db.prepared import Prepared
from app.core.db.types import UtcDateTime
from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.core.money import UnitPrice
from app.core.quick_values import quick_value
from app.core.rounding import round_half_up
from app.places.day import calendar_date, counted_now
from warehouse.catalogue.categories import without_points
from warehouse.catalogue.models import (
    Barcode,
    Product,
    ProductPledge,
    ProductPrice,
    ProductType,
    TaxCategory,
    TaxRate,
    UnitOfMeasure,
)

WHOLE_UNIT: Final = 1000
_ONE: Final = literal_column("1", Integer)


@quick_value(frozen=True, slots=True)
class SoldAs:
    """How a product is sold by one of its codes, with the price and the tax of the moment.

    ``unit_price`` is for what is counted: one unit, or one pack where the code is a pack's (``pack_qty_milli`` is
    the content, stock falls by it); None where the product has no price yet. A pack is sold whole, so its
    ``unit_decimals`` is 0. ``tax_rate_bp`` is None for "no VAT", which is not 0. ``pledged`` goods carry pledges.
    What does not ``earns`` brings no points, whether it or a branch above it says so. Each unit of goods that are
    ``is_marked`` bears a code of its own.
    """

    product_id: int
    barcode_id: int | None
    sku: str
    name: str
    kind: ProductType
    unit_code: str
    unit_decimals: int
    pack_name: str | None
    pack_qty_milli: int
    unit_price: UnitPrice | None
    price_source: Literal["list", "pack"]
    tax_category_id: int
    tax_rate_bp: int | None
    discountable: bool
    stocked: bool
    price_at_sale: bool
    min_age: int | None
    active: bool
    pledged: bool
    earns: bool
    is_marked: bool = False


def _statement(*, by_code: bool) -> Select[*tuple[Any, ...]]:
    list_price = (
        select(ProductPrice.price)
        .where(
            ProductPrice.product_id == Product.id,
            ProductPrice.valid_from <= bindparam("now", type_=UtcDateTime()),
        )
        .order_by(ProductPrice.valid_from.desc())
        .limit(_ONE)
        .correlate(Product)
        .scalar_subquery()
    )
    rate = (
        select(TaxRate.rate_bp)
        .where(TaxRate.tax_category_id == Product.tax_category_id, TaxRate.valid_from <= bindparam("on"))
        .order_by(TaxRate.valid_from.desc())
        .limit(_ONE)
        .correlate(Product)
        .scalar_subquery()
    )
    code: tuple[Any, ...] = (null(), null(), literal_column(str(WHOLE_UNIT)), null())
    if by_code:
        code = (Barcode.id, Barcode.pack_name, Barcode.pack_qty_milli, Barcode.pack_price)
    statement = select(
        Product.id,
        Product.sku,
        Product.name,
        Product.kind,
        Product.unit_code,
        UnitOfMeasure.decimals,
        Product.tax_category_id,
        TaxCategory.exempt,
        rate,
        Product.discountable,
        Product.stocked,
        Product.price_at_sale,
        Product.min_age,
        Product.active,
        Product.earns,
        Product.category_id,
        exists(ProductPledge.pledge_id).where(ProductPledge.product_id == Product.id).correlate(Product),
        Product.is_marked,
        list_price,
        *code,
    )
    joined = Product.__table__.join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code).join(
        TaxCategory, TaxCategory.id == Product.tax_category_id
    )
    if by_code:
        joined = joined.join(Barcode, Barcode.product_id == Product.id)
    return statement.select_from(joined)


_BY_MATCH_CODE = Prepared(_statement(by_code=True).where(Barcode.match_code == bindparam("key")))
_BY_BARCODE = Prepared(
    _statement(by_code=True).where(Product.id == bindparam("of_product"), Barcode.id == bindparam("of_barcode"))
)
_BY_SKU = Prepared(_statement(by_code=False).where(Product.sku == bindparam("key")))
_BY_PRODUCT = Prepared(_statement(by_code=False).where(Product.id == bindparam("of_product")))


def product_by_code(tx: ReadUnit, code: str) -> SoldAs | None:
    """What a scanned or typed code sells today: a barcode, else an SKU as it is written; None where it is neither.

    Raises Conflict ``no_tax_rate`` where its tax category has no rate yet: nobody may guess one.
    """
    trimmed = trimmed_code(code)
    if not trimmed.isprintable():
        return None
    asked = {"key": match_code(code), "now": counted_now(tx), "on": calendar_date(tx)}
    found = _BY_MATCH_CODE.first(tx, asked)
    if found is None:
        asked["key"] = trimmed
        found = _BY_SKU.first(tx, asked)
    return None if found is None else _read(tx, found)


def sold_as(tx: ReadUnit, product_id: int, barcode_id: int | None = None) -> SoldAs | None:
    """The same for a product chosen by hand, or for one of its codes; None where there is no such product."""
    asked: dict[str, Any] = {"of_product": product_id, "now": counted_now(tx), "on": calendar_date(tx)}
    if barcode_id is not None:
        asked["of_barcode"] = barcode_id
    found = (_BY_PRODUCT if barcode_id is None else _BY_BARCODE).first(tx, asked)
    return None if found is None else _read(tx, found)


def pack_price_of(unit_price: UnitPrice, pack_qty_milli: int) -> UnitPrice:
    """The price of a pack that has none of its own: its content at the price of one unit."""
    return UnitPrice(round_half_up(unit_price.scaled * pack_qty_milli, WHOLE_UNIT))


def _read(tx: ReadUnit, row: Sequence[Any]) -> SoldAs:
    (
        product_id,
        sku,
        name,
        kind,
        unit_code,
        unit_decimals,
        tax_category_id,
        exempt,
        rate_bp,
        discountable,
        stocked,
        price_at_sale,
        min_age,
        active,
        earns,
        category_id,
        pledged,
        is_marked,
        unit_price,
        barcode_id,
        pack_name,
        pack_qty_milli,
        pack_price,
    ) = row
    source: Literal["list", "pack"] = "list"
    if pack_price is not None:
        unit_price, source = pack_price, "pack"
    elif pack_qty_milli != WHOLE_UNIT and unit_price is not None:
        unit_price = pack_price_of(unit_price, pack_qty_milli)
    if exempt:
        rate_bp = None
    elif rate_bp is None:
        raise Conflict("no_tax_rate", name=name)
    return SoldAs(
        product_id=product_id,
        barcode_id=barcode_id,
        sku=sku,
        name=name,
        kind=kind,
        unit_code=unit_code,
        unit_decimals=unit_decimals if pack_qty_milli == WHOLE_UNIT else 0,
        pack_name=pack_name,
        pack_qty_milli=pack_qty_milli,
        unit_price=unit_price,
        price_source=source,
        tax_category_id=tax_category_id,
        tax_rate_bp=rate_bp,
        discountable=discountable,
        stocked=stocked,
        price_at_sale=price_at_sale,
        min_age=min_age,
        active=active,
        pledged=bool(pledged),
        earns=earns and category_id not in without_points(tx),
        is_marked=is_marked,
    )
