"""Which barcode a code of goods becomes, and its modules."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import barcode
from barcode.errors import BarcodeError

from app.core.barcodes.gtin import check_digit_fits


class Symbol(StrEnum):
    """The barcodes of labels."""

    EAN13 = "ean13"
    EAN8 = "ean8"
    CODE128 = "code128"


_EAN: Final = {13: Symbol.EAN13, 8: Symbol.EAN8}
_UPC_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Bars:
    """A barcode: ``value`` is what readers say, ``modules`` are ``1`` (dark) and ``0`` without quiet zones."""

    symbol: Symbol
    value: str
    modules: str


@lru_cache(maxsize=1024)
def bars_of(code: str) -> Bars | None:
    """The barcode of a code: EAN where it is one, a UPC-A as its EAN-13, else Code 128; None where no bars hold it."""
    value = f"0{code}" if len(code) == _UPC_DIGITS and code.isascii() and code.isdigit() else code
    is_number = value.isascii() and value.isdigit()
    symbol = _EAN.get(len(value), Symbol.CODE128) if is_number and check_digit_fits(value) else Symbol.CODE128
    if not value.isascii() or not value.isprintable() or not value:
        return None
    try:
        modules = str(barcode.get_barcode_class(symbol.value)(value).build()[0])
    except (BarcodeError, ValueError, KeyError):
        return None
    return Bars(symbol, value, modules)
