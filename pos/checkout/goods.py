"""Which goods a cart moves: what is sold, the parts of kits, and what comes back as it once left."""

from collections.abc import Sequence

from app.core.db.unit import ReadUnit, Unit
from app.places.day import today
from pos.cart.goods import WHOLE_MILLI
from pos.cart.store import CartState, LineState
from pos.checkout.document import WrittenSale
from pos.sale.returned import sold_parts
from warehouse.catalogue.kits import parts_of
from warehouse.stock.selling import goods_moved, goods_sold

Moved = tuple[int, int, int]
"""The line's position, a product's id, thousandths of it; below zero it comes back."""


def move_goods(tx: Unit, sale: WrittenSale) -> tuple[str, ...]:
    """Moves the goods of a sale; answers the names of those of which the shop now has less than nothing.

    Raises Conflict ``stock_refused``.
    """
    below_zero = goods_sold(tx, sale.place.shop_id, today(tx), sale.sale_id, _goods_of(tx, sale.cart))
    return tuple(product.name for product in below_zero)


def _goods_of(tx: ReadUnit, cart: CartState) -> list[Moved]:
    """What leaves the shelf and what comes back to it when the cart is paid."""
    moved: list[Moved] = []
    others: list[tuple[int, LineState]] = []
    for position, line in enumerate(cart.lines, start=1):
        if line.pledge is not None:
            continue  # The shop counts no empties: what is out and what came back stands in its figures.
        if line.returned_line_id is not None or (not line.stocked and line.product_id is not None):
            others.append((position, line))
        elif line.stocked and line.product_id is not None:
            moved.append((position, line.product_id, line.qty_milli * line.pack_qty_milli // WHOLE_MILLI))
    if others:
        moved += _by_parts(tx, [(position, line) for position, line in others if line.returned_line_id is None])
        moved += _come_back(tx, [(position, line) for position, line in others if line.returned_line_id is not None])
    return moved


def _by_parts(tx: ReadUnit, lines: Sequence[tuple[int, LineState]]) -> list[Moved]:
    kits = parts_of(tx, [line.product_id for _, line in lines if line.product_id is not None]) if lines else {}
    return [
        (position, part_id, line.qty_milli * line.pack_qty_milli // WHOLE_MILLI * qty_milli // WHOLE_MILLI)
        for position, line in lines
        for part_id, qty_milli in kits.get(line.product_id or 0, ())
    ]


def _come_back(tx: ReadUnit, lines: Sequence[tuple[int, LineState]]) -> list[Moved]:
    """A part of what the sold line moved, whatever the product has become since."""
    sold = sold_parts(tx, [line.returned_line_id for _, line in lines if line.returned_line_id is not None])
    moves = {sale_id: goods_moved(tx, sale_id) for sale_id in {part.sale_id for part in sold.values()}}
    return [
        (position, product_id, -sold[line.returned_line_id].share_of(qty_milli, -line.qty_milli))
        for position, line in lines
        if line.returned_line_id is not None
        for sold_position, product_id, qty_milli in moves[sold[line.returned_line_id].sale_id]
        if sold_position == sold[line.returned_line_id].position
    ]
