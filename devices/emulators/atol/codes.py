"""Barcodes that the emulated register is told to print: checked, and drawn as its head would."""

from typing import Any, Final

from PIL import Image

from devices.emulators.atol.check import field, optional, wrong
from devices.emulators.labels.symbols import Bars, NoSymbol, bars, qr, square

WIDTH_DOTS: Final = 576
_KINDS: Final[dict[str, str]] = {
    "EAN8": "EAN8",
    "EAN13": "EAN13",
    "UPCA": "UPCA",
    "CODE39": "39",
    "CODE128": "128",
    "ITF": "25",
    "GS1_128": "EAN128",
}
"""Those it can draw, by the name that the symbols of label printers have."""
_NOT_DRAWN: Final = frozenset({"UPCE", "CODE93", "CODABAR", "ITF14", "PDF417", "CODE39_EXTENDED"})
_QUIET_MODULES: Final = 10
_QR_QUIET_MODULES: Final = 4
_HEIGHT_DOTS: Final = 80


def barcode_line(item: dict[str, Any], path: str) -> str:
    """What stands for a barcode on paper that is text; Refusal for one that could not be printed."""
    picture(item, path)
    return f"||| {item['barcodeType']} {item['barcode']} |||"


def picture(item: dict[str, Any], path: str = "") -> Image.Image | None:
    """The dots of a barcode as wide as the paper; None for a kind that only the maker's driver draws. Refusal."""
    value: str = field(item, "barcode", str, path)
    kind: str = field(item, "barcodeType", str, path)
    scale, height = _whole(item, "scale", 2, 10, path), _whole(item, "height", _HEIGHT_DOTS, 500, path)
    if optional(item, "alignment", str, path) not in (None, "left", "center", "right"):
        raise wrong(f"{path}alignment")
    for name in ("printText", "overlay"):
        optional(item, name, bool, path)
    if not value:
        raise wrong(f"{path}barcode")
    if kind in _NOT_DRAWN:
        return None
    if kind != "QR" and kind not in _KINDS:
        raise wrong(f"{path}barcodeType")
    try:
        dots = square(qr(value.encode(), "M"), scale) if kind == "QR" else _bars(kind, value).picture(scale, 3, height)
    except NoSymbol as problem:
        raise wrong(f"{path}barcode") from problem
    quiet = scale * (_QR_QUIET_MODULES if kind == "QR" else _QUIET_MODULES)
    if dots.width + 2 * quiet > WIDTH_DOTS:
        raise wrong(f"{path}scale")
    paper = Image.new("1", (WIDTH_DOTS, dots.height + 2 * quiet), 1)
    paper.paste(dots, ((WIDTH_DOTS - dots.width) // 2, quiet))
    return paper


def _bars(kind: str, value: str) -> Bars:
    return bars(_KINDS[kind], value)


def _whole(item: dict[str, Any], name: str, usual: int, most: int, path: str) -> int:
    value = optional(item, name, int, path)
    if value is not None and not 1 <= value <= most:
        raise wrong(path + name)
    return usual if value is None else int(value)
