"""The registered sale that a return takes back, where a law wants it named on the return (Ordinance N-18)."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select

from app.core import outbox
from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.places.service import place_of
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import ActKind
from devices.fiscal.receipt import Original, ReturnReason
from pos.cart.store import CartState
from pos.fiscal.keeping import documents_of_sale
from pos.fiscal.queue import receipt_key
from pos.numbering.numbers import number_of
from pos.sale.kinds import TAKEN
from pos.sale.models import Sale, SaleLine
from pos.sale.reading import SaleView
from pos.sale.returned import sold_parts

_ENDED: Final = ("done", "skipped")


def needs_original(tx: ReadUnit, till_id: int) -> bool:
    """Whether the register of a till takes goods back only from a receipt that it can name."""
    maker = place_of(tx, till_id).register_maker
    return maker is not None and maker.returns_need_original


def refuse_unnamed(tx: ReadUnit, till_id: int, cart: CartState, sale_id: int | None = None) -> None:
    """Whether the till's register could take back what is about to come into the cart, from a sale or without one.

    Raises Conflict ``return_needs_receipt``, ``return_of_two_receipts`` where the cart takes another one back already,
    and ``return_not_registered`` for a sale that was never registered.
    """
    if not needs_original(tx, till_id):
        return
    if sale_id is None:
        raise Conflict("return_needs_receipt")
    returned = [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]
    if any(part.sale_id != sale_id for part in sold_parts(tx, returned).values()):
        raise Conflict("return_of_two_receipts")
    uid = tx.execute(select(Sale.uid).where(Sale.id == sale_id)).scalar_one()
    if _registered(tx, sale_id, uid) is None and not _is_under_way(tx, uid):
        raise Conflict("return_not_registered")


def refuse_empties(tx: ReadUnit, till_id: int, cart: CartState) -> None:
    """Raises Conflict ``return_needs_receipt`` for empties at a register that takes nothing back without a receipt."""
    if any(line.pledge == TAKEN for line in cart.lines) and needs_original(tx, till_id):
        raise Conflict("return_needs_receipt")


def original_of(tx: ReadUnit, sale: SaleView) -> Original | None:
    """The document that a return or a void takes back; None for the void of a sale that no register was told of.

    DeviceError ``register_original_waits`` while that sale is still on its way to its register, ``receipt_wrong`` for a
    return that has none.
    """
    sale_id, uid = _sale_behind(tx, sale)
    original = _registered(tx, sale_id, uid)
    is_void = sale.head.kind == "void"
    if original is not None:
        return replace(original, reason=ReturnReason.OPERATOR_ERROR) if is_void else original
    if _is_under_way(tx, uid):
        raise DeviceError(Trouble.ORIGINAL_WAITS)
    if is_void:
        return None
    raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="original")


def _sale_behind(tx: ReadUnit, sale: SaleView) -> tuple[int, str]:
    lines = [line.returned_line_id for line in sale.lines if line.returned_line_id is not None]
    found = tx.execute(
        select(Sale.id, Sale.uid).join(SaleLine, SaleLine.sale_id == Sale.id).where(SaleLine.id.in_(lines)).distinct()
    ).all()
    if len(found) != 1:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="original")
    return found[0][0], found[0][1]


def _registered(tx: ReadUnit, sale_id: int, uid: str) -> Original | None:
    """What a register says of a sale; its time is the register's own, or ours where somebody said it by hand."""
    number = number_of(tx, uid)
    found = [one for one in documents_of_sale(tx, sale_id) if one.kind == ActKind.SALE]
    if not (found and number):
        return None
    document = found[0]
    at = document.registered_at or document.at
    return Original(document.number, at, document.storage_number, number, invoice_number=document.invoice_number)


def _is_under_way(tx: ReadUnit, uid: str) -> bool:
    key = receipt_key(uid, "sale")
    states = outbox.states_of(tx, [key])
    return key in states and states[key][0] not in _ENDED
