"""Rows of a laid-out page drawn with Pillow, in black on white, at 203 dots per inch."""

from dataclasses import replace
from typing import Final

from PIL import Image

from printing.document import Align, Direction, RuleStyle
from printing.fonts import Face, advance, is_simple, sprite
from printing.layout import RULE_DOTS, BarcodeRow, LogoRow, Page, QrRow, Row, RuleRow, Run, TextRow
from printing.metrics import Metrics
from printing.text import reads_from_left

PAPER: Final = 255
INK: Final = 0
DASH_DOTS: Final = 4
SMALLEST_FACE: Final = 8


def paint_page(page: Page, metrics: Metrics, *, mode: str = "1", margin_dots: int = 0) -> Image.Image:
    """The page as a picture: ``1`` for printers, ``L`` with soft edges for screens.

    ``margin_dots`` is the white around what a printer can reach.
    """
    picture = Image.new(mode, (page.width + 2 * margin_dots, page.height + 2 * margin_dots), PAPER)
    top = margin_dots
    for row in page.rows:
        paint_row(picture, row, metrics, page, (margin_dots, top))
        top += row.height
    return picture


def paint_row(picture: Image.Image, row: Row, metrics: Metrics, page: Page, corner: tuple[int, int]) -> None:
    """One row of the page with its upper left corner at ``corner``."""
    left, top = corner
    match row:
        case TextRow():
            _paint_text(picture, row, metrics, page, corner)
        case RuleRow():
            paint_rule(picture, row, (left, top, page.width))
        case LogoRow():
            _paint_centred(picture, row.picture, page.width, corner)
        case BarcodeRow():
            _paint_centred(picture, bars_picture(row), page.width, corner)
        case QrRow():
            _paint_centred(picture, qr_picture(row), page.width, corner)


def paint_rule(picture: Image.Image, row: RuleRow, place: tuple[int, int, int]) -> None:
    """A line across; ``place`` is left, top and width."""
    left, top, width = place
    dots = RULE_DOTS[row.style]
    top += (row.height - dots) // 2
    if row.style is RuleStyle.DASHED:
        for x in range(left + DASH_DOTS // 2, left + width, 2 * DASH_DOTS):
            picture.paste(INK, (x, top, min(x + DASH_DOTS, left + width), top + dots))
    else:
        picture.paste(INK, (left, top, left + width, top + dots))


def bars_picture(row: BarcodeRow) -> Image.Image:
    """The bars alone, at whole dots a module."""
    line = bytes(INK if module == "1" else PAPER for module in row.modules)
    bars = Image.frombytes("L", (len(line), 1), line)
    return bars.resize((len(line) * row.dots, row.height), Image.Resampling.NEAREST).convert("1")


def qr_picture(row: QrRow) -> Image.Image:
    """The code alone, at whole dots a module."""
    side = len(row.modules)
    cells = b"".join(bytes(INK if module else PAPER for module in line) for line in row.modules)
    code = Image.frombytes("L", (side, side), cells)
    return code.resize((side * row.dots, side * row.dots), Image.Resampling.NEAREST).convert("1")


def _paint_centred(picture: Image.Image, part: Image.Image, width: int, corner: tuple[int, int]) -> None:
    left, top = corner
    picture.paste(part, (left + (width - part.width) // 2, top))


def _paint_text(picture: Image.Image, row: TextRow, metrics: Metrics, page: Page, corner: tuple[int, int]) -> None:
    left, top = corner
    letters = metrics.letters[row.style]
    for run in row.runs:
        right_to_left = page.direction is Direction.RIGHT_TO_LEFT and not reads_from_left(run.text)
        whole = right_to_left or not is_simple(run.text)
        face = _fitting_face(run, letters.face) if whole else letters.face
        width = advance(run.text, face) if whole else metrics.measure(run.text, row.style)
        x = left + run_start(run, width)
        if row.inverted:
            air = metrics.measure(" ", row.style)
            picture.paste(INK, (x - air, top, x + width + air, top + row.height))
        for word in [run.text] if whole else run.text.split(" "):
            drawn = sprite(word, face, picture.mode, right_to_left)
            if drawn.mask is not None:
                color = PAPER if row.inverted else INK
                picture.paste(color, (x + drawn.left, top + letters.baseline + drawn.top), drawn.mask)
            x += metrics.measure(word + " ", row.style)


def run_start(run: Run, width: int) -> int:
    """Where a run of this width begins in its box."""
    if run.align is Align.START:
        return run.x
    spare = run.width - width
    return run.x + (spare if run.align is Align.END else spare // 2)


def _fitting_face(run: Run, face: Face) -> Face:
    """A script that joins does not keep to a printer's cells: where it would leave its box it is drawn smaller."""
    while advance(run.text, face) > run.width and face.size > SMALLEST_FACE:
        face = replace(face, size=face.size - 1)
    return face
