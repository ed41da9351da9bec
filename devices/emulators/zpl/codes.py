"""The codes of ZPL: from a command's parameters to what draws a field's data."""

import re
from collections.abc import Callable
from typing import Final

from PIL import Image

from devices.emulators.labels.datamatrix import SEPARATOR, data_matrix
from devices.emulators.labels.interpreter import BadCommand, whole
from devices.emulators.labels.symbols import FNC1, bars, qr, square
from devices.emulators.zpl.fields import Maker
from devices.emulators.zpl.settings import Settings

TURNS: Final = {"N": 0, "R": 1, "I": 2, "B": 3}
"""Quarters clockwise, by letter."""
_LARGEST_DOTS: Final = 2_000
_SWITCHES: Final = re.compile(">[0-9:;]")


class Parameters:
    """What follows a command, between commas; what is left out is empty."""

    def __init__(self, data: bytes) -> None:
        self._texts = data.decode("ascii", "replace").split(",")

    def text(self, index: int, default: str = "") -> str:
        """One of them, in capitals."""
        return (self._texts[index].strip() if index < len(self._texts) else "").upper() or default

    def number(self, index: int, default: int, low: int = 0, high: int = 32_000) -> int:
        """One of them as a whole number. BadCommand."""
        text = self.text(index)
        return whole(text, low, high) if text else default

    def turn(self, index: int, default: int) -> int:
        """One of them as quarters clockwise. BadCommand."""
        letter = self.text(index)
        if letter and letter not in TURNS:
            raise BadCommand(f"no orientation: {letter[:10]!r}")
        return TURNS[letter] if letter else default

    def choice(self, index: int, default: str, letters: str) -> str:
        """One of them as a letter of some. BadCommand."""
        letter = self.text(index, default)
        if letter not in letters or len(letter) != 1:
            raise BadCommand(f"none of {letters}: {letter[:10]!r}")
        return letter


def _linear(kind: str, height: int, line: int, above: int) -> Callable[[Parameters, Settings], Maker]:
    """A code of bars: where its parameters stand, and whether it writes its value without being asked."""

    def made(given: Parameters, settings: Settings) -> Maker:
        dots = given.number(height, settings.bar_height, 1, _LARGEST_DOTS)
        with_text, is_above = given.choice(line, "Y", "YN") == "Y", given.choice(above, "N", "YN") == "Y"
        is_gs1 = kind == "128" and given.choice(5, "N", "NUAD") == "D"

        def maker(data: bytes) -> tuple[Image.Image, str, bool]:
            value = data.decode("ascii", "replace")
            name = "EAN128" if is_gs1 else kind
            code = bars(name, _plain_128(value) if kind == "128" else value)
            wide = round(settings.bar_narrow * settings.bar_ratio)
            return code.picture(settings.bar_narrow, wide, dots), code.text if with_text else "", is_above

        return maker

    return made


def _plain_128(value: str) -> str:
    """Without the switches between subsets, which are found anew; ``>8`` is FNC1, ``>0`` the sign itself."""
    return _SWITCHES.sub(lambda found: {">8": FNC1, ">0": ">"}.get(found[0], ""), value)


def _qr(given: Parameters, _settings: Settings) -> Maker:
    cell = given.number(2, 3, 1, 100)

    def maker(data: bytes) -> tuple[Image.Image, str, bool]:
        # Before the first comma: how much may be lost, then whether the printer chooses how the rest is written.
        head, comma, value = data.partition(b",")
        if not comma or len(head) != 2 or head[1:2] not in {b"A", b"M"}:
            raise BadCommand("QR data begins with its level and A or M")
        if head[1:2] == b"M":
            value = value[5:] if value[:1] == b"B" else value[1:]
        return square(qr(value, head[:1].decode("ascii", "replace")), cell), "", False

    return maker


def _data_matrix(given: Parameters, _settings: Settings) -> Maker:
    cell, quality = given.number(1, 4, 1, 50), given.number(2, 0)
    if quality != 200:
        raise BadCommand("only DataMatrix of quality 200 is drawn")
    escape = given.text(6).encode()[:1]

    def maker(data: bytes) -> tuple[Image.Image, str, bool]:
        value: list[int] = []
        at = 0
        while at < len(data):
            if escape and data[at : at + 2] == escape + b"1":
                value.append(SEPARATOR)
                at += 2
                continue
            at += bool(escape) and data[at : at + 2] == escape * 2
            value.append(data[at])
            at += 1
        return square(data_matrix(value), cell), "", False

    return maker


CODES: Final[dict[str, Callable[[Parameters, Settings], Maker]]] = {
    "^BE": _linear("EAN13", 1, 2, 3),
    "^B8": _linear("EAN8", 1, 2, 3),
    "^BU": _linear("UPCA", 1, 2, 3),
    "^BC": _linear("128", 1, 2, 3),
    "^B3": _linear("39", 2, 3, 4),
    "^B2": _linear("25", 1, 2, 3),
    "^BQ": _qr,
    "^BX": _data_matrix,
}
