"""A document as ESC/POS bytes: text where the printer's code page has every character, pictures where it has not."""

from collections.abc import Iterator
from typing import Final

from PIL import Image

from devices.drivers.escpos import commands, raster
from devices.drivers.escpos.options import Drawing, EscposOptions
from printing.document import Direction, Document, Style
from printing.fonts import is_simple
from printing.layout import BarcodeRow, GapRow, LogoRow, Page, Pictures, QrRow, Row, RuleRow, TextRow, lay_out
from printing.metrics import Metrics, drawn_metrics, printer_metrics
from printing.paint import bars_picture, paint_page, paint_row, qr_picture, run_start
from printing.text import cell_width, fits_page

# From this share of lines that the code page lacks, the whole paper is drawn: half printed and half drawn is ugly.
DRAWN_SHARE: Final = 1 / 3

# Letters as high as their line, which would touch the next one.
_TALL: Final = frozenset((Style.TITLE, Style.TOTAL, Style.TALL))


def encode(document: Document, options: EscposOptions, pictures: Pictures, *, copy_text: str = "") -> bytes:
    """Everything to print the document, from the reset to the cut."""
    body = None if _is_drawn(document, options) else _as_text(document, options, pictures, copy_text)
    if body is None:
        body = _as_picture(document, options, pictures, copy_text)
    return commands.start(options.page) + body + commands.end(options.cut)


def _is_drawn(document: Document, options: EscposOptions) -> bool:
    if options.drawing is Drawing.AUTO:
        return document.direction is Direction.RIGHT_TO_LEFT
    return options.drawing is Drawing.PICTURE


def _as_picture(document: Document, options: EscposOptions, pictures: Pictures, copy_text: str) -> bytes:
    metrics = drawn_metrics(options.width_dots, options.dots_per_mm)
    page = lay_out(document, metrics, copy_text=copy_text, pictures=pictures)
    return raster.raster(paint_page(page, metrics))


def _as_text(document: Document, options: EscposOptions, pictures: Pictures, copy_text: str) -> bytes | None:
    """The rows as text; None where automatic choice finds too many of them that would have to be drawn."""
    metrics = printer_metrics(
        options.width_dots, options.encoding, small=options.small, dots_per_mm=options.dots_per_mm
    )
    page = lay_out(document, metrics, copy_text=copy_text, pictures=pictures)
    lines = [row for row in page.rows if isinstance(row, TextRow)]
    drawn = {id(row) for row in lines if not _is_printable(row, options.encoding)}
    if options.drawing is Drawing.AUTO and len(drawn) > DRAWN_SHARE * len(lines):
        return None
    return b"".join(_rows(page, metrics, options, drawn))


def _is_printable(row: TextRow, encoding: str) -> bool:
    """Whether the printer can set the row; it would not join Arabic letters even where its page has them."""
    return all(is_simple(run.text) and fits_page(run.text, encoding) for run in row.runs)


def _rows(page: Page, metrics: Metrics, options: EscposOptions, drawn: set[int]) -> Iterator[bytes]:
    style: Style | None = None
    for row in page.rows:
        if not isinstance(row, TextRow):
            yield _graphics(row, options)
        elif id(row) in drawn:
            picture = Image.new("1", (page.width, row.height), 255)
            paint_row(picture, row, metrics, page, (0, 0))
            yield raster.raster(picture)
        else:
            shown = Style.NORMAL if row.style is Style.SMALL and not options.small else row.style
            if shown is not style:
                style = shown
                yield commands.style(style)
            yield _line(row, metrics, options.encoding) + commands.LINE_FEED
            if style in _TALL:
                yield raster.blank(metrics.dots(raster.TEXT_AIR_DOTS))


def _line(row: TextRow, metrics: Metrics, encoding: str) -> bytes:
    """The runs of a row, each in its cells, with blanks between."""
    cell = metrics.letters[row.style].cell
    line, end = [], 0
    for run in sorted(row.runs, key=lambda run: run.x):
        start = run_start(run, metrics.measure(run.text, row.style)) // cell
        text = run.text.encode(encoding)
        if row.inverted:
            start -= 1
            text = commands.inverted(True) + b" " + text + b" " + commands.inverted(False)
        line.append(b" " * (start - end) + text)
        end = start + cell_width(run.text)
    return b"".join(line)


def _graphics(row: Row, options: EscposOptions) -> bytes:
    match row:
        case RuleRow():
            return raster.rule(row.style, options.width_dots, options.dots_per_mm)
        case GapRow():
            return raster.blank(row.height)
        case LogoRow():
            shown = raster.raster(row.picture, whole_width=True)
        case BarcodeRow() if options.native_codes and row.dots > 1:
            shown = commands.barcode(row.value, row.symbology, row.dots, row.height)
        case BarcodeRow():
            shown = raster.raster(bars_picture(row), whole_width=True)
        case QrRow() if options.native_codes and "\x10" not in row.value:
            shown = commands.qr(row.value, row.dots)
        case QrRow():
            shown = raster.raster(qr_picture(row), whole_width=True)
        case _:
            shown = b""
    return commands.aligned("center") + shown + commands.aligned("left")
