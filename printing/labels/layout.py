"""Where everything on a price tag stands, in dots from its upper left corner."""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from printing.codes import data_matrix_modules, module_dots
from printing.document import Direction
from printing.fonts import Face, advance
from printing.labels.bars import Bars, bars_of
from printing.labels.tag import CodeKind, LabelStock, PriceTag
from printing.text import clean

QUIET_LEFT_MODULES: Final = 11
QUIET_RIGHT_MODULES: Final = 7
"""Light modules beside an EAN-13 (ISO/IEC 15420); more than Code 128 and EAN-8 need."""
MODULE_DOTS: Final = {203: (3, 2), 300: (4, 3)}
"""Bars of 0.25 to 0.38 mm; thinner ones are not read off thermal paper."""
MATRIX_DOTS: Final = {203: (4, 3), 300: (6, 5, 4)}
"""Modules of a DataMatrix, of 0.33 to 0.5 mm; the margins and the air beside it are wider than the one it needs."""
BAR_HEIGHT_MM: Final = 8
SMALL_BAR_HEIGHT_MM: Final = 6
MARGIN_MM: Final = 2
SMALL_LABEL_MM: Final = 25
"""Labels no higher than this have bars of jewellery tags, and narrow margins."""
_REGULAR: Final = "DejaVuSansCondensed.ttf"
_BOLD: Final = "DejaVuSansCondensed-Bold.ttf"
_NAME_MM: Final = (4.5, 4.0, 3.5, 3.0, 2.6)
_SMALL_MM: Final = 2.6
_LARGEST_PRICE_MM: Final = 14.0
_SMALLEST_PRICE_MM: Final = 3.0
_NAME_LINES: Final = 2
_LINE_SPACING: Final = 1.2
_CAPITALS: Final = 0.75
_DESCENT: Final = 0.15
"""How far capitals rise above the baseline and commas hang below it, of the size of the letters."""
_LEAST_DOTS: Final = 12
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text with its pen on the baseline; ``struck`` has a line across."""

    text: str
    x: int
    baseline: int
    width: int
    face: Face
    struck: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBars:
    """A barcode without its quiet zones; ``dots`` is the width of a module."""

    bars: Bars
    x: int
    y: int
    height: int
    dots: int

    @property
    def width(self) -> int:
        """The bars across."""
        return len(self.bars.modules) * self.dots


@dataclass(frozen=True, slots=True)
class PlacedMatrix:
    """A DataMatrix without its quiet zone; ``modules`` as in ``data_matrix_modules``, each ``dots`` wide and high."""

    value: str
    modules: tuple[bytes, ...]
    x: int
    y: int
    dots: int

    @property
    def side(self) -> int:
        """The code across."""
        return len(self.modules) * self.dots


@dataclass(frozen=True, slots=True)
class LaidTag:
    """A tag laid out for its stock; of ``bars`` and ``matrix`` it has one at most."""

    stock: LabelStock
    texts: tuple[PlacedText, ...]
    bars: PlacedBars | None
    direction: Direction
    matrix: PlacedMatrix | None = None


def lay_out_tag(tag: PriceTag, stock: LabelStock) -> LaidTag:
    """The name above, the price as large as it fits, the barcode below with its figures, a DataMatrix beside them.

    What small labels have no room for is left out: the article first, then the old price, and last what laws ask for,
    the unit and the second price. A code whose bars or modules would be too fine to be read stays away as a whole.
    """
    mm = stock.dots_per_mm
    margin = _margin(stock)
    width, room = stock.width_dots, stock.width_dots - 2 * margin
    placed: list[PlacedText] = []
    top, bottom = margin, stock.height_dots - margin
    small = Face(_REGULAR, round(_SMALL_MM * mm))
    bars = _bars(tag.code, stock, bottom) if tag.code_kind is CodeKind.BARS else None
    matrix = place_matrix(tag.code, stock) if tag.code_kind is CodeKind.DATA_MATRIX else None
    above = (bottom if bars is None else bars.y - mm) - top - round(_SMALLEST_PRICE_MM * mm)
    left = margin
    if matrix is not None:
        above = min(above - _line(small), matrix.y - mm - top)
        left = matrix.x + matrix.side + mm
    face, lines = _name_lines(clean(tag.name), room, above, mm)
    for line in lines:
        placed.append(PlacedText(line, margin, top + face.size, advance(line, face), face))
        top += _line(face)
    if bars is not None:
        figures = bars.bars.value
        figures_width = advance(figures, small)
        if figures_width <= room:
            placed.append(PlacedText(figures, bars.x + (bars.width - figures_width) // 2, bottom, figures_width, small))
        bottom = bars.y - mm // 2
    if matrix is not None and (figures_width := advance(matrix.value, small)) <= width - margin - left:
        placed.append(PlacedText(matrix.value, left, bottom, figures_width, small))
        bottom -= _line(small)
    placed.extend(_prices(tag, stock, left, top, bottom))
    texts = tuple(placed)
    if tag.direction is Direction.RIGHT_TO_LEFT:
        texts = tuple(
            text if bars is not None and text.text == bars.bars.value else replace(text, x=width - text.x - text.width)
            for text in texts
        )
        matrix = None if matrix is None else replace(matrix, x=width - matrix.x - matrix.side)
    return LaidTag(stock, texts, bars, tag.direction, matrix)


def place_matrix(code: str, stock: LabelStock) -> PlacedMatrix | None:
    """A DataMatrix in the lower left corner of a label; None where it holds no such code, or has no room for it."""
    modules = data_matrix_modules(code)
    if modules is None:
        return None
    margin = _margin(stock)
    bottom = stock.height_dots - margin
    room = min(stock.width_dots // 3, bottom - stock.height_dots // 4)
    dots = module_dots(len(modules), room, MATRIX_DOTS[stock.dpi])
    return PlacedMatrix(code, modules, margin, bottom - len(modules) * dots, dots) if dots else None


def _line(face: Face) -> int:
    return round(face.size * _LINE_SPACING)


def _margin(stock: LabelStock) -> int:
    """What a printer may not reach, and labels slip by: less on small ones."""
    return stock.dots_per_mm * (MARGIN_MM if stock.height_mm > SMALL_LABEL_MM else 1)


def _name_lines(name: str, room: int, height: int, mm: int) -> tuple[Face, list[str]]:
    """The name on two lines at most, in the largest letters that hold it; cut in the smallest where none do."""
    face = Face(_BOLD, round(_NAME_MM[-1] * mm))
    lines: list[str] = []
    for size_mm in _NAME_MM:
        face = Face(_BOLD, round(size_mm * mm))
        lines = _wrapped(name, room, face)
        most = min(_NAME_LINES, height // _line(face))
        if len(lines) <= most and all(advance(line, face) <= room for line in lines):
            return face, lines
    most = max(1, min(_NAME_LINES, height // _line(face)))
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return face, [_cut(line, room, face) for line in kept]


def _wrapped(text: str, room: int, face: Face) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and advance(longer, face) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, room: int, face: Face) -> str:
    """The beginning of a line that fits with an ellipsis; the line itself where it fits whole."""
    if advance(line, face) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if advance(f"{line[:middle].rstrip()}{_ELLIPSIS}", face) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{line[:low].rstrip()}{_ELLIPSIS}"


def _bars(code: str, stock: LabelStock, bottom: int) -> PlacedBars | None:
    bars = bars_of(code)
    if bars is None:
        return None
    modules = len(bars.modules) + QUIET_LEFT_MODULES + QUIET_RIGHT_MODULES
    dots = module_dots(modules, stock.width_dots, MODULE_DOTS[stock.dpi])
    height_mm = BAR_HEIGHT_MM if stock.height_mm > SMALL_LABEL_MM else SMALL_BAR_HEIGHT_MM
    height = height_mm * stock.dots_per_mm
    top = bottom - round(_SMALL_MM * stock.dots_per_mm) - stock.dots_per_mm // 2 - height
    if not dots or top < stock.height_dots // 4:
        return None
    spare = stock.width_dots - modules * dots
    return PlacedBars(bars, spare // 2 + QUIET_LEFT_MODULES * dots, top, height, dots)


def _prices(tag: PriceTag, stock: LabelStock, left: int, top: int, bottom: int) -> list[PlacedText]:
    """The price at the end of the line, as high as the room allows; beside it, small, what else is to be said."""
    mm = stock.dots_per_mm
    room = stock.width_dots - _margin(stock) - left
    small = Face(_REGULAR, round(_SMALL_MM * mm))
    old = clean(tag.old_price)
    beside = [text for text in (*map(clean, (tag.second_price, tag.unit)), old, clean(tag.article)) if text]
    price = clean(tag.price)
    least = advance(price, Face(_BOLD, round(_SMALLEST_PRICE_MM * mm)))
    fitting = max(0, (bottom - top) // _line(small))
    # A price cut short would be another one: what has no room stays away as a whole, and with it all that matters less.
    beside = list(takewhile(lambda text: advance(text, small) + 2 * mm + least <= room, beside))[:fitting]
    beside_width = max((advance(text, small) for text in beside), default=0)
    free = room - beside_width - (mm * 2 if beside else 0)
    face = _price_face(price, free, bottom - top, mm)
    width = advance(price, face)
    below = round(face.size * _DESCENT)
    placed = [PlacedText(price, left + room - width, bottom - below, width, face)]
    baseline = bottom - below - (len(beside) - 1) * _line(small)
    for text in beside:
        placed.append(PlacedText(text, left, baseline, advance(text, small), small, struck=text == old))
        baseline += _line(small)
    return placed


def _price_face(price: str, width: int, height: int, mm: int) -> Face:
    """The boldest letters in which the price fits; letters of each size need little more than three quarters of it."""
    largest = min(round(_LARGEST_PRICE_MM * mm), round(height / (_CAPITALS + _DESCENT)))
    needed = advance(price, Face(_BOLD, round(_SMALLEST_PRICE_MM * mm)))
    by_width = round(_SMALLEST_PRICE_MM * mm) * width // max(needed, 1)
    return Face(_BOLD, max(min(largest, by_width), _LEAST_DOTS))
