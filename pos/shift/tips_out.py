"""Paying people the tips that were given to them, out of the drawer."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.money import ZERO, Money
from app.places.service import place_of
from pos.fiscal.queue import queue_evening
from pos.shift.figures import figures_of
from pos.shift.models import CashEntry
from pos.shift.papers import TIPS_OUT
from pos.shift.service import enter_cash, shift_to_count
from pos.tips.ledger import Where, held_for, pay_out

RIGHT: Final = "shift.cash"


@dataclass(frozen=True, slots=True)
class TipsPaid:
    """Tips that a person got: the number of the slip, whose they are, how much."""

    number: int
    name: str
    amount: Money


def pay_out_tips(tx: Unit, till_id: int, uid: str, account_id: int, amount: Money | None = None) -> TipsPaid:
    """Pays a person tips in cash, all that are held where no amount is said, with a slip to sign.

    The same ``uid`` again does nothing.

    Raises BadInput ``amount_not_positive``; NotFound ``no_account``; Conflict ``no_open_shift``, ``drawer_too_low``,
    and ``more_than_tips`` (``name``, ``held``) where less is held for the person.
    """
    tx.actor.require(RIGHT)
    uid = parse_uid(uid)
    known = tx.execute(
        select(CashEntry.number, CashEntry.reason, -CashEntry.amount).where(CashEntry.uid == uid)
    ).first()
    if known is not None:
        return TipsPaid(*known)
    if amount is not None and amount <= ZERO:
        raise BadInput("amount_not_positive", "amount")
    shift = shift_to_count(tx, till_id)
    person = held_for(tx, account_id)
    wanted = person.held if amount is None else amount
    if wanted > person.held or person.held <= ZERO:
        raise Conflict("more_than_tips", name=person.name, held=max(person.held, ZERO))
    entered = enter_cash(tx, till_id, shift.id, uid, TIPS_OUT, -wanted, person.name)
    pay_out(tx, Where(place_of(tx, till_id).shop_id, shift.id), entered.id, person, wanted)
    queue_evening(tx, till_id, uid, figures_of(tx, shift.id).expected_cash)
    return TipsPaid(entered.number, person.name, wanted)
