"""Payments at card terminals in words."""

from typing import Final

from app.core.errors import ShopError
from app.core.texts import marked
from app.web.shared.answering import sentence_of
from app.web.shared.language import gettext, translated
from pos.payments.deciding import DECIDED
from pos.payments.reading import EventView, PaymentView

STATE_NAMES: Final = {
    "waiting": marked("waits for the card"),
    "doubtful": marked("in doubt"),
    "approved": marked("approved, no sale yet"),
    "ended": marked("no money moved"),
    "in_sale": marked("in a sale"),
    "given_back": marked("given back"),
}
EVENT_NAMES: Final = {
    "sent": marked("The terminal was told"),
    "cancel_asked": marked("The till wanted it to end"),
    "doubtful": marked("The terminal can not be asked"),
    "approved": marked("Approved"),
    "ended": marked("No money moved"),
    "in_sale": marked("Became part of a sale"),
    "given_back": marked("Given back"),
}
_PURPOSES: Final = {
    "sale": marked("Payment by card"),
    "return": marked("Back to the card, for goods that come back"),
    "void": marked("Back to the card, for a void"),
    "give_back": marked("Back to the card, without a sale"),
}


def purpose_words(payment: PaymentView) -> str:
    """What the money moves for."""
    return translated(_PURPOSES[payment.purpose])


def state_words(payment: PaymentView) -> str:
    """How far it is."""
    return translated(STATE_NAMES[payment.state])


def event_words(event: EventView) -> str:
    """What became known."""
    return translated(EVENT_NAMES[event.kind])


def outcome_words(event: EventView) -> str:
    """Why no money moved, or why nobody knows, and what to do; empty where there is nothing to say."""
    if event.trouble == DECIDED:
        return gettext("%(name)s decided that no money was moved: %(reason)s", name=event.by_name, reason=event.reason)
    return sentence_of(ShopError(event.trouble)) if event.trouble else ""
