"""The paper as a PDF of its own size, letters and codes as outlines, fonts inside."""

import io
from datetime import datetime
from typing import Final

from printing.document import Align, Direction, Document, RuleStyle
from printing.fonts import FOLDER
from printing.layout import (
    RULE_DOTS,
    BarcodeRow,
    LogoRow,
    Page,
    Pictures,
    QrRow,
    RuleRow,
    TextRow,
    lay_out,
    no_pictures,
)
from printing.metrics import Letters, drawn_metrics
from printing.text import reads_from_left

DOTS_PER_MM: Final = 8
MARGIN_DOTS: Final = 4 * DOTS_PER_MM
_POINTS_PER_DOT: Final = 72 / 25.4 / DOTS_PER_MM
_CELL_ALIGN: Final = {Align.START: "L", Align.END: "R", Align.CENTER: "C"}


def paper_pdf(
    document: Document,
    width_dots: int,
    made_at: datetime,
    *,
    copy_text: str = "",
    pictures: Pictures = no_pictures,
) -> bytes:
    """The document on one page as wide as the paper and as long as it needs; ``made_at`` is written into the file."""
    metrics = drawn_metrics(width_dots)
    page = lay_out(document, metrics, copy_text=copy_text, pictures=pictures)
    sheet = _Sheet(page)
    sheet.pdf.set_creation_date(made_at)
    sheet.pdf.set_lang(document.language)
    for row in page.rows:
        if isinstance(row, TextRow):
            sheet.text(row, metrics.letters[row.style])
        else:
            sheet.graphics(row)
        sheet.top += row.height
    return bytes(sheet.pdf.output())


class _Sheet:
    """One page with the upper left corner of the printable area as origin, measured in dots."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.loaded: set[str] = set()
        self.top = 0
        size = (page.width + 2 * MARGIN_DOTS, page.height + 2 * MARGIN_DOTS)
        from fpdf import FPDF  # noqa: PLC0415  # long to load, and not needed before the first PDF

        self.pdf = FPDF(unit=_POINTS_PER_DOT, format=size)
        self.pdf.set_auto_page_break(False)
        self.pdf.c_margin = 0
        self.pdf.add_page()

    def text(self, row: TextRow, letters: Letters) -> None:
        face = letters.face
        if face.file not in self.loaded:
            self.loaded.add(face.file)
            self.pdf.add_font(face.file, fname=FOLDER / face.file)
        self.pdf.set_font(face.file, size=face.size * _POINTS_PER_DOT)
        # A cell puts the baseline at half its height and three tenths of the letters' size.
        top = self.top + letters.baseline - 0.8 * face.size
        for run in row.runs:
            turned = self.page.direction is Direction.RIGHT_TO_LEFT and not reads_from_left(run.text)
            self.pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if turned else "ltr")
            if row.inverted:
                width = self.pdf.get_string_width(f" {run.text} ")
                self.box(run.x + (run.width - width) / 2, self.top, width, row.height)
                self.pdf.set_text_color(255)
            self.pdf.set_xy(MARGIN_DOTS + run.x, MARGIN_DOTS + top)
            self.pdf.cell(run.width, face.size, run.text, align=_CELL_ALIGN[run.align])
            self.pdf.set_text_color(0)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pdf.rect(MARGIN_DOTS + x, MARGIN_DOTS + y, width, height, style="F")

    def graphics(self, row: object) -> None:
        match row:
            case RuleRow():
                self.rule(row)
            case BarcodeRow():
                left = (self.page.width - len(row.modules) * row.dots) / 2
                for index, bar in enumerate(row.modules):
                    if bar == "1":
                        self.box(left + index * row.dots, self.top, row.dots, row.height)
            case QrRow():
                left = (self.page.width - len(row.modules) * row.dots) / 2
                for y, line in enumerate(row.modules):
                    for x, module in enumerate(line):
                        if module:
                            self.box(left + x * row.dots, self.top + y * row.dots, row.dots, row.dots)
            case LogoRow():
                file = io.BytesIO()
                row.picture.save(file, "PNG")
                left = (self.page.width - row.picture.width) / 2
                self.pdf.image(file, MARGIN_DOTS + left, MARGIN_DOTS + self.top, row.picture.width, row.picture.height)

    def rule(self, row: RuleRow) -> None:
        dots = RULE_DOTS[row.style]
        y = MARGIN_DOTS + self.top + row.height / 2
        self.pdf.set_line_width(dots)
        if row.style is RuleStyle.DASHED:
            self.pdf.set_dash_pattern(dash=2 * dots, gap=2 * dots)
        self.pdf.line(MARGIN_DOTS, y, MARGIN_DOTS + self.page.width, y)
        self.pdf.set_dash_pattern()
