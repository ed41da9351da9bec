"""What somebody decided, out of a form."""

from app.core.errors import BadInput
from pos.payments.deciding import VERDICTS, Verdict


def card_verdict(text: str) -> Verdict:
    """A verdict about a card payment; BadInput ``bad_request``."""
    for verdict in VERDICTS:
        if verdict == text:
            return verdict
    raise BadInput("bad_request", "verdict")
