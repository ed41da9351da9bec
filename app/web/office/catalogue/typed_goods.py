"""Goods as somebody types, scans or pastes them into a field: by SKU or code."""

from collections.abc import Collection

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from warehouse.catalogue.sold_as import product_by_code


def typed_skus(tx: ReadUnit, text: str, path: str, known: Collection[str] = ()) -> list[str]:
    """SKUs of the goods whose SKUs and codes stand one a line or with commas between, each once.

    ``known`` SKUs are taken as they are, whether there are such goods or not. Raises BadInput
    ``promotion_goods_unknown`` (``code``).
    """
    found: dict[str, None] = {}
    for line in text.splitlines():
        whole = _sku(tx, line, known)
        for code in [line] if whole is not None else line.split(","):
            if not code.strip():
                continue
            sku = whole or _sku(tx, code, known)
            if sku is None:
                raise BadInput("promotion_goods_unknown", path, code=code.strip()[:40])
            found[sku] = None
    return list(found)


def _sku(tx: ReadUnit, code: str, known: Collection[str]) -> str | None:
    if code.strip() in known:
        return code.strip()
    found = product_by_code(tx, code) if code.strip() else None
    return None if found is None else found.sku
