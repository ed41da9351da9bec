"""The image buffer of an emulated label printer."""

from collections.abc import Callable
from typing import Final

from PIL import Image, ImageChops

from devices.emulators.labels.label import INK, PAPER

Ink = Callable[[Image.Image, Image.Image], Image.Image]
"""What becomes of what is there and what is drawn over it, both black on white."""

OVER: Final[Ink] = ImageChops.logical_and
OVERWRITE: Final[Ink] = lambda _below, above: above  # noqa: E731
INVERT: Final[Ink] = lambda below, above: ImageChops.invert(ImageChops.logical_xor(below, above))  # noqa: E731
ERASE: Final[Ink] = lambda below, above: ImageChops.logical_or(below, ImageChops.invert(above))  # noqa: E731
OUTSIDE: Final = "drawn outside of the label"

_QUARTERS: Final = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


def blank(width: int, height: int) -> Image.Image:
    """White, in dots; at least one."""
    return Image.new("1", (max(1, width), max(1, height)), PAPER)


def turned(part: Image.Image, quarters: int, anchor: tuple[int, int] = (0, 0)) -> tuple[Image.Image, tuple[int, int]]:
    """A part turned clockwise by quarters, and where its anchor is now."""
    x, y = anchor
    places = ((x, y), (part.height - y, x), (part.width - x, part.height - y), (y, part.width - x))
    turn = _QUARTERS.get(quarters % 4)
    return part if turn is None else part.transpose(turn), places[quarters % 4]


class Canvas:
    """A label as far as it is drawn; lengths in dots from its upper left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.picture = blank(width, height)
        self.texts: list[str] = []
        self.is_beyond = False

    def clear(self) -> None:
        """White again."""
        self.picture.paste(PAPER, (0, 0, *self.picture.size))
        self.texts.clear()
        self.is_beyond = False

    def draw(self, part: Image.Image, left: int, top: int, ink: Ink = OVER) -> None:
        """Puts a part there; what lies outside of the label is lost."""
        right, bottom = left + part.width, top + part.height
        box = max(0, left), max(0, top), min(self.picture.width, right), min(self.picture.height, bottom)
        if box != (left, top, right, bottom) and ImageChops.invert(part).getbbox() is not None:
            self.is_beyond = True
        if box[0] < box[2] and box[1] < box[3]:
            above = part.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
            self.picture.paste(ink(self.picture.crop(box), above), box)

    def fill(self, left: int, top: int, width: int, height: int, ink: Ink = OVER) -> None:
        """Blackens a rectangle."""
        seen = max(0, left), max(0, top), min(self.picture.width, left + width), min(self.picture.height, top + height)
        if seen != (left, top, left + width, top + height):
            self.is_beyond = True
        if seen[0] < seen[2] and seen[1] < seen[3]:
            self.draw(Image.new("1", (seen[2] - seen[0], seen[3] - seen[1]), INK), seen[0], seen[1], ink)

    def note(self, text: str) -> None:
        """What can be read there."""
        if text:
            self.texts.append(text)
