"""A product as a tile or a search hit shows it: name, code, price, stock."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Integer, Row, bindparam, literal_column, select

from app.core.db.types import UtcDateTime
from app.core.db.unit import ReadUnit
from app.core.money import UnitPrice
from warehouse.catalogue.models import Barcode, Product, ProductPicture, ProductPrice, UnitOfMeasure
from warehouse.stock.models import Location, StockLevel

_ONE: Final = literal_column("1", Integer)


@dataclass(frozen=True, slots=True)
class ProductCard:
    """``price`` is for one unit now, None where there is none; ``level_milli`` is None where no stock is kept.

    ``picture`` is the digest that names the picture, None where there is none.
    """

    product_id: int
    sku: str
    name: str
    kind: Literal["goods", "service", "pledge"]
    unit_code: str
    unit_decimals: int
    active: bool
    code: str | None
    price: UnitPrice | None
    picture: str | None
    level_milli: int | None


def price_now() -> ColumnElement[UnitPrice | None]:
    """The list price at the parameter ``now`` of the product the statement is about."""
    return (
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


def level_in_shop() -> ColumnElement[int | None]:
    """The stock level in the shop of the parameter ``shop``."""
    return (
        select(StockLevel.qty_milli)
        .join(Location, Location.id == StockLevel.location_id)
        .where(
            StockLevel.product_id == Product.id,
            Location.shop_id == bindparam("shop"),
            Location.kind == "shop",
        )
        .correlate(Product)
        .scalar_subquery()
    )


def _first_code() -> ColumnElement[str | None]:
    return (
        select(Barcode.code)
        .where(Barcode.product_id == Product.id)
        .order_by(Barcode.id)
        .limit(_ONE)
        .correlate(Product)
        .scalar_subquery()
    )


CARD_COLUMNS: Final[tuple[Any, ...]] = (
    Product.id,
    Product.sku,
    Product.name,
    Product.kind,
    Product.unit_code,
    UnitOfMeasure.decimals,
    Product.active,
    _first_code(),
    price_now(),
    select(ProductPicture.digest).where(ProductPicture.product_id == Product.id).correlate(Product).scalar_subquery(),
    level_in_shop(),
    Product.stocked,
)
"""What ``read_card`` reads; the statement has Product and UnitOfMeasure and takes ``now`` and ``shop``."""


def card_values(tx: ReadUnit, shop_id: int) -> dict[str, Any]:
    """The parameters of CARD_COLUMNS."""
    return {"now": tx.now, "shop": shop_id}


def card_of(tx: ReadUnit, product_id: int, shop_id: int) -> ProductCard | None:
    """The card of one product, sold or not any more; None where there is none."""
    statement = (
        select(*CARD_COLUMNS)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .where(Product.id == product_id)
    )
    row = tx.execute(statement, card_values(tx, shop_id)).first()
    return None if row is None else read_card(row)


def read_card(row: Row[*tuple[Any, ...]]) -> ProductCard:
    """The card behind a row of CARD_COLUMNS."""
    *values, level_milli, stocked = row[: len(CARD_COLUMNS)]
    values.append((level_milli or 0) if stocked else None)
    return ProductCard(*values)
