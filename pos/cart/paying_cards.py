"""What gift cards and the customer's prepaid balance pay of a cart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money, total
from app.places.day import calendar_date
from loyalty.gift_cards.codes import key_of
from loyalty.gift_cards.holds import kept_cards
from loyalty.gift_cards.ledger import CardView, balance_of, cards_by_code
from pos.cart.store import CartState
from pos.cart.views import PayingView
from pos.pricing.priced import PricedCart


class CodedCard(NamedTuple):
    """A code, None for a balance, what the shop knows of it, and the most it is to pay; None is all that is on it."""

    code: str | None
    card: CardView | None
    most: Money | None = None


@dataclass(frozen=True, slots=True)
class PayingCard:
    """A gift card, or without a code the customer's balance, that is to pay ``amount`` of a cart.

    It may pay ``most`` where that was said. ``trouble`` says why it pays nothing, as ``CardView.refused``; ``unknown``
    where the card is not the shop's.
    """

    code: str | None
    card: CardView | None
    amount: Money
    trouble: str = ""
    most: Money | None = None

    @property
    def left(self) -> Money:
        """What it will hold then."""
        return ZERO if self.card is None else self.card.free - self.amount


def paying_cards(tx: ReadUnit, cart: CartState, priced: PricedCart) -> tuple[PayingCard, ...]:
    """What the cart's cards and then the balance pay: goods only, never another gift card; nothing of a payout."""
    if not (cart.gift_cards or cart.uses_balance):
        return ()
    loads = total(part.gross for line, part in zip(cart.lines, priced.lines, strict=True) if line.loads is not None)
    return pay_with(tx, cart_cards(tx, cart), priced.gross - max(loads, ZERO))


def cart_cards(tx: ReadUnit, cart: CartState) -> list[CodedCard]:
    """The cards of a cart by their codes, the balance last; what is held for the cart itself is free to it."""
    known = cards_by_code(tx, [one.code for one in cart.gift_cards])
    found = [CodedCard(one.code, known.get(key_of(one.code)), one.most) for one in cart.gift_cards]
    if cart.uses_balance and cart.customer_id is not None:
        found.append(CodedCard(None, balance_of(tx, cart.customer_id)))
    own = kept_cards(tx, cart.uid) if cart.is_paying else {}
    return [one._replace(card=_without_own(one.card, own)) for one in found] if own else found


def _without_own(card: CardView | None, own: Mapping[int, Money]) -> CardView | None:
    return None if card is None else replace(card, held=card.held - own.get(card.id, ZERO))


def pay_with(tx: ReadUnit, cards: Sequence[CodedCard], to_pay: Money) -> tuple[PayingCard, ...]:
    """What each of the cards pays, in their order."""
    day, parts = calendar_date(tx), []
    for code, card, most in cards:
        trouble = "unknown" if card is None else card.refused(day)
        there = ZERO if card is None or trouble else card.free
        amount = max(min(there, to_pay, there if most is None else most), ZERO)
        to_pay -= amount
        parts.append(PayingCard(code, card, amount, trouble, most))
    return tuple(parts)


def paying_view(one: PayingCard) -> PayingView:
    """It as the till shows it."""
    return PayingView(one.code, one.amount, one.left, one.trouble, one.most)
