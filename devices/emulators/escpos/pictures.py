"""What the emulated printer draws itself: bit images, barcodes, QR codes."""

from typing import Final

from PIL import Image

from printing.codes import bar_modules, qr_modules
from printing.document import Symbology
from printing.layout import BarcodeRow, QrRow
from printing.paint import bars_picture, qr_picture

_EAN13: Final = frozenset({2, 67})
_CODE128: Final = 73


def bitmap(data: bytes, width: int, rows: int, wide: int, tall: int) -> Image.Image:
    """Dots of a bit image, eight a byte, each row in whole bytes, enlarged ``wide`` and ``tall`` times."""
    size = max(1, width), max(1, rows)
    picture = Image.frombytes("1", size, data.ljust((size[0] + 7) // 8 * size[1], b"\x00"), "raw", "1;I")
    return picture.resize((size[0] * wide, size[1] * tall), Image.Resampling.NEAREST)


def native_barcode(data: bytes, module_dots: int, height_dots: int) -> Image.Image | None:
    """GS k: the kind, then the value ended by NUL or led by its length; None for what this printer can not draw."""
    kind = data[0]
    value = (data[2:] if kind >= 65 else data[1:-1]).decode("ascii", "replace")
    if kind == _CODE128 and value.startswith("{B"):
        symbology, value = Symbology.CODE128, value[2:]
    elif kind in _EAN13:
        symbology = Symbology.EAN13
    else:
        return None
    modules = bar_modules(value, symbology)
    if modules is None:
        return None
    return bars_picture(BarcodeRow(value, symbology, modules, module_dots, height_dots))


def native_qr(data: bytes, module_dots: int) -> Image.Image | None:
    """GS ( k function 81; None where the value is too long."""
    value = data.decode("utf-8", "replace")
    modules = qr_modules(value)
    return None if modules is None else qr_picture(QrRow(value, modules, module_dots, len(modules) * module_dots))
