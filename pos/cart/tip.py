"""The tip beside a cart: how much it may be, and who it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.auth.accounts import Face, faces
from app.core import settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.installation import facts
from app.core.money import MOST_AMOUNT, ZERO, Money
from app.core.rounding import round_half_up
from pos.cart import store
from pos.cart.store import CartState
from pos.cash import quick_cash
from pos.pricing.tenders import round_cash
from pos.settings import pricing_shop
from pos.tips.ledger import Tip
from pos.tips.settings import TIPS

PERCENTS: Final = (5, 10, 15)
UNDO: Final = "tip"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A tip at one touch: so many ``percent`` of what is to be paid, or (0) what brings it up to ``together``."""

    percent: int
    amount: Money
    together: Money


def proposals(tx: ReadUnit, to_pay: Money) -> tuple[Proposal, ...]:
    """The tips a pay sheet offers for what is to be paid in cash: rounded up, then percentages, in coins there are."""
    installation = facts(tx)
    up = [one for one in quick_cash(to_pay, installation.decimals, installation.currency) if one > to_pay]
    found = [Proposal(0, one - to_pay, one) for one in up if 4 * (one - to_pay).minor <= to_pay.minor]
    for percent in PERCENTS:
        amount = _whole_coins(tx, Money(round_half_up(to_pay.minor * percent, 100)))
        if amount > ZERO:
            found.append(Proposal(percent, amount, to_pay + amount))
    return tuple(found)


def who_may_get(tx: ReadUnit) -> Sequence[Face]:
    """The people a tip can be for: who sells here."""
    return faces(tx)


def refuse_where_none_can_be(tx: ReadUnit, *, has_lines: bool, gross: Money) -> None:
    """Raises Conflict ``tips_off``, ``cart_empty``, ``no_tip_on_payout`` for a cart that takes no tip."""
    if not settings.get(tx, TIPS):
        raise Conflict("tips_off")
    if not has_lines:
        raise Conflict("cart_empty")
    if gross <= ZERO:
        raise Conflict("no_tip_on_payout")


def put_tip(tx: Unit, cart: CartState, gross: Money, amount: Money, account_id: int | None) -> None:
    """Puts a tip beside a cart that comes to ``gross``; zero takes it away. For the actor where nobody is named.

    Raises Conflict ``tips_off``, ``cart_empty``, ``no_tip_on_payout``; BadInput ``amount_not_positive``,
    ``amount_too_large``, ``tip_not_in_coins`` (``step``), ``unknown_person``.
    """
    tip = None
    if amount:
        refuse_where_none_can_be(tx, has_lines=bool(cart.lines), gross=gross)
        _check(tx, amount)
        tip = _for(tx, amount, account_id)
    old = None if cart.tip is None else _kept(cart.tip)
    cart.tip = tip
    store.set_undo(tx, cart, UNDO, {"name": "", "qty_milli": 0, "old": old})


def tip_before(kept: Mapping[str, Any] | None) -> Tip | None:
    """The tip there was before the act that is undone."""
    return None if kept is None else Tip(Money(kept["minor"]), kept["account_id"], kept["account_name"])


def _kept(tip: Tip) -> dict[str, Any]:
    return {"minor": tip.amount.minor, "account_id": tip.account_id, "account_name": tip.account_name}


def _check(tx: ReadUnit, amount: Money) -> None:
    if amount < ZERO:
        raise BadInput("amount_not_positive", "amount")
    if amount > MOST_AMOUNT:
        raise BadInput("amount_too_large", "amount")
    rounding = pricing_shop(tx).cash_rounding
    if rounding is not None and amount.minor % rounding.step.minor:
        raise BadInput("tip_not_in_coins", "amount", step=rounding.step)


def _whole_coins(tx: ReadUnit, amount: Money) -> Money:
    return round_cash(amount, pricing_shop(tx).cash_rounding)


def _for(tx: Unit, amount: Money, account_id: int | None) -> Tip:
    if tx.actor.account_id is not None and account_id in (None, tx.actor.account_id):
        return Tip(amount, tx.actor.account_id, tx.actor.name)
    for face in who_may_get(tx):
        if face.account_id == account_id:
            return Tip(amount, face.account_id, face.name)
    raise BadInput("unknown_person", "account")
