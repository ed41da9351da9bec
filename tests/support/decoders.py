"""Decoders that we did not write: what they read off printed dots."""

from collections.abc import Callable
from typing import Final

import zxingcpp
from PIL import Image
from pyzbar import pyzbar

Read = tuple[str, str]
"""The kind of a code, as zbar calls it, and its text."""

_ZXING: Final = {
    zxingcpp.BarcodeFormat.EAN13: "EAN13",
    zxingcpp.BarcodeFormat.EAN8: "EAN8",
    zxingcpp.BarcodeFormat.Code128: "CODE128",
    zxingcpp.BarcodeFormat.QRCode: "QRCODE",
    zxingcpp.BarcodeFormat.DataMatrix: "DATAMATRIX",
}
_ZBAR: Final = [pyzbar.ZBarSymbol[kind] for kind in ("EAN13", "EAN8", "CODE128", "QRCODE")]


def read_by_zxing(picture: Image.Image) -> list[Read]:
    """All codes of a picture, sorted; one of a kind that we do not print is none of ours and fails."""
    return sorted((_ZXING[code.format], code.text) for code in zxingcpp.read_barcodes(picture.convert("L")))


def read_by_zbar(picture: Image.Image) -> list[Read]:
    """The same; zbar knows no DataMatrix."""
    return sorted((code.type, code.data.decode()) for code in pyzbar.decode(picture.convert("L"), symbols=_ZBAR))


DECODERS: Final[tuple[Callable[[Image.Image], list[Read]], ...]] = (read_by_zxing, read_by_zbar)
