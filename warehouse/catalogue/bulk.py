"""Many goods at once: what an import does in a few statements a thousand rows, under the rules of single acts.

The caller journals what was done: one row of the journal for many products.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from app.core.codes import checked_code, match_code
from app.core.db.model import Base
from app.core.db.search import search_text
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.core.money import UnitPrice
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.events import PriceChanged
from warehouse.catalogue.models import Barcode, Product, ProductPicture, ProductPledge, ProductPrice, Variant
from warehouse.catalogue.pledges import forget_pledges
from warehouse.catalogue.products import ProductData, own_sku

_OWN: Final = frozenset(
    table.__tablename__ for table in (Barcode, ProductPrice, ProductPicture, ProductPledge, Variant)
)
"""What belongs to a product and goes with it."""


def current_prices(tx: ReadUnit, product_ids: Collection[int]) -> dict[int, tuple[datetime, UnitPrice]]:
    """The price that holds now and since when, of each product that has one."""
    found = tx.execute(
        select(ProductPrice.product_id, ProductPrice.valid_from, ProductPrice.price)
        .where(ProductPrice.product_id.in_(product_ids), ProductPrice.valid_from <= tx.now)
        .order_by(ProductPrice.product_id, ProductPrice.valid_from)
    )
    return {product_id: (valid_from, price) for product_id, valid_from, price in found}


def prices_at(tx: ReadUnit, product_ids: Collection[int], instant: datetime) -> dict[int, UnitPrice]:
    """The price at an instant of each product that has one then."""
    found = tx.execute(
        select(ProductPrice.product_id, ProductPrice.price)
        .where(ProductPrice.product_id.in_(product_ids), ProductPrice.valid_from <= instant)
        .order_by(ProductPrice.product_id, ProductPrice.valid_from)
    )
    return dict(found.all())


def owners_of_codes(tx: ReadUnit, match_codes: Collection[str]) -> dict[str, int]:
    """The product of each code that has one, by the form in which codes are compared."""
    found: dict[str, int] = dict(
        tx.execute(select(Barcode.match_code, Barcode.product_id).where(Barcode.match_code.in_(match_codes))).all()
    )
    return found


def insert_products(tx: Unit, goods: Sequence[tuple[ProductData, bool]]) -> list[int]:
    """New products with checked data, and whether each is sold; answers their ids in order. Needs ``catalogue.edit``.

    An empty SKU gets the next number of the shop's own series.
    """
    tx.actor.require("catalogue.edit")
    if not goods:
        return []
    rows = []
    for data, active in goods:
        values = asdict(data)
        values["sku"] = data.sku or own_sku(tx)
        rows.append(
            values
            | {
                "uid": new_uid(),
                "active": active,
                "search_text": search_text(data.name, [values["sku"]]),
                "changed_at": tx.now,
            }
        )
    tx.execute(insert(Product), rows)
    uids = [row["uid"] for row in rows]
    ids: dict[str, int] = dict(tx.execute(select(Product.uid, Product.id).where(Product.uid.in_(uids))).all())
    return [ids[uid] for uid in uids]


def update_products(tx: Unit, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Changes columns of products by id: values must be checked, and the unit is not among them."""
    tx.actor.require("catalogue.edit")
    by_columns: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for product_id, values in changes.items():
        if values:
            by_columns[tuple(sorted(values))].append({"of_product": product_id, **values, "changed_at": tx.now})
    for columns, rows in by_columns.items():
        changed: dict[str, Any] = {name: bindparam(name) for name in (*columns, "changed_at")}
        tx.execute(update(Product).where(Product.id == bindparam("of_product")).values(changed), rows)


def set_prices(
    tx: Unit, prices: Mapping[int, tuple[UnitPrice | None, UnitPrice]], valid_from: datetime | None = None
) -> None:
    """Sets prices from now on or from an instant to come: old and new by product id, both different.

    Publishes PriceChanged for each.
    """
    tx.actor.require("catalogue.edit")
    if not prices:
        return
    instant = tx.now if valid_from is None else valid_from
    tx.execute(
        delete(ProductPrice).where(ProductPrice.product_id.in_(prices.keys()), ProductPrice.valid_from == instant)
    )
    tx.execute(
        insert(ProductPrice),
        [{"product_id": product_id, "valid_from": instant, "price": new} for product_id, (_, new) in prices.items()],
    )
    for product_id, (old, new) in prices.items():
        tx.publish(PriceChanged(product_id, old, new, instant))


def add_codes(tx: Unit, codes: Sequence[tuple[int, str]]) -> None:
    """Gives products codes of one unit each; nobody may have them yet."""
    tx.actor.require("catalogue.edit")
    rows = [
        {
            "product_id": product_id,
            "code": (kept := checked_code(code)),
            "match_code": match_code(kept),
            "pack_name": None,
            "pack_qty_milli": Code(kept).pack_qty_milli,
            "pack_price": None,
        }
        for product_id, code in codes
    ]
    if rows:
        tx.execute(insert(Barcode), rows)


def refresh_search_texts(tx: Unit, product_ids: Collection[int]) -> None:
    """Writes the search text of products anew."""
    if not product_ids:
        return
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, code in tx.execute(
        select(Barcode.product_id, Barcode.code).where(Barcode.product_id.in_(product_ids)).order_by(Barcode.id)
    ):
        codes[product_id].append(code)
    named = tx.execute(select(Product.id, Product.name, Product.sku).where(Product.id.in_(product_ids)))
    tx.execute(
        update(Product).where(Product.id == bindparam("of_product")).values(search_text=bindparam("text")),
        [
            {"of_product": product_id, "text": search_text(name, [sku, *codes[product_id]])}
            for product_id, name, sku in named.all()
        ],
    )


def products_in_use(tx: ReadUnit, product_ids: Collection[int]) -> set[int]:
    """Those that another part of the books names: sold, moved, in a cart, a favourite, a pledge of other goods."""
    carried = select(ProductPledge.pledge_id).where(
        ProductPledge.pledge_id.in_(product_ids), ProductPledge.product_id.not_in(product_ids)
    )
    used: set[int] = set(tx.execute(carried).scalars())
    for table in Base.metadata.tables.values():
        if table.name in _OWN:
            continue
        for column in table.columns:
            if any(key.column.table.name == Product.__tablename__ for key in column.foreign_keys):
                used.update(tx.execute(select(column).where(column.in_(product_ids)).distinct()).scalars())
    return used


def codes_in_use(tx: ReadUnit, barcode_ids: Collection[int]) -> set[int]:
    """Those that an open cart holds."""
    used: set[int] = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if any(key.column.table.name == Barcode.__tablename__ for key in column.foreign_keys):
                used.update(tx.execute(select(column).where(column.in_(barcode_ids)).distinct()).scalars())
    return used


def delete_unused_products(tx: Unit, product_ids: Collection[int]) -> None:
    """Removes products that nothing names, with all that is theirs: codes, prices, pictures, pledges.

    A variant leaves its family.
    """
    tx.actor.require("catalogue.edit")
    for table in (Barcode, ProductPrice, ProductPicture, Variant):
        tx.execute(delete(table).where(table.product_id.in_(product_ids)))
    forget_pledges(tx, product_ids)
    tx.execute(delete(Product).where(Product.id.in_(product_ids)))


def remove_prices(tx: Unit, prices: Iterable[tuple[int, datetime]]) -> None:
    """Removes the prices that began at these instants, as if they had never held."""
    tx.actor.require("catalogue.edit")
    for product_id, valid_from in prices:
        tx.execute(
            delete(ProductPrice).where(ProductPrice.product_id == product_id, ProductPrice.valid_from == valid_from)
        )


def delete_codes(tx: Unit, barcode_ids: Collection[int]) -> None:
    """Takes codes away that no cart holds."""
    tx.actor.require("catalogue.edit")
    tx.execute(delete(Barcode).where(Barcode.id.in_(barcode_ids)))
