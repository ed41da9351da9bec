"""Barcodes, QR and DataMatrix codes as modules, and how many dots a module gets."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import barcode
import qrcode
from barcode.errors import BarcodeError
from ppf.datamatrix import DataMatrix
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from printing.document import Symbology

# Light modules that a reader needs on each side (ISO/IEC 15417 and 15420; 18004 asks four around a QR code).
BARCODE_QUIET_MODULES: Final = 11
QR_QUIET_MODULES: Final = 4


@lru_cache(maxsize=256)
def bar_modules(value: str, symbology: Symbology) -> str | None:
    """The bars as ``1`` (dark) and ``0``, without quiet zones; None where the symbology can not hold the value."""
    if not value.isascii() or not value.isprintable() or not value:
        return None
    if symbology is Symbology.EAN13 and not (len(value) == 13 and value.isdigit()):
        return None
    try:
        code = barcode.get_barcode_class(symbology.value)(value)
        if symbology is Symbology.EAN13 and code.get_fullcode() != value:
            return None
        return str(code.build()[0])
    except (BarcodeError, ValueError, KeyError):
        return None


@lru_cache(maxsize=64)
def qr_modules(value: str) -> tuple[bytes, ...] | None:
    """The rows of a QR code of level M, one byte a module (1 dark), without quiet zone; None where it is too long."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    try:
        code.add_data(value.encode("utf-8"))
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return None
    return tuple(bytes(map(bool, row)) for row in code.modules)


@lru_cache(maxsize=1024)
def data_matrix_modules(value: str) -> tuple[bytes, ...] | None:
    """The rows of a square DataMatrix (ISO/IEC 16022), one byte a module (1 dark), without quiet zone.

    None for what is empty, too long, or has other signs than printable ASCII.
    """
    if not value.isascii() or not value.isprintable() or not value:
        return None
    try:
        # One way of writing only: the code is as large as one that a printer draws of the same digits.
        return tuple(map(bytes, DataMatrix(value, codecs=["ascii"]).matrix))
    except ValueError:
        return None


def module_dots(modules: int, width_dots: int, choices: Sequence[int]) -> int:
    """The first of ``choices`` at which so many modules fit the width; 0 where none does.

    Always whole dots: a bar of two and a half would be drawn now two, now three wide, and readers give up.
    """
    return next((dots for dots in choices if modules * dots <= width_dots), 0)
