"""The letters that an emulated label printer has inside."""

from functools import lru_cache
from typing import Final

from PIL import Image

from devices.emulators.labels.canvas import blank
from printing.fonts import Face, advance, sprite

MONO: Final = "DejaVuSansMono.ttf"
PROPORTIONAL: Final = "DejaVuSansCondensed-Bold.ttf"
MISSING: Final = "\u25a1"
_LARGEST_DOTS: Final = 2000
# Of a font's height, how much stands above the baseline; and of DejaVu's size, how wide a letter and how high a line.
_ASCENT: Final = 0.8
_ADVANCE: Final = 0.61
_LINE: Final = 1.17


def cells(text: str, width: int, height: int, wide: int = 1, tall: int = 1) -> Image.Image:
    """Text in cells of ``width`` times ``height`` dots, each dot enlarged ``wide`` and ``tall`` times."""
    face = Face(MONO, max(4, int(min(width / _ADVANCE, height / _LINE))))
    line = blank(width * len(text), height)
    for index, character in enumerate(text):
        drawn = sprite(character, face, "1", right_to_left=False)
        if drawn.mask is not None:
            line.paste(0, (index * width + drawn.left, round(height * _ASCENT) + drawn.top), drawn.mask)
    size = min(line.width * wide, _LARGEST_DOTS * 2), min(line.height * tall, _LARGEST_DOTS)
    return line if size == line.size else line.resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=256)
def scalable(text: str, height: int, width: int = 0) -> Image.Image:
    """Text in a font of any ``height``; ``width`` 0 is as wide as it is drawn, else its letters are that broad."""
    height = max(8, min(height, _LARGEST_DOTS))
    face = Face(PROPORTIONAL, max(6, int(height / _LINE)))
    line = blank(advance(text, face), height)
    pen = 0
    for word in text.split(" "):
        drawn = sprite(word, face, "1", right_to_left=False)
        if drawn.mask is not None:
            line.paste(0, (pen + drawn.left, round(height * _ASCENT) + drawn.top), drawn.mask)
        pen += advance(word + "\u00a0", face)
    broad = round(line.width * width / height) if width else line.width
    broad = max(1, min(broad, 2 * _LARGEST_DOTS))
    return line if broad == line.width else line.resize((broad, height), Image.Resampling.NEAREST)


def baseline(height: int) -> int:
    """How far below the top of letters of this height their baseline is."""
    return round(height * _ASCENT)


def with_boxes(text: str, encoding: str) -> str:
    """The text as a font shows it that has only the letters of an encoding."""
    return "".join(character if character.encode(encoding, "ignore") else MISSING for character in text)
