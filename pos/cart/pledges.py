"""Pledges in the cart: each is a line of its own that follows the line of its goods."""

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.ids import new_uid
from pos.cart import store
from pos.cart.goods import WHOLE_MILLI, next_position
from pos.cart.store import CartState, LineState
from pos.sale.kinds import GIVEN
from warehouse.catalogue.pledges import pledges_of
from warehouse.catalogue.sold_as import SoldAs, sold_as


def add_pledges(tx: Unit, cart: CartState, goods: LineState, found: SoldAs) -> None:
    """Adds the pledges of goods whose line was just added; raises as ``carry_pledges``."""
    if found.pledged:
        carry_pledges(tx, cart, goods, found.product_id)


def carry_pledges(tx: Unit, cart: CartState, goods: LineState, product_id: int) -> None:
    """Adds the pledges that a product carries today; Conflict ``pledge_without_price`` where one has no price."""
    for carried in pledges_of(tx, product_id):
        pledge = sold_as(tx, carried.pledge_id)
        if pledge is None or pledge.unit_price is None:
            raise Conflict("pledge_without_price", name=carried.name)
        line = LineState(
            uid=new_uid(),
            position=next_position(cart),
            product_id=pledge.product_id,
            barcode_id=None,
            name=pledge.name,
            sku=pledge.sku,
            qty_milli=1,
            pack_qty_milli=WHOLE_MILLI,
            unit_code=pledge.unit_code,
            unit_decimals=pledge.unit_decimals,
            unit_price=pledge.unit_price,
            price_source="list",
            price_reason=None,
            tax_category_id=pledge.tax_category_id,
            tax_rate_bp=pledge.tax_rate_bp,
            discountable=False,
            stocked=False,
            pledge=GIVEN,
            pledge_of=goods.uid,
            pledge_pieces=carried.pieces * goods.pack_qty_milli // WHOLE_MILLI,
        )
        line.qty_milli = _qty_milli(goods, line)
        store.add_line(tx, cart, line)


def follow_goods(tx: Unit, cart: CartState) -> None:
    """Makes each pledge as many as its goods ask for, and gone where they are gone."""
    pledges = [line for line in cart.all_lines if line.pledge_of is not None]
    if not pledges:
        return
    goods = {line.uid: line for line in cart.all_lines}
    for pledge in pledges:
        carrier = goods[pledge.pledge_of or ""]
        wanted = {"qty_milli": _qty_milli(carrier, pledge), "removed_at": carrier.removed_at}
        changed = {name: value for name, value in wanted.items() if getattr(pledge, name) != value}
        if changed:
            store.change_line(tx, cart, pledge, **changed)


def refuse_pledge(line: LineState, *, empties: bool = False) -> None:
    """Raises Conflict ``pledge_follows`` for a pledge that goes with goods.

    Where not even ``empties`` may be changed that way, they raise ``pledge_fixed``.
    """
    if line.pledge == GIVEN:
        raise Conflict("pledge_follows", name=line.name)
    if line.pledge is not None and not empties:
        raise Conflict("pledge_fixed", name=line.name)


def _qty_milli(goods: LineState, pledge: LineState) -> int:
    return goods.qty_milli * (pledge.pledge_pieces or 0)
