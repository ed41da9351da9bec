"""What of a sale is paid at a connected card terminal: which payments it needs, and which of them it has.

A card tender is covered by a payment of the same amount. What goes back goes to the payments of the goods' sales, the
last first; what was not paid at connected terminals, or in another currency, the cashier gives back as it was paid.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.installation import facts
from app.core.money import ZERO, Money, total
from app.places.service import place_of
from pos.cart.store import CartState
from pos.payments.keeping import note_in_sale
from pos.payments.reading import PaymentView, back_of, live_of_subject, payments_in
from pos.sale.models import SaleLine


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount above zero that the terminal moves in one go; ``original`` is the payment that goes back."""

    amount: Money
    original: PaymentView | None = None


Cover = Callable[[Unit, int, CartState, Sequence[Money]], Sequence[PaymentView]]
"""Answers the payments that a cart's card tenders, as amounts, are covered by; at a till, in a unit."""


def approved_cover(tx: Unit, till_id: int, cart: CartState, tenders: Sequence[Money]) -> Sequence[PaymentView]:
    """The approved payments of the cart, which have to be exactly what its tenders need.

    Raises Conflict ``card_payment_under_way``, ``card_amounts_differ`` (``approved``).
    """
    needed, there = compared(tx, till_id, cart, tenders)
    if needed or there.unneeded:
        raise Conflict("card_amounts_differ", approved=total(one.approved for one in there.approved))
    return there.approved


@dataclass(frozen=True, slots=True)
class There:
    """The approved payments of a cart, and those of them that cover nothing."""

    approved: tuple[PaymentView, ...]
    unneeded: tuple[PaymentView, ...]


def compared(tx: ReadUnit, till_id: int, cart: CartState, tenders: Sequence[Money]) -> tuple[list[Leg], There]:
    """What the terminal still has to move for the tenders, and what it has; Conflict ``card_payment_under_way``.

    For a till without a terminal, and a cart that was never paid at one, nothing is read.
    """
    if not cart.is_paying and (not place_of(tx, till_id).has_terminal or not any(tenders)):
        return [], There((), ())
    there = live_of_subject(tx, cart.uid)
    if any(one.is_under_way for one in there):
        raise Conflict("card_payment_under_way")
    approved = tuple(one for one in there if one.purpose != "give_back")
    needed, unneeded = matched(_legs(tx, cart, tenders), approved)
    return needed, There(approved, tuple(unneeded))


def _legs(tx: ReadUnit, cart: CartState, tenders: Sequence[Money]) -> list[Leg]:
    owed = -total(tenders)
    if owed <= ZERO:
        return [Leg(amount) for amount in tenders if amount]
    lines = [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]
    sales = tx.execute(select(SaleLine.sale_id).where(SaleLine.id.in_(lines)).distinct()).scalars().all()
    return legs_back(tx, sales, owed, for_subject=cart.uid)


def legs_back(tx: ReadUnit, sale_ids: Sequence[int], owed: Money, *, for_subject: str) -> list[Leg]:
    """How an amount goes back to the payments of sales, the last first, as far as something is left of them.

    What has gone back already ``for_subject`` is part of the answer.
    """
    currency = facts(tx).currency
    originals = [one for one in payments_in(tx, sale_ids) if not one.goes_back and one.currency == currency]
    back = back_of(tx, [one.id for one in originals])
    legs = []
    for original in reversed(originals):
        gone = total(
            one.amount if one.is_under_way else one.approved
            for one in back
            if one.original_id == original.id and (one.live is None or one.subject_uid != for_subject)
        )
        part = min(original.approved - gone, owed)
        if part > ZERO:
            legs.append(Leg(part, original))
            owed -= part
    return legs


def matched(legs: Iterable[Leg], approved: Sequence[PaymentView]) -> tuple[list[Leg], list[PaymentView]]:
    """The legs that no approved payment covers, and the payments that cover none."""
    left = list(approved)
    missing = []
    for leg in legs:
        original_id = None if leg.original is None else leg.original.id
        one = next((one for one in left if (one.approved, one.original_id) == (leg.amount, original_id)), None)
        if one is None:
            missing.append(leg)
        else:
            left.remove(one)
    return missing, left


def put_in_sale(tx: Unit, sale_id: int, payments: Iterable[PaymentView]) -> None:
    """The payments are part of a sale that was just written."""
    for payment in payments:
        note_in_sale(tx, payment, sale_id)
