"""Taking an offer up: its lines come into the empty cart, at the offered prices or at today's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid, parse_uid
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.crm.customers import customer_by_id
from app.crm.links import keep_person
from app.places.day import calendar_date
from app.places.models import Till
from pos.cart import goods, service, store
from pos.cart.employee import follow_customer
from pos.cart.goods import WHOLE_MILLI, GivenPrice
from pos.cart.marking import ask_for_code
from pos.cart.models import Cart
from pos.cart.pledges import carry_pledges
from pos.cart.store import CartState, LineState
from pos.cart.views import Changed
from pos.offers.reading import OfferedLine, OfferHead, offer_by_uid, offered_lines
from pos.offers.sold import SoldAgain, hold_offer, sales_of_offer
from pos.sale.kinds import OFFERED
from pos.settings import PRICES_INCLUDE_TAX
from warehouse.catalogue.pledges import which_are_pledges
from warehouse.catalogue.sold_as import SoldAs, sold_as
from warehouse.catalogue.taxes import rate_on

Prices = Literal["offered", "today"]


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A cart with an offer's lines.

    ``left_out`` names the goods that are sold no more, ``short`` those of which the books hold less. ``offered`` is the
    total of the offer where the cart comes to another one.
    """

    changed: Changed
    offer: OfferHead
    left_out: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    offered: Money | None = None


@dataclass(frozen=True, slots=True)
class OfferState:
    """What is to be known before an offer is taken up. ``open_at`` are tills in whose carts it is, or was put aside."""

    good: bool
    sales: tuple[SoldAgain, ...]
    open_at: tuple[str, ...]


def offer_state(tx: ReadUnit, offer: OfferHead) -> OfferState:
    """Whether its prices still hold, and who sold it or has it in a cart."""
    tills = tx.execute(
        select(Till.name)
        .join(Cart, Till.id == func.coalesce(Cart.till_id, Cart.held_till_id))
        .where(Cart.offer_id == offer.id, Cart.line_count > 0)
        .order_by(Till.number)
    )
    return OfferState(
        calendar_date(tx) <= offer.valid_until, tuple(sales_of_offer(tx, offer.id)), tuple(tills.scalars())
    )


def take_up_offer(
    tx: Unit,
    till_id: int,
    cart_uid: str,
    act_uid: str,
    offer_uid: str,
    *,
    prices: Prices | None = None,
    again: bool = False,
) -> TakenUp:
    """Puts the lines of an offer into the till's empty cart. The same ``act_uid`` again adds nothing.

    Without ``prices`` those of the offer hold until its last day; after it Conflict ``offer_out_of_date`` asks
    (``valid_until``), and the offered ones take a right. Conflict ``offer_sold_already`` (``receipt``) and
    ``offer_in_a_cart`` (``till``) ask whether it is meant ``again``. Raises NotFound ``no_offer``, Conflict
    ``cart_before_offer`` where something is rung up, ``offer_of_other_money`` where the shop's currency or the basis
    of its prices is another one now, ``offer_goods_gone`` where nothing of it is sold any more, and what the cart
    raises.
    """
    act_uid = parse_uid(act_uid, "act_uid")
    cart = service.begin(tx, till_id, cart_uid, act_uid)
    offer = offer_by_uid(tx, parse_uid(offer_uid))
    if cart.done_line_uid is not None:
        return TakenUp(service.unchanged(tx, cart, cart.done_line_uid), offer)
    if cart.lines:
        raise Conflict("cart_before_offer", number=offer.written_number)
    hold_offer(tx, offer.id)
    state = offer_state(tx, offer)
    chosen = _prices(tx, offer, state, prices)
    if not again:
        _ask_about_others(offer, state)
    lines, left_out = _lines(tx, till_id, cart, offer, chosen)
    if not lines:
        raise Conflict("offer_goods_gone", number=offer.written_number)
    for line in lines:
        line.position = goods.next_position(cart)
        store.add_line(tx, cart, line)
        if line.product_id is not None:
            carry_pledges(tx, cart, line, line.product_id)
    cart.offer_id, cart.offer_sales_known = offer.id, len(state.sales)
    if chosen == "offered":
        _give_cart_discount(cart, offer, whole=not left_out)
    if cart.customer_id is None and offer.customer_id is not None:
        customer_id = keep_person(tx, offer.customer_id)
        cart.customer_id = None if customer_by_id(tx, customer_id).erased else customer_id
        if chosen == "today":
            follow_customer(tx, cart)
    return _taken_up(tx, till_id, cart, act_uid, offer, chosen, left_out)


def take_up_again(tx: Unit, till_id: int, cart_uid: str) -> Changed:
    """The cashier has heard that the cart's offer was sold meanwhile, and sells it once more."""
    cart = service.begin(tx, till_id, cart_uid)
    if cart.offer_id is not None:
        cart.offer_sales_known = len(sales_of_offer(tx, cart.offer_id))
    return service.finish(tx, cart, None)


def _prices(tx: Unit, offer: OfferHead, state: OfferState, asked: Prices | None) -> Prices:
    chosen: Prices = asked or "offered"
    if not state.good and asked is None:
        raise Conflict("offer_out_of_date", number=offer.written_number, valid_until=offer.valid_until)
    if not state.good and chosen == "offered":
        tx.actor.require("till.offered_price")
    basis = settings.get(tx, PRICES_INCLUDE_TAX)
    if (offer.currency, offer.prices_include_tax) != (facts(tx).currency, basis):
        raise Conflict("offer_of_other_money", number=offer.written_number)
    return chosen


def _ask_about_others(offer: OfferHead, state: OfferState) -> None:
    if state.sales:
        raise Conflict("offer_sold_already", number=offer.written_number, receipt=state.sales[-1].number)
    if state.open_at:
        raise Conflict("offer_in_a_cart", number=offer.written_number, till=state.open_at[0])


def _lines(
    tx: Unit, till_id: int, cart: CartState, offer: OfferHead, prices: Prices
) -> tuple[list[LineState], list[str]]:
    lines, left_out = [], []
    offered_before = offered_lines(tx, offer.id)
    pledges = which_are_pledges(tx, [one.product_id for one in offered_before if one.product_id is not None])
    for offered in offered_before:
        if offered.product_id in pledges:
            continue  # A pledge follows its goods, as it is today.
        line = _one_off(tx, cart, offered) if offered.product_id is None else _goods(tx, till_id, cart, offered, prices)
        if line is None:
            left_out.append(offered.name)
            continue
        if prices == "offered":
            line.unit_price, line.price_source, line.price_reason = offered.unit_price, OFFERED, None
            line.discount_percent_bp = offered.discount_percent_bp
            line.discount_amount = offered.discount_amount
            line.discount_reason = offered.discount_reason
        line.note = offered.note
        lines.append(line)
    return lines, left_out


def _one_off(tx: Unit, cart: CartState, offered: OfferedLine) -> LineState:
    rate_bp = rate_on(tx, offered.tax_category_id, calendar_date(tx))
    return goods.named_line(
        cart, new_uid(), offered.name, offered.unit_price, offered.qty_milli, offered.tax_category_id, rate_bp
    )


def _goods(tx: Unit, till_id: int, cart: CartState, offered: OfferedLine, prices: Prices) -> LineState | None:
    """The line as it is sold today; None where the goods are not sold any more, or not in this way."""
    found = _found(tx, offered)
    if found is None or not found.active:
        return None
    # Where today knows no price, the offered one is the only one there is.
    is_given = prices == "offered" or found.price_at_sale or found.unit_price is None
    given = GivenPrice(offered.unit_price, "") if is_given else None
    try:
        line = goods.product_line(cart, new_uid(), found, offered.qty_milli, given)
        if found.is_marked:
            ask_for_code(tx, till_id, line)
    except BadInput:
        # The unit allows no such quantity any more, or each one has a code of its own by now.
        return None
    return line


def _found(tx: ReadUnit, offered: OfferedLine) -> SoldAs | None:
    assert offered.product_id is not None
    found = None if offered.barcode_id is None else sold_as(tx, offered.product_id, offered.barcode_id)
    if found is None and offered.pack_qty_milli == WHOLE_MILLI:
        found = sold_as(tx, offered.product_id)
    is_same = found is not None and (found.unit_code, found.pack_qty_milli) == (
        offered.unit_code,
        offered.pack_qty_milli,
    )
    return found if is_same else None


def _give_cart_discount(cart: CartState, offer: OfferHead, *, whole: bool) -> None:
    """The discount on the whole; an amount was given for all of it, and goes where goods are missing."""
    cart.discount_percent_bp = offer.discount_percent_bp
    cart.discount_amount = offer.discount_amount if whole else ZERO
    cart.discount_reason, cart.for_employee = offer.discount_reason, False


def _taken_up(
    tx: Unit,
    till_id: int,
    cart: CartState,
    act_uid: str,
    offer: OfferHead,
    prices: Prices,
    left_out: Sequence[str],
) -> TakenUp:
    store.note_act(tx, cart, act_uid, cart.lines[-1].uid)
    store.clear_undo(cart)
    journal.record(
        tx,
        "offer.taken_up",
        chain=journal.till_chain(till_id),
        subject=f"cart:{cart.uid}",
        body={"number": offer.written_number, "prices": prices, "left_out": list(left_out)},
    )
    changed = service.finish(tx, cart, cart.lines[-1].uid)
    short = dict.fromkeys(line.name for line in cart.lines if goods.stock_warning(tx, till_id, cart, line))
    return TakenUp(
        changed,
        offer,
        tuple(left_out),
        tuple(short),
        None if changed.cart.gross == offer.gross else offer.gross,
    )
