"""How wide and how high text is, in dots of 203 per inch: in a printer's own letters, or in the letters we draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from printing.document import Style
from printing.fonts import Face, advance
from printing.text import cell_width, plainer

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

    ``encoding`` is the Python name of the code page that text has to pass through, empty where it is drawn.
    """

    width: int
    letters: Mapping[Style, Letters]
    encoding: str = ""

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


def drawn_metrics(width_dots: int) -> Metrics:
    """The letters that ship with the program: for pictures, PDF, and papers that are drawn whole."""
    return Metrics(width_dots, _DRAWN)


def printer_metrics(width_dots: int, encoding: str, *, small: bool = True) -> Metrics:
    """A printer's own letters in one code page.

    Without ``small`` the printer has no font B, and small text is printed like the rest.
    """
    return Metrics(width_dots, _PRINTER if small else _PRINTER_WITHOUT_SMALL, encoding)
