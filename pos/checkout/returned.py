"""Goods that come back in a cart: held while it is paid out, and never more than are left."""

from collections.abc import Sequence

from app.core.db.unit import Unit
from app.core.errors import Conflict
from pos.cart.store import CartState
from pos.sale.returned import hold_parts, sold_parts


def hold_returned(tx: Unit, cart: CartState) -> None:
    """Keeps the sold lines that goods come back from until the unit ends."""
    hold_parts(tx, _sold_lines(cart))


def check_returned(tx: Unit, cart: CartState) -> Sequence[int]:
    """Answers the sales that goods come back from.

    Raises Conflict ``customer_needed`` for goods without a receipt, ``returned_already`` (``name``).
    """
    returned = [line for line in cart.lines if line.is_return]
    if not returned:
        return ()
    sold = sold_parts(tx, _sold_lines(cart))
    for line in returned:
        if line.returned_line_id is None and cart.customer_id is None:
            raise Conflict("customer_needed")
        if line.returned_line_id is not None and -line.qty_milli > sold[line.returned_line_id].left_milli:
            raise Conflict("returned_already", name=line.name)
    return sorted({part.sale_id for part in sold.values()})


def _sold_lines(cart: CartState) -> list[int]:
    return [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]
