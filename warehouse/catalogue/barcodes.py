"""Barcodes and packs of a product: a code sells one unit, or a box with its own price."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from stdnum import ean

from app.core import journal, settings
from app.core.codes import checked_code, has_wrong_check_digit, match_code
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.core.money import UnitPrice
from warehouse.catalogue.models import Barcode, Product, UnitOfMeasure
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.prices import checked_price
from warehouse.catalogue.search_text import refresh_search_text
from warehouse.catalogue.settings import CODE_PREFIX
from warehouse.catalogue.sold_as import WHOLE_UNIT
from warehouse.catalogue.units import step_milli

PACK_NAME_LIMIT: Final = 80
MOST_PACK_QTY_MILLI: Final = 1_000_000_000
_CHECKED_FIGURES: Final = 12
"""Of an EAN-13, before its check digit."""
_SERIES: Final = "barcode"


@dataclass(frozen=True, slots=True)
class Code:
    """A code and what it sells.

    ``pack_qty_milli`` is the content in thousandths of the product's unit; without a ``pack_price`` it costs as
    much as the content does by the list price.
    """

    code: str
    pack_name: str | None = None
    pack_qty_milli: int = WHOLE_UNIT
    pack_price: UnitPrice | None = None


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code as it is kept. A wrong check digit is no error: shops print such codes, but it is often a slip."""

    id: int
    code: str
    pack_name: str | None
    pack_qty_milli: int
    pack_price: UnitPrice | None
    wrong_check_digit: bool

    @property
    def is_pack(self) -> bool:
        """Whether the code sells something else than one unit at the list price."""
        return self.pack_qty_milli != WHOLE_UNIT or self.pack_price is not None


def codes_of(tx: ReadUnit, product_id: int) -> list[CodeView]:
    """The codes of a product in the order they were added."""
    found = tx.execute(
        select(Barcode.id, Barcode.code, Barcode.pack_name, Barcode.pack_qty_milli, Barcode.pack_price)
        .where(Barcode.product_id == product_id)
        .order_by(Barcode.id)
    )
    return [
        CodeView(barcode_id, code, pack_name, pack_qty_milli, pack_price, has_wrong_check_digit(code))
        for barcode_id, code, pack_name, pack_qty_milli, pack_price in found
    ]


def add_code(tx: Unit, product_id: int, code: Code) -> int:
    """Gives a product one more code; answers the code's id.

    Needs ``catalogue.edit``. Raises NotFound ``no_product``; Conflict ``code_taken`` naming the owner (``name``,
    ``sku``, ``product_id``); BadInput ``code_empty``, ``code_too_long``, ``code_unprintable``,
    ``pack_qty_out_of_range``, ``qty_decimals`` where the unit forbids the content, ``price_negative``.
    """
    tx.actor.require("catalogue.edit")
    values = _values(tx, product_id, code)
    try:
        with tx.savepoint():
            key = tx.execute(insert(Barcode), values | {"product_id": product_id}).inserted_primary_key
    except IntegrityError:
        raise _taken(tx, values["match_code"]) from None
    assert key is not None
    refresh_search_text(tx, product_id)
    _changed(tx, "product.code_added", product_id, _said(code))
    return int(key[0])


def own_code(tx: Unit) -> str:
    """The next free EAN-13 of the shop's own range. Needs ``catalogue.edit``; Conflict ``code_range_used_up``."""
    tx.actor.require("catalogue.edit")
    prefix = settings.get(tx, CODE_PREFIX)
    while True:
        number = str(next_number(tx, 0, _SERIES)).zfill(_CHECKED_FIGURES - len(prefix))
        if len(prefix) + len(number) > _CHECKED_FIGURES:
            raise Conflict("code_range_used_up", prefix=prefix)
        code = f"{prefix}{number}"
        code += str(ean.calc_check_digit(code))
        if tx.execute(select(Barcode.id).where(Barcode.match_code == match_code(code))).first() is None:
            return code


def change_code(tx: Unit, barcode_id: int, code: Code) -> None:
    """Changes a code, its pack or its price. Raises as add_code does, and NotFound ``no_code``."""
    tx.actor.require("catalogue.edit")
    product_id, old = _existing(tx, barcode_id)
    if old == code:
        return
    values = _values(tx, product_id, code)
    try:
        with tx.savepoint():
            tx.execute(update(Barcode).where(Barcode.id == barcode_id).values(values))
    except IntegrityError:
        raise _taken(tx, values["match_code"]) from None
    refresh_search_text(tx, product_id)
    _changed(tx, "product.code_changed", product_id, {"old": _said(old), "new": _said(code)})


def remove_code(tx: Unit, barcode_id: int) -> None:
    """Takes a code away.

    Needs ``catalogue.edit``. Raises NotFound ``no_code``, Conflict ``code_in_cart`` while an open cart holds it.
    """
    tx.actor.require("catalogue.edit")
    product_id, old = _existing(tx, barcode_id)
    try:
        with tx.savepoint():
            tx.execute(delete(Barcode).where(Barcode.id == barcode_id))
    except IntegrityError:
        raise Conflict("code_in_cart", code=old.code) from None
    refresh_search_text(tx, product_id)
    _changed(tx, "product.code_removed", product_id, _said(old))


def _values(tx: ReadUnit, product_id: int, code: Code) -> dict[str, Any]:
    decimals: int | None = tx.execute(
        select(UnitOfMeasure.decimals)
        .join(Product, Product.unit_code == UnitOfMeasure.code)
        .where(Product.id == product_id)
    ).scalar()
    if decimals is None:
        raise NotFound("no_product")
    if not 0 < code.pack_qty_milli <= MOST_PACK_QTY_MILLI:
        raise BadInput("pack_qty_out_of_range", "pack_qty")
    if code.pack_qty_milli % step_milli(decimals):
        raise BadInput("qty_decimals", "pack_qty", decimals=decimals)
    kept = checked_code(code.code)
    return {
        "code": kept,
        "match_code": match_code(kept),
        "pack_name": checked_name(code.pack_name, PACK_NAME_LIMIT, "pack_name") if code.pack_name else None,
        "pack_qty_milli": code.pack_qty_milli,
        "pack_price": None if code.pack_price is None else checked_price(code.pack_price, "pack_price"),
    }


def _existing(tx: ReadUnit, barcode_id: int) -> tuple[int, Code]:
    found = tx.execute(
        select(Barcode.product_id, Barcode.code, Barcode.pack_name, Barcode.pack_qty_milli, Barcode.pack_price).where(
            Barcode.id == barcode_id
        )
    ).first()
    if found is None:
        raise NotFound("no_code")
    return found[0], Code(*found[1:])


def _taken(tx: ReadUnit, matched: str) -> Conflict:
    owner = tx.execute(
        select(Product.id, Product.sku, Product.name, Barcode.code)
        .join(Barcode, Barcode.product_id == Product.id)
        .where(Barcode.match_code == matched)
    ).one()
    return Conflict("code_taken", product_id=owner.id, sku=owner.sku, name=owner.name, code=owner.code)


def _said(code: Code) -> dict[str, Any]:
    return {
        "code": code.code,
        "pack_name": code.pack_name,
        "pack_qty_milli": code.pack_qty_milli,
        "pack_price_scaled": None if code.pack_price is None else code.pack_price.scaled,
    }


def _changed(tx: Unit, kind: str, product_id: int, body: dict[str, Any]) -> None:
    announce(tx, "catalogue", {"product": product_id})
    journal.record(tx, kind, subject=f"product:{product_id}", body=body)
