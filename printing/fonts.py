"""The letters that ship with the program, so that a paper looks the same on every PC.

DejaVu holds Latin, Cyrillic, Greek and Arabic in one file, and is hinted well enough to be read at one bit.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FOLDER: Final = Path(__file__).parent / "fonts"

# From which darkness a dot is printed; a little below half, because thermal paper prints thin lines pale.
_BLACK_OR_WHITE: Final = [255 if darkness >= 112 else 0 for darkness in range(256)]

# What needs no shaping and no reordering: everything else is drawn as one run, so that letters can join.
_SIMPLE: Final = re.compile(
    "[\x20-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2000-\u200a\u2010-\u2027\u202f-\u205f\u2070-\u20cf\u2100-\u2bff]*"
)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file at a size. ``stretch`` doubles the height, as printers do for tall letters."""

    file: str
    size: int
    stretch: int = 1


@dataclass(frozen=True, slots=True)
class Sprite:
    """A drawn piece of text: its ink as a mask, and where the ink stands from the pen on the baseline."""

    mask: Image.Image | None
    left: int
    top: int


@lru_cache(maxsize=64)
def load(face: Face) -> ImageFont.FreeTypeFont:
    """The font, ready to draw."""
    return ImageFont.truetype(FOLDER / face.file, face.size, layout_engine=ImageFont.Layout.RAQM)


def is_simple(text: str) -> bool:
    """Whether the text is drawn word by word; False for scripts that join, stack or run from the right."""
    return text.isascii() or _SIMPLE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def advance(text: str, face: Face) -> int:
    """The width of the text in dots."""
    if not is_simple(text):
        return round(load(face).getlength(text))
    words = text.split(" ")
    if len(words) == 1:
        return round(load(face).getlength(text))
    # Word by word, as it is drawn; a no-break space is as wide as a blank.
    return sum(advance(word, face) for word in words) + (len(words) - 1) * advance("\u00a0", face)


@lru_cache(maxsize=4096)
def sprite(text: str, face: Face, mode: str, right_to_left: bool) -> Sprite:
    """A word, or a whole run of a script that joins, drawn once and kept.

    ``mode`` is ``1`` for printers and ``L`` for screens. ``right_to_left`` is the direction of the paragraph.
    """
    font = load(face)
    step = advance(text, face)
    # Drawn with room on every side and cropped to its ink, so that every word keeps the same baseline.
    room = face.size
    canvas = Image.new("L", (step + 2 * room, 2 * room), 0)
    direction = "rtl" if right_to_left else None
    ImageDraw.Draw(canvas).text((room, room), text, fill=255, font=font, anchor="ls", direction=direction)
    if mode == "1":
        # Not Pillow's own one-bit letters: their baseline moves by a dot from word to word.
        canvas = canvas.point(_BLACK_OR_WHITE, "1")
    ink = canvas.getbbox()
    if ink is None:
        return Sprite(None, 0, 0)
    mask = canvas.crop(ink)
    if face.stretch > 1:
        mask = mask.resize((mask.width, mask.height * face.stretch), Image.Resampling.NEAREST)
    return Sprite(mask, ink[0] - room, (ink[1] - room) * face.stretch)
