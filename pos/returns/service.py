"""Taking goods back into the open cart: lines of an earlier sale, or goods without a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid, parse_uid
from app.places.day import today
from pos.cart import goods, service, store
from pos.cart.employee import follow_customer
from pos.cart.goods import WHOLE_MILLI, GivenPrice
from pos.cart.marking import are_codes_needed
from pos.cart.pledges import add_pledges
from pos.cart.store import CartState, LineState
from pos.cart.views import Changed
from pos.fiscal.originals import refuse_unnamed
from pos.sale.buyers import buyer_of_sale
from pos.sale.kinds import GIVEN
from pos.sale.markings import codes_of_lines
from pos.sale.reading import SaleHead, sale_by_uid
from pos.sale.returned import SoldPart, parts_of_sale
from pos.settings import RETURN_DAYS
from pos.words import checked_words
from warehouse.catalogue.models import Product
from warehouse.catalogue.sold_as import sold_as
from warehouse.catalogue.units import unit_decimals


@dataclass(frozen=True, slots=True)
class Returnable:
    """A sale with its lines and what of each may still come back; ``late`` where that takes a right.

    ``pledges`` come back with the lines that they were sold with.
    """

    head: SaleHead
    lines: tuple[SoldPart, ...]
    late: bool
    pledges: tuple[SoldPart, ...] = ()

    @property
    def anything_left(self) -> bool:
        """Whether something may still come back."""
        return any(line.left_milli for line in self.lines)


def returnable(tx: ReadUnit, sale_uid: str) -> Returnable:
    """What of a sale may come back; NotFound ``no_sale``."""
    head = sale_by_uid(tx, sale_uid).head
    parts = parts_of_sale(tx, head.id)
    goods = tuple(part for part in parts if part.pledge is None)
    return Returnable(head, goods, _is_late(tx, head), tuple(part for part in parts if part.pledge == GIVEN))


def _is_late(tx: ReadUnit, head: SaleHead) -> bool:
    return (today(tx) - head.business_date).days > settings.get(tx, RETURN_DAYS)


def take_back(
    tx: Unit, till_id: int, cart_uid: str, act_uid: str, sale_uid: str, qty_milli: Mapping[int, int], reason: str
) -> Changed:
    """Puts lines of a sale into the cart as returns: quantities above zero by the id of the sold line.

    Each comes back at what was paid for it. Customer and buyer of the sale become the cart's where it has
    none. The same
    ``act_uid`` again adds nothing. Raises NotFound ``no_sale`` and ``no_line``, BadInput ``nothing_chosen`` and
    ``reason_needed``, Conflict ``more_than_sold`` and ``already_in_cart``, and what the cart and ``refuse_unnamed``
    raise.
    """
    tx.actor.require("till.return")
    act_uid, reason = parse_uid(act_uid, "act_uid"), _reason(reason)
    if not qty_milli:
        raise BadInput("nothing_chosen", "lines")
    found = returnable(tx, sale_uid)
    if found.late:
        tx.actor.require("till.return_late")
    cart = service.begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return service.unchanged(tx, cart, cart.done_line_uid)
    refuse_unnamed(tx, till_id, cart, found.head.id)
    parts = {part.line_id: part for part in found.lines}
    codes = codes_of_lines(tx, qty_milli)
    for line_id, qty in qty_milli.items():
        part = parts.get(line_id)
        if part is None:
            raise NotFound("no_line")
        if any(line.returned_line_id == line_id for line in cart.lines):
            raise Conflict("already_in_cart", name=part.name)
        line = _returned_line(tx, cart, part, qty, reason)
        line.marking_code = codes.get(line_id)
        store.add_line(tx, cart, line)
        for pledge in found.pledges:
            if pledge.pledge_of == part.position:
                store.add_line(tx, cart, _returned_pledge(tx, cart, line, part, pledge))
    if cart.buyer is None:
        cart.buyer = buyer_of_sale(tx, found.head.id)
    if cart.customer_id is None:
        cart.customer_id = found.head.customer_id
        follow_customer(tx, cart)
    return _taken_back(tx, till_id, cart, act_uid, {"sale": sale_uid, "lines": dict(qty_milli), "reason": reason})


def take_back_without_receipt(
    tx: Unit,
    till_id: int,
    cart_uid: str,
    act_uid: str,
    product_id: int,
    qty_milli: int,
    reason: str,
    given: GivenPrice | None = None,
) -> Changed:
    """Puts goods nobody has a receipt for into the cart as a return, at today's price or the one ``given`` (a right).

    The cart needs a customer before it is paid out. Raises NotFound ``no_product``, BadInput ``reason_needed``,
    Conflict ``no_price``, ``marked_needs_receipt``, and what the cart and ``refuse_unnamed`` raise.
    """
    tx.actor.require("till.return_without_receipt")
    act_uid, reason = parse_uid(act_uid, "act_uid"), _reason(reason)
    if given is not None:
        goods.may_set_price(tx, given.price, given.reason)
    cart = service.begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return service.unchanged(tx, cart, cart.done_line_uid)
    found = sold_as(tx, product_id)
    if found is None:
        raise NotFound("no_product")
    refuse_unnamed(tx, till_id, cart)
    if found.is_marked and are_codes_needed(tx, till_id):
        raise Conflict("marked_needs_receipt", name=found.name)
    line = goods.product_line(cart, new_uid(), found, qty_milli, given)
    line.qty_milli, line.return_reason = -abs(line.qty_milli), reason
    store.add_line(tx, cart, line)
    add_pledges(tx, cart, line, found)
    body = {"name": line.name, "qty_milli": qty_milli, "price_scaled": line.unit_price.scaled, "reason": reason}
    return _taken_back(tx, till_id, cart, act_uid, body)


def _reason(text: str) -> str:
    reason = checked_words(text, "reason")
    if not reason:
        raise BadInput("reason_needed", "reason")
    return reason


def _taken_back(tx: Unit, till_id: int, cart: CartState, act_uid: str, body: dict[str, object]) -> Changed:
    last = [line for line in cart.lines if line.pledge != GIVEN][-1]
    store.note_act(tx, cart, act_uid, last.uid)
    store.clear_undo(cart)
    journal.record(tx, "cart.return", chain=journal.till_chain(till_id), subject=f"cart:{cart.uid}", body={**body})
    return service.finish(tx, cart, last.uid)


def _returned_line(tx: Unit, cart: CartState, part: SoldPart, qty_milli: int, reason: str) -> LineState:
    decimals = unit_decimals(tx, part.unit_code) if part.pack_qty_milli == WHOLE_MILLI else 0
    goods.check_returned(qty_milli, part, decimals)
    stocked = tx.execute(select(Product.stocked).where(Product.id == part.product_id)).scalar()
    return LineState(
        uid=new_uid(),
        position=goods.next_position(cart),
        product_id=part.product_id,
        barcode_id=None,
        name=part.name,
        sku=part.sku,
        qty_milli=-qty_milli,
        pack_qty_milli=part.pack_qty_milli,
        unit_code=part.unit_code,
        unit_decimals=decimals,
        unit_price=part.unit_price,
        price_source="sold",
        price_reason=None,
        tax_category_id=part.tax_category_id,
        tax_rate_bp=part.tax_rate_bp,
        discountable=False,
        stocked=bool(stocked),
        returned_line_id=part.line_id,
        return_reason=reason,
        loads=part.loads,
    )


def _returned_pledge(tx: Unit, cart: CartState, goods_line: LineState, part: SoldPart, pledge: SoldPart) -> LineState:
    """The pledge that was sold with goods and comes back with them."""
    pieces = pledge.qty_milli // part.qty_milli
    line = _returned_line(tx, cart, pledge, -goods_line.qty_milli * pieces, goods_line.return_reason or "")
    line.pledge, line.pledge_of, line.pledge_pieces = GIVEN, goods_line.uid, pieces
    return line
