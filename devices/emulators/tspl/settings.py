"""How an emulated TSPL printer is set; it remembers this without power."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from devices.emulators.labels.interpreter import LONGEST_MM, BadCommand

CODE_PAGES: Final = {
    **{page: f"cp{page}" for page in ("437", "850", "852", "866", "1250", "1251", "1252")},
    "UTF-8": "utf-8",
}
_LENGTH: Final = re.compile(r"(-?\d{1,5}(?:\.\d{1,4})?)\s*(mm)?", re.IGNORECASE)
_MM_PER_INCH: Final = Decimal("25.4")


@dataclass
class Settings:
    """Lengths in mm as they were set, origins in dots.

    ``media`` is what stands between two labels: ``gap``, ``mark`` or ``none``.
    """

    width_mm: float = 58.0
    height_mm: float = 40.0
    media: str = "gap"
    gap_mm: float = 2.0
    gap_offset_mm: float = 0.0
    offset_mm: float = 0.0
    direction: int = 0
    mirror: int = 0
    reference_x: int = 0
    reference_y: int = 0
    shift: int = 0
    density: int = 8
    speed: float = 3.0
    codepage: str = "437"
    tear: str = "ON"
    peel: str = "OFF"
    cutter: str = "OFF"

    @property
    def encoding(self) -> str:
        """The Python name of the code page."""
        return CODE_PAGES[self.codepage]


def length_mm(text: str, low: float = 0.0, high: float = LONGEST_MM) -> float:
    """A length as it is written, in inches where nothing else is said. BadCommand."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        raise BadCommand(f"no length: {text[:20]!r}")
    number = Decimal(found[1]) * (1 if found[2] else _MM_PER_INCH)
    if not low <= number <= high:
        raise BadCommand(f"length out of reach: {text[:20]!r}")
    return float(number)
