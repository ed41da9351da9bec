"""The codes that an emulated label printer draws itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import barcode
import qrcode
from barcode.codex import Code39, Code128
from barcode.ean import EAN13
from barcode.errors import BarcodeError
from barcode.itf import ITF
from barcode.upc import UniversalProductCodeA as UpcA
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

from devices.emulators.labels.label import INK, PAPER

FNC1: Final = "\xf1"
_LEVELS: Final = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_LONGEST: Final = 120
_WIDEST_DOTS: Final = 8_000
# How many characters the application identifiers of a fixed length and their values have, by their first two digits.
_FIXED: Final = frozenset({"00", "01", "02", "03", "04", "20", "31", "32", "33", "34", "35", "36", "41"}) | frozenset(
    str(number) for number in range(11, 20)
)


class NoSymbol(Exception):
    """A code can not hold a value; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Modules, ``1`` is dark, and what a person reads below them. ``two_widths`` has narrow and wide bars only."""

    modules: str
    text: str
    two_widths: bool = False

    def widths(self, narrow: int, wide: int) -> list[tuple[bool, int]]:
        """Each bar (True) and space (False) with its width in dots."""
        runs = [(module == "1", len(list(run))) for module, run in groupby(self.modules)]
        if self.two_widths:
            return [(dark, narrow if length == 1 else wide) for dark, length in runs]
        return [(dark, narrow * length) for dark, length in runs]

    def picture(self, narrow: int, wide: int, height: int) -> Image.Image:
        """The bars, in dots, without quiet zones. NoSymbol."""
        row = b"".join(bytes((INK if dark else PAPER,)) * width for dark, width in self.widths(narrow, wide))
        if len(row) > _WIDEST_DOTS:
            raise NoSymbol("wider than any label")
        line = Image.frombytes("L", (len(row), 1), row).convert("1")
        return line.resize((len(row), max(1, height)), Image.Resampling.NEAREST)


def _ean(digits: int, name: str) -> Callable[[str], Bars]:
    def bars(value: str) -> Bars:
        if not (value.isdigit() and len(value) in {digits - 1, digits}):
            raise NoSymbol(f"{name} wants {digits - 1} digits")
        code = barcode.get_barcode_class(name.lower().replace("-", ""))(value[: digits - 1])
        return Bars(str(code.build()[0]), str(code.get_fullcode()))

    return bars


def _upc_a(value: str) -> Bars:
    if not (value.isdigit() and len(value) in {11, 12}):
        raise NoSymbol("UPC-A wants 11 digits")
    full = UpcA(value[:11]).get_fullcode()
    return Bars(str(EAN13(f"0{full[:11]}").build()[0]), str(full))


class _Code128(Code128):  # type: ignore[misc] # the library brings no types
    """With FNC1 wherever it stands."""

    def _is_char_fnc1_char(self, char: str) -> bool:
        return char == FNC1


def _code128(value: str) -> Bars:
    return Bars(str(_Code128(value).build()[0]), value.replace(FNC1, ""))


def _gs1_128(value: str) -> Bars:
    return Bars(_code128(with_separators(value)).modules, value.replace(FNC1, ""))


def with_separators(value: str) -> str:
    """GS1 elements with FNC1 before the first, and after each whose length may vary where brackets tell."""
    if "(" not in value:
        return FNC1 + value.removeprefix(FNC1)
    elements = [element.replace(")", "") for element in value.split("(") if element]
    ends = [FNC1 if element[:2] not in _FIXED else "" for element in elements[:-1]]
    return FNC1 + "".join(element + end for element, end in zip(elements, [*ends, ""], strict=True))


def _code39(value: str) -> Bars:
    return Bars(str(Code39(value.upper(), add_checksum=False).build()[0]), value.upper(), two_widths=True)


def _interleaved(value: str) -> Bars:
    code = ITF(value, narrow=1, wide=2)
    return Bars(str(code.build()[0]), str(code.get_fullcode()), two_widths=True)


_BARS: Final[dict[str, Callable[[str], Bars]]] = {
    "EAN13": _ean(13, "EAN-13"),
    "EAN8": _ean(8, "EAN-8"),
    "UPCA": _upc_a,
    "128": _code128,
    "EAN128": _gs1_128,
    "39": _code39,
    "25": _interleaved,
}


@lru_cache(maxsize=256)
def bars(kind: str, value: str) -> Bars:
    """The bars of a value; ``kind`` is named as in TSPL. NoSymbol."""
    make = _BARS.get(kind)
    if make is None:
        raise NoSymbol(f"unknown barcode {kind}")
    if not 0 < len(value) <= _LONGEST or not (value.replace(FNC1, "").isascii()):
        raise NoSymbol(f"{kind} does not hold {value[:40]!r}")
    try:
        return make(value)
    except (BarcodeError, ValueError, KeyError, RuntimeError) as problem:
        raise NoSymbol(f"{kind} does not hold {value[:40]!r}") from problem


@lru_cache(maxsize=64)
def qr(value: bytes, level: str) -> tuple[bytes, ...]:
    """The rows of a QR code, one byte a module (1 dark), without quiet zone. NoSymbol."""
    if level not in _LEVELS:
        raise NoSymbol(f"unknown QR level {level[:5]!r}")
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
    try:
        code.add_data(value)
        code.make(fit=True)
    except (DataOverflowError, ValueError) as problem:
        raise NoSymbol(f"a QR code does not hold {len(value)} bytes") from problem
    return tuple(bytes(map(bool, row)) for row in code.modules)


def square(rows: tuple[bytes, ...], cell: int) -> Image.Image:
    """A code of square modules, each of ``cell`` dots."""
    side = len(rows)
    dots = b"".join(bytes(INK if module else PAPER for module in row) for row in rows)
    return (
        Image.frombytes("L", (len(rows[0]), side), dots)
        .resize((len(rows[0]) * cell, side * cell), Image.Resampling.NEAREST)
        .convert("1")
    )
