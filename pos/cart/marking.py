"""Marked goods in the cart: each unit bears a code of its own, is a line of its own, and is sold once.

A line waits for its code where the goods were named by another one; the next scan of a code of these goods is taken for
it. Goods that come back bring the code they were sold with.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.core import settings
from app.core.barcodes.marking import read_marking
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.places.service import place_of
from pos.cart import store
from pos.cart.goods import WHOLE_MILLI
from pos.cart.store import CartState, LineState
from pos.sale.markings import receipts_of_sold
from pos.settings import MARKED_GOODS
from warehouse.catalogue.models import Product

WAITS: Final = ""
"""In place of a code: none was scanned yet."""
AWAITED: Final = "marking_code_awaited"
"""The warning of an act after which a line waits for its code."""


def are_codes_needed(tx: ReadUnit, till_id: int) -> bool:
    """Whether marked goods are sold with their codes only: always where the till's register is told them."""
    return _rule(tx, till_id) == "ask"


def read_unit_code(tx: Unit, cart: CartState, line: LineState, text: str) -> LineState | None:
    """Takes the marking code that a scanned text is, if it is one, for the line about to be added.

    Answers the line of the cart that waited for one, which has it now instead. Raises Conflict ``marking_code_cut``
    (``name``) for one without its end or its separators, ``marking_code_twice``, ``marking_code_sold`` (``receipt``).
    """
    code = read_marking(text)
    if code is None:
        return None
    if not code.is_whole:
        raise Conflict("marking_code_cut", name=line.name)
    if code.sgtin in _sgtins([one for one in cart.lines if one.qty_milli > 0]):
        raise Conflict("marking_code_twice", name=line.name)
    _refuse_sold(tx, {code.sgtin: line.name})
    waiting = next((one for one in cart.lines if one.marking_code == WAITS and _same_goods(one, line)), None)
    if waiting is None:
        line.marking_code = code.value
    else:
        store.change_line(tx, cart, waiting, marking_code=code.value)
        store.note_act(tx, cart, line.uid, waiting.uid)
        store.clear_undo(cart)
    return waiting


def ask_for_code(tx: ReadUnit, till_id: int, line: LineState) -> None:
    """Lets a line of marked goods wait for its code where the till needs one and it has none.

    Raises BadInput ``marked_one_by_one`` for more than one unit, Conflict ``marked_goods_refused`` where the owner
    wants none sold at such a till.
    """
    rule = _rule(tx, till_id)
    if rule == "refuse":
        raise Conflict("marked_goods_refused", name=line.name)
    if rule == "ask" and line.marking_code is None:
        line.marking_code = WAITS
    if line.marking_code is not None and line.qty_milli != WHOLE_MILLI:
        raise BadInput("marked_one_by_one", "qty", name=line.name)


def refuse_quantity(line: LineState) -> None:
    """BadInput ``marked_one_by_one`` for a line that is one unit with its code."""
    if line.marking_code is not None:
        raise BadInput("marked_one_by_one", "qty", name=line.name)


def check_codes(tx: Unit, cart: CartState) -> None:
    """Whether every unit in a cart about to be paid has its code, and none was sold meanwhile.

    Keeps the goods, so that two tills never sell one unit. Raises Conflict ``marking_codes_missing`` (``names``),
    ``marking_code_twice``, ``marking_code_sold``.
    """
    marked_lines = [line for line in cart.lines if line.marking_code is not None]
    if not marked_lines:
        return
    going_out = [line for line in marked_lines if line.qty_milli > 0]
    waiting = dict.fromkeys(line.name for line in going_out if line.marking_code == WAITS)
    if waiting:
        raise Conflict("marking_codes_missing", names=", ".join(waiting))
    products = {line.product_id for line in marked_lines}
    tx.lock(select(Product.id).where(Product.id.in_(products)).order_by(Product.id))
    units: dict[str, str] = {}
    for line in going_out:
        for sgtin in _sgtins([line]):
            if sgtin in units:
                raise Conflict("marking_code_twice", name=line.name)
            units[sgtin] = line.name
    _refuse_sold(tx, units)


def _refuse_sold(tx: ReadUnit, units: dict[str, str]) -> None:
    for sgtin, receipt in receipts_of_sold(tx, units).items():
        raise Conflict("marking_code_sold", name=units[sgtin], receipt=receipt)


def _sgtins(lines: Sequence[LineState]) -> list[str]:
    read = [read_marking(line.marking_code) for line in lines if line.marking_code]
    return [one.sgtin for one in read if one is not None]


def _same_goods(one: LineState, other: LineState) -> bool:
    return (one.product_id, one.pack_qty_milli) == (other.product_id, other.pack_qty_milli)


def _rule(tx: ReadUnit, till_id: int) -> str:
    maker = place_of(tx, till_id).register_maker
    return "ask" if maker is not None and maker.takes_marked_codes else settings.get(tx, MARKED_GOODS)
