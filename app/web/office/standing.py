"""How a device stands, as the page of devices shows it."""

from dataclasses import dataclass

from app.web.shared.language import gettext


@dataclass(frozen=True, slots=True)
class Standing:
    """How a device is now: the kind of its light, a sentence, the lines it shows, and what else it tells."""

    kind: str
    sentence: str
    shows: tuple[str, ...] = ()
    more: str = ""


def waiting() -> Standing:
    """Nobody knows yet."""
    return Standing("busy", gettext("Nothing is known of it yet."))
