"""What a person decides about a message of a queue that has one page of its own."""

from flask import request

from app.core import outbox
from app.core.db.unit import Unit
from app.core.errors import NotFound
from app.web.office.devices import VERDICTS
from app.web.shared.units import transact


def decide_message_of(lane: str, message_id: int, *, reason: str) -> None:
    """Carries out the form's verdict (a right); NotFound ``no_message`` where the message is another lane's."""
    verdict = VERDICTS.get(request.form.get("verdict", ""), "skip")

    def act(tx: Unit) -> None:
        tx.actor.require("outbox.decide")
        if outbox.message_of(tx, message_id).lane != lane:
            raise NotFound("no_message")
        outbox.decide(tx, message_id, verdict, reason=reason)

    transact(act)
