"""What the office does to gift cards: block, replace, another last day, write off what nobody will spend."""

from datetime import date
from typing import Final

from sqlalchemy import update

from app.core import journal
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.money import ZERO
from loyalty.gift_cards.codes import checked_own_code, new_code
from loyalty.gift_cards.ledger import (
    ACTIVE,
    BLOCKED,
    REPLACED,
    CardView,
    book_by_hand,
    card_by_uid,
    hold_cards,
    make_card,
)
from loyalty.gift_cards.models import GiftCard

MANAGE: Final = "gift_cards.manage"
MOST_REASON: Final = 200


def block_gift_card(tx: Unit, uid: str, reason: str) -> None:
    """The card pays no more from now on; what it holds stays. Needs ``gift_cards.manage``; journaled.

    A blocked card stays as it is. Raises NotFound ``no_gift_card``, BadInput ``gift_card_reason_needed``, Conflict
    ``gift_card_replaced``.
    """
    card = _held(tx, uid)
    if card.state == ACTIVE:
        _change(tx, card, "gift_card.blocked", checked_reason(reason), state=BLOCKED)


def unblock_gift_card(tx: Unit, uid: str) -> None:
    """The card pays again; an active one stays as it is. Raises as ``block_gift_card``."""
    card = _held(tx, uid)
    if card.state == BLOCKED:
        _change(tx, card, "gift_card.unblocked", "", state=ACTIVE)


def replace_gift_card(tx: Unit, uid: str, shop_id: int, reason: str, code: str = "") -> CardView:
    """Gives what the card holds to another one and retires it for good; answers the new card.

    ``code`` is that of a pre-printed card, empty makes one. Raises as ``block_gift_card``, Conflict
    ``gift_card_of_customer`` for a balance, ``gift_card_taken``, and what ``checked_own_code`` refuses.
    """
    card = _held(tx, uid)
    if card.code is None:
        raise Conflict("gift_card_of_customer")
    reason = checked_reason(reason)
    new = make_card(tx, checked_own_code(code) if code.strip() else new_code(), card.last_day)
    _change(tx, card, "gift_card.replaced", reason, state=REPLACED, replaced_by_id=new.id)
    if card.balance > ZERO:
        book_by_hand(tx, card.id, "moved", -card.balance, shop_id, new.short_code)
        book_by_hand(tx, new.id, "moved", card.balance, shop_id, card.short_code)
    return card_by_uid(tx, new.uid)


def set_last_day(tx: Unit, uid: str, last_day: date | None) -> None:
    """Makes the card good until another day, None without an end. Raises as ``block_gift_card``; journaled."""
    card = _held(tx, uid)
    if card.last_day == last_day:
        return
    tx.execute(update(GiftCard).where(GiftCard.id == card.id).values(last_day=last_day))
    days = [None if day is None else day.isoformat() for day in (card.last_day, last_day)]
    journal.record(tx, "gift_card.last_day", subject=_subject(card), body={"old": days[0], "new": days[1]})


def write_off(tx: Unit, uid: str, shop_id: int, reason: str) -> None:
    """Takes all that is left off a card that nobody will spend: the shop owes it no more. Journaled.

    Raises as ``block_gift_card``, Conflict ``gift_card_empty``.
    """
    card = _held(tx, uid)
    if card.balance == ZERO:
        raise Conflict("gift_card_empty", code=card.short_code)
    reason = checked_reason(reason)
    book_by_hand(tx, card.id, "written_off", -card.balance, shop_id, reason)
    body = {"amount": card.balance.minor, "reason": reason}
    journal.record(tx, "gift_card.written_off", subject=_subject(card), body=body)


def checked_reason(text: str) -> str:
    """A reason in a few words; BadInput ``gift_card_reason_needed`` (``most``)."""
    reason = " ".join(text.split())
    if not reason or len(reason) > MOST_REASON:
        raise BadInput("gift_card_reason_needed", "reason", most=MOST_REASON)
    return reason


def _held(tx: Unit, uid: str) -> CardView:
    tx.actor.require(MANAGE)
    known = card_by_uid(tx, uid)
    card = hold_cards(tx, [known.id])[known.id]
    if card.state == REPLACED:
        raise Conflict("gift_card_replaced", code=card.short_code)
    return card


def _change(tx: Unit, card: CardView, act: str, reason: str, *, state: str, replaced_by_id: int | None = None) -> None:
    values = {"state": state, "reason": reason, "replaced_by_id": replaced_by_id}
    tx.execute(update(GiftCard).where(GiftCard.id == card.id).values(**values))
    journal.record(tx, act, subject=_subject(card), body={"code": card.short_code, "reason": reason})


def _subject(card: CardView) -> str:
    return f"gift_card:{card.uid}"
