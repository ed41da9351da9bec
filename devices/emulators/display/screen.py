"""The glass of an emulated pole display: two lines of twenty characters, and how writing moves over them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from PIL import Image, ImageDraw

from printing.fonts import Face, load

COLUMNS: Final = 20
ROWS: Final = 2
STAMP: Final = "emulated - training"
_CELL: Final = (24, 40)
_EDGE: Final = 20
_FACE: Final = Face("DejaVuSansMono.ttf", 30)
_STAMP_FACE: Final = Face("DejaVuSansCondensed.ttf", 14)
_GLASS: Final = (16, 28, 30)
_CASE: Final = (60, 60, 60)
_GREY: Final = (170, 170, 170)
_GLOW: Final = {1: (40, 90, 85), 2: (60, 140, 130), 3: (80, 190, 175), 4: (110, 240, 220)}


class Mode(StrEnum):
    """What happens where a line is full."""

    OVERWRITE = "overwrite"
    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"


def _blank() -> list[list[str]]:
    return [[" "] * COLUMNS for _ in range(ROWS)]


@dataclass
class Screen:
    """What stands on the glass; ``column`` and ``row`` of the cursor count from 0. ``blink`` 255 is dark."""

    mode: Mode = Mode.OVERWRITE
    column: int = 0
    row: int = 0
    brightness: int = 4
    cursor_shown: bool = False
    blink: int = 0
    cells: list[list[str]] = field(default_factory=_blank)

    @property
    def lines(self) -> tuple[str, str]:
        """What can be read, twenty characters a line."""
        upper, lower = ("".join(line) for line in self.cells)
        return upper, lower

    def clear(self) -> None:
        """Nothing stands there, and the cursor goes home."""
        self.cells = _blank()
        self.go(0, 0)

    def clear_line(self) -> None:
        """Nothing stands in the cursor's line, and it goes to its start."""
        self.cells[self.row] = [" "] * COLUMNS
        self.column = 0

    def go(self, column: int, row: int) -> None:
        """Puts the cursor somewhere."""
        self.column, self.row = column, row

    def write(self, text: str) -> None:
        """Characters, each where the cursor stands."""
        for character in text:
            self._put(character if character.isprintable() else "\u00b7")

    def write_line(self, row: int, text: str) -> None:
        """A whole line; what is too long is lost."""
        self.cells[row] = list(text[:COLUMNS].ljust(COLUMNS))

    def step(self, columns: int) -> None:
        """Moves the cursor along the characters, around the ends."""
        place = (self.row * COLUMNS + min(self.column, COLUMNS - 1) + columns) % (ROWS * COLUMNS)
        self.row, self.column = divmod(place, COLUMNS)

    def _put(self, character: str) -> None:
        if self.mode is Mode.HORIZONTAL:
            if self.column == COLUMNS:
                self.cells[self.row] = [*self.cells[self.row][1:], " "]
                self.column -= 1
            self.cells[self.row][self.column] = character
            self.column += 1
            return
        self.column = min(self.column, COLUMNS - 1)
        self.cells[self.row][self.column] = character
        is_last = (self.row, self.column) == (ROWS - 1, COLUMNS - 1)
        if is_last and self.mode is Mode.VERTICAL:
            self.cells = [self.cells[1], [" "] * COLUMNS]
            self.column = 0
        else:
            self.step(1)

    def picture(self, *, lit: bool) -> Image.Image:
        """The display as a person sees it, with the stamp of training on its case."""
        width, height = COLUMNS * _CELL[0] + 2 * _EDGE, ROWS * _CELL[1] + 3 * _EDGE
        picture = Image.new("RGB", (width, height), _CASE)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((_EDGE // 2, _EDGE // 2, width - _EDGE // 2, height - 3 * _EDGE // 2), fill=_GLASS)
        if lit and self.blink != 255:
            for row, line in enumerate(self.cells):
                for column, character in enumerate(line):
                    middle = _EDGE + column * _CELL[0] + _CELL[0] // 2, _EDGE + row * _CELL[1] + _CELL[1] // 2
                    draw.text(middle, character, fill=_GLOW[self.brightness], font=load(_FACE), anchor="mm")
        draw.text((width // 2, height - 3 * _EDGE // 4), STAMP, fill=_GREY, font=load(_STAMP_FACE), anchor="mm")
        return picture
