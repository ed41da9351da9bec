"""The catalogue's prices in another currency: what holds, what begins later, what packs and families cost."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.core.money import UnitPrice
from warehouse.catalogue.events import PriceChanged
from warehouse.catalogue.models import Barcode, FamilyPrice, Product, ProductFamily, ProductPrice


def catalogue_amounts() -> CurrencyPart:
    """The catalogue's answer."""
    return CurrencyPart(
        frozenset({"product_price.price", "barcode.pack_price", "family_price.price"}), _amounts, _convert
    )


def _prices(tx: ReadUnit) -> list[tuple[int, str, datetime, UnitPrice]]:
    """The price of each product that holds and those to come: product, name, from when, price."""
    held_from = (
        select(ProductPrice.product_id, func.max(ProductPrice.valid_from).label("valid_from"))
        .where(ProductPrice.valid_from <= tx.now)
        .group_by(ProductPrice.product_id)
        .subquery()
    )
    holds = (ProductPrice.product_id == held_from.c.product_id) & (ProductPrice.valid_from == held_from.c.valid_from)
    rows = tx.execute(
        select(ProductPrice.product_id, Product.sku, Product.name, ProductPrice.valid_from, ProductPrice.price)
        .join(Product, Product.id == ProductPrice.product_id)
        .outerjoin(held_from, holds)
        .where((ProductPrice.valid_from > tx.now) | held_from.c.product_id.is_not(None))
        .order_by(ProductPrice.product_id, ProductPrice.valid_from)
    )
    return [(product_id, f"{sku} {name}", valid_from, price) for product_id, sku, name, valid_from, price in rows]


def _packs(tx: ReadUnit) -> list[tuple[int, str, UnitPrice]]:
    rows = tx.execute(
        select(Barcode.id, Barcode.code, Product.name, Barcode.pack_price)
        .join(Product, Product.id == Barcode.product_id)
        .where(Barcode.pack_price.is_not(None))
        .order_by(Barcode.id)
    )
    return [(barcode_id, f"{code} {name}", price) for barcode_id, code, name, price in rows]


def _families(tx: ReadUnit) -> list[tuple[int, str, datetime, UnitPrice]]:
    """The common price of each family that holds and those to come: family, name, from when, price."""
    held_from = (
        select(FamilyPrice.family_id, func.max(FamilyPrice.valid_from).label("valid_from"))
        .where(FamilyPrice.valid_from <= tx.now)
        .group_by(FamilyPrice.family_id)
        .subquery()
    )
    holds = (FamilyPrice.family_id == held_from.c.family_id) & (FamilyPrice.valid_from == held_from.c.valid_from)
    rows = tx.execute(
        select(FamilyPrice.family_id, ProductFamily.name, FamilyPrice.valid_from, FamilyPrice.price)
        .join(ProductFamily, ProductFamily.id == FamilyPrice.family_id)
        .outerjoin(held_from, holds)
        .where((FamilyPrice.valid_from > tx.now) | held_from.c.family_id.is_not(None), FamilyPrice.price.is_not(None))
        .order_by(FamilyPrice.family_id, FamilyPrice.valid_from)
    )
    return [tuple(row) for row in rows]


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    prices, families = (
        [
            ConvertedAmount("price" if valid_from <= tx.now else "future_price", name, old, exchange.unit_price(old))
            for _, name, valid_from, old in rows
        ]
        for rows in (_prices(tx), _families(tx))
    )
    packs = [ConvertedAmount("pack_price", name, price, exchange.unit_price(price)) for _, name, price in _packs(tx)]
    return prices + packs + families


def _convert(tx: Unit, exchange: Exchange) -> None:
    """The price that held stays in the history; the one in the new currency holds from this instant on."""
    prices, packs = _prices(tx), _packs(tx)
    new = [
        (product_id, max(valid_from, tx.now), exchange.unit_price(price)) for product_id, _, valid_from, price in prices
    ]
    if new:
        tx.execute(delete(ProductPrice).where(ProductPrice.valid_from >= tx.now))
        tx.execute(
            insert(ProductPrice), [dict(zip(("product_id", "valid_from", "price"), row, strict=True)) for row in new]
        )
    for (_, _, _, old), (product_id, valid_from, price) in zip(prices, new, strict=True):
        tx.publish(PriceChanged(product_id, old, price, valid_from))
    if packs:
        tx.execute(
            update(Barcode).where(Barcode.id == bindparam("of_barcode")).values(pack_price=bindparam("new_price")),
            [{"of_barcode": barcode_id, "new_price": exchange.unit_price(price)} for barcode_id, _, price in packs],
        )
    families = _families(tx)
    if families:
        tx.execute(delete(FamilyPrice).where(FamilyPrice.valid_from >= tx.now, FamilyPrice.price.is_not(None)))
        tx.execute(
            insert(FamilyPrice),
            [
                {"family_id": family_id, "valid_from": max(valid_from, tx.now), "price": exchange.unit_price(price)}
                for family_id, _, valid_from, price in families
            ],
        )
