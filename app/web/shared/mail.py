"""What became of a mail, in words."""

from typing import Final

from app.core.texts import marked
from app.web.shared.language import translated

_STATES: Final = {
    "ready": marked("waits for the mail server"),
    "sending": marked("is being sent"),
    "done": marked("sent"),
    "in_doubt": marked("may have been sent"),
    "failed": marked("not sent"),
    "expired": marked("not sent in time"),
    "skipped": marked("let go"),
}
_LIGHTS: Final = {"done": "good", "ready": "busy", "sending": "busy", "skipped": "quiet"}


def mail_state(state: str) -> tuple[str, str]:
    """The colour of its light, and its words; ``state`` is one of the outbox."""
    return _LIGHTS.get(state, "warn"), translated(_STATES[state])


def hidden_address(address: str) -> str:
    """An address as people may see it over a shoulder: enough to recognise it by."""
    local, _, domain = address.rpartition("@")
    return f"{local[:2]}…@{domain}" if local else "…"
