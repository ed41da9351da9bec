"""Selling while a clock is wrong, the PC's or the register's: somebody says once in a shift to go on all the same."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, insert, select

from app.core import journal, journal_clock
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from pos.fiscal.clocks import CLOCKS_APART, register_ahead
from pos.shift.models import ClockConfirmation, RegisterClockConfirmation
from pos.shift.service import shift_to_count

_OF_SHIFT: Final = Prepared(
    select(RegisterClockConfirmation.register_said, RegisterClockConfirmation.clock_said).where(
        RegisterClockConfirmation.shift_id == bindparam("of_shift")
    )
)


def refuse_unconfirmed(tx: ReadUnit, shift_id: int, act_ahead: datetime | None) -> None:
    """Conflict ``clock_behind`` (``clock``, ``newest_act``) where the clock is behind and nobody said to go on.

    ``act_ahead`` is what ``journal_clock.act_ahead`` answers. What was said holds for the shift, until the clock has
    been right, or is set back further than it was then.
    """
    if act_ahead is None or _is_confirmed(tx, shift_id, act_ahead):
        return
    raise Conflict("clock_behind", clock=tx.now, newest_act=act_ahead)


def confirm_wrong_clock(tx: Unit, till_id: int, uid: str) -> None:
    """Selling goes on in the open shift though the clock is behind; journaled with both times.

    The same ``uid`` again does nothing, and so does a second word for the same clock. Raises Conflict
    ``no_open_shift``, and ``clock_right_again`` where there is nothing to confirm.
    """
    tx.actor.require("till.sell")
    uid = parse_uid(uid, "act_uid")
    if tx.execute(select(ClockConfirmation.id).where(ClockConfirmation.uid == uid)).first() is not None:
        return
    shift = shift_to_count(tx, till_id)
    newest_act = journal_clock.act_ahead(tx)
    if newest_act is None:
        raise Conflict("clock_right_again")
    if _is_confirmed(tx, shift.id, newest_act):
        return
    tx.execute(
        insert(ClockConfirmation),
        {
            "uid": uid,
            "shift_id": shift.id,
            "clock_said": tx.now,
            "newest_act": newest_act,
            "confirmed_by": tx.actor.name,
        },
    )
    journal.record(
        tx,
        "clock.confirmed",
        chain=journal.till_chain(till_id),
        subject=f"shift:{shift.id}",
        body={"clock_said": tx.now.isoformat(), "newest_act": newest_act.isoformat()},
    )


def _is_confirmed(tx: ReadUnit, shift_id: int, newest_act: datetime) -> bool:
    found = tx.execute(
        select(ClockConfirmation.id).where(
            ClockConfirmation.shift_id == shift_id,
            ClockConfirmation.newest_act == newest_act,
            ClockConfirmation.clock_said <= tx.now + journal.TOLERANCE,
        )
    )
    return found.first() is not None


def refuse_clocks_apart(tx: ReadUnit, till_id: int, shift_id: int) -> None:
    """Conflict ``register_clock_apart`` (``clock``, ``register_clock``) where nobody said in the shift to go on.

    What was said holds until the clocks are apart by another time.
    """
    ahead = register_ahead(tx, till_id)
    if ahead is not None and not _is_difference_confirmed(tx, shift_id, ahead):
        raise Conflict("register_clock_apart", clock=tx.now, register_clock=tx.now + ahead)


def confirm_register_clock(tx: Unit, till_id: int, uid: str) -> None:
    """Selling goes on in the open shift though the clocks are apart; journaled with both times.

    The same ``uid`` again does nothing, and so does a second word for the same difference. Raises Conflict
    ``no_open_shift``, and ``clock_right_again`` where there is nothing to confirm.
    """
    tx.actor.require("till.sell")
    uid = parse_uid(uid, "act_uid")
    known = select(RegisterClockConfirmation.id).where(RegisterClockConfirmation.uid == uid)
    if tx.execute(known).first() is not None:
        return
    shift = shift_to_count(tx, till_id)
    ahead = register_ahead(tx, till_id)
    if ahead is None:
        raise Conflict("clock_right_again")
    if _is_difference_confirmed(tx, shift.id, ahead):
        return
    times = {"clock_said": tx.now, "register_said": tx.now + ahead}
    tx.execute(
        insert(RegisterClockConfirmation),
        {"uid": uid, "shift_id": shift.id, "confirmed_by": tx.actor.name, **times},
    )
    journal.record(
        tx,
        "register_clock.confirmed",
        chain=journal.till_chain(till_id),
        subject=f"shift:{shift.id}",
        body={name: time.isoformat() for name, time in times.items()},
    )


def _is_difference_confirmed(tx: ReadUnit, shift_id: int, ahead: timedelta) -> bool:
    said = _OF_SHIFT.all(tx, {"of_shift": shift_id})
    return any(abs(register_said - clock_said - ahead) <= CLOCKS_APART for register_said, clock_said in said)
