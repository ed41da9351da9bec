"""What became of a short message, in words."""

from typing import Final

from app.core.texts import marked
from app.web.shared.language import translated

_STATES: Final = {
    "ready": marked("waits for the modem"),
    "quiet": marked("waits for the morning"),
    "sending": marked("is being sent"),
    "done": marked("sent"),
    "delivered": marked("arrived"),
    "undelivered": marked("did not arrive"),
    "in_doubt": marked("may have been sent"),
    "failed": marked("not sent"),
    "expired": marked("not sent in time"),
    "skipped": marked("let go"),
}
_LIGHTS: Final = {
    "done": "good",
    "delivered": "good",
    "ready": "busy",
    "quiet": "quiet",
    "sending": "busy",
    "skipped": "quiet",
}


def sms_state(state: str) -> tuple[str, str]:
    """The colour of its light, and its words; ``state`` is one of a message's."""
    return _LIGHTS.get(state, "warn"), translated(_STATES[state])
