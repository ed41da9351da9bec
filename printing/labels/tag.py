"""A price tag as a value: what it says, and the size it is printed in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.errors import BadInput
from printing.document import Direction

DPI_CHOICES: Final = (203, 300)
_DOTS_PER_MM: Final = {203: 8, 300: 12}
"""Whole dots: 300 dots per inch are 11.8 a millimetre, and 12 loses half a millimetre on 40."""
WIDTHS_MM: Final = range(20, 121)
HEIGHTS_MM: Final = range(15, 121)


def _span(span: range) -> str:
    return f"{span[0]}\N{EN DASH}{span[-1]}"


@dataclass(frozen=True, slots=True)
class LabelStock:
    """The labels in a printer: their size in millimetres, the printer's dots per inch.

    BadInput ``label_size``, ``label_dpi``.
    """

    width_mm: int
    height_mm: int
    dpi: int = 203

    def __post_init__(self) -> None:
        if self.width_mm not in WIDTHS_MM or self.height_mm not in HEIGHTS_MM:
            raise BadInput("label_size", width=_span(WIDTHS_MM), height=_span(HEIGHTS_MM))
        if self.dpi not in DPI_CHOICES:
            raise BadInput("label_dpi", known=", ".join(map(str, DPI_CHOICES)))

    @property
    def dots_per_mm(self) -> int:
        """How many dots the layout takes for a millimetre."""
        return _DOTS_PER_MM[self.dpi]

    @property
    def width_dots(self) -> int:
        """The label across."""
        return self.width_mm * self.dots_per_mm

    @property
    def height_dots(self) -> int:
        """The label along the feed."""
        return self.height_mm * self.dots_per_mm


class CodeKind(StrEnum):
    """How the code of goods is drawn."""

    BARS = "bars"
    """As EAN-13, EAN-8 or Code 128."""

    DATA_MATRIX = "datamatrix"
    """As a DataMatrix, which small labels have room for."""


@dataclass(frozen=True, slots=True)
class PriceTag:
    """What a price tag says, in words as they are read; empty texts are left out.

    ``price`` comes with its currency, ``old_price`` is a higher one of before, ``second_price`` is the price in another
    currency, ``unit`` is what it buys where goods are measured. ``code`` is drawn as ``code_kind`` says.
    """

    name: str
    price: str
    second_price: str = ""
    unit: str = ""
    code: str = ""
    article: str = ""
    old_price: str = ""
    direction: Direction = Direction.LEFT_TO_RIGHT
    code_kind: CodeKind = CodeKind.BARS
