"""A laid-out tag drawn with Pillow: black on white, one bit a dot."""

from typing import Final

from PIL import Image, ImageDraw

from printing.document import Direction
from printing.fonts import load
from printing.labels.layout import LaidTag, PlacedBars, PlacedMatrix, PlacedText
from printing.text import reads_from_left

_PAPER: Final = 255
_INK: Final = 0
_SHADES: Final = bytes.maketrans(b"01", bytes((_PAPER, _INK)))
_MODULES: Final = bytes.maketrans(b"\0\1", bytes((_PAPER, _INK)))
_FIGURES_MIDDLE: Final = 0.36
_STROKES: Final = 12
"""Where the middle of figures is above the baseline, and how thin a line across them, of the letters' size."""


def paint_tag(laid: LaidTag, *, with_code: bool = True) -> Image.Image:
    """The tag as a picture of mode ``1``, a dot of the printer each; without its code where the printer draws it."""
    stock = laid.stock
    picture = Image.new("L", (stock.width_dots, stock.height_dots), _PAPER)
    draw = ImageDraw.Draw(picture)
    for text in laid.texts:
        from_right = laid.direction is Direction.RIGHT_TO_LEFT and not reads_from_left(text.text)
        direction = "rtl" if from_right else None
        draw.text((text.x, text.baseline), text.text, fill=_INK, font=load(text.face), anchor="ls", direction=direction)
        if text.struck:
            _strike(draw, text)
    if laid.bars is not None and with_code:
        picture.paste(_bars_picture(laid.bars), (laid.bars.x, laid.bars.y))
    if laid.matrix is not None and with_code:
        picture.paste(_matrix_picture(laid.matrix), (laid.matrix.x, laid.matrix.y))
    return picture.convert("1", dither=Image.Dither.NONE)


def _strike(draw: ImageDraw.ImageDraw, text: PlacedText) -> None:
    """A line through the middle of the figures."""
    height = text.baseline - round(text.face.size * _FIGURES_MIDDLE)
    draw.line((text.x, height, text.x + text.width, height), fill=_INK, width=max(2, text.face.size // _STROKES))


def _bars_picture(placed: PlacedBars) -> Image.Image:
    """The bars alone, at whole dots a module."""
    line = placed.bars.modules.encode().translate(_SHADES)
    bars = Image.frombytes("L", (len(line), 1), line)
    return bars.resize((placed.width, placed.height), Image.Resampling.NEAREST)


def _matrix_picture(placed: PlacedMatrix) -> Image.Image:
    """The DataMatrix alone, at whole dots a module."""
    count = len(placed.modules)
    modules = Image.frombytes("L", (count, count), b"".join(placed.modules).translate(_MODULES))
    return modules.resize((placed.side, placed.side), Image.Resampling.NEAREST)
