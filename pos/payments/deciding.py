"""What a senior decides where the terminal cannot be asked, or money is left that no sale takes; each is journaled."""

from typing import Final, Literal

from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from pos.payments import keeping
from pos.payments.reading import PaymentView
from pos.words import checked_words

Verdict = Literal["moved", "not_moved", "given_back"]
VERDICTS: Final[tuple[Verdict, ...]] = ("moved", "not_moved", "given_back")
RIGHT: Final = "outbox.decide"
DECIDED: Final = "card_decided"
"""The trouble of a payment that ended by somebody's word."""


def decide(tx: Unit, uid: str, verdict: Verdict, reason: str, authorisation: str = "") -> PaymentView:
    """Decides about a payment (a right, a reason).

    ``moved``: the terminal's slip says so, under this ``authorisation`` code. ``not_moved``: it says that nothing was
    taken. Both only where it can not be asked: Conflict ``card_payment_not_doubtful``. ``given_back``: the customer got
    the money of an approved payment otherwise; Conflict ``card_payment_not_open``. NotFound ``no_card_payment``,
    BadInput ``reason_needed``, ``authorisation_needed``.
    """
    tx.actor.require(RIGHT)
    reason = checked_words(reason, "reason")
    if not reason:
        raise BadInput("reason_needed", "reason")
    payment = keeping.held(tx, uid)
    if verdict == "given_back":
        keeping.note_given_back(tx, payment.uid, reason)
        return payment
    if payment.live != "doubtful":
        raise Conflict("card_payment_not_doubtful")
    if verdict == "not_moved":
        keeping.note_ended(tx, payment.uid, DECIDED, reason=reason)
        return payment
    authorisation = checked_words(authorisation, "authorisation")
    if not authorisation:
        raise BadInput("authorisation_needed", "authorisation")
    keeping.note_approved(tx, payment.uid, keeping.as_decided(payment, authorisation), reason)
    return payment
