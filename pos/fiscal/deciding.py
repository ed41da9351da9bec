"""What a senior decides where the register cannot tell, or is another one; every decision is journaled."""

from dataclasses import replace
from typing import Final, Literal

from app.core import journal, outbox
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict, NotFound
from devices.errors import Trouble
from devices.fiscal.evidence import Attempt, Registered
from devices.fiscal.receipt_code import qr_of
from pos.fiscal import keeping
from pos.fiscal.codes import register_of_till
from pos.fiscal.events import RegisterReplaced
from pos.fiscal.keeping import Subject
from pos.fiscal.paper import print_registered
from pos.fiscal.queue import FISCAL_KIND, fiscal_lane, is_correction
from pos.fiscal.reading import Standing, standing_messages
from pos.numbering.registers import accept
from pos.words import checked_words

Verdict = Literal["registered", "not_registered", "ask", "accept", "skip"]
VERDICTS: Final[tuple[Verdict, ...]] = ("registered", "not_registered", "ask", "accept", "skip")
RIGHT: Final = "outbox.decide"
_NUMBER_MOST: Final = 10**10


def decide(tx: Unit, till_id: int, message_id: int, verdict: Verdict, reason: str, number: int | None = None) -> None:
    """Decides what became of an act at which a till's lane stands (a right, a reason).

    ``registered``: it stands in the register as document ``number``. ``not_registered``: it does not, and is sent
    anew. ``ask``: the register is asked again. ``accept``: the register there is another one, and the right one.
    ``skip``: it is never registered. Raises NotFound ``no_message`` where the lane does not stand at it, BadInput
    ``reason_needed``, ``fiscal_number_needed``, Conflict ``fiscal_never_sent`` where nothing was sent that could be
    registered, ``fiscal_same_register`` where none was swapped, ``message_settled``.
    """
    tx.actor.require(RIGHT)
    standing = _standing(tx, till_id, message_id)
    reason = checked_words(reason, "reason")
    if not reason and verdict != "ask":
        raise BadInput("reason_needed", "reason")
    match verdict:
        case "registered":
            _registered(tx, till_id, standing, number, reason)
        case "ask":
            outbox.decide(tx, message_id, "again", reason=reason)
        case "not_registered":
            outbox.decide(tx, message_id, "again", reason=reason)
            keeping.close_attempts(tx, message_id)
        case "accept":
            _accept(tx, till_id, standing, reason)
        case "skip":
            outbox.decide(tx, message_id, "skip", reason=reason)
            keeping.close_attempts(tx, message_id)
    body = {"verdict": verdict, "number": number, "reason": reason, "document": standing.message.payload["document"]}
    subject = f"fiscal:{standing.message.payload['uid']}"
    journal.record(tx, "fiscal.decided", chain=journal.till_chain(till_id), subject=subject, body=body)


def _standing(tx: Unit, till_id: int, message_id: int) -> Standing:
    message = outbox.message_of(tx, message_id)
    if (message.lane, message.kind) != (fiscal_lane(till_id), FISCAL_KIND):
        raise NotFound("no_message")
    for standing in standing_messages(tx, till_id):
        if standing.message.id == message_id:
            return standing
    raise Conflict("message_settled")


def _registered(tx: Unit, till_id: int, standing: Standing, number: int | None, reason: str) -> None:
    attempt = standing.attempt
    if attempt is None or not standing.was_sent:
        raise Conflict("fiscal_never_sent")
    has_number = attempt.kind.document_kind is not None
    if has_number and (number is None or not 0 < number < _NUMBER_MOST):
        raise BadInput("fiscal_number_needed", "number")
    message = standing.message
    outbox.decide(tx, message.id, "happened", reason=reason)
    keeping.close_attempts(tx, message.id)
    device = register_of_till(tx, till_id)
    if device is None:
        raise NotFound("no_register")
    payload = message.payload
    subject = Subject(payload["uid"], payload["document"], payload.get("sale"), till_id, device.id, attempt.kind.value)
    keeping.keep_document(tx, subject, _as_seen(standing, attempt, number or 0), decided_by=tx.actor.name)
    if subject.sale_id is not None:
        is_late = is_correction(message.payload)
        print_registered(tx, till_id, subject.document_uid, subject.sale_id, is_correction=is_late)


def _as_seen(standing: Standing, attempt: Attempt, number: int) -> Registered:
    """The document as it stands in the register; only its number where the register does not show it."""
    registered = Registered(
        number=number,
        total=attempt.total,
        serial_number=attempt.before.serial_number,
        storage_number=attempt.before.storage_number,
        shift_number=attempt.before.shift_number,
        paper=attempt.paper_unseen,
        is_recovered=True,
    )
    seen = next((one for one in standing.seen if one.number == number), None)
    if seen is None:
        return registered
    registered = replace(registered, at=seen.at, sign=seen.sign, total=seen.total or attempt.total)
    return registered if seen.kind is None else replace(registered, qr=qr_of(registered, seen.kind))


def _accept(tx: Unit, till_id: int, standing: Standing, reason: str) -> None:
    device = register_of_till(tx, till_id)
    if device is None:
        raise NotFound("no_register")
    if standing.message.error_code != Trouble.SWAPPED or not standing.maker_code:
        raise Conflict("fiscal_same_register")
    accept(tx, device.id, standing.maker_code, reason)
    tx.publish(RegisterReplaced(till_id))
    outbox.decide(tx, standing.message.id, "again", reason=reason)
