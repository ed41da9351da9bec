"""Lines of labels that scales or packers print: their weight is the quantity, their price the line's total."""

from dataclasses import replace
from datetime import date
from typing import Final

from app.core.errors import BadInput, Conflict
from app.core.money import UNIT_PRICE_SCALE, Money, UnitPrice
from app.core.rounding import round_half_up
from pos.cart.goods import WHOLE_MILLI, GivenPrice, check_qty, product_line
from pos.cart.store import CartState, LineState
from warehouse.catalogue.scanned import Label, ScannedGoods
from warehouse.catalogue.sold_as import SoldAs
from warehouse.catalogue.units import KILOGRAM

BY_LABEL: Final = "label"
"""The source of a price that a label says."""
MOST_PRICED_MILLI: Final = 10_000_000
"""Above it a unit price of four more decimals could not give back each total to the minor unit."""


def scanned_line(cart: CartState, uid: str, scanned: ScannedGoods, qty_milli: int, on: date) -> LineState:
    """The line of goods scanned on a day; of labels, ``qty_milli`` says how many pieces with the same label there are.

    Batch and dates of the code become the note of the line. Raises what ``product_line`` raises; BadInput
    ``label_of_nothing`` for a zero; Conflict ``goods_expired`` after their last day; Conflict ``not_sold_by_weight``,
    ``label_needs_price`` where the quantity is not to be told.
    """
    lot = scanned.lot
    if lot.expires is not None and lot.expires < on:
        raise Conflict("goods_expired", name=scanned.found.name, day=lot.expires)
    line = _line_of_label(cart, uid, scanned, qty_milli)
    return replace(line, note=lot.words) if lot.words else line


def _line_of_label(cart: CartState, uid: str, scanned: ScannedGoods, qty_milli: int) -> LineState:
    found, label = scanned.found, scanned.label
    if label is None:
        return product_line(cart, uid, found, qty_milli)
    if label.says_zero:
        raise BadInput("label_of_nothing", name=found.name)
    check_qty(qty_milli, 0, found.name)
    pieces = qty_milli // WHOLE_MILLI
    each_milli = _quantity_of_one(found, label)
    if label.price is None:
        return product_line(cart, uid, found, each_milli * pieces)
    return _priced_line(cart, uid, found, each_milli * pieces, label.price.times(pieces))


def _quantity_of_one(found: SoldAs, label: Label) -> int:
    if label.weight_milli is not None:
        if found.unit_code != KILOGRAM or not found.unit_decimals:
            raise Conflict("not_sold_by_weight", name=found.name)
        return label.weight_milli
    if label.count_milli is not None:
        return label.count_milli
    assert label.price is not None
    return _quantity_for(found, label.price)


def _quantity_for(found: SoldAs, price: Money) -> int:
    """How much the price buys at the price of the day, rounded to what the unit allows; one where it is sold whole."""
    if not found.unit_decimals:
        return WHOLE_MILLI
    if found.unit_price is None or not found.unit_price.scaled:
        raise Conflict("label_needs_price", name=found.name)
    step_milli: int = 10 ** (3 - found.unit_decimals)
    steps = round_half_up(price.minor * UNIT_PRICE_SCALE * WHOLE_MILLI, found.unit_price.scaled * step_milli)
    return max(steps, 1) * step_milli


def _priced_line(cart: CartState, uid: str, found: SoldAs, qty_milli: int, total: Money) -> LineState:
    """A line that comes to exactly the total; the price of the day stays where it gives that."""
    if qty_milli > MOST_PRICED_MILLI:
        raise BadInput("qty_out_of_range", "qty", name=found.name)
    fits = found.unit_price is not None and found.unit_price.for_qty(qty_milli) == total
    if fits and not found.price_at_sale:
        return product_line(cart, uid, found, qty_milli)
    unit_price = UnitPrice(round_half_up(total.minor * UNIT_PRICE_SCALE * WHOLE_MILLI, qty_milli))
    line = product_line(cart, uid, found, qty_milli, GivenPrice(unit_price, ""))
    return replace(line, price_source=BY_LABEL)
