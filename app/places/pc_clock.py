"""The PC's clock after it was ahead: acts bear times that are still to come, and somebody says that it is right now."""

from typing import Final

from sqlalchemy import select

from app.core import journal, journal_clock
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.journal import JournalEntry

REASON_MOST: Final = 200


def accept_clock(tx: Unit, uid: str, reason: str) -> None:
    """From now on the clock counts as right: tills stop asking, jobs go on. Chains never run backwards all the same.

    Needs ``clock.accept``; journaled with both times. The same ``uid`` again does nothing. Raises BadInput
    ``reason_needed``, ``text_too_long``; Conflict ``clock_right_again`` where the clock is not behind.
    """
    tx.actor.require("clock.accept")
    subject = f"clock:{parse_uid(uid)}"
    words = " ".join(reason.split())
    if not words:
        raise BadInput("reason_needed", "reason")
    if len(words) > REASON_MOST:
        raise BadInput("text_too_long", "reason", limit=REASON_MOST)
    journal_clock.hold_heads(tx)
    if tx.execute(select(JournalEntry.id).where(JournalEntry.subject == subject)).first() is not None:
        return
    newest_act = journal_clock.act_ahead(tx)
    if newest_act is None:
        raise Conflict("clock_right_again")
    journal_clock.believe_clock(tx)
    said = {"clock_said": tx.now.isoformat(), "newest_act": newest_act.isoformat(), "reason": words}
    journal.record(tx, "clock.accepted", subject=subject, body=said)
