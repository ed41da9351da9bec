"""The end of a shift as it is written: journal, Z report, paper, and the word to open pages."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert

from app.core import feed, journal
from app.core.db.series import next_number
from app.core.db.unit import Unit
from app.core.money import Money
from app.places.day import today
from app.places.service import end_paper_day
from pos.fiscal.queue import queue_evening, queue_shift_closing
from pos.papers.store import queue_print
from pos.shift import papers
from pos.shift.figures import Figures, plain
from pos.shift.models import OpenShift, ShiftClose
from pos.shift.views import ShiftView

TOPIC: Final = "shift"


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed shift: its Z number, what was expected and counted, and its figures."""

    shift_id: int
    number: int
    closed_at: datetime
    expected: Money
    counted: Money
    difference: Money
    figures: Figures
    document: str


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted in the drawer, and the count as the books keep it (``counts_json``)."""

    counted: Money
    denominations: str


def write_closing(
    tx: Unit, till_id: int, uid: str, shift: ShiftView, figures: Figures, count: Count | None, reason: str = ""
) -> Closed:
    """Writes the end of a shift that the caller has locked (``shift_to_count``), and prints its Z report.

    Without a count nobody was there: the program closed it, and what was expected stands for what was counted.
    """
    counted = figures.expected_cash if count is None else count.counted
    number = next_number(tx, till_id, "z")
    difference = counted - figures.expected_cash
    tx.execute(delete(OpenShift).where(OpenShift.till_id == till_id))
    journal.record(
        tx,
        "shift.closed" if count is not None else "shift.closed_uncounted",
        chain=journal.till_chain(till_id),
        subject=f"shift:{shift.id}",
        body={
            "z": number,
            "expected": figures.expected_cash.minor,
            "counted": counted.minor if count is not None else None,
            "reason": reason,
            "late": shift.is_late(today(tx)),
            "figures": plain(figures),
        },
    )
    heads = journal.heads(tx)
    tx.execute(
        insert(ShiftClose),
        {
            "shift_id": shift.id,
            "uid": uid,
            "till_id": till_id,
            "number": number,
            "closed_at": tx.now,
            "closed_by": tx.actor.name,
            "automatic": count is None,
            "expected": figures.expected_cash,
            "counted": counted,
            "difference": difference,
            "reason": reason or None,
            "denominations": count.denominations if count is not None else "{}",
            "figures": json.dumps(plain(figures)),
            "journal_heads": json.dumps(heads, sort_keys=True),
        },
    )
    document = papers.store_z(tx, till_id, uid, number, shift, figures, None if count is None else count.counted, heads)
    queue_print(tx, till_id, document)
    if figures.tips.in_cash or figures.tips.paid_out:
        queue_evening(tx, till_id, uid, figures.expected_cash)
    queue_shift_closing(tx, till_id, uid)
    if shift.paper_reason is not None:
        end_paper_day(tx, till_id)
    feed.announce(tx, TOPIC, {"open": False, "automatic": count is None}, till_id=till_id)
    return Closed(shift.id, number, tx.now, figures.expected_cash, counted, difference, figures, document)
