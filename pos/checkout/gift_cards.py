"""Gift cards and prepaid balances in a checkout: held, asked what they pay, charged, loaded, paid onto."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.money import ZERO, Money, total
from app.places.day import calendar_date
from loyalty.gift_cards.codes import new_code
from loyalty.gift_cards.ledger import (
    CardView,
    Document,
    balance_of,
    balance_to_load,
    book,
    card_by_code,
    cards_by_code,
    cards_by_id,
    hold_living,
    make_card,
    prolong,
    refuse_troubled,
    shortage,
    successor_of,
)
from loyalty.gift_cards.of_sales import card_loaded_by, entries_of_sale
from loyalty.gift_cards.settings import last_day_of_new
from pos.cart.gift_cards import BALANCE, code_to_load, known_card
from pos.cart.paying_cards import CodedCard, cart_cards, pay_with
from pos.cart.pricing import NO_VALUE, StoredValue, price_state
from pos.cart.store import CartState, LineState
from pos.checkout.document import WrittenSale
from pos.checkout.tenders import TenderRequest
from pos.pricing.priced import PricedCart
from pos.pricing.values import GiftCard, TenderKind
from pos.pricing.values import TenderRequest as PricingTender
from pos.returns.cards import cards_that_paid
from pos.sale.returned import sold_parts
from pos.tender_kinds import STORED_KINDS


@dataclass(frozen=True, slots=True)
class ToldCard:
    """A card or balance as a sale left it; ``is_new`` where the receipt is all the customer has of it."""

    card: CardView
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What one card or balance pays (above zero) or is paid, and how its ledger calls that."""

    card_id: int
    amount: Money
    entry: str


@dataclass(frozen=True, slots=True)
class HeldValue:
    """What gift cards and balances have to do with a cart; they are held until the unit ends.

    ``tenders`` stand before those of money, ``value`` is what they may take, ``of_cart`` what the cards that lie in the
    cart pay. ``made`` are the ids of cards that are new.
    """

    tenders: tuple[PricingTender, ...] = ()
    value: StoredValue = NO_VALUE
    parts: tuple[_Part, ...] = ()
    of_cart: Money = ZERO
    made: tuple[int, ...] = ()


NOTHING_HELD: Final = HeldValue()


def hold_value(tx: Unit, cart: CartState, asked: Sequence[TenderRequest]) -> HeldValue:
    """Keeps every card and balance that the cart or its tenders name, and says what each pays or is paid.

    Of a payout in gift cards the cards that paid get theirs first, the rest goes onto the named card or a new one.
    Raises NotFound ``unknown_gift_card``, BadInput ``missing`` (a code), ``repeated_gift_card``, ``negative``, Conflict
    ``customer_needed``, ``gift_card_pays_goods_only``, ``gift_card_too_little``, what ``refuse_troubled`` raises.
    """
    stored = {place: one for place, one in enumerate(asked) if one.kind in STORED_KINDS}
    if not (stored or cart.gift_cards or cart.uses_balance or any(line.loads is not None for line in cart.lines)):
        return NOTHING_HELD
    _hold(tx, cart, stored.values())
    priced = price_state(tx, cart)
    if priced.gross >= ZERO:
        return _paying(tx, cart, priced, stored)
    money = total(one.amount or ZERO for one in asked if one.kind not in STORED_KINDS)
    return _paid_onto(tx, cart, list(stored.values()), priced.gross - money)


def _hold(tx: Unit, cart: CartState, stored: Iterable[TenderRequest]) -> None:
    codes = [
        *(one.code for one in cart.gift_cards),
        *(one.code or "" for one in stored),
        *(line.load_code or "" for line in cart.lines),
    ]
    cards = [*cards_by_code(tx, [code for code in codes if code]).values()]
    cards += [card for card, _ in cards_that_paid(tx, _sold_lines(cart))]
    cards += [successor_of(tx, card) for card in cards_by_id(tx, [*_loaded_before(tx, cart).values()]).values()]
    ids = {card.id for card in cards}
    balance = None if cart.customer_id is None else balance_of(tx, cart.customer_id)
    hold_living(tx, ids if balance is None else ids | {balance.id})


def _paying(tx: Unit, cart: CartState, priced: PricedCart, stored: Mapping[int, TenderRequest]) -> HeldValue:
    """``stored`` are the tenders of cards and balances by their place."""
    loads = total(part.gross for line, part in zip(cart.lines, priced.lines, strict=True) if line.loads is not None)
    goods = priced.gross - max(loads, ZERO)
    parts = list(pay_with(tx, cart_cards(tx, cart), goods))
    of_cart = total(one.amount for one in parts)
    for place, one in stored.items():
        code, card = _named(tx, cart, one, f"tenders[{place}].code")
        refuse_troubled(tx, card)
        if any(part.card is not None and part.card.id == card.id for part in parts):
            raise BadInput("repeated_gift_card", f"tenders[{place}].code")
        if one.amount is not None and one.amount < ZERO:
            raise BadInput("negative", f"tenders[{place}].amount")
        left = goods - total(part.amount for part in parts)
        if one.amount is not None and one.amount > card.free:
            raise shortage(card)
        if one.amount is not None and one.amount > left and loads > ZERO:
            raise Conflict("gift_card_pays_goods_only")
        parts += pay_with(tx, [CodedCard(code, card)], left if one.amount is None else one.amount)
    paying = [(part.code, part.card, part.amount) for part in parts if part.card is not None and part.amount]
    return HeldValue(
        tenders=tuple(_tender(code, amount) for code, _, amount in paying),
        value=_value([CodedCard(code, card) for code, card, _ in paying]),
        parts=tuple(_Part(card.id, amount, "spent") for _, card, amount in paying),
        of_cart=of_cart,
    )


def _named(tx: Unit, cart: CartState, asked: TenderRequest, path: str) -> tuple[str | None, CardView]:
    """The card or balance that a tender of a sale names."""
    if asked.kind == BALANCE:
        balance = None if cart.customer_id is None else balance_of(tx, cart.customer_id)
        if balance is None:
            raise Conflict("no_prepaid_balance")
        return None, balance
    if asked.code is None:
        raise BadInput("missing", path)
    card = known_card(tx, asked.code)
    return card.code, card


def _paid_onto(tx: Unit, cart: CartState, stored: Sequence[TenderRequest], owed: Money) -> HeldValue:
    """``owed`` is what the tenders of money leave, below zero."""
    open_amount = owed - total(one.amount or ZERO for one in stored)
    paid = [(card, amount) for card, amount in cards_that_paid(tx, _sold_lines(cart))]
    parts: list[_Part] = []
    made: list[int] = []
    for one in stored:
        left = -(open_amount if one.amount is None else one.amount)
        for card, most in paid:
            is_same = (card.code is None) == (one.kind == BALANCE) and _takes(tx, card)
            back = (
                min(left, most) if is_same and (card.code is not None or card.customer_id == cart.customer_id) else ZERO
            )
            if back > ZERO:
                parts.append(_Part(card.id, -back, "given_back"))
                left -= back
        if left > ZERO:
            card, is_new = _credited(tx, cart, one)
            parts.append(_Part(card.id, -left, "credited"))
            made += [card.id] if is_new else []
    sums: dict[int, Money] = {}
    for part in parts:
        sums[part.card_id] = sums.get(part.card_id, ZERO) + part.amount
    cards = cards_by_id(tx, list(sums))
    return HeldValue(
        tenders=tuple(_tender(cards[card_id].code, amount) for card_id, amount in sums.items()),
        value=_value([CodedCard(card.code, card) for card in cards.values()]),
        parts=tuple(parts),
        made=tuple(made),
    )


def _takes(tx: Unit, card: CardView) -> bool:
    """Whether its holder can spend what is put on it."""
    return card.trouble(calendar_date(tx)) in ("", "empty")


def _credited(tx: Unit, cart: CartState, asked: TenderRequest) -> tuple[CardView, bool]:
    """What store credit goes onto; whether it is a new card."""
    if asked.kind == BALANCE:
        if cart.customer_id is None:
            raise Conflict("customer_needed")
        return balance_to_load(tx, cart.customer_id), False
    if not asked.code:
        return make_card(tx, new_code(), last_day_of_new(tx)), True
    code = code_to_load(tx, asked.code)
    known = card_by_code(tx, code)
    if known is None:
        return make_card(tx, code, last_day_of_new(tx)), False
    return known, False


def _tender(code: str | None, amount: Money) -> PricingTender:
    return PricingTender(TenderKind.BALANCE if code is None else TenderKind.GIFT_CARD, amount, code)


def _value(cards: Sequence[CodedCard]) -> StoredValue:
    return StoredValue(
        tuple(GiftCard(code, card.free) for code, card, _ in cards if code is not None and card is not None),
        next((card.free for code, card, _ in cards if code is None and card is not None), None),
    )


def move_gift_cards(tx: Unit, sale: WrittenSale, held: HeldValue) -> tuple[ToldCard, ...]:
    """Enters what the sale loads, takes back, spends and pays out; answers what the receipt tells of each card.

    Raises Conflict ``customer_needed`` for a balance that is nobody's, ``gift_card_too_little``, ``gift_card_taken``.
    """
    document = Document(sale.sale_id, sale.receipt, sale.place.shop_id)
    told: dict[int, bool] = {}
    loaded = _loaded_before(tx, sale.cart)
    for position, (line, part) in enumerate(zip(sale.cart.lines, sale.priced.lines, strict=True), start=1):
        if line.loads is None:
            continue
        if line.returned_line_id is not None:
            card = successor_of(tx, cards_by_id(tx, [loaded[line.returned_line_id]])[loaded[line.returned_line_id]])
            book(tx, card.id, "unloaded", part.gross, document, line_position=position)
        else:
            card, is_new = _loaded(tx, sale.cart, line)
            told[card.id] = is_new
            book(tx, card.id, "loaded", part.gross, document, line_position=position)
    for one in held.parts:
        told.setdefault(one.card_id, one.card_id in held.made)
        book(tx, one.card_id, one.entry, -one.amount, document)
    cards = cards_by_id(tx, list(told))
    return tuple(ToldCard(cards[card_id], is_new) for card_id, is_new in told.items())


def _loaded(tx: Unit, cart: CartState, line: LineState) -> tuple[CardView, bool]:
    """The card or balance that a line is to load; whether the receipt has to bear its code."""
    if line.loads == BALANCE:
        if cart.customer_id is None:
            raise Conflict("customer_needed")
        return balance_to_load(tx, cart.customer_id), False
    if line.load_code is None:
        return make_card(tx, new_code(), last_day_of_new(tx)), True
    known = card_by_code(tx, line.load_code)
    if known is None:
        return make_card(tx, line.load_code, last_day_of_new(tx)), False
    if not _takes(tx, known):
        refuse_troubled(tx, known)
    return prolong(tx, known, last_day_of_new(tx)), False


def _sold_lines(cart: CartState) -> list[int]:
    return [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]


def _loaded_before(tx: Unit, cart: CartState) -> dict[int, int]:
    """By the sold line that comes back the card or balance it was sold for."""
    back = [
        line.returned_line_id for line in cart.lines if line.loads is not None and line.returned_line_id is not None
    ]
    found = {}
    for line_id, sold in sold_parts(tx, back).items():
        card_id = card_loaded_by(tx, sold.sale_id, sold.position)
        if card_id is not None:
            found[line_id] = card_id
    return found


def void_gift_cards(tx: Unit, sale_id: int, document: Document) -> tuple[ToldCard, ...]:
    """Takes back what a sale did to cards and balances, with the void ``document``.

    Raises Conflict ``gift_card_too_little`` where what it loaded was spent meanwhile.
    """
    entries = entries_of_sale(tx, sale_id)
    known = cards_by_id(tx, [one.card_id for one in entries])
    targets = {card_id: successor_of(tx, card).id for card_id, card in known.items()}
    hold_living(tx, targets.values())
    for one in entries:
        kind = "unloaded" if one.kind == "loaded" else "given_back"
        book(tx, targets[one.card_id], kind, -one.amount, document, line_position=one.line_position)
    cards = cards_by_id(tx, list(targets.values()))
    return tuple(ToldCard(card) for card in cards.values())
