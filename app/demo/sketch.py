"""A sheet to draw flat pictures on, in hundredths of its side, smoothed by drawing large."""

import colorsys
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

SIDE_PX: Final = 256
_OVERSIZE: Final = 3
_SCALE: Final = SIDE_PX * _OVERSIZE / 100
_MIDDLE: Final = 50.0
_CORNER: Final = (0, 18, 36, 54, 72, 90)
"""Where the points of a round corner lie, in degrees."""

STEEL: Final[Colour] = (176, 184, 194)
IRON: Final[Colour] = (92, 102, 114)
INK: Final[Colour] = (52, 58, 68)
WOOD: Final[Colour] = (206, 160, 108)
CREAM: Final[Colour] = (250, 247, 240)
LEAF: Final[Colour] = (104, 150, 92)
SKIN: Final[Colour] = (228, 186, 158)


def from_hue(degrees: float, saturation: float, lightness: float) -> Colour:
    """The colour of a hue in degrees; saturation and lightness from 0 to 1."""
    red, green, blue = colorsys.hls_to_rgb(degrees % 360 / 360, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def shade(colour: Colour, factor: float) -> Colour:
    """The colour darker (below 1) or nearer to white (above 1)."""
    if factor <= 1:
        red, green, blue = (round(part * factor) for part in colour)
    else:
        red, green, blue = (round(part + (255 - part) * min(factor - 1, 1)) for part in colour)
    return red, green, blue


def _around(x: float, y: float, radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


class Sketch:
    """A picture in the making: ``accent`` is the colour of what the picture is about."""

    def __init__(self, hue: float) -> None:
        self.accent = from_hue(hue, 0.46, 0.50)
        self.deep = shade(self.accent, 0.72)
        self.pale = shade(self.accent, 1.62)
        self._turn = 1.0, 0.0
        paper = from_hue(hue, 0.36, 0.95)
        self._shadow = shade(paper, 0.90)
        side = SIDE_PX * _OVERSIZE
        self._image = Image.new("RGB", (side, side), paper)
        self._draw = ImageDraw.Draw(self._image)
        self.oval(13, 13, 87, 87, from_hue(hue, 0.38, 0.90))

    def poly(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([self._placed(x, y) for x, y in points], fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0) -> None:
        """A filled rectangle with round corners."""
        radius = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
        corners = (
            (x1 - radius, y0 + radius, -90),
            (x1 - radius, y1 - radius, 0),
            (x0 + radius, y1 - radius, 90),
            (x0 + radius, y0 + radius, 180),
        )
        self.poly([_around(x, y, radius, start + turn) for x, y, start in corners for turn in _CORNER], fill)

    def oval(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        """A filled ellipse in an upright rectangle."""
        self._draw.ellipse((x0 * _SCALE, y0 * _SCALE, x1 * _SCALE, y1 * _SCALE), fill=fill)

    def half(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        """The upper half of a filled ellipse in a rectangle."""
        self._draw.pieslice((x0 * _SCALE, y0 * _SCALE, x1 * _SCALE, y1 * _SCALE), 180, 360, fill=fill)

    def dot(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A filled circle around a point."""
        x, y = (part / _SCALE for part in self._placed(x, y))
        self.oval(x - radius, y - radius, x + radius, y + radius, fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line with round ends and joints."""
        placed = [self._placed(x, y) for x, y in points]
        self._draw.line(placed, fill=fill, width=round(width * _SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.dot(x, y, width / 2, fill)

    def arc(
        self, corners: tuple[float, float, float, float], span: tuple[float, float], width: float, fill: Colour
    ) -> None:
        """A part of an ellipse's edge, in degrees clockwise from three o'clock."""
        x0, y0, x1, y1 = (corner * _SCALE for corner in corners)
        self._draw.arc((x0, y0, x1, y1), *span, fill=fill, width=round(width * _SCALE))

    def ground(self, x0: float, x1: float, y: float = 84) -> None:
        """The soft shadow a thing stands on."""
        self.oval(x0, y - 2.2, x1, y + 2.2, self._shadow)

    @contextmanager
    def turned(self, degrees: float) -> Iterator[None]:
        """What is drawn inside, but ovals and arcs, is turned around the middle, counter-clockwise."""
        self._turn = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        yield
        self._turn = 1.0, 0.0

    def _placed(self, x: float, y: float) -> Point:
        cosine, sine = self._turn
        across, down = x - _MIDDLE, y - _MIDDLE
        return (
            (_MIDDLE + across * cosine + down * sine) * _SCALE,
            (_MIDDLE - across * sine + down * cosine) * _SCALE,
        )

    def webp(self) -> bytes:
        """The picture in its final size."""
        small = self._image.reduce(_OVERSIZE)
        written = io.BytesIO()
        small.save(written, "WEBP", quality=82, method=1)
        return written.getvalue()
