"""Lines of displays: exactly as wide as the glass, in the code page that it has."""

from devices.code_page import fitting
from devices.poles.port import COLUMNS


def encoded(text: str, encoding: str) -> bytes:
    """A line of exactly 20 bytes in a code page of single bytes."""
    return fitting(text, encoding)[:COLUMNS].ljust(COLUMNS).encode(encoding)


def two_sided(left: str, right: str) -> str:
    """A line with words on the left and figures on the right; the words are cut first."""
    if not right:
        return left[:COLUMNS]
    room = max(0, COLUMNS - len(right))
    return (left[: max(0, room - 1)].ljust(room) + right)[:COLUMNS]
