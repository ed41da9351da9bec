"""What waits for a printer, in words."""

from typing import Final

from app.core.outbox_view import OpenMessage
from app.core.texts import marked
from app.web.shared.language import gettext, translated
from pos.papers.store import DRAWER_KIND

STATE_NAMES: Final = {
    "ready": marked("waits"),
    "sending": marked("is on its way"),
    "in_doubt": marked("may have come out"),
    "failed": marked("was refused"),
}
PAPER_NAMES: Final = {
    "receipt": marked("Receipt"),
    "gift": marked("Gift receipt"),
    "offer": marked("Offer"),
    "company": marked("Receipt for a company"),
    "x": marked("X report"),
    "z": marked("Z report"),
    "cash": marked("Cash in or out"),
    "account": marked("Payment on account"),
    "handover": marked("Hand-over of the drawer"),
    "badge": marked("Badge"),
    "test": marked("Printer test"),
}
"""What a kept paper is, by the beginning of its name."""


def state_words(message: OpenMessage) -> str:
    """How far a message is."""
    return translated(STATE_NAMES[message.state])


def message_words(message: OpenMessage) -> str:
    """What is to come out."""
    if message.kind == DRAWER_KIND:
        return gettext("The drawer opens")
    name = PAPER_NAMES.get(str(message.payload.get("document", "")).partition(":")[0])
    what = gettext("Paper") if name is None else translated(name)
    return gettext("%(paper)s, a copy", paper=what) if message.payload.get("copy") else what
