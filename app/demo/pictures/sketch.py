"""A small drawing board: flat shapes with soft corners on a plate of 100 × 100 units, (0, 0) at its top left."""

import cmath
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from app.demo.pictures.colours import Rgb, Tint, mixed

SIZE: Final = 256
_FINER: Final = 3
"""Drawn larger and made smaller: Pillow does not soften edges."""
_UNIT: Final = SIZE * _FINER / 100
_CORNER: Final = 15
_SHADE: Final[Rgb] = (0x5A, 0x64, 0x70)
_CURVE_STEPS: Final = 9

Point = tuple[float, float]


class Sketch:
    """One picture in the making. ``tint`` is the product's own colour, ``plate`` the ground it lies on."""

    def __init__(self, plate: Rgb, tint: Tint) -> None:
        self.plate = plate
        self.tint = tint
        self._image = Image.new("RGB", (SIZE * _FINER, SIZE * _FINER), plate)
        self._pen = ImageDraw.Draw(self._image)
        self._turn, self._shift = complex(1), complex(0)

    @contextmanager
    def turned(self, degrees: float = 0, *, scale: float = 1, by: Point = (0, 0)) -> Iterator[None]:
        """Turns clockwise and enlarges around the middle what is drawn inside, then moves it."""
        before = self._turn, self._shift
        turn = cmath.rect(scale, math.radians(degrees))
        middle = complex(50, 50)
        # The inner change comes first: z → outer(turn · (z − middle) + middle + by).
        self._shift = before[0] * (middle - turn * middle + complex(*by)) + before[1]
        self._turn = before[0] * turn
        yield
        self._turn, self._shift = before

    def area(self, points: Sequence[Point], fill: Rgb, *, corner: float = 0) -> None:
        """A filled polygon, its corners rounded."""
        outline = [complex(*point) for point in points]
        self._fill(_rounded(outline, corner) if corner else outline, fill)

    def blob(self, points: Sequence[Point], fill: Rgb) -> None:
        """A filled shape whose outline runs smoothly through the points."""
        self._fill(_smooth([complex(*point) for point in points], closed=True), fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Rgb, *, corner: float = 0) -> None:
        """A filled rectangle."""
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], fill, corner=corner)

    def oval(self, x: float, y: float, across: float, down: float, fill: Rgb) -> None:
        """A filled ellipse by its middle and its two radii."""
        self._fill(_oval(x, y, across, down), fill)

    def disc(self, x: float, y: float, radius: float, fill: Rgb) -> None:
        """A filled circle."""
        self.oval(x, y, radius, radius, fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Rgb) -> None:
        """A circle drawn with a broad pen; ``radius`` is that of the middle of the stroke."""
        outline = _oval(x, y, radius, radius)
        self._draw([*outline, *outline[:2]], width, fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Rgb) -> None:
        """A broken line with round ends."""
        self._draw([complex(*point) for point in points], width, fill)

    def curve(self, points: Sequence[Point], width: float, fill: Rgb) -> None:
        """A line with round ends that runs smoothly through the points."""
        self._draw(_smooth([complex(*point) for point in points], closed=False), width, fill)

    def ground(self, x: float, y: float, across: float) -> None:
        """The shadow under a thing that stands."""
        self.oval(x, y, across, across * 0.13, mixed(self.plate, _SHADE, 0.17))

    def webp(self) -> bytes:
        """The picture with round corners, made small."""
        small = self._image.reduce(_FINER)
        small.putalpha(_plate_shape())
        kept = io.BytesIO()
        small.save(kept, "WEBP", quality=84, method=2)
        return kept.getvalue()

    def _placed(self, points: Sequence[complex]) -> list[Point]:
        placed = [(self._turn * point + self._shift) * _UNIT for point in points]
        return [(point.real, point.imag) for point in placed]

    def _fill(self, outline: Sequence[complex], fill: Rgb) -> None:
        self._pen.polygon(self._placed(outline), fill)

    def _draw(self, line: Sequence[complex], width: float, fill: Rgb) -> None:
        placed = self._placed(line)
        pen = width * abs(self._turn) * _UNIT
        self._pen.line(placed, fill, round(pen), joint="curve")
        for x, y in (placed[0], placed[-1]):
            self._pen.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill)


def _oval(x: float, y: float, across: float, down: float) -> list[complex]:
    angles = [step * math.tau / 60 for step in range(60)]
    return [complex(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def _rounded(outline: Sequence[complex], corner: float) -> list[complex]:
    rounded: list[complex] = []
    for index, point in enumerate(outline):
        before, after = outline[index - 1] - point, outline[(index + 1) % len(outline)] - point
        start = point + before * min(corner / abs(before), 0.5)
        end = point + after * min(corner / abs(after), 0.5)
        steps = [step / _CURVE_STEPS for step in range(_CURVE_STEPS + 1)]
        rounded += [start * (1 - t) ** 2 + 2 * point * t * (1 - t) + end * t**2 for t in steps]
    return rounded


def _smooth(points: Sequence[complex], *, closed: bool) -> list[complex]:
    """A Catmull-Rom curve through the points."""
    ends = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[complex] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(_CURVE_STEPS):
            t = step / _CURVE_STEPS
            bent = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
            curve.append(bent / 2)
    return curve if closed else [*curve, points[-1]]


@cache
def _plate_shape() -> Image.Image:
    large = SIZE * _FINER
    shape = Image.new("L", (large, large), 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, large - 1, large - 1), _CORNER * _UNIT, 255)
    return shape.reduce(_FINER)
