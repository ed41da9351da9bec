"""Takes back what an import did to products: what was used since stays, and is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.errors import ShopError
from app.core.money import UnitPrice
from app.exchange.kind import Change
from app.exchange.product_families import FAMILY
from app.exchange.product_family_undo import CHANGED, USED, undo_families, undo_variants
from warehouse.catalogue.bulk import (
    codes_in_use,
    current_prices,
    delete_codes,
    delete_unused_products,
    products_in_use,
    refresh_search_texts,
    remove_prices,
    update_products,
)
from warehouse.catalogue.categories import delete_category
from warehouse.catalogue.models import Product
from warehouse.catalogue.pledges import pledge_ids, pledges_by_product, set_pledges
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import product, set_active, update_product

_COLUMNS: Final = {
    "name": "name",
    "tax": "tax_category_id",
    "active": "active",
    "earns": "earns",
    "category_id": "category_id",
}


def undo_products(tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
    """Takes changes back, newest first; answers by change id why something had to be kept.

    A created product that was sold, moved or put into a cart since is taken out of sale instead of removed. A field
    that somebody changed since keeps what he wrote. A price under which the product was sold since is followed by
    the old one from now on; any other is removed.
    """
    kept: dict[int, str] = {}
    created = [change for change in changes if change.entity == "product" and change.act == "created"]
    updated = [change for change in changes if change.entity == "product" and change.act == "updated"]
    families = [change for change in changes if change.entity == FAMILY]
    branches = [change for change in changes if change.entity == "category"]
    _undo_created(tx, created, kept)
    _undo_updated(tx, updated, kept)
    undo_families(tx, families, kept)
    for change in branches:
        try:
            delete_category(tx, change.entity_id)
        except ShopError:
            kept[change.id] = USED
    return kept


def _undo_created(tx: Unit, changes: Sequence[Change], kept: dict[int, str]) -> None:
    by_product = {change.entity_id: change for change in changes}
    there = set(tx.execute(select(Product.id).where(Product.id.in_(by_product))).scalars())
    used = products_in_use(tx, by_product) & there
    for product_id in used:
        set_active(tx, product_id, active=False)
        kept[by_product[product_id].id] = USED
    delete_unused_products(tx, there - used)


def _undo_updated(tx: Unit, changes: Sequence[Change], kept: dict[int, str]) -> None:
    if not changes:
        return
    ids = {change.entity_id for change in changes}
    names = ("id", *_COLUMNS.values())
    now = {
        row[0]: dict(zip(names, row, strict=True))
        for row in tx.execute(select(*(getattr(Product, name) for name in names)).where(Product.id.in_(ids)))
    }
    prices = current_prices(tx, ids)
    # What a product is named by is finer than "sold", and errs on the side of keeping the history of prices.
    used = products_in_use(tx, ids)
    back: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    gone: list[tuple[int, datetime]] = []
    codes: dict[int, Change] = {}
    changed_since = undo_variants(tx, [change for change in changes if change.entity_id in now])
    kept |= dict.fromkeys(changed_since, CHANGED)
    for change in changes:
        product_id = change.entity_id
        if product_id not in now:
            kept[change.id] = CHANGED
            continue
        if change.id in changed_since:
            del now[product_id]["name"]
        for code, column in _COLUMNS.items():
            if code in change.after and column in now[product_id]:
                if now[product_id][column] == change.after[code]:
                    back[product_id][column] = change.before[code]
                else:
                    kept[change.id] = CHANGED
        if change.after.get("price") is not None:
            _undo_price(tx, change, prices.get(product_id), product_id in used, gone, kept)
        if "pledges" in change.after:
            _undo_pledges(tx, change, kept)
        if {"unit", "kind", "is_marked"} & change.after.keys():
            _undo_unit(tx, change, kept)
        codes |= dict.fromkeys(change.after.get("barcode_ids", ()), change)
    update_products(tx, back)
    remove_prices(tx, gone)
    held = codes_in_use(tx, codes)
    for barcode_id in held:
        kept[codes[barcode_id].id] = USED
    delete_codes(tx, codes.keys() - held)
    refresh_search_texts(tx, now.keys())


def _undo_price(
    tx: Unit,
    change: Change,
    price: tuple[datetime, UnitPrice] | None,
    used: bool,
    gone: list[tuple[int, datetime]],
    kept: dict[int, str],
) -> None:
    began = datetime.fromisoformat(change.after["price_from"])
    old: int | None = change.before.get("price")
    if price is None or price[0] != began:
        kept[change.id] = CHANGED
    elif used and old is not None:
        set_price(tx, change.entity_id, UnitPrice(old))
    else:
        gone.append((change.entity_id, began))


def _undo_pledges(tx: Unit, change: Change, kept: dict[int, str]) -> None:
    if pledges_by_product(tx, [change.entity_id])[change.entity_id] != change.after["pledges"]:
        kept[change.id] = CHANGED
        return
    old: Mapping[str, int] = change.before["pledges"]
    ids = pledge_ids(tx, old.keys())
    set_pledges(tx, change.entity_id, {ids[sku]: pieces for sku, pieces in old.items() if sku in ids})


def _undo_unit(tx: Unit, change: Change, kept: dict[int, str]) -> None:
    data = product(tx, change.entity_id).data
    before: Mapping[str, Any] = change.before
    changed = {"unit": data.unit_code, "kind": data.kind, "is_marked": data.is_marked}
    if any(code in change.after and change.after[code] != value for code, value in changed.items()):
        kept[change.id] = CHANGED
        return
    old = replace(
        data,
        unit_code=before.get("unit", data.unit_code),
        kind=before.get("kind", data.kind),
        stocked=before["stocked"],
        duration_minutes=before["duration_minutes"],
        is_marked=before["is_marked"],
    )
    try:
        update_product(tx, change.entity_id, old)
    except ShopError:
        kept[change.id] = USED
