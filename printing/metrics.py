"""How wide and how high text is, in a paper's dots: in a printer's own letters, or in the letters we draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from printing.document import Style
from printing.fonts import Face, advance
from printing.text import cell_width, plainer

PLAIN_DOTS_PER_MM: Final = 8
"""Of a printer of 203 dots per inch, in whose dots every length here is given."""
# Font A of receipt printers is 12 dots wide and 24 high, font B 9 by 17.
CELL_DOTS: Final = 12
SMALL_CELL_DOTS: Final = 9

_REGULAR: Final = "DejaVuSansCondensed.ttf"
_BOLD: Final = "DejaVuSansCondensed-Bold.ttf"
_FIXED: Final = "DejaVuSansMono.ttf"
_FIXED_BOLD: Final = "DejaVuSansMono-Bold.ttf"


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a style: how they are drawn, the height of their line, and how far below its top they stand.

    ``cell`` is the width of every character where all have the same, 0 where each has its own. All in dots.
    """

    face: Face
    line_height: int
    baseline: int
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Metrics:
    """The letters of every style on a paper ``width`` dots wide.

    ``encoding`` is the Python name of the code page that text has to pass through, empty where it is drawn. A printer
    of 300 dots per inch has 12 ``dots_per_mm``.
    """

    width: int
    letters: Mapping[Style, Letters]
    encoding: str = ""
    dots_per_mm: int = PLAIN_DOTS_PER_MM

    def dots(self, length: int) -> int:
        """A length in dots of 203 per inch, in this paper's own."""
        return scaled(length, self.dots_per_mm)

    def prepare(self, text: str) -> str:
        """The text with the signs that the code page lacks replaced by plainer ones."""
        return plainer(text, self.encoding) if self.encoding else text

    def measure(self, text: str, style: Style) -> int:
        """The width of the text in dots."""
        letters = self.letters[style]
        return cell_width(text) * letters.cell if letters.cell else advance(text, letters.face)


_DRAWN: Final = {
    Style.TITLE: Letters(Face(_BOLD, 36), 46, 35),
    Style.TOTAL: Letters(Face(_BOLD, 42), 64, 48),
    Style.TALL: Letters(Face(_BOLD, 28), 38, 29),
    Style.STRONG: Letters(Face(_BOLD, 22), 30, 23),
    Style.NORMAL: Letters(Face(_REGULAR, 22), 30, 23),
    Style.SMALL: Letters(Face(_REGULAR, 18), 25, 19),
}
_PRINTER: Final = {
    Style.TITLE: Letters(Face(_FIXED_BOLD, 40), 50, 38, CELL_DOTS * 2),
    Style.TOTAL: Letters(Face(_FIXED_BOLD, 40), 50, 38, CELL_DOTS * 2),
    Style.TALL: Letters(Face(_FIXED_BOLD, 20, stretch=2), 50, 38, CELL_DOTS),
    Style.STRONG: Letters(Face(_FIXED_BOLD, 20), 30, 20, CELL_DOTS),
    Style.NORMAL: Letters(Face(_FIXED, 20), 30, 20, CELL_DOTS),
    Style.SMALL: Letters(Face(_FIXED, 15), 30, 20, SMALL_CELL_DOTS),
}
_PRINTER_WITHOUT_SMALL: Final = _PRINTER | {Style.SMALL: _PRINTER[Style.NORMAL]}


def scaled(length: int, dots_per_mm: int) -> int:
    """A length in dots of 203 per inch as whole dots of another density, so that it stays as long."""
    return (length * dots_per_mm + PLAIN_DOTS_PER_MM // 2) // PLAIN_DOTS_PER_MM


def drawn_metrics(width_dots: int, dots_per_mm: int = PLAIN_DOTS_PER_MM) -> Metrics:
    """The letters that ship with the program: for pictures, PDF, and papers that are drawn whole."""
    return Metrics(width_dots, _at(_DRAWN, dots_per_mm), dots_per_mm=dots_per_mm)


def printer_metrics(
    width_dots: int, encoding: str, *, small: bool = True, dots_per_mm: int = PLAIN_DOTS_PER_MM
) -> Metrics:
    """A printer's own letters in one code page.

    Without ``small`` the printer has no font B, and small text is printed like the rest.
    """
    letters = _PRINTER if small else _PRINTER_WITHOUT_SMALL
    return Metrics(width_dots, _at(letters, dots_per_mm), encoding, dots_per_mm)


def _at(letters: Mapping[Style, Letters], dots_per_mm: int) -> Mapping[Style, Letters]:
    """The letters as large on paper with another density of dots."""
    if dots_per_mm == PLAIN_DOTS_PER_MM:
        return letters
    return {
        style: Letters(
            replace(one.face, size=scaled(one.face.size, dots_per_mm)),
            scaled(one.line_height, dots_per_mm),
            scaled(one.baseline, dots_per_mm),
            scaled(one.cell, dots_per_mm),
        )
        for style, one in letters.items()
    }
