"""A customer pays off what he bought on account: money that is no sale, in the shift it comes in."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core import journal
from app.core.db.series import next_number
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.money import ZERO, Money
from app.crm.held import subject_of
from app.crm.links import keep_person
from app.places.service import place_of
from pos.account.ledger import Entry, enter, held_account
from pos.account.models import AccountEntry
from pos.fiscal.queue import queue_account_payment
from pos.papers.store import queue_print
from pos.shift.papers import CASH, AccountSlip, store_account_slip
from pos.shift.service import shift_to_sell_in
from pos.tender_kinds import PAYMENT_KINDS


@dataclass(frozen=True, slots=True)
class AccountPayment:
    """A payment that was taken: its number and what is still owed."""

    number: int
    owed: Money
    document: str


def pay_off(tx: Unit, till_id: int, uid: str, customer_id: int, tender_kind: str, amount: Money) -> AccountPayment:
    """Takes a part or all of what a customer owes, and prints its slip. The same ``uid`` again does nothing.

    Raises BadInput ``unknown_tender`` and ``amount_not_positive``, Conflict ``no_open_shift``, ``no_credit``, and
    ``more_than_owed`` (``owed``).
    """
    tx.actor.require("till.sell")
    uid = parse_uid(uid)
    if tender_kind not in PAYMENT_KINDS:
        raise BadInput("unknown_tender", "tender_kind")
    if amount <= ZERO:
        raise BadInput("amount_not_positive", "amount")
    shift = shift_to_sell_in(tx, till_id)
    account = held_account(tx, keep_person(tx, customer_id))
    known = tx.execute(select(AccountEntry.number).where(AccountEntry.uid == uid)).scalar()
    if known is not None:
        return AccountPayment(known, account.owed, f"account:{uid}")
    if amount > account.owed:
        raise Conflict("more_than_owed", owed=max(account.owed, ZERO))
    number = next_number(tx, till_id, "account")
    entry = Entry(
        uid,
        "payment",
        -amount,
        place_of(tx, till_id).shop_id,
        till_id=till_id,
        shift_id=shift.id,
        tender_kind=tender_kind,
        number=number,
    )
    owed = enter(tx, account, entry)
    journal.record(
        tx,
        "credit.paid_off",
        chain=journal.till_chain(till_id),
        subject=subject_of(account.customer_id),
        body={"number": number, "tender": tender_kind, "amount": amount.minor, "owed": owed.minor},
    )
    slip = AccountSlip(number, account.customer_id, tender_kind, amount, owed)
    document = store_account_slip(tx, till_id, uid, slip)
    queue_print(tx, till_id, document, drawer=tender_kind == CASH)
    queue_account_payment(tx, till_id, uid, tender_kind, amount)
    return AccountPayment(number, owed, document)
