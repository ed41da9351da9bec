"""The rows of an open cart, read and written with as few statements as a scan can bear."""

import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.core.money import ZERO, Money, UnitPrice
from app.core.rounding import round_half_up
from app.places.day import book_on_paper_day
from devices.fiscal.receipt import Buyer
from pos.cart.chosen_cards import ChosenCard
from pos.cart.models import Cart, CartAct, CartLine
from pos.numbering.numbers import give_number
from pos.sale.kinds import PACKAGE_SOLD, TAKEN, VISIT
from pos.sale.models import Sale
from pos.tips.ledger import Tip

UNDO_SECONDS: Final = 30
MAX_LINES: Final = 1000


@dataclass(slots=True)
class LineState:
    """A line of the cart table. A ``marking_code`` is empty where it still waits for one, None where it needs none."""

    uid: str
    position: int
    product_id: int | None
    barcode_id: int | None
    name: str
    sku: str | None
    qty_milli: int
    pack_qty_milli: int
    unit_code: str
    unit_decimals: int
    unit_price: UnitPrice
    price_source: str
    price_reason: str | None
    tax_category_id: int
    tax_rate_bp: int | None
    discountable: bool
    stocked: bool
    discount_percent_bp: int = 0
    discount_amount: Money = ZERO
    discount_reason: str | None = None
    note: str | None = None
    removed_at: datetime | None = None
    returned_line_id: int | None = None
    return_reason: str | None = None
    min_age: int | None = None
    pledge: str | None = None
    pledge_of: str | None = None
    pledge_pieces: int | None = None
    loads: str | None = None
    load_code: str | None = None
    earns: bool = True
    marking_code: str | None = None
    package_visits: int | None = None
    package_id: int | None = None

    @property
    def is_return(self) -> bool:
        """Whether the goods of this line come back; empties are none, they come back by themselves."""
        return self.qty_milli < 0 and self.pledge != TAKEN

    @property
    def sold_milli(self) -> int:
        """The quantity its sale keeps: of a package its visits, so that each of them may come back."""
        return self.qty_milli * (self.package_visits or 1)

    @property
    def sold_price(self) -> UnitPrice:
        """The price its sale keeps, for one of that quantity."""
        if self.package_visits is None:
            return self.unit_price
        return UnitPrice(round_half_up(self.unit_price.scaled, self.package_visits))

    @property
    def package(self) -> str | None:
        """Whether it ``sold`` a package, or is a ``visit`` that one pays for."""
        if self.package_visits is not None:
            return PACKAGE_SOLD
        return None if self.package_id is None else VISIT


what_was_said = attrgetter(
    "discount_percent_bp",
    "discount_amount",
    "discount_reason",
    "customer_id",
    "checked_age",
    "offer_id",
    "offer_sales_known",
    "tip",
    "for_employee",
    "coupons",
    "points_micro",
    "gift_cards",
    "uses_balance",
    "claims",
    "buyer",
)
"""What somebody said of a cart beside its goods."""


@dataclass(slots=True)
class CartState:
    """A cart row with its lines; removed lines stay among them until the cart is paid."""

    id: int
    uid: str
    opened_at: datetime
    version: int
    discount_percent_bp: int
    discount_amount: Money
    discount_reason: str | None
    undo_kind: str | None
    undo_body: dict[str, Any] | None
    undo_until: datetime | None
    customer_id: int | None
    checked_age: int | None
    all_lines: list[LineState]
    offer_id: int | None = None
    offer_sales_known: int | None = None
    tip: Tip | None = None
    for_employee: bool = False
    coupons: tuple[str, ...] = ()
    points_micro: int = 0
    gift_cards: tuple[ChosenCard, ...] = ()
    uses_balance: bool = False
    claims: tuple[str, ...] = ()
    buyer: Buyer | None = None
    is_paying: bool = False
    done_line_uid: str | None = None
    till_id: int | None = None
    is_as_stored: bool = True
    """Whether the lines are as they were rung up, and not at the tax rates of another day."""
    said_before: tuple[Any, ...] = ()
    """What the cart's own row says of it, beside its sums."""

    def __post_init__(self) -> None:
        self.said_before = what_was_said(self)

    @property
    def lines(self) -> list[LineState]:
        """The lines that count."""
        return [line for line in self.all_lines if line.removed_at is None]

    @property
    def kind(self) -> str:
        """What the cart becomes: a ``sale``, a ``return``, or an ``exchange`` where goods go both ways.

        Pledges go with their goods, and empties alone are a sale: it can be voided.
        """
        if all(line.qty_milli > 0 for line in self.all_lines):
            return "sale"
        lines = [line for line in self.lines if line.pledge is None]
        returns = sum(line.qty_milli < 0 for line in lines)
        if not returns:
            return "sale"
        return "return" if returns == len(lines) else "exchange"

    def line(self, line_uid: str) -> LineState:
        """A line that counts; NotFound ``no_line``, BadInput ``not_a_uid``."""
        uid = parse_uid(line_uid, "line_uid")
        for line in self.all_lines:
            if line.uid == uid and line.removed_at is None:
                return line
        raise NotFound("no_line")


@dataclass(frozen=True, slots=True)
class _Left:
    """The lines of a cart as a unit left them in memory: they are those of this version of it and of no other."""

    cart_uid: str
    version: int
    lines: list[LineState]


_LINE_FIELDS: Final = tuple(field.name for field in fields(LineState))
_CART_COLUMNS: Final = (
    Cart.id,
    Cart.uid,
    Cart.opened_at,
    Cart.version,
    Cart.discount_percent_bp,
    Cart.discount_amount,
    Cart.discount_reason,
    Cart.undo_kind,
    Cart.undo_body,
    Cart.undo_until,
    Cart.customer_id,
    Cart.checked_age,
    Cart.offer_id,
    Cart.offer_sales_known,
    Cart.tip_amount,
    Cart.tip_account_id,
    Cart.tip_account_name,
    Cart.for_employee,
    Cart.coupons,
    Cart.points_micro,
    Cart.gift_cards,
    Cart.uses_balance,
    Cart.claims,
    Cart.buyer_name,
    Cart.buyer_tax_number,
    Cart.is_paying,
)
_DONE = func.coalesce(
    # The line an act made bears the act's uid; an act that did something else left a row of its own.
    select(CartLine.uid).where(CartLine.cart_id == Cart.id, CartLine.uid == bindparam("act_uid")).scalar_subquery(),
    select(CartAct.line_uid).where(CartAct.cart_id == Cart.id, CartAct.uid == bindparam("act_uid")).scalar_subquery(),
)
_CART = select(*_CART_COLUMNS, _DONE.label("done_line_uid")).where(Cart.till_id == bindparam("of_till"))
_TO_READ = Prepared(_CART)
_TO_CHANGE = Prepared(_CART.with_for_update(of=Cart))
"""PostgreSQL keeps the row until the unit ends; SQLite holds its one writer already."""
_LINES = Prepared(
    select(*(getattr(CartLine, name) for name in _LINE_FIELDS))
    .join(Cart, Cart.id == CartLine.cart_id)
    .where(Cart.till_id == bindparam("of_till"))
    .order_by(CartLine.position)
)
_SOLD = Prepared(select(Sale.id).where(Sale.uid == bindparam("of_uid")))
_ELSEWHERE = Prepared(
    select(Cart.id).where(
        Cart.uid == bindparam("of_uid"), or_(Cart.till_id.is_(None), Cart.till_id != bindparam("of_till"))
    )
)
_ADD_CART = Prepared(insert(Cart).returning(Cart.id))
_ADD_LINE = Prepared(insert(CartLine), columns=("cart_id", *_LINE_FIELDS))
_line_values = attrgetter(*_LINE_FIELDS)
_ADD_ACT = Prepared(insert(CartAct))
_FORGET = tuple(
    Prepared(delete(model).where(column == bindparam("of_cart")))
    for model, column in ((CartAct, CartAct.cart_id), (CartLine, CartLine.cart_id), (Cart, Cart.id))
)


def read_state(tx: ReadUnit, till_id: int) -> CartState | None:
    """The till's open cart with all its lines; None where it has none."""
    return _state(tx, _TO_READ, till_id, None)


def _state(
    tx: ReadUnit, question: Prepared, till_id: int, act_uid: str | None, left: _Left | None = None
) -> CartState | None:
    book_on_paper_day(tx, till_id)
    asked = question.ask(tx, {"of_till": till_id, "act_uid": act_uid})
    asked_lines = _LINES.ask(tx, {"of_till": till_id}) if left is None else None
    row = asked.first()
    if row is None:
        return None
    *head, undo_kind, undo_body, undo_until, customer_id, checked_age, offer_id, offer_sales_known = row[:-13]
    cart_id, uid, opened_at, version, discount_percent_bp, discount_amount, discount_reason = head
    *tip, for_employee, coupons, points_micro, gift_cards, uses_balance = row[-13:-5]
    claims, buyer_name, buyer_tax_number, is_paying, done = row[-5:]
    if left is not None and (left.cart_uid, left.version) == (uid, version):
        lines = left.lines
    else:
        asked_lines = asked_lines or _LINES.ask(tx, {"of_till": till_id})
        lines = [LineState(*line) for line in asked_lines.all()]
    return CartState(
        id=cart_id,
        uid=uid,
        opened_at=opened_at,
        version=version,
        discount_percent_bp=discount_percent_bp,
        discount_amount=discount_amount,
        discount_reason=discount_reason,
        undo_kind=undo_kind,
        undo_body=json.loads(undo_body) if undo_body else None,
        undo_until=undo_until,
        customer_id=customer_id,
        checked_age=checked_age,
        all_lines=lines,
        offer_id=offer_id,
        offer_sales_known=offer_sales_known,
        tip=None if tip[0] is None else Tip(*tip),
        for_employee=for_employee,
        coupons=tuple(coupons.splitlines()) if coupons else (),
        points_micro=points_micro,
        gift_cards=tuple(map(ChosenCard.of_text, gift_cards.splitlines())) if gift_cards else (),
        uses_balance=uses_balance,
        claims=tuple(claims.splitlines()) if claims else (),
        buyer=None if buyer_name is None else Buyer(buyer_name, buyer_tax_number or ""),
        is_paying=is_paying,
        done_line_uid=done,
        till_id=till_id,
    )


def _left_key(till_id: int) -> str:
    return f"cart_lines:{till_id}"


def changed_topic(till_id: int) -> str:
    """What whoever shows the till's cart elsewhere waits for: an in-memory wake-up, which costs a scan nothing."""
    return f"cart:{till_id}"


def open_for_change(
    tx: Unit, till_id: int, cart_uid: str, act_uid: str | None = None, *, paying: bool = False
) -> CartState:
    """The till's open cart, to be changed; one with a card's money on it only for what goes with ``paying``.

    Raises Conflict ``cart_paid`` where it was sold already, ``another_cart`` where the till has another one open,
    ``cart_elsewhere`` where it was put aside or taken over by another till, ``cart_being_paid``; NotFound ``no_cart``.
    """
    tx.wake(changed_topic(till_id))
    left = tx.take(_left_key(till_id))
    state = _state(tx, _TO_CHANGE, till_id, act_uid, left if isinstance(left, _Left) else None)
    if state is not None and state.uid == cart_uid:
        if state.is_paying and not paying:
            raise Conflict("cart_being_paid")
        return state
    refuse_paid(tx, cart_uid)
    if state is not None:
        raise Conflict("another_cart", cart_uid=state.uid)
    if _ELSEWHERE.first(tx, {"of_uid": cart_uid, "of_till": till_id}) is not None:
        raise Conflict("cart_elsewhere")
    raise NotFound("no_cart")


def refuse_paid(tx: ReadUnit, cart_uid: str) -> None:
    """Raises Conflict ``cart_paid`` where the cart is a sale already."""
    if _SOLD.first(tx, {"of_uid": cart_uid}) is not None:
        raise Conflict("cart_paid", sale_uid=cart_uid)


def open_or_begin(tx: Unit, till_id: int, cart_uid: str, act_uid: str) -> CartState:
    """The till's open cart, begun where there is none; raises as ``open_for_change`` and ``give_number``."""
    try:
        return open_for_change(tx, till_id, cart_uid, act_uid)
    except NotFound:
        added = _ADD_CART.first(
            tx,
            {
                "uid": cart_uid,
                "till_id": till_id,
                "opened_at": tx.now,
                "opened_by": tx.actor.account_id,
                "version": 0,
                "discount_percent_bp": 0,
                "discount_amount": ZERO,
                "line_count": 0,
                "gross": ZERO,
            },
        )
        assert added is not None
        give_number(tx, till_id, cart_uid)
        return CartState(
            added[0], cart_uid, tx.now, 0, 0, ZERO, None, None, None, None, None, None, [], till_id=till_id
        )


def add_line(tx: Unit, cart: CartState, line: LineState) -> None:
    """Writes a new line at the end; BadInput ``cart_too_long`` past a thousand."""
    if len(cart.all_lines) >= MAX_LINES:
        raise BadInput("cart_too_long", most=MAX_LINES)
    if not cart.lines:
        # Everything was taken out: what is rung up now has nothing to do with its offer, its tip or its buyer.
        cart.offer_id = cart.offer_sales_known = cart.tip = cart.buyer = None
    _ADD_LINE.write_rows(tx, [(cart.id, *_line_values(line))])
    cart.all_lines.append(line)


def note_act(tx: Unit, cart: CartState, act_uid: str, line_uid: str) -> None:
    """Remembers an addition that made no line of its own uid."""
    _ADD_ACT.write(tx, {"uid": act_uid, "cart_id": cart.id, "line_uid": line_uid})


def change_line(tx: Unit, cart: CartState, line: LineState, **values: Any) -> dict[str, Any]:
    """Writes new values of a line; answers the old ones."""
    old = {name: getattr(line, name) for name in values}
    for name, value in values.items():
        setattr(line, name, value)
    key = {"of_cart": cart.id, "of_line": line.uid}
    _change(tuple(values)).write(tx, key | {f"new_{name}": value for name, value in values.items()})
    return old


@cache
def _change(names: tuple[str, ...]) -> Prepared:
    """Sets columns of a line."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    key = (CartLine.cart_id == bindparam("of_cart"), CartLine.uid == bindparam("of_line"))
    return Prepared(update(CartLine).where(*key).values(values))


def set_undo(tx: Unit, cart: CartState, kind: str, body: dict[str, Any]) -> None:
    """Says how the act just made is undone, for the next thirty seconds."""
    cart.undo_kind, cart.undo_body = kind, body
    cart.undo_until = tx.now + timedelta(seconds=UNDO_SECONDS)


def clear_undo(cart: CartState) -> None:
    """Nothing can be undone now."""
    cart.undo_kind = cart.undo_body = cart.undo_until = None


def leave_lines(tx: Unit, cart: CartState) -> None:
    """Leaves the lines in memory for the next act at this till: those of the cart's version, as the rows have them."""
    if cart.till_id is not None and cart.is_as_stored:
        tx.leave(_left_key(cart.till_id), _Left(cart.uid, cart.version, cart.all_lines))


def forget(tx: Unit, cart_id: int) -> None:
    """Takes the cart and all its rows away: it was paid, or ended otherwise (``pos.cart.dropping``)."""
    for statement in _FORGET:
        statement.write(tx, {"of_cart": cart_id})
