"""One field of a ZPL format: where it stands, what it is, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from devices.emulators.labels.canvas import OVER, Canvas, Ink, turned
from devices.emulators.labels.interpreter import BadCommand
from devices.emulators.labels.label import PAPER
from devices.emulators.labels.letters import baseline, cells, scalable, with_boxes
from devices.emulators.labels.symbols import NoSymbol

WITH_CYRILLIC: Final = "E:TT0003M_.FNT"
_RESIDENT: Final = "cp850"
# Width and height of the letters of the bitmap fonts, in dots.
_CELLS: Final = {
    "A": (5, 9),
    "B": (7, 11),
    "C": (10, 18),
    "D": (10, 18),
    "E": (15, 28),
    "F": (13, 26),
    "G": (40, 60),
    "H": (13, 21),
}
_CAPTION: Final = (12, 24)
_LONGEST_TEXT: Final = 300
_LARGEST_DOTS: Final = 4_000

Maker = Callable[[bytes], tuple[Image.Image, str, bool]]
"""From data to a code: its picture, what people read with it, and whether that stands above."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font as ^A asks for it; dots, 0 is as wide as it is drawn."""

    name: str
    height: int
    width: int

    def picture(self, text: str) -> Image.Image:
        """Text in it. BadCommand."""
        text = text[:_LONGEST_TEXT]
        if self.name in _CELLS:
            width, height = _CELLS[self.name]
            tall = max(1, round(self.height / height))
            return cells(
                with_boxes(text, _RESIDENT),
                width,
                height,
                max(1, round(self.width / width)) if self.width else tall,
                tall,
            )
        if self.name == "0":
            return scalable(with_boxes(text, _RESIDENT), self.height, self.width)
        if self.name == WITH_CYRILLIC:
            return scalable(text, self.height, self.width)
        raise BadCommand(f"unknown font {self.name[:20]!r}")

    def seen(self, text: str) -> str:
        """The text as it can be read."""
        return text if self.name == WITH_CYRILLIC else with_boxes(text, _RESIDENT)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of ^FB: dots, and L, C, R or J."""

    width: int
    lines: int
    spacing: int
    justify: str


@dataclass
class Field:
    """What the commands before ^FS have said; the place is that of the upper left corner or of the ``baseline``."""

    font: Font
    turn: int
    x: int = 0
    y: int = 0
    on_baseline: bool = False
    ink: Ink = OVER
    hex_mark: bytes = b""
    block: Block | None = None
    maker: Maker | None = None
    data: bytes | None = None
    picture: Image.Image | None = None

    def draw(self, canvas: Canvas, codec: str, move: tuple[int, int]) -> None:
        """Puts the field on the label. BadCommand."""
        if self.picture is not None:
            self._put(canvas, self.picture, self.picture.height, 0, move)
        if self.data is None:
            return
        data = self._plain(self.data)
        if self.maker is not None:
            self._code(canvas, self.maker, data, move)
        elif self.block is not None:
            self._block(canvas, self.block, data.decode(codec, "replace"), move)
        else:
            text = data.decode(codec, "replace")
            line = self.font.picture(text)
            canvas.note(self.font.seen(text))
            self._put(canvas, line, baseline(line.height), self.turn, move)

    def _plain(self, data: bytes) -> bytes:
        """With what ^FH wrote in hex."""
        if not self.hex_mark:
            return data
        first, *pieces = data.split(self.hex_mark)
        plain = first
        for piece in pieces:
            try:
                plain += bytes((int(piece[:2].decode("ascii"), 16),)) + piece[2:]
            except ValueError:
                plain += self.hex_mark + piece
        return plain

    def _put(self, canvas: Canvas, part: Image.Image, base: int, turn: int, move: tuple[int, int]) -> None:
        # An origin is the corner of what was turned; a baseline is what it is turned around.
        part, (x, y) = turned(part, turn, (0, base if self.on_baseline else 0))
        left, top = self.x + move[0], self.y + move[1]
        if self.on_baseline:
            left, top = left - x, top - y
        canvas.draw(part, left, top, self.ink)

    def _code(self, canvas: Canvas, maker: Maker, data: bytes, move: tuple[int, int]) -> None:
        try:
            part, caption, is_above = maker(data)
        except NoSymbol as problem:
            raise BadCommand(str(problem)) from problem
        base = part.height
        if caption:
            letters = cells(caption, *_CAPTION)
            both = Image.new("1", (max(part.width, letters.width), part.height + letters.height + 2), PAPER)
            both.paste(part, (0, letters.height + 2 if is_above else 0))
            both.paste(letters, (max(0, (part.width - letters.width) // 2), 0 if is_above else part.height + 2))
            base += letters.height + 2 if is_above else 0
            part = both
            canvas.note(caption)
        self._put(canvas, part, base, self.turn, move)

    def _block(self, canvas: Canvas, block: Block, text: str, move: tuple[int, int]) -> None:
        lines: list[str] = []
        for paragraph in text[:2000].split("\\&"):
            begun = False
            for word in paragraph.split(" "):
                longer = f"{lines[-1]} {word}" if begun else word
                if begun and self.font.picture(longer).width <= block.width:
                    lines[-1] = longer
                else:
                    lines.append(word)
                begun = True
        # What is too much is written over the last line, as these printers do.
        kept, beyond = lines[: block.lines], lines[block.lines :]
        height = self.font.picture(" ").height
        step = height + block.spacing
        size = min(block.width, _LARGEST_DOTS), min(max(1, height + step * (len(kept) - 1)), _LARGEST_DOTS)
        part = Image.new("1", size, PAPER)
        over = Canvas(*size)
        for number, line in enumerate(kept + beyond):
            letters = self.font.picture(line)
            spare = {"C": (block.width - letters.width) // 2, "R": block.width - letters.width}.get(block.justify, 0)
            over.draw(letters, max(0, spare), min(number, block.lines - 1) * step)
            canvas.note(self.font.seen(line))
        part = over.picture
        self._put(canvas, part, baseline(height) + step * (len(kept) - 1), self.turn, move)
