"""A laid-out tag drawn with Pillow: black on white, one bit a dot."""

from typing import Final

from PIL import Image, ImageDraw

from printing.document import Direction
from printing.fonts import load
from printing.labels.layout import LaidTag, PlacedBars
from printing.text import reads_from_left

_PAPER: Final = 255
_INK: Final = 0
_SHADES: Final = bytes.maketrans(b"01", bytes((_PAPER, _INK)))


def paint_tag(laid: LaidTag, *, with_bars: bool = True) -> Image.Image:
    """The tag as a picture of mode ``1``, a dot of the printer each; without its bars where the printer draws them."""
    stock = laid.stock
    picture = Image.new("L", (stock.width_dots, stock.height_dots), _PAPER)
    draw = ImageDraw.Draw(picture)
    for text in laid.texts:
        from_right = laid.direction is Direction.RIGHT_TO_LEFT and not reads_from_left(text.text)
        direction = "rtl" if from_right else None
        draw.text((text.x, text.baseline), text.text, fill=_INK, font=load(text.face), anchor="ls", direction=direction)
    if laid.bars is not None and with_bars:
        picture.paste(_bars_picture(laid.bars), (laid.bars.x, laid.bars.y))
    return picture.convert("1", dither=Image.Dither.NONE)


def _bars_picture(placed: PlacedBars) -> Image.Image:
    """The bars alone, at whole dots a module."""
    line = placed.bars.modules.encode().translate(_SHADES)
    bars = Image.frombytes("L", (len(line), 1), line)
    return bars.resize((placed.width, placed.height), Image.Resampling.NEAREST)
