"""Handing the drawer over to a colleague inside a shift: count, sign over, go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.auth.accounts import rights_of
from app.core import journal
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.money import Money, total
from app.places.service import place_of
from pos.papers.store import queue_print
from pos.shift import papers
from pos.shift.figures import figures_of
from pos.shift.models import ShiftHandover
from pos.shift.service import counted_sum, counts_json, shift_to_count
from pos.words import checked_words


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over as it was signed. ``expected`` is what the giver should have had, from what he took over."""

    uid: str
    number: int
    at: datetime
    giver_name: str
    taker_name: str
    expected: Money
    counted: Money
    difference: Money

    @property
    def document(self) -> str:
        """The name of its slip."""
        return papers.handover_document(self.uid)


@dataclass(frozen=True, slots=True)
class Taker:
    """The colleague who takes over and has proved who he is."""

    account_id: int
    name: str


def hand_over(
    tx: Unit, till_id: int, uid: str, counts: Mapping[int, int], taker: Taker, reason: str = ""
) -> HandedOver:
    """The actor hands the drawer, counted by denomination, to ``taker``; the shift goes on, a slip is printed.

    The same ``uid`` again answers the first hand-over. A difference is the giver's: the taker begins with what was
    counted. Needs ``shift.close``. Raises Conflict ``no_open_shift``, ``taker_cannot_sell``, BadInput
    ``handover_to_self`` and what ``counted_sum`` and ``checked_words`` raise.
    """
    tx.actor.require("shift.close")
    uid = parse_uid(uid)
    done = _by_uid(tx, uid)
    if done is not None:
        return done
    reason = checked_words(reason, "reason")
    if taker.account_id == tx.actor.account_id:
        raise BadInput("handover_to_self", "account_id")
    if "till.sell" not in rights_of(tx, taker.account_id):
        raise Conflict("taker_cannot_sell", name=taker.name)
    # Asked again behind the lock: what the same request signed at the same moment is done by now.
    shift = shift_to_count(tx, till_id)
    done = _by_uid(tx, uid)
    if done is not None:
        return done
    counted = counted_sum(tx, counts)
    figures = figures_of(tx, shift.id)
    expected = figures.expected_cash + total(one.difference for one in figures.handovers)
    number = next_number(tx, till_id, "handover")
    tx.execute(
        insert(ShiftHandover),
        {
            "uid": uid,
            "shop_id": place_of(tx, till_id).shop_id,
            "till_id": till_id,
            "shift_id": shift.id,
            "currency": facts(tx).currency,
            "number": number,
            "at": tx.now,
            "giver_id": tx.actor.account_id,
            "giver_name": tx.actor.name,
            "taker_id": taker.account_id,
            "taker_name": taker.name,
            "expected": expected,
            "counted": counted,
            "difference": counted - expected,
            "reason": reason or None,
            "denominations": counts_json(counts),
        },
    )
    journal.record(
        tx,
        "shift.handed_over",
        chain=journal.till_chain(till_id),
        subject=f"shift:{shift.id}",
        body={
            "number": number,
            "to": taker.name,
            "expected": expected.minor,
            "counted": counted.minor,
            "difference": (counted - expected).minor,
            "reason": reason,
        },
    )
    handed = handover(tx, uid)
    papers.store_handover(tx, till_id, handed.document, number, taker.name, expected, counted)
    queue_print(tx, till_id, handed.document)
    return handed


def handover(tx: ReadUnit, uid: str) -> HandedOver:
    """A hand-over; NotFound ``no_handover``."""
    found = _by_uid(tx, uid)
    if found is None:
        raise NotFound("no_handover")
    return found


def _by_uid(tx: ReadUnit, uid: str) -> HandedOver | None:
    row = tx.execute(select(*_COLUMNS).where(ShiftHandover.uid == uid)).first()
    return HandedOver(*row) if row is not None else None


_COLUMNS = tuple(getattr(ShiftHandover, name) for name in HandedOver.__slots__)
