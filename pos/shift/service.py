"""Opening, counting and closing a shift; cash in and out between."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, insert, select

from app.core import feed, journal
from app.core.db.prepared import Prepared
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.db.wire import Row
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.money import MOST_AMOUNT, ZERO, Money
from app.places.day import book_on_paper_day, today
from app.places.service import begin_paper_day, place_of
from pos.cart.models import Cart
from pos.cash import denominations
from pos.fiscal.queue import queue_cash, queue_shift_opening
from pos.papers.store import is_kept, queue_print
from pos.shift import papers
from pos.shift.closing import TOPIC, Closed, Count, write_closing
from pos.shift.figures import Figures, figures_of
from pos.shift.models import CashEntry, OpenShift, Shift, ShiftClose
from pos.shift.paper_day import RIGHT, PaperDay, checked_paper_day
from pos.shift.views import ShiftView
from pos.words import checked_words

CASH_KINDS: Final = {"in": 1, "out": -1, "safe_drop": -1, "petty_cash": -1}
"""Kinds of cash entries and which way the money goes: +1 into the drawer."""
MOST_PIECES: Final = 100_000


_CURRENT = (
    select(
        Shift.id,
        Shift.uid,
        Shift.number,
        Shift.opened_at,
        Shift.opened_by,
        Shift.business_date,
        Shift.opening_float,
        Shift.paper_reason,
    )
    .join(OpenShift, OpenShift.shift_id == Shift.id)
    .where(OpenShift.till_id == bindparam("of_till"))
)
_TO_READ = Prepared(_CURRENT)
_TO_SELL_IN = Prepared(_CURRENT.with_for_update(of=OpenShift, read=True))
_TO_COUNT = Prepared(_CURRENT.with_for_update(of=OpenShift))
"""On PostgreSQL a shift that is counted waits for the sales on their way, and no sale slips in behind the count."""


def current_shift(tx: ReadUnit, till_id: int) -> ShiftView | None:
    """The open shift of the till; None where it is closed."""
    return _shift(tx, till_id, _TO_READ)


def shift_to_sell_in(tx: Unit, till_id: int) -> ShiftView:
    """The open shift, which stays open until this unit ends; Conflict ``no_open_shift`` where there is none."""
    return ask_shift_to_sell_in(tx, till_id)()


def ask_shift_to_sell_in(tx: Unit, till_id: int) -> Callable[[], ShiftView]:
    """Asks for it now; what is answered looks at it later, so that on PostgreSQL the next question travels along."""
    book_on_paper_day(tx, till_id)
    asked = _TO_SELL_IN.ask(tx, {"of_till": till_id})
    return lambda: _needed(_view(asked.first()))


def locked_shift(tx: Unit, till_id: int) -> ShiftView | None:
    """The open shift, in which nothing is sold or counted until this unit ends; None where the till is closed."""
    book_on_paper_day(tx, till_id)
    return _shift(tx, till_id, _TO_COUNT)


def shift_to_count(tx: Unit, till_id: int) -> ShiftView:
    """The ``locked_shift``; Conflict ``no_open_shift``."""
    return _needed(locked_shift(tx, till_id))


def _shift(tx: ReadUnit, till_id: int, question: Prepared) -> ShiftView | None:
    return _view(question.first(tx, {"of_till": till_id}))


def _view(row: Row | None) -> ShiftView | None:
    return None if row is None else ShiftView(*row)


def _needed(shift: ShiftView | None) -> ShiftView:
    if shift is None:
        raise Conflict("no_open_shift")
    return shift


def open_shift(
    tx: Unit, till_id: int, uid: str, counts: Mapping[int, int], paper_day: PaperDay | None = None
) -> ShiftView:
    """Opens the till's shift with a float counted by denomination (minor units → pieces).

    Everything in the shift of a ``paper_day`` counts for that day, and nothing of it is printed or registered by
    itself (a right of its own). The same ``uid`` again answers the open shift. Raises Conflict ``shift_open`` where
    another one is open, ``shift_over`` where the one with this ``uid`` was closed again, and what
    ``checked_paper_day`` raises.
    """
    tx.actor.require("shift.open")
    uid = parse_uid(uid)
    # In this order: what another unit opens between the two questions is found open, not over.
    known = tx.execute(select(Shift.id).where(Shift.uid == uid)).first() is not None
    shift = current_shift(tx, till_id)
    if shift is not None and shift.uid == uid:
        return shift
    if known:
        raise Conflict("shift_over")
    if shift is not None:
        raise Conflict("shift_open", opened_by=shift.opened_by)
    opening_float = counted_sum(tx, counts)
    if paper_day is not None:
        tx.actor.require(RIGHT)
        paper_day = checked_paper_day(tx, paper_day)
        begin_paper_day(tx, till_id, paper_day.day, is_registered=paper_day.is_registered)
    inserted = tx.execute(
        insert(Shift),
        {
            "uid": uid,
            "shop_id": place_of(tx, till_id).shop_id,
            "till_id": till_id,
            "number": next_number(tx, till_id, "shift"),
            "currency": facts(tx).currency,
            "opened_at": tx.now,
            "business_date": today(tx) if paper_day is None else paper_day.day,
            "opened_by": tx.actor.name,
            "opening_float": opening_float,
            "denominations": counts_json(counts),
            "paper_reason": None if paper_day is None else paper_day.reason,
        },
    ).inserted_primary_key
    assert inserted is not None
    tx.execute(insert(OpenShift), {"till_id": till_id, "shift_id": inserted[0]})
    opened = _needed(current_shift(tx, till_id))
    journal.record(
        tx,
        "shift.opened",
        chain=journal.till_chain(till_id),
        subject=f"shift:{opened.id}",
        body={"number": opened.number, "float": opening_float.minor, "counts": dict(counts)} | _told(paper_day),
    )
    queue_shift_opening(tx, till_id, uid, opening_float)
    feed.announce(tx, TOPIC, {"open": True}, till_id=till_id)
    return opened


def _told(paper_day: PaperDay | None) -> dict[str, Any]:
    if paper_day is None:
        return {}
    return {
        "paper_day": paper_day.day.isoformat(),
        "reason": paper_day.reason,
        "registered": paper_day.is_registered,
    }


def cash_in_out(tx: Unit, till_id: int, uid: str, kind: str, amount: Money, reason: str) -> int:
    """Puts cash into the drawer or takes it out; answers the entry's number. The same ``uid`` again does nothing.

    Raises BadInput ``unknown_cash_kind``, ``amount_not_positive``, ``amount_too_large``, ``reason_needed`` and what
    ``checked_words`` raises; Conflict ``no_open_shift``, and ``drawer_too_low`` where more would go out than should
    be there.
    """
    tx.actor.require("shift.cash")
    uid = parse_uid(uid)
    known: int | None = tx.execute(select(CashEntry.number).where(CashEntry.uid == uid)).scalar()
    if known is not None:
        return known
    if kind not in CASH_KINDS:
        raise BadInput("unknown_cash_kind", "kind")
    if amount <= ZERO:
        raise BadInput("amount_not_positive", "amount")
    if amount > MOST_AMOUNT:
        raise BadInput("amount_too_large", "amount")
    reason = checked_words(reason, "reason")
    if not reason:
        raise BadInput("reason_needed", "reason")
    shift = shift_to_count(tx, till_id)
    return enter_cash(tx, till_id, shift.id, uid, kind, amount.times(CASH_KINDS[kind]), reason).number


@dataclass(frozen=True, slots=True)
class CashEntered:
    """A cash entry that was written: its row and its number."""

    id: int
    number: int


def enter_cash(tx: Unit, till_id: int, shift_id: int, uid: str, kind: str, signed: Money, reason: str) -> CashEntered:
    """Writes a cash entry of a shift that is held, and prints its slip; below zero cash goes out.

    Raises Conflict ``drawer_too_low``.
    """
    if signed < ZERO and figures_of(tx, shift_id).expected_cash + signed < ZERO:
        raise Conflict("drawer_too_low")
    number = next_number(tx, till_id, "cash")
    key = tx.execute(
        insert(CashEntry),
        {
            "uid": uid,
            "shop_id": place_of(tx, till_id).shop_id,
            "till_id": till_id,
            "shift_id": shift_id,
            "currency": facts(tx).currency,
            "number": number,
            "kind": kind,
            "amount": signed,
            "reason": reason,
            "at": tx.now,
            "account_name": tx.actor.name,
        },
    ).inserted_primary_key
    assert key is not None
    journal.record(
        tx,
        "cash.entry",
        chain=journal.till_chain(till_id),
        subject=f"cash:{uid}",
        body={"number": number, "kind": kind, "amount": signed.minor, "reason": reason},
    )
    document = papers.store_cash_slip(tx, till_id, uid, number, kind, signed, reason)
    queue_print(tx, till_id, document, drawer=True)
    if kind in CASH_KINDS:
        # Tips are no turnover: what they change in the drawer is evened out as they are paid out, and by the Z report.
        queue_cash(tx, till_id, uid, signed)
    return CashEntered(key[0], number)


def x_report(tx: ReadUnit, till_id: int) -> Figures:
    """The figures of the open shift so far; Conflict ``no_open_shift``."""
    return figures_of(tx, _needed(current_shift(tx, till_id)).id)


def print_x(tx: Unit, till_id: int, uid: str) -> str:
    """Prints the figures so far; answers the document. The same ``uid`` again prints nothing more."""
    tx.actor.require("shift.x")
    uid = parse_uid(uid)
    document = papers.x_document(uid)
    if is_kept(tx, document):
        return document
    shift = _needed(current_shift(tx, till_id))
    figures = figures_of(tx, shift.id)
    papers.store_x(tx, till_id, uid, shift.number, shift.opened_at, figures)
    journal.record(
        tx,
        "shift.x",
        chain=journal.till_chain(till_id),
        subject=f"shift:{shift.id}",
        body={"gross": figures.gross.minor, "sales": figures.sale_count},
    )
    queue_print(tx, till_id, document)
    return document


def close_shift(tx: Unit, till_id: int, uid: str, counts: Mapping[int, int], reason: str = "") -> Closed:
    """Closes the shift with the cash counted by denomination, and prints the Z report.

    The same ``uid`` again answers the first closing. Raises Conflict ``no_open_shift``, ``cart_still_open``.
    """
    tx.actor.require("shift.close")
    uid = parse_uid(uid)
    reason = checked_words(reason, "reason")
    # The shift is taken first: whoever closes it at the same moment is then done, and found.
    still_open = locked_shift(tx, till_id)
    done = _closed_by_uid(tx, uid)
    if done is not None:
        return done
    shift = _needed(still_open)
    if tx.execute(select(Cart.id).where(Cart.till_id == till_id, Cart.line_count > 0)).first() is not None:
        raise Conflict("cart_still_open")
    counted = counted_sum(tx, counts)
    figures = figures_of(tx, shift.id)
    return write_closing(tx, till_id, uid, shift, figures, Count(counted, counts_json(counts)), reason)


def _closed_by_uid(tx: ReadUnit, uid: str) -> Closed | None:
    row = tx.execute(
        select(
            ShiftClose.shift_id,
            ShiftClose.number,
            ShiftClose.closed_at,
            ShiftClose.expected,
            ShiftClose.counted,
            ShiftClose.difference,
        ).where(ShiftClose.uid == uid)
    ).first()
    if row is None:
        return None
    figures = figures_of(tx, row.shift_id)
    return Closed(
        row.shift_id,
        row.number,
        row.closed_at,
        row.expected,
        row.counted,
        row.difference,
        figures,
        papers.z_document(uid),
    )


def counted_sum(tx: ReadUnit, counts: Mapping[int, int]) -> Money:
    """The sum of counted coins and notes; BadInput ``unknown_denomination`` or ``bad_count``."""
    installation = facts(tx)
    known = {piece.minor for piece in denominations(installation.decimals, installation.currency)}
    for minor, pieces in counts.items():
        if minor not in known:
            raise BadInput("unknown_denomination", "counts", value=minor)
        if not 0 <= pieces <= MOST_PIECES:
            raise BadInput("bad_count", "counts", value=minor)
    return Money(sum(minor * pieces for minor, pieces in counts.items()))


def counts_json(counts: Mapping[int, int]) -> str:
    """A count as the books keep it: pieces by minor units, what was not there left out."""
    return json.dumps({str(minor): pieces for minor, pieces in sorted(counts.items()) if pieces})
