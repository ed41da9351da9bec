"""What a cashier does to an open cart. Each act prices the cart anew and can be undone for thirty seconds."""

from typing import Final

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.core.money import ZERO, Money, UnitPrice
from app.crm.customers import customer_by_id
from app.crm.links import keep_person
from app.places.day import calendar_date
from pos.cart import goods, store
from pos.cart.age import age_checked, refuse_closed_hours
from pos.cart.buyer import checked_buyer
from pos.cart.chosen_cards import ChosenCard
from pos.cart.dropping import end_without_sale
from pos.cart.employee import follow_customer
from pos.cart.goods import GivenPrice
from pos.cart.labels import scanned_line
from pos.cart.marking import AWAITED, WAITS, ask_for_code, read_unit_code, refuse_quantity
from pos.cart.package_lines import give_up_packages, mark_package, refuse_package, refuse_qty
from pos.cart.pledges import add_pledges, follow_goods, refuse_pledge
from pos.cart.pricing import price_state, view_of
from pos.cart.rates import at_rates_of_today
from pos.cart.saving import save
from pos.cart.store import CartState, LineState
from pos.cart.tip import put_tip, tip_before
from pos.cart.views import CartView, Changed
from pos.cart.weighed import refuse_unweighed
from pos.sale.returned import sold_parts
from pos.words import checked_words
from warehouse.catalogue.scanned import goods_scanned
from warehouse.catalogue.sold_as import SoldAs, sold_as

PERCENT_BP: Final = 10_000
_UNDONE_JOURNALED: Final = frozenset({"qty", "removed", "discount", "price", "cart_discount"})
"""Acts that left a row in the journal: their undo leaves one too. That of an addition is a loss of its own."""


def read_cart(tx: ReadUnit, till_id: int) -> CartView | None:
    """The till's open cart; None where nothing was rung up."""
    cart = store.read_state(tx, till_id)
    return None if cart is None else view_of(tx, cart, price_state(tx, at_rates_of_today(tx, cart)))


def add_code(
    tx: Unit,
    till_id: int,
    cart_uid: str,
    line_uid: str,
    code: str,
    qty_milli: int = 1000,
    *,
    apart: bool = False,
    weigh: bool = False,
) -> Changed:
    """Adds what a scanned code sells. The same ``line_uid`` again adds nothing.

    The goods of the last line are counted up there, unless they are to stay ``apart``. ``weigh`` says that nobody told
    a quantity. Raises NotFound ``unknown_code``, Conflict ``no_price`` (with the product's id), what ``scanned_line``
    and ``begin`` raise, with ``weigh`` what ``refuse_unweighed`` raises, for marked goods what ``read_unit_code`` and
    ``ask_for_code`` raise.
    """
    act_uid = parse_uid(line_uid, "line_uid")
    cart = begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return unchanged(tx, cart, cart.done_line_uid)
    scanned = goods_scanned(tx, code)
    if scanned is None:
        raise NotFound("unknown_code", code=code)
    if weigh and scanned.label is None:
        refuse_unweighed(tx, till_id, scanned.found)
    line = scanned_line(cart, act_uid, scanned, qty_milli, calendar_date(tx))
    if scanned.found.is_marked:
        waiting = read_unit_code(tx, cart, line, code)
        if waiting is not None:
            return finish(tx, cart, waiting.uid)
    return _add(tx, till_id, cart, scanned.found, line, apart=apart)


def add_product(  # noqa: PLR0913  # what a page may say of one line
    tx: Unit,
    till_id: int,
    cart_uid: str,
    line_uid: str,
    product_id: int,
    qty_milli: int = 1000,
    *,
    barcode_id: int | None = None,
    given: GivenPrice | None = None,
    apart: bool = False,
    weigh: bool = False,
) -> Changed:
    """Adds a product picked by hand; a price is given where the product has none (a right).

    ``weigh`` is as with ``add_code``.
    """
    act_uid = parse_uid(line_uid, "line_uid")
    cart = begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return unchanged(tx, cart, cart.done_line_uid)
    found = sold_as(tx, product_id, barcode_id)
    if found is None:
        raise NotFound("no_product")
    if weigh:
        refuse_unweighed(tx, till_id, found)
    if given is not None:
        goods.may_set_price(tx, given.price, given.reason, asked=found.price_at_sale)
        given = GivenPrice(given.price, checked_words(given.reason, "reason"))
    line = goods.product_line(cart, act_uid, found, qty_milli, given)
    return _add(tx, till_id, cart, found, line, apart=apart)


def add_one_off(
    tx: Unit,
    till_id: int,
    cart_uid: str,
    line_uid: str,
    name: str,
    price: UnitPrice,
    qty_milli: int,
    tax_category_id: int,
) -> Changed:
    """Adds a line that is in no catalogue, with a name and a price of its own."""
    tx.actor.require("till.one_off")
    act_uid = parse_uid(line_uid, "line_uid")
    cart = begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return unchanged(tx, cart, cart.done_line_uid)
    name = checked_words(name, "name", needed=True)
    line = goods.one_off_line(tx, cart, act_uid, name, price, qty_milli, tax_category_id)
    put_line(tx, cart, line)
    journal.record(
        tx,
        "cart.one_off",
        chain=journal.till_chain(till_id),
        subject=f"cart:{cart.uid}",
        body={"name": line.name, "price_scaled": price.scaled, "qty_milli": qty_milli},
    )
    return finish(tx, cart, line.uid)


def set_qty(tx: Unit, till_id: int, cart_uid: str, line_uid: str, qty_milli: int) -> Changed:
    """Sets the quantity of a line, of a returned one as people say it, above zero.

    Raises BadInput ``qty_decimals`` where its unit forbids it, Conflict ``more_than_sold`` where less was sold,
    ``pledge_follows`` for a pledge, ``gift_card_fixed``, ``marked_one_by_one``, what ``refuse_qty`` raises.
    """
    cart = begin(tx, till_id, cart_uid)
    line = cart.line(line_uid)
    refuse_pledge(line, empties=True)
    _refuse_load(line)
    refuse_quantity(line)
    refuse_qty(tx, cart, line, qty_milli)
    if line.returned_line_id is None:
        goods.check_qty(qty_milli, line.unit_decimals, line.name)
    else:
        sold = sold_parts(tx, [line.returned_line_id])[line.returned_line_id]
        goods.check_returned(qty_milli, sold, line.unit_decimals)
    if line.qty_milli < 0:
        qty_milli = -qty_milli
    elif line.qty_milli > qty_milli:
        _journal_loss(tx, till_id, cart, line, line.qty_milli - qty_milli)
    old = store.change_line(tx, cart, line, qty_milli=qty_milli)
    _can_undo(tx, cart, "qty", line, old)
    return finish(tx, cart, line.uid, goods.stock_warning(tx, till_id, cart, line))


def set_line_discount(
    tx: Unit, till_id: int, cart_uid: str, line_uid: str, percent_bp: int, amount: Money, reason: str
) -> Changed:
    """Gives a line a discount, percent before amount; zeros take it away."""
    if percent_bp or amount:
        tx.actor.require("till.discount_line")
    cart = begin(tx, till_id, cart_uid)
    line = _sold_today(cart, line_uid)
    refuse_package(line, sold_too=False)
    _check_discount(percent_bp, amount)
    old = store.change_line(
        tx,
        cart,
        line,
        discount_percent_bp=percent_bp,
        discount_amount=amount,
        discount_reason=checked_words(reason, "reason") or None,
    )
    _can_undo(tx, cart, "discount", line, old)
    _journal_line(tx, till_id, cart, line, "cart.line_discount", percent_bp=percent_bp, amount=amount.minor)
    return finish(tx, cart, line.uid)


def set_price(tx: Unit, till_id: int, cart_uid: str, line_uid: str, price: UnitPrice, reason: str) -> Changed:
    """Sells a line at another price, with a reason; zero wants a right of its own."""
    goods.may_set_price(tx, price, reason)
    cart = begin(tx, till_id, cart_uid)
    line = _sold_today(cart, line_uid)
    refuse_package(line)
    old = store.change_line(
        tx, cart, line, unit_price=price, price_source="manual", price_reason=checked_words(reason, "reason") or None
    )
    _can_undo(tx, cart, "price", line, old)
    _journal_line(
        tx, till_id, cart, line, "cart.price_changed", old_scaled=old["unit_price"].scaled, new_scaled=price.scaled
    )
    return finish(tx, cart, line.uid)


def set_note(tx: Unit, till_id: int, cart_uid: str, line_uid: str, text: str) -> Changed:
    """Writes a note under a line; an empty one takes it away."""
    cart = begin(tx, till_id, cart_uid)
    line = cart.line(line_uid)
    old = store.change_line(tx, cart, line, note=checked_words(text, "note") or None)
    _can_undo(tx, cart, "note", line, old)
    return finish(tx, cart, line.uid)


def remove_line(tx: Unit, till_id: int, cart_uid: str, line_uid: str) -> Changed:
    """Takes a line out. It can be undone; either way the loss log has it."""
    cart = begin(tx, till_id, cart_uid)
    line = cart.line(line_uid)
    refuse_pledge(line, empties=True)
    if line.qty_milli > 0:
        _journal_loss(tx, till_id, cart, line, line.qty_milli)
    old = store.change_line(tx, cart, line, removed_at=tx.now)
    _can_undo(tx, cart, "removed", line, old)
    return finish(tx, cart, line.uid)


def set_cart_discount(tx: Unit, till_id: int, cart_uid: str, percent_bp: int, amount: Money, reason: str) -> Changed:
    """Gives the whole cart a discount, percent before amount; zeros take it away."""
    if percent_bp or amount:
        tx.actor.require("till.discount_cart")
    cart = begin(tx, till_id, cart_uid)
    _check_discount(percent_bp, amount)
    old = {
        "percent_bp": cart.discount_percent_bp,
        "amount_minor": cart.discount_amount.minor,
        "reason": cart.discount_reason,
        "for_employee": cart.for_employee,
    }
    cart.for_employee = False
    cart.discount_percent_bp, cart.discount_amount = percent_bp, amount
    cart.discount_reason = checked_words(reason, "reason") or None
    store.set_undo(tx, cart, "cart_discount", {"name": "", "qty_milli": 0, "old": old})
    journal.record(
        tx,
        "cart.discount",
        chain=journal.till_chain(till_id),
        subject=f"cart:{cart.uid}",
        body={"old": old, "percent_bp": percent_bp, "amount": amount.minor, "reason": cart.discount_reason},
    )
    return finish(tx, cart, None)


def set_customer(
    tx: Unit, till_id: int, cart_uid: str, act_uid: str, customer_id: int | None, *, instead: bool = False
) -> Changed:
    """Says whose cart it is, and begins one where there is none; None takes the customer away.

    Raises NotFound ``no_customer_here``, Conflict ``customer_erased``, and ``other_customer`` (``present``,
    ``asked``: their ids) where the cart is somebody else's already and it was not said to be ``instead``.
    """
    if customer_id is None:
        cart = begin(tx, till_id, cart_uid)
    else:
        customer_id = keep_person(tx, customer_id)
        if customer_by_id(tx, customer_id).erased:
            raise Conflict("customer_erased")
        cart = begin(tx, till_id, cart_uid, parse_uid(act_uid, "act_uid"))
        if cart.customer_id not in (None, customer_id) and not instead:
            raise Conflict("other_customer", present=cart.customer_id, asked=customer_id)
    if cart.customer_id == customer_id:
        return unchanged(tx, cart, None)
    old, cart.customer_id, cart.points_micro, cart.claims = cart.customer_id, customer_id, 0, ()
    cart.uses_balance = False
    give_up_packages(tx, cart)
    follow_customer(tx, cart)
    store.set_undo(tx, cart, "customer", {"name": "", "qty_milli": 0, "old": {"customer_id": old}})
    return finish(tx, cart, None)


def set_tip(tx: Unit, till_id: int, cart_uid: str, amount: Money, account_id: int | None = None) -> Changed:
    """Adds a tip to what will be paid, for a person or for the actor; zero takes it away. Raises as ``put_tip``."""
    cart = begin(tx, till_id, cart_uid)
    put_tip(tx, cart, price_state(tx, cart).gross, amount, account_id)
    return finish(tx, cart, None)


def set_buyer(
    tx: Unit, till_id: int, cart_uid: str, name: str, tax_number: str, *, accept_tax_number: bool = False
) -> Changed:
    """Says whom the fiscal receipt will name; without a name and a number nobody.

    Raises Conflict ``register_names_no_buyer``, ``tax_number_doubtful`` where the check digits are wrong and nobody
    accepted them; BadInput ``empty_text``, ``text_too_long``.
    """
    cart = begin(tx, till_id, cart_uid)
    is_somebody = bool(name.strip() or tax_number.strip())
    cart.buyer = (
        checked_buyer(tx, till_id, name, tax_number, accept_tax_number=accept_tax_number) if is_somebody else None
    )
    return finish(tx, cart, None)


def set_checked_age(tx: Unit, till_id: int, cart_uid: str, age: int) -> Changed:
    """Notes that the cashier saw how old the buyer is; BadInput ``age_out_of_range``."""
    cart = begin(tx, till_id, cart_uid)
    age_checked(tx, till_id, cart, age)
    return finish(tx, cart, None)


def undo(tx: Unit, till_id: int, cart_uid: str) -> Changed:
    """Takes the last act back; Conflict ``nothing_to_undo`` after thirty seconds or another act."""
    cart = begin(tx, till_id, cart_uid)
    body, until = cart.undo_body, cart.undo_until
    if body is None or until is None or until <= tx.now:
        raise Conflict("nothing_to_undo")
    kind, line_uid = cart.undo_kind, body.get("line_uid")
    if kind == "cart_discount":
        cart.discount_percent_bp = body["old"]["percent_bp"]
        cart.discount_amount = Money(body["old"]["amount_minor"])
        cart.discount_reason, cart.for_employee = body["old"]["reason"], body["old"]["for_employee"]
    elif kind == "customer":
        old = body["old"]["customer_id"]
        cart.customer_id = None if old is None else keep_person(tx, old)
        cart.points_micro, cart.claims, cart.uses_balance = 0, (), False
        give_up_packages(tx, cart)
        follow_customer(tx, cart)
    elif kind == "tip":
        cart.tip = tip_before(body["old"])
    elif kind == "points":
        cart.points_micro = body["old"]
    elif kind == "gift_card":
        cart.gift_cards = tuple(map(ChosenCard.of_text, body["old"]["cards"]))
        cart.uses_balance = body["old"]["balance"]
    elif kind == "claim":
        cart.claims = tuple(body["old"])
    elif kind == "coupon":
        cart.coupons = tuple(body["old"])
    else:
        line = next(one for one in cart.all_lines if one.uid == line_uid)
        if kind == "added" and line.qty_milli > 0:
            _journal_loss(tx, till_id, cart, line, body["qty_milli"])
        store.change_line(tx, cart, line, **goods.undone_values(body["old"], tx.now))
    if kind in _UNDONE_JOURNALED:
        journal.record(
            tx,
            "cart.undone",
            chain=journal.till_chain(till_id),
            subject=f"cart:{cart.uid}",
            body={"undone": kind, "name": body["name"], "back_to": body["old"]},
        )
    store.clear_undo(cart)
    return finish(tx, cart, line_uid)


def drop_cart(tx: Unit, till_id: int, cart_uid: str, reason: str) -> None:
    """Drops an unpaid cart (a right, where anything was rung up); the journal keeps its lines."""
    cart = begin(tx, till_id, cart_uid)
    if cart.lines:
        tx.actor.require("till.drop_cart")
    priced, reason = price_state(tx, cart), checked_words(reason, "reason")
    journal.record(
        tx,
        "cart.dropped",
        chain=journal.till_chain(till_id),
        subject=f"cart:{cart.uid}",
        body={
            "gross": priced.gross.minor,
            "reason": reason,
            "lines": [{"name": line.name, "qty_milli": line.qty_milli} for line in cart.lines],
        },
    )
    end_without_sale(tx, cart, priced.gross, reason)


def begin(tx: Unit, till_id: int, cart_uid: str, act_uid: str | None = None) -> CartState:
    """The cart to change; an act that adds may begin it. Raises what ``store.open_for_change`` raises."""
    tx.actor.require("till.sell")
    uid = parse_uid(cart_uid, "cart_uid")
    if act_uid is None:
        return at_rates_of_today(tx, store.open_for_change(tx, till_id, uid))
    return at_rates_of_today(tx, store.open_or_begin(tx, till_id, uid, act_uid))


def _sold_today(cart: CartState, line_uid: str) -> LineState:
    """A line whose price may be changed.

    Raises Conflict ``returned_as_sold`` for goods that come back with their receipt, ``gift_card_fixed``, and what
    ``refuse_pledge`` raises.
    """
    line = cart.line(line_uid)
    if line.returned_line_id is not None:
        raise Conflict("returned_as_sold", name=line.name)
    refuse_pledge(line)
    _refuse_load(line)
    return line


def _refuse_load(line: LineState) -> None:
    """Conflict ``gift_card_fixed`` for a line that loads a gift card or a balance: its amount was agreed on."""
    if line.loads is not None:
        raise Conflict("gift_card_fixed", name=line.name)


def _add(tx: Unit, till_id: int, cart: CartState, found: SoldAs, line: LineState, *, apart: bool) -> Changed:
    if line.min_age is not None:
        refuse_closed_hours(tx, line)
    if found.is_marked:
        ask_for_code(tx, till_id, line)
    is_package = mark_package(tx, line, found)
    same = None if apart or is_package else goods.same_as_last(cart, line)
    if same is None:
        put_line(tx, cart, line)
        add_pledges(tx, cart, line, found)
    else:
        qty_together = same.qty_milli + line.qty_milli
        goods.check_qty(abs(qty_together), same.unit_decimals, same.name)
        old = store.change_line(tx, cart, same, qty_milli=qty_together)
        store.note_act(tx, cart, line.uid, same.uid)
        store.set_undo(tx, cart, "added", _undo_body(same, old, abs(line.qty_milli)))
    if line.price_source == "manual":
        _journal_line(tx, till_id, cart, line, "cart.price_given", new_scaled=line.unit_price.scaled)
    touched = same or line
    warning = AWAITED if touched.marking_code == WAITS else goods.stock_warning(tx, till_id, cart, touched)
    return finish(tx, cart, touched.uid, warning)


def put_line(tx: Unit, cart: CartState, line: LineState) -> None:
    """Adds a line of an act that can be undone."""
    store.add_line(tx, cart, line)
    store.set_undo(tx, cart, "added", _undo_body(line, {"removed_at": True}, abs(line.qty_milli)))


def finish(tx: Unit, cart: CartState, line_uid: str | None, warning: str | None = None) -> Changed:
    """Prices and saves the cart after an act; answers it."""
    follow_goods(tx, cart)
    priced = price_state(tx, cart)
    before = cart.version
    save(tx, cart, priced.gross)
    return Changed(view_of(tx, cart, priced), line_uid, before, warning)


def unchanged(tx: Unit, cart: CartState, line_uid: str | None) -> Changed:
    """The answer where the act had been done before."""
    return Changed(view_of(tx, cart, price_state(tx, cart)), line_uid, cart.version)


def _can_undo(tx: Unit, cart: CartState, kind: str, line: LineState, old: dict[str, object]) -> None:
    store.set_undo(tx, cart, kind, _undo_body(line, old, line.qty_milli))


def _undo_body(line: LineState, old: dict[str, object], qty_milli: int) -> dict[str, object]:
    return {"line_uid": line.uid, "name": line.name, "qty_milli": qty_milli, "old": goods.plain_values(old)}


def _journal_loss(tx: Unit, till_id: int, cart: CartState, line: LineState, qty_milli: int) -> None:
    _journal_line(
        tx,
        till_id,
        cart,
        line,
        "cart.line_removed",
        qty_milli=qty_milli,
        amount=line.unit_price.for_qty(qty_milli).minor,
    )


def _journal_line(tx: Unit, till_id: int, cart: CartState, line: LineState, kind: str, **body: object) -> None:
    journal.record(
        tx,
        kind,
        chain=journal.till_chain(till_id),
        subject=f"cart:{cart.uid}",
        body={"name": line.name, "sku": line.sku, "reason": line.price_reason or line.discount_reason, **body},
    )


def _check_discount(percent_bp: int, amount: Money) -> None:
    if not 0 <= percent_bp <= PERCENT_BP:
        raise BadInput("percent_out_of_range", "discount_percent")
    if amount < ZERO:
        raise BadInput("negative", "discount_amount")
