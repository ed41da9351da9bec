"""How the emulated printer is set by the commands so far; a reset puts a new one in its place."""

from dataclasses import dataclass
from typing import Final

from devices.emulators.escpos.roll import Glyph

DEFAULT_SPACING_ROWS: Final = 30

# Epson's numbers of the pages that a printer of the TM-T20 kind has.
_NUMBERS: Final = (0, 2, 3, 4, 5, 14, 15, 16, 17, 18, 19, 21, 33, 34, 36, 39, 40, 45, 46, 47, 48, 49, 50, 51, 52)
_NAMES: Final = (
    "cp437 cp850 cp860 cp863 cp865 cp737 iso8859_7 cp1252 cp866 cp852 cp858 cp874 cp775 cp855 cp862 iso8859_2 "
    "iso8859_15 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
)
CODE_PAGES: Final = dict(zip(_NUMBERS, _NAMES.split(), strict=True))


@dataclass
class Mode:
    """Text mode, alignment, spacing, and the sizes of codes; in dots where it is a length."""

    chinese: bool = False
    page: int = 0
    small: bool = False
    bold: bool = False
    inverted: bool = False
    underlined: bool = False
    wide: int = 1
    tall: int = 1
    align: int = 0
    spacing: int = DEFAULT_SPACING_ROWS
    bar_width: int = 3
    bar_height: int = 162
    qr_size: int = 3

    @property
    def encoding(self) -> str | None:
        """The Python name of what text is read by; None for a page this printer does not have."""
        return "gb18030" if self.chinese else CODE_PAGES.get(self.page)

    def glyph(self, character: str) -> Glyph:
        """A character as it is set now."""
        return Glyph(character, self.small, self.bold, self.wide, self.tall, self.inverted, self.underlined)
