"""Gift cards and the prepaid balance in a cart: chosen to pay, sold and topped up as lines."""

from typing import Final

from sqlalchemy import select

from app.auth.models import Account
from app.core import settings
from app.core.codes import match_code
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.core.money import MOST_AMOUNT, ZERO, Money, UnitPrice
from app.core.texts import paper_texts, printed
from app.crm.models import CustomerCard
from app.places.day import calendar_date
from app.places.settings import PAPER_LANGUAGE
from loyalty.gift_cards.codes import checked_own_code, is_mistyped, key_of, last_signs
from loyalty.gift_cards.ledger import ACTIVE, CardView, balance_of, card_by_code, refuse_troubled, shortage
from pos.cart import service, store
from pos.cart.chosen_cards import ChosenCard
from pos.cart.goods import WHOLE_MILLI, next_position
from pos.cart.store import CartState, LineState
from pos.cart.views import Changed
from warehouse.catalogue.models import TaxCategory
from warehouse.catalogue.scanned import goods_scanned

CARD: Final = "card"
BALANCE: Final = "balance"
MOST_CARDS: Final = 10
UNDO: Final = "gift_card"
_NAMES: Final = {CARD: printed("Gift card"), BALANCE: printed("Prepaid balance")}


def use_gift_card(tx: Unit, till_id: int, cart_uid: str, act_uid: str, text: str, most: Money | None = None) -> Changed:
    """Lets a gift card pay for the cart, and begins one where there is none; ``most`` is for a part of what is on it.

    The same card again pays as much as is said last. Raises NotFound ``unknown_gift_card``, ``gift_card_mistyped``;
    BadInput ``amount_not_positive``; Conflict ``too_many_gift_cards`` (``most``), ``gift_card_too_little`` (``code``,
    ``left``), ``gift_card_held``, what ``refuse_troubled`` and the cart raise.
    """
    cart = service.begin(tx, till_id, cart_uid, parse_uid(act_uid, "act_uid"))
    card = known_card(tx, text)
    chosen = ChosenCard(card.code or "", most)
    if chosen in cart.gift_cards:
        return service.unchanged(tx, cart, None)
    refuse_troubled(tx, card)
    if most is not None and most <= ZERO:
        raise BadInput("amount_not_positive", "amount")
    if most is not None and most > card.free:
        raise shortage(card)
    is_new = all(one.code != chosen.code for one in cart.gift_cards)
    if is_new and len(cart.gift_cards) >= MOST_CARDS:
        raise Conflict("too_many_gift_cards", most=MOST_CARDS)
    before = (*cart.gift_cards, chosen) if is_new else cart.gift_cards
    cards = tuple(chosen if one.code == chosen.code else one for one in before)
    return _set(tx, cart, cards, uses_balance=cart.uses_balance)


def leave_gift_card(tx: Unit, till_id: int, cart_uid: str, code: str) -> Changed:
    """The card pays no more; one that does not changes nothing."""
    cart = service.begin(tx, till_id, cart_uid)
    left = tuple(one for one in cart.gift_cards if one.code != code)
    if left == cart.gift_cards:
        return service.unchanged(tx, cart, None)
    return _set(tx, cart, left, uses_balance=cart.uses_balance)


def use_balance(tx: Unit, till_id: int, cart_uid: str, *, wanted: bool) -> Changed:
    """Whether the customer's prepaid balance pays.

    Raises Conflict ``customer_needed``, ``no_prepaid_balance``, ``prepaid_balance_held``.
    """
    cart = service.begin(tx, till_id, cart_uid)
    if wanted:
        if cart.customer_id is None:
            raise Conflict("customer_needed")
        balance = balance_of(tx, cart.customer_id)
        if balance is None or balance.trouble(calendar_date(tx)):
            raise Conflict("no_prepaid_balance")
        if balance.refused(calendar_date(tx)):
            raise shortage(balance)
    return _set(tx, cart, cart.gift_cards, uses_balance=wanted)


def sell_gift_card(tx: Unit, till_id: int, cart_uid: str, line_uid: str, amount: Money, text: str = "") -> Changed:
    """Adds a line that puts an amount on a gift card. The same ``line_uid`` again adds nothing.

    ``text`` is the code of a card that the shop knows, which is topped up, or of a pre-printed one; empty makes one
    when the line is paid. Raises BadInput ``amount_not_positive``, ``amount_too_large``; Conflict
    ``gift_card_in_cart``, ``gift_card_code_taken`` where the code is something else's, what ``refuse_troubled`` and
    the cart raise; NotFound ``gift_card_mistyped``, ``no_tax_category`` in a shop that has none yet.
    """
    act_uid = parse_uid(line_uid, "line_uid")
    cart = service.begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return service.unchanged(tx, cart, cart.done_line_uid)
    code = code_to_load(tx, text) if text.strip() else ""
    if code and any(line.load_code and key_of(line.load_code) == key_of(code) for line in cart.lines):
        raise Conflict("gift_card_in_cart", code=last_signs(code))
    return _add(tx, cart, act_uid, amount, CARD, code)


def top_up_balance(tx: Unit, till_id: int, cart_uid: str, line_uid: str, amount: Money) -> Changed:
    """Adds a line that puts an amount on the customer's prepaid balance.

    Raises Conflict ``customer_needed``, BadInput ``amount_not_positive``, ``amount_too_large``, what the cart raises.
    """
    act_uid = parse_uid(line_uid, "line_uid")
    cart = service.begin(tx, till_id, cart_uid, act_uid)
    if cart.done_line_uid is not None:
        return service.unchanged(tx, cart, cart.done_line_uid)
    if cart.customer_id is None:
        raise Conflict("customer_needed")
    return _add(tx, cart, act_uid, amount, BALANCE, "")


def known_card(tx: ReadUnit, text: str) -> CardView:
    """The card somebody scanned or typed; NotFound ``unknown_gift_card``, ``gift_card_mistyped``."""
    card = card_by_code(tx, text)
    if card is None:
        if is_mistyped(text):
            raise NotFound("gift_card_mistyped")
        raise NotFound("unknown_gift_card", code=text.strip()[:40])
    return card


def code_to_load(tx: ReadUnit, text: str) -> str:
    """The code, as it is kept, of a card that money may be put on: the shop's, or a pre-printed one nobody uses yet.

    Raises Conflict ``gift_card_code_taken`` where it is something else's, what ``refuse_troubled`` raises; BadInput for
    no such code; NotFound ``gift_card_mistyped``.
    """
    card = card_by_code(tx, text)
    if card is not None and card.code is not None:
        if card.state != ACTIVE or card.trouble(calendar_date(tx)) == "expired":
            refuse_troubled(tx, card)
        return card.code
    if is_mistyped(text):
        raise NotFound("gift_card_mistyped")
    code = checked_own_code(text)
    of_others = (
        select(CustomerCard.id).where(CustomerCard.match_code == match_code(code)),
        select(Account.id).where(Account.badge == code),
    )
    if goods_scanned(tx, code) is not None or any(tx.execute(one).first() is not None for one in of_others):
        raise Conflict("gift_card_code_taken", code=code[:40])
    return code


def _add(tx: Unit, cart: CartState, act_uid: str, amount: Money, loads: str, code: str) -> Changed:
    if amount <= ZERO:
        raise BadInput("amount_not_positive", "amount")
    if amount > MOST_AMOUNT:
        raise BadInput("amount_too_large", "amount")
    name = paper_texts(settings.get(tx, PAPER_LANGUAGE)).gettext(_NAMES[loads])
    line = LineState(
        uid=act_uid,
        position=next_position(cart),
        product_id=None,
        barcode_id=None,
        name=f"{name} {last_signs(code)}" if code else name,
        sku=None,
        qty_milli=WHOLE_MILLI,
        pack_qty_milli=WHOLE_MILLI,
        unit_code="piece",
        unit_decimals=0,
        unit_price=UnitPrice.of(amount),
        price_source=loads,
        price_reason=None,
        tax_category_id=_tax_category(tx),
        # Goods bought with it will be taxed; what loads it is not, whatever the category says.
        tax_rate_bp=None,
        discountable=False,
        stocked=False,
        loads=loads,
        load_code=code or None,
    )
    service.put_line(tx, cart, line)
    return service.finish(tx, cart, line.uid)


def _tax_category(tx: ReadUnit) -> int:
    """One without tax where the shop has such; every line names a category."""
    found: int | None = tx.execute(
        select(TaxCategory.id).order_by(TaxCategory.exempt.desc(), TaxCategory.id).limit(1)
    ).scalar()
    if found is None:
        raise NotFound("no_tax_category")
    return found


def _set(tx: Unit, cart: CartState, cards: tuple[ChosenCard, ...], *, uses_balance: bool) -> Changed:
    old = {"cards": [one.text for one in cart.gift_cards], "balance": cart.uses_balance}
    cart.gift_cards, cart.uses_balance = cards, uses_balance
    store.set_undo(tx, cart, UNDO, {"name": "", "qty_milli": 0, "old": old})
    return service.finish(tx, cart, None)
