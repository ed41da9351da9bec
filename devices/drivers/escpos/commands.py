"""The commands, as python-escpos writes them; made once, because it takes its time over each."""

import shutil
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from escpos import capabilities, constants
from escpos.printer import Dummy

from printing.document import Style, Symbology

# At every start the library leaves a parsed copy of its printer list in a new temporary folder.
if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in capabilities.environ:
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)

LINE_FEED: Final[bytes] = constants.CTL_LF
RASTER: Final[bytes] = constants.GS + b"v0\x00"
PROCESSED: Final[bytes] = constants.GS + b"r\x01"
REALTIME_STATUS: Final[bytes] = constants.DLE + constants.EOT
CLEAR_BUFFERS: Final[bytes] = constants.DLE + constants.DC4 + b"\x08\x01\x03\x14\x01\x06\x02\x08"

_LINES_BEFORE_TEARING: Final = 5
_KICK_ON_MS: Final = 50
_KICK_OFF_MS: Final = 500


def _bytes_of(act: Callable[[Any], object]) -> bytes:
    paper = Dummy()
    act(paper)
    return bytes(paper.output)


@lru_cache(maxsize=32)
def start(page: int) -> bytes:
    """Puts the printer into a known state and selects a code page by its number.

    Clones start in Chinese double-byte mode, where pairs of Cyrillic letters print as one sign, and some replace
    ``#``, ``$`` and ``@`` by a country's own: both are switched off after every reset.
    """
    chinese_off = constants.FS + b"."
    usa_signs = constants.ESC + b"R\x00"
    select = constants.CODEPAGE_CHANGE + bytes((page,))
    return bytes(constants.HW_INIT + chinese_off + usa_signs + select + constants.LINESPACING_RESET)


@lru_cache(maxsize=32)
def style(of: Style) -> bytes:
    """Selects the letters of a style, whatever was selected before."""
    small = of is Style.SMALL
    double_width = of in {Style.TITLE, Style.TOTAL}
    double_height = double_width or of is Style.TALL
    return _bytes_of(
        lambda paper: paper.set(
            normal_textsize=not double_height,
            double_width=double_width,
            double_height=double_height,
            bold=of not in {Style.NORMAL, Style.SMALL},
            font="b" if small else "a",
        )
    )


@lru_cache(maxsize=2)
def inverted(on: bool) -> bytes:
    """White on black, or back."""
    return _bytes_of(lambda paper: paper.set(invert=on))


@lru_cache(maxsize=3)
def aligned(where: str) -> bytes:
    """Puts what follows ``left``, ``center`` or ``right``."""
    return _bytes_of(lambda paper: paper.set(align=where))


@lru_cache(maxsize=2)
def end(cut: bool) -> bytes:
    """Feeds the paper to the blade and cuts, or far enough to be torn off."""
    if cut:
        return _bytes_of(lambda paper: paper.cut(feed=False))
    return _bytes_of(lambda paper: paper.print_and_feed(_LINES_BEFORE_TEARING))


def barcode(value: str, symbology: Symbology, module_dots: int, height_dots: int) -> bytes:
    """A barcode the printer draws itself, without text.

    From the library's constants, because its own ``barcode`` writes to standard output.
    """
    size = constants.BARCODE_HEIGHT + bytes((height_dots,)) + constants.BARCODE_WIDTH + bytes((module_dots,))
    code = f"{{B{value}" if symbology is Symbology.CODE128 else value
    kind = constants.BARCODE_TYPES["B"]["CODE128" if symbology is Symbology.CODE128 else "EAN13"]
    return bytes(size + constants.BARCODE_TXT_OFF + kind + bytes((len(code),)) + code.encode("ascii"))


def qr(value: str, module_dots: int) -> bytes:
    """A QR code of level M the printer draws itself."""
    return _bytes_of(lambda paper: paper.qr(value, ec=constants.QR_ECLEVEL_M, size=module_dots, native=True))


def kick(pin: int) -> bytes:
    """Opens the drawer at connector pin 2 or 5, in its turn among the other commands."""
    sequence = [27, 112, 0 if pin == 2 else 1, _KICK_ON_MS // 2, _KICK_OFF_MS // 2]
    return _bytes_of(lambda paper: paper.cashdraw(sequence))


def kick_at_once(pin: int) -> bytes:
    """Opens the drawer even while the printer is offline; pulses of 100 ms."""
    return bytes(constants.DLE + constants.DC4 + bytes((1, 0 if pin == 2 else 1, 1)))


def ask_status(kind: int) -> bytes:
    """DLE EOT: asks for a status byte that is answered at once, even offline."""
    return REALTIME_STATUS + bytes((kind,))
