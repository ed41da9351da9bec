"""How an emulated ZPL printer is set; it remembers what was saved."""

from dataclasses import dataclass
from typing import Final

ENCODINGS: Final = {0: "cp850", 13: "cp850", 27: "cp1252", 28: "utf-8", 31: "cp1250", 33: "cp1251"}
"""By the number of ^CI."""
MEDIA: Final = {"Y": "gap", "W": "gap", "M": "mark", "N": "none", "A": "gap"}
"""What stands between two labels, by the letter of ^MN."""


@dataclass
class Settings:
    """Lengths in dots; ``darkness`` is 0 to 30, ``darker`` what the format adds to it, ``speed`` inches a second."""

    width: int
    length: int
    home_x: int = 0
    home_y: int = 0
    shift: int = 0
    media: str = "gap"
    transfer: str = "T"
    mode: str = "T"
    darkness: int = 15
    darker: int = 0
    speed: int = 3
    inverted: bool = False
    encoding: int = 0
    font: str = "0"
    font_height: int = 9
    font_width: int = 5
    turn: int = 0
    bar_narrow: int = 2
    bar_ratio: float = 3.0
    bar_height: int = 10

    @property
    def codec(self) -> str:
        """The Python name of the encoding."""
        return ENCODINGS[self.encoding]
