"""The ledger of gift cards and prepaid balances: what is put on and taken off, never more than is there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, insert, select, update

from app.core.db.types import money_sum
from app.core.db.unit import DatabaseBusy, ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.crm.held import hold_row
from app.crm.links import are_merged, who_now
from app.places.day import calendar_date, today
from loyalty.gift_cards.codes import key_of, last_signs
from loyalty.gift_cards.models import GiftCard, GiftCardEntry, GiftCardHold

ACTIVE: Final = "active"
BLOCKED: Final = "blocked"
REPLACED: Final = "replaced"


@dataclass(frozen=True, slots=True)
class CardView:
    """A gift card or, without a code, the prepaid balance of a customer.

    ``held`` of its ``balance`` is kept for carts that wait for a card terminal.
    """

    id: int
    uid: str
    code: str | None
    customer_id: int | None
    state: str
    reason: str
    balance: Money
    last_day: date | None
    issued_at: datetime
    replaced_by_id: int | None
    held: Money

    @property
    def free(self) -> Money:
        """What it can pay."""
        return self.balance - self.held

    @property
    def short_code(self) -> str:
        """The last figures of the code; empty for a balance."""
        return "" if self.code is None else last_signs(self.code)

    def trouble(self, day: date) -> str:
        """What is wrong with the card on a day: ``blocked``, ``replaced``, ``expired``, ``empty``; or nothing."""
        if self.state != ACTIVE:
            return self.state
        if self.last_day is not None and self.last_day < day:
            return "expired"
        return "" if self.balance > ZERO else "empty"

    def refused(self, day: date) -> str:
        """Why the card cannot pay: its trouble, or ``held``; or nothing."""
        return self.trouble(day) or ("" if self.free > ZERO else "held")


@dataclass(frozen=True, slots=True)
class Document:
    """The sale an entry belongs to, with the number of its paper."""

    sale_id: int
    receipt: str
    shop_id: int


_HELD: Final = (
    select(money_sum(GiftCardHold.amount)).where(GiftCardHold.card_id == GiftCard.id).correlate(GiftCard)
).scalar_subquery()
CARD_COLUMNS: Final = tuple(
    _HELD if field.name == "held" else getattr(GiftCard, field.name) for field in fields(CardView)
)
"""What a ``CardView`` is made of, in its order."""


def card_by_code(tx: ReadUnit, text: str) -> CardView | None:
    """The card somebody scanned or typed; None where the shop knows none such."""
    return cards_by_code(tx, [text]).get(key_of(text))


def cards_by_code(tx: ReadUnit, codes: Iterable[str]) -> dict[str, CardView]:
    """Cards by ``codes.key_of`` of their codes; unknown ones are left out."""
    keys = [key_of(code) for code in codes]
    if not keys:
        return {}
    rows = tx.execute(select(*CARD_COLUMNS).where(GiftCard.match_code.in_(keys)))
    return {key_of(card.code or ""): card for card in map(_view, rows)}


def card_by_uid(tx: ReadUnit, uid: str) -> CardView:
    """A card or a balance; NotFound ``no_gift_card``."""
    row = tx.execute(select(*CARD_COLUMNS).where(GiftCard.uid == uid)).first()
    if row is None:
        raise NotFound("no_gift_card")
    return _view(row)


def cards_by_id(tx: ReadUnit, ids: Sequence[int]) -> dict[int, CardView]:
    """Cards and balances by their ids."""
    if not ids:
        return {}
    return {card.id: card for card in map(_view, tx.execute(select(*CARD_COLUMNS).where(GiftCard.id.in_(ids))))}


def balance_of(tx: ReadUnit, customer_id: int) -> CardView | None:
    """The prepaid balance of a customer; None where there never was one."""
    row = tx.execute(select(*CARD_COLUMNS).where(GiftCard.customer_id == customer_id)).first()
    return None if row is None else _view(row)


def successor_of(tx: ReadUnit, card: CardView) -> CardView:
    """The card that has the money of a replaced one now, or the balance of who is that person now; else itself."""
    while card.replaced_by_id is not None:
        card = cards_by_id(tx, [card.replaced_by_id])[card.replaced_by_id]
    if card.customer_id is None:
        return card
    return balance_of(tx, who_now(tx, card.customer_id)) or card


def hold_cards(tx: Unit, ids: Iterable[int]) -> dict[int, CardView]:
    """Keeps cards and balances until the unit ends; answers them as they are now."""
    held = sorted(set(ids))
    if held:
        tx.lock(select(GiftCard.id).where(GiftCard.id.in_(held)).order_by(GiftCard.id))
    return cards_by_id(tx, held)


def hold_living(tx: Unit, ids: Iterable[int]) -> dict[int, CardView]:
    """The same for a sale, which keeps those who have the balances from being merged too.

    Where one of them was merged into another meanwhile, the unit begins again (DatabaseBusy) and finds that one's.
    """
    held = set(ids)
    owners = {card.customer_id for card in cards_by_id(tx, sorted(held)).values()}
    if are_merged(tx, [customer_id for customer_id in owners if customer_id is not None]):
        raise DatabaseBusy("database_busy")
    return hold_cards(tx, held)


def make_card(tx: Unit, code: str, last_day: date | None) -> CardView:
    """A new card that holds nothing yet; Conflict ``gift_card_taken`` where there is one with the code."""
    if card_by_code(tx, code) is not None:
        raise Conflict("gift_card_taken", code=last_signs(code))
    return _make(tx, {"code": code, "match_code": key_of(code), "customer_id": None, "last_day": last_day})


def prolong(tx: Unit, card: CardView, last_day: date | None) -> CardView:
    """Makes a card good until a later day, None without an end; an earlier day changes nothing."""
    if card.last_day is None or (last_day is not None and last_day <= card.last_day):
        return card
    tx.execute(update(GiftCard).where(GiftCard.id == card.id).values(last_day=last_day))
    return cards_by_id(tx, [card.id])[card.id]


def balance_to_load(tx: Unit, customer_id: int) -> CardView:
    """The prepaid balance of a customer, begun where there was none; it has no last day. Raises as ``hold_row``."""
    hold_row(tx, customer_id)
    found = balance_of(tx, customer_id)
    return found or _make(tx, {"code": None, "match_code": None, "customer_id": customer_id, "last_day": None})


def _make(tx: Unit, values: dict[str, Any]) -> CardView:
    own = {"uid": new_uid(), "state": ACTIVE, "reason": "", "balance": ZERO, "issued_at": tx.now}
    key = tx.execute(insert(GiftCard), values | own).inserted_primary_key
    assert key is not None
    return cards_by_id(tx, [key[0]])[key[0]]


def refuse_troubled(tx: ReadUnit, card: CardView) -> None:
    """Whether a card can pay.

    Raises Conflict ``gift_card_blocked``, ``gift_card_replaced``, ``gift_card_expired`` (``day``), ``gift_card_empty``,
    ``gift_card_held``, ``prepaid_balance_held``, each with the card's last figures.
    """
    match card.refused(calendar_date(tx)):
        case "blocked":
            raise Conflict("gift_card_blocked", code=card.short_code)
        case "replaced":
            raise Conflict("gift_card_replaced", code=card.short_code)
        case "expired":
            raise Conflict("gift_card_expired", code=card.short_code, day=card.last_day)
        case "empty":
            raise Conflict("gift_card_empty", code=card.short_code)
        case "held":
            raise shortage(card)


def shortage(card: CardView) -> Conflict:
    """Why no more than what is free of a card can be taken off it."""
    if card.held and card.code is None:
        return Conflict("prepaid_balance_held")
    if card.held:
        return Conflict("gift_card_held", code=card.short_code)
    return Conflict("gift_card_too_little", code=card.short_code, left=card.balance)


def book(
    tx: Unit,
    card_id: int,
    kind: str,
    amount: Money,
    document: Document,
    *,
    line_position: int | None = None,
) -> CardView:
    """Writes what a sale puts on a card that is held, or takes off it; answers the card as it is then.

    Raises Conflict ``gift_card_too_little`` (``code``, ``left``) where it holds less, ``gift_card_held`` where what it
    holds is kept for another cart.
    """
    values = {"sale_id": document.sale_id, "line_position": line_position, "receipt": document.receipt, "reason": ""}
    return _enter(tx, card_id, kind, amount, document.shop_id, values)


def book_by_hand(tx: Unit, card_id: int, kind: str, amount: Money, shop_id: int, reason: str) -> CardView:
    """Writes what is no sale's, of a card that is held; raises as ``book``."""
    values = {"sale_id": None, "line_position": None, "receipt": "", "reason": reason}
    return _enter(tx, card_id, kind, amount, shop_id, values)


def _enter(tx: Unit, card_id: int, kind: str, amount: Money, shop_id: int, values: dict[str, Any]) -> CardView:
    card = cards_by_id(tx, [card_id])[card_id]
    balance = card.balance + amount
    if amount < ZERO and balance < card.held:
        raise shortage(card)
    entry = {
        "uid": new_uid(),
        "card_id": card_id,
        "kind": kind,
        "amount": amount,
        "currency": facts(tx).currency,
        "shop_id": shop_id,
        "at": tx.now,
        "business_date": today(tx),
        "account_name": tx.actor.name,
    }
    tx.execute(insert(GiftCardEntry), entry | values)
    tx.execute(update(GiftCard).where(GiftCard.id == card_id).values(balance=balance))
    return cards_by_id(tx, [card_id])[card_id]


def _view(row: Row[*tuple[Any, ...]]) -> CardView:
    return CardView(*row)
