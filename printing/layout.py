"""The one layout: a document and a width become rows of text boxes, rules and codes, in dots.

Everything is placed as if the language ran from the left; a paper of a language that runs from the right is
mirrored in the last step.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PIL import Image

from printing.codes import BARCODE_QUIET_MODULES, QR_QUIET_MODULES, bar_modules, module_dots, qr_modules
from printing.document import (
    Align,
    Banner,
    Barcode,
    Direction,
    Document,
    Gap,
    Item,
    Logo,
    Pair,
    Qr,
    Rule,
    RuleStyle,
    Style,
    Symbology,
    Table,
    Text,
)
from printing.logo import MAX_HEIGHT_DOTS, logo_picture
from printing.metrics import Metrics
from printing.text import clean, keep_numbers, wrap

GAP_DOTS: Final = 14
ITEM_GAP_DOTS: Final = 6
RULE_AIR_DOTS: Final = 9
RULE_DOTS: Final = {RuleStyle.DASHED: 2, RuleStyle.SOLID: 2, RuleStyle.HEAVY: 4}
BAR_HEIGHT_DOTS: Final = 80

# Where a text is too wide for its line, the calmer style is tried before it is broken.
_CALMER: Final = {Style.TITLE: Style.TALL, Style.TOTAL: Style.TALL}

Pictures = Callable[[str], bytes | None]


def no_pictures(digest: str) -> None:
    """For papers without a logo."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in its box. ``align`` is seen from the left: START is the left edge, END the right one."""

    text: str
    x: int
    width: int
    align: Align


@dataclass(frozen=True, slots=True)
class TextRow:
    """Runs on one line, in one style; ``inverted`` is white on black."""

    style: Style
    runs: tuple[Run, ...]
    height: int
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A line across the paper in the middle of its height."""

    style: RuleStyle
    height: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """Air."""

    height: int


@dataclass(frozen=True, slots=True)
class LogoRow:
    """A one-bit picture, centred."""

    picture: Image.Image
    height: int


@dataclass(frozen=True, slots=True)
class BarcodeRow:
    """Bars, centred; ``modules`` as in ``bar_modules``, each ``dots`` wide."""

    value: str
    symbology: Symbology
    modules: str
    dots: int
    height: int


@dataclass(frozen=True, slots=True)
class QrRow:
    """A QR code, centred; ``modules`` as in ``qr_modules``, each ``dots`` wide and high."""

    value: str
    modules: tuple[bytes, ...]
    dots: int
    height: int


Row = TextRow | RuleRow | GapRow | LogoRow | BarcodeRow | QrRow


@dataclass(frozen=True, slots=True)
class Page:
    """A document laid out for a width in dots."""

    width: int
    direction: Direction
    rows: tuple[Row, ...]

    @property
    def height(self) -> int:
        """In dots."""
        return sum(row.height for row in self.rows)


def lay_out(document: Document, metrics: Metrics, *, copy_text: str = "", pictures: Pictures = no_pictures) -> Page:
    """The document at the width of ``metrics``.

    ``copy_text`` is the word for a repeated paper (COPY), put above it; ``pictures`` finds a logo file by its digest,
    a logo that is not found or can not be read is left out.
    """
    layout = _Layout(metrics, pictures, document.direction)
    if copy_text:
        layout.banner(Banner(copy_text))
        layout.rows.append(GapRow(metrics.dots(GAP_DOTS)))
    for block in document.blocks:
        layout.add(block)
    rows = layout.rows
    if document.direction is Direction.RIGHT_TO_LEFT:
        rows = [_mirrored(row, metrics.width) for row in rows]
    return Page(metrics.width, document.direction, tuple(rows))


def _mirrored(row: Row, width: int) -> Row:
    if not isinstance(row, TextRow):
        return row
    other = {Align.START: Align.END, Align.END: Align.START, Align.CENTER: Align.CENTER}
    runs = (replace(run, x=width - run.x - run.width, align=other[run.align]) for run in row.runs)
    return replace(row, runs=tuple(runs))


class _Layout:
    def __init__(self, metrics: Metrics, pictures: Pictures, direction: Direction) -> None:
        self.metrics = metrics
        self.pictures = pictures
        self.direction = direction
        self.rows: list[Row] = []

    def add(self, block: object) -> None:
        match block:
            case Item():
                self.item(block)
            case Pair():
                self.pair(self.words(block.label), self.words(block.value), block.style)
            case Text():
                self.paragraph(self.text(block.text), block.style, block.align)
            case Rule():
                self.rows.append(RuleRow(block.style, RULE_DOTS[block.style] + 2 * self.metrics.dots(RULE_AIR_DOTS)))
            case Gap():
                self.rows.append(GapRow(self.metrics.dots(GAP_DOTS)))
            case Table():
                self.table([[self.words(cell) for cell in row] for row in block.rows])
            case Banner():
                self.banner(block)
            case Logo():
                self.logo(block)
            case Barcode():
                self.barcode(block)
            case Qr():
                self.qr(block)

    def text(self, text: str) -> str:
        shown = self.metrics.prepare(clean(text))
        return keep_numbers(shown) if self.direction is Direction.RIGHT_TO_LEFT else shown

    def words(self, text: str) -> str:
        """A text that breaks only where it has to."""
        return self.text(text).replace("\n", " ")

    def module(self, count: int, *lengths: int) -> int:
        """How many dots each of so many modules gets: the first of the lengths that fits, 0 where none does."""
        return module_dots(count, self.metrics.width, [self.metrics.dots(length) for length in lengths])

    def gutter(self, style: Style) -> int:
        return self.metrics.measure("  ", style)

    def line(self, runs: Iterable[Run], style: Style, *, inverted: bool = False) -> None:
        shown = tuple(run for run in runs if run.text)
        self.rows.append(TextRow(style, shown, self.metrics.letters[style].line_height, inverted))

    def paragraph(self, text: str, style: Style, align: Align, *, inverted: bool = False) -> None:
        width = self.metrics.width
        while style in _CALMER and any(self.metrics.measure(line, style) > width for line in text.split("\n")):
            style = _CALMER[style]
        for line in wrap(text, width, partial(self.metrics.measure, style=style)):
            self.line((Run(line, 0, width, align),), style, inverted=inverted)

    def banner(self, block: Banner) -> None:
        self.paragraph(self.text(block.text), Style.TITLE, Align.CENTER, inverted=True)

    def item(self, block: Item) -> None:
        if self.rows and isinstance(self.rows[-1], TextRow):
            self.rows.append(GapRow(self.metrics.dots(ITEM_GAP_DOTS)))
        self.pair(self.words(block.name), self.words(block.amount), Style.NORMAL)
        indent = self.gutter(Style.NORMAL)
        for label, amount in block.rows:
            self.pair(self.words(label), self.words(amount), Style.SMALL, indent)

    def pair(self, label: str, value: str, style: Style, indent: int = 0) -> None:
        """A label that wraps beside a value that does not; the value shares the last line of the label.

        Where that would leave the label a sliver, the value gets a line of its own.
        """
        measure = self.metrics.measure
        width = self.metrics.width
        whole = f"{label}  {value}" if value else label
        while style in _CALMER and measure(whole, style) > width - indent:
            style = _CALMER[style]
        value_width = measure(value, style)
        room = width - indent - (value_width + self.gutter(style) if value else 0)
        if room < measure(label, style) and 3 * room < width - indent:
            for line in wrap(label, width - indent, partial(measure, style=style)):
                self.line((Run(line, indent, width - indent, Align.START),), style)
            for line in wrap(value, width, partial(measure, style=style)):
                self.line((Run(line, 0, width, Align.END),), style)
            return
        *first, last = wrap(label, max(room, 1), partial(measure, style=style))
        for line in first:
            self.line((Run(line, indent, room, Align.START),), style)
        self.line(
            (Run(last, indent, room, Align.START), Run(value, width - value_width, value_width, Align.END)), style
        )

    def table(self, rows: list[list[str]]) -> None:
        style, measure, gutter = Style.SMALL, self.metrics.measure, self.gutter(Style.SMALL)
        count = max(map(len, rows), default=0)
        if count == 0:
            return
        filled = [row + [""] * (count - len(row)) for row in rows]
        columns = [max(measure(row[index], style) for row in filled) for index in range(count)]
        spare = self.metrics.width - sum(columns) - gutter * (count - 1)
        if spare < 0:
            self.stacked_table(filled)
            return
        ends = [self.metrics.width]
        for index in range(count - 1, 0, -1):
            ends.insert(0, ends[0] - columns[index] - gutter - spare // max(count - 1, 1))
        for row in filled:
            first = Run(row[0], 0, columns[0], Align.START)
            figures = (Run(row[n], ends[n] - columns[n], columns[n], Align.END) for n in range(1, count))
            self.line((first, *figures), style)

    def stacked_table(self, rows: list[list[str]]) -> None:
        """For a paper too narrow for the columns: each row's figures below its label, named by the heading."""
        heading, *body = rows
        indent = self.gutter(Style.SMALL)
        for row in body:
            self.pair(row[0], "", Style.SMALL)
            for name, figure in zip(heading[1:], row[1:], strict=True):
                self.pair(name, figure, Style.SMALL, indent)

    def logo(self, block: Logo) -> None:
        file = self.pictures(block.digest)
        picture = None if file is None else logo_picture(file, self.metrics.width, self.metrics.dots(MAX_HEIGHT_DOTS))
        if picture is not None:
            self.rows += (LogoRow(picture, picture.height), GapRow(self.metrics.dots(GAP_DOTS)))

    def barcode(self, block: Barcode) -> None:
        modules = bar_modules(block.value, block.symbology)
        text = self.text(block.value)
        dots = modules and self.module(len(modules) + 2 * BARCODE_QUIET_MODULES, 3, 2, 1)
        if modules and dots:
            self.rows.append(
                BarcodeRow(block.value, block.symbology, modules, dots, self.metrics.dots(BAR_HEIGHT_DOTS))
            )
            self.rows.append(GapRow(self.metrics.dots(GAP_DOTS // 2)))
        self.paragraph(text, Style.SMALL, Align.CENTER)

    def qr(self, block: Qr) -> None:
        modules = qr_modules(block.value)
        side = len(modules or ())
        dots = side and self.module(side + 2 * QR_QUIET_MODULES, 6, 5, 4, 3, 2)
        if modules and dots:
            self.rows.append(QrRow(block.value, modules, dots, side * dots))
            self.rows.append(GapRow(self.metrics.dots(GAP_DOTS)))
        else:
            self.paragraph(self.text(block.value), Style.SMALL, Align.CENTER)
        if block.caption:
            self.paragraph(self.text(block.caption), Style.SMALL, Align.CENTER)
