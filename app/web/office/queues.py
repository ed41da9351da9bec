"""What a person decides about a message of a queue that has one page of its own."""

from flask import request

from app.core import outbox
from app.core.db.unit import Unit
from app.core.errors import BadInput, NotFound
from app.core.outbox import VERDICTS, Verdict
from app.web.shared.units import transact


def decide_message_of(lane: str, message_id: int, *, reason: str) -> None:
    """Carries out the form's verdict (a right); NotFound ``no_message`` where the message is another lane's."""
    verdict = typed_verdict()

    def act(tx: Unit) -> None:
        tx.actor.require("outbox.decide")
        if outbox.message_of(tx, message_id).lane != lane:
            raise NotFound("no_message")
        outbox.decide(tx, message_id, verdict, reason=reason)

    transact(act)


def typed_verdict() -> Verdict:
    """What the form says; BadInput ``bad_request`` where it is no verdict: nothing is let go by mistake."""
    typed = request.form.get("verdict", "")
    for verdict in VERDICTS:
        if verdict == typed:
            return verdict
    raise BadInput("bad_request", "verdict")
