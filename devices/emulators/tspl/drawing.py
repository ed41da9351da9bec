"""What a TSPL printer draws: letters, codes, lines, pictures. Pure, but for the canvas."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from devices.emulators.labels.canvas import INVERT, OVER, OVERWRITE, Canvas, turned
from devices.emulators.labels.datamatrix import SEPARATOR, data_matrix
from devices.emulators.labels.interpreter import BadCommand, whole
from devices.emulators.labels.letters import cells, scalable
from devices.emulators.labels.symbols import NoSymbol, bars, qr, square
from devices.emulators.tspl.parse import Argument, Command, arguments
from devices.emulators.tspl.settings import Settings

CELLS: Final = {
    "1": (8, 12),
    "2": (12, 20),
    "3": (16, 24),
    "4": (24, 32),
    "5": (32, 48),
    "6": (14, 19),
    "7": (21, 27),
    "8": (14, 25),
}
"""Width and height of a letter of each bitmap font, in dots."""
SCALABLE: Final = "ROMAN.TTF"
_CAPTION: Final = (12, 24)
_LEFT, _CENTRE, _RIGHT = 1, 2, 3
_MODES: Final = {0: OVERWRITE, 1: OVER, 2: INVERT}
_MM_PER_POINT: Final = 25.4 / 72
_LONGEST_TEXT: Final = 300
_LARGEST_BLOCK: Final = 4_000


class _Arguments:
    """The arguments of a drawing command, read one by one."""

    def __init__(self, rest: bytes) -> None:
        self._left = arguments(rest)

    @property
    def left(self) -> int:
        """How many have not been read."""
        return len(self._left)

    def take(self) -> Argument:
        """The next one. BadCommand."""
        if not self._left:
            raise BadCommand("too few arguments")
        return self._left.pop(0)

    def word(self) -> str:
        """The next one, as capitals."""
        return self.take().text.decode("ascii", "replace").strip().upper()

    def number(self, low: int = 0, high: int = 32_000) -> int:
        """The next one, as a whole number."""
        return whole(self.word(), low, high)

    def place(self) -> tuple[int, int]:
        """The next two, as a place in dots."""
        return self.number(-32_000), self.number(-32_000)

    def quarters(self) -> int:
        """The next one, as a rotation clockwise."""
        degrees = self.number(0, 270)
        if degrees % 90:
            raise BadCommand(f"no rotation: {degrees}")
        return degrees // 90

    def content(self) -> bytes:
        """The last one, in quotes."""
        last = self._left[-1] if self._left else None
        if last is None or not last.quoted:
            raise BadCommand("no content in quotes")
        return last.text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A label to draw on, how the printer is set, and its resolution."""

    canvas: Canvas
    settings: Settings
    dots_per_mm: float

    def draw(self, part: Image.Image, place: tuple[int, int], mode: int = 1) -> None:
        """Puts a part with its upper left corner at a place."""
        canvas, (x, y) = self.canvas, self._moved(place)
        canvas.draw(part, x, y, _MODES[mode])

    def turn(self, part: Image.Image, place: tuple[int, int], quarters: int, anchor: int = 0) -> None:
        """Puts a part, turned clockwise around the point of its upper edge that stands at a place."""
        part, (x, y) = turned(part, quarters, (anchor, 0))
        self.draw(part, (place[0] - x, place[1] - y))

    def fill(self, place: tuple[int, int], width: int, height: int) -> None:
        """Blackens a rectangle."""
        self.canvas.fill(*self._moved(place), width, height)

    def letters(self, text: str, font: str, wide: int, tall: int) -> Image.Image:
        """Text in a font of the printer; the scalable one is measured in points. BadCommand."""
        if font == SCALABLE:
            height, width = (max(8, round(points * self.dots_per_mm * _MM_PER_POINT)) for points in (tall, wide))
            return scalable(text[:_LONGEST_TEXT], height, 0 if wide == tall else width)
        if font not in CELLS:
            raise BadCommand(f"unknown font {font[:20]!r}")
        return cells(text[:_LONGEST_TEXT], *CELLS[font], wide, tall)

    def _moved(self, place: tuple[int, int]) -> tuple[int, int]:
        settings = self.settings
        return place[0] + settings.reference_x, place[1] + settings.reference_y + settings.shift


def _text(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, font, quarters = given.place(), given.word(), given.quarters()
    most = 10 if font in CELLS else 400
    wide, tall = given.number(1, most), given.number(1, most)
    align = given.number(0, _RIGHT) if given.left > 1 else 0
    text = given.content().decode(sheet.settings.encoding, "replace")
    line = sheet.letters(text, font, wide, tall)
    sheet.turn(line, place, quarters, {_CENTRE: line.width // 2, _RIGHT: line.width}.get(align, 0))
    sheet.canvas.note(text)


def _block(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, width, height = given.place(), given.number(1, _LARGEST_BLOCK), given.number(1, _LARGEST_BLOCK)
    font, quarters = given.word(), given.quarters()
    most = 10 if font in CELLS else 400
    wide, tall = given.number(1, most), given.number(1, most)
    text = given.content().decode(sheet.settings.encoding, "replace")[:1000]
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and sheet.letters(longer, font, wide, tall).width <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    part = Image.new("1", (width, height), 255)
    top = 0
    for line in lines:
        letters = sheet.letters(line, font, wide, tall)
        if top + letters.height > height:
            raise BadCommand("the text is longer than its block")
        part.paste(letters, (0, top))
        sheet.canvas.note(line)
        top += letters.height
    sheet.turn(part, place, quarters)


def _barcode(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, kind, height = given.place(), given.word(), given.number(1, 2_000)
    caption, quarters = given.number(0, _RIGHT), given.quarters()
    narrow, wide = given.number(1, 50), given.number(1, 150)
    align = given.number(0, _RIGHT) if given.left > 1 else 0
    try:
        code = bars(kind, given.content().decode("ascii", "replace"))
        part = code.picture(narrow, wide, height)
    except NoSymbol as problem:
        raise BadCommand(str(problem)) from problem
    anchor = {_CENTRE: part.width // 2, _RIGHT: part.width}.get(align, 0)
    if caption:
        part = _captioned(part, code.text, caption)
        sheet.canvas.note(code.text)
    sheet.turn(part, place, quarters, anchor)


def _captioned(code: Image.Image, text: str, align: int) -> Image.Image:
    letters = cells(text, *_CAPTION)
    both = Image.new("1", (max(code.width, letters.width), code.height + letters.height + 2), 255)
    both.paste(code, (0, 0))
    spare = max(0, code.width - letters.width)
    both.paste(letters, ({_LEFT: 0, _CENTRE: spare // 2}.get(align, spare), code.height + 2))
    return both


def _qr(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, level, cell = given.place(), given.word(), given.number(1, 10)
    mode, quarters = given.word(), given.quarters()
    content = given.content()
    if mode == "M":
        # By hand: the first letter says how the rest is written, B counts its bytes.
        content = content[5:] if content[:1] == b"B" else content[1:]
    elif mode != "A":
        raise BadCommand(f"unknown mode {mode[:5]!r}")
    try:
        part = square(qr(content, level), cell)
    except NoSymbol as problem:
        raise BadCommand(str(problem)) from problem
    sheet.turn(part, place, quarters)


def _data_matrix(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, room = given.place(), (given.number(1), given.number(1))
    escape, cell = None, 0
    while given.left > 1:
        option = given.word()
        if option[:1] == "C":
            escape = bytes((whole(option[1:], 1, 255),))
        elif option[:1] == "X":
            cell = whole(option[1:], 1, 50)
        else:
            raise BadCommand(f"unknown option {option[:10]!r}")
    value: list[int] = []
    for index, piece in enumerate(given.content().split(escape + b"1") if escape else [given.content()]):
        value += [SEPARATOR, *piece] if index else piece
    try:
        rows = data_matrix(value)
    except NoSymbol as problem:
        raise BadCommand(str(problem)) from problem
    part = square(rows, cell or max(1, min(room) // len(rows)))
    if part.width > room[0] or part.height > room[1]:
        raise BadCommand("the code is larger than its room")
    sheet.draw(part, place)


def _bar(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, width, height = given.place(), given.number(1), given.number(1)
    sheet.fill(place, width, height)


def _box(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    (left, top), (right, bottom) = given.place(), given.place()
    if right <= left or bottom <= top:
        raise BadCommand("a box without an inside")
    width, height, thick = right - left, bottom - top, given.number(1)
    for corner, side in (
        ((left, top), (width, min(thick, height))),
        ((left, bottom - min(thick, height)), (width, min(thick, height))),
        ((left, top), (min(thick, width), height)),
        ((right - min(thick, width), top), (min(thick, width), height)),
    ):
        sheet.fill(corner, *side)


def _bitmap(sheet: Sheet, command: Command) -> None:
    given = _Arguments(command.rest)
    place, width, height, mode = given.place(), given.number(1), given.number(1), given.number(0, 2)
    if len(command.raster) != width * height:
        raise BadCommand("no picture that fits the memory")
    # A bit that is set is white.
    sheet.draw(Image.frombytes("1", (width * 8, height), command.raster), place, mode)


DRAWN: Final[dict[str, Callable[[Sheet, Command], None]]] = {
    "TEXT": _text,
    "BLOCK": _block,
    "BARCODE": _barcode,
    "QRCODE": _qr,
    "DMATRIX": _data_matrix,
    "BAR": _bar,
    "BOX": _box,
    "BITMAP": _bitmap,
}
