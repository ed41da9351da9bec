"""TSPL as bytes: labels from a picture, and barcodes that come out the same when the printer draws them.

The commands are those of TSC's programming manual; lines end with CR LF.
"""

import re
from collections.abc import Sequence
from typing import Final

from devices.labels.options import LabelOptions, Media
from devices.labels.port import Labels
from devices.labels.raster import dots_of
from printing.labels.bars import Symbol
from printing.labels.layout import LaidTag, PlacedBars, PlacedMatrix

GREETING: Final = b"~!E\r\n"
"""Immediate commands may have been switched off."""
STATUS: Final = b"\x1b!?"
LONG_STATUS: Final = b"\x1b!S"
RESET: Final = b"\x1b!R"
_END: Final = b"\r\n"
_NATIVE: Final = {Symbol.EAN13: "EAN13", Symbol.EAN8: "EAN8"}
_INVERTED: Final = bytes(255 - byte for byte in range(256))

# A printer looks for immediate commands inside pictures too: this pair begins each of them.
_IMMEDIATE: Final = b"\x1b!"
_HARMLESS: Final = b"\x0b!"


def encode(batch: Sequence[Labels], options: LabelOptions) -> bytes:
    """The batch: what lies in the printer, then each label with its copies."""
    return setup(options) + b"".join(label(labels, options) for labels in batch)


def setup(options: LabelOptions) -> bytes:
    """Size, gap and direction; darkness and speed where they were set."""
    stock = options.stock
    lines = [f"SIZE {stock.width_mm} mm,{stock.height_mm} mm", _gap(options), f"DIRECTION {int(options.turned)}"]
    if options.density is not None:
        lines.append(f"DENSITY {options.density}")
    if options.speed is not None:
        lines.append(f"SPEED {options.speed}")
    return b"".join(line.encode("ascii") + _END for line in lines)


def _gap(options: LabelOptions) -> str:
    match options.media:
        case Media.GAP:
            return f"GAP {options.gap_mm} mm,0 mm"
        case Media.MARK:
            return f"BLINE {options.gap_mm} mm,0 mm"
        case Media.CONTINUOUS:
            return "GAP 0,0"


def label(labels: Labels, options: LabelOptions) -> bytes:
    """One label and its copies; the printer's buffer is cleared before."""
    code = _native_code(labels.tag) if options.native_codes else b""
    drawn = bitmap(labels, with_code=not code) + code
    return b"CLS" + _END + drawn + f"PRINT 1,{labels.copies}".encode("ascii") + _END


def _native_code(tag: LaidTag) -> bytes:
    """The code of a tag where the printer draws it as we would; nothing for any other."""
    if tag.bars is not None and tag.bars.bars.symbol in _NATIVE:
        return barcode(tag.bars)
    # Of letters a printer may make a code of another size: each maker writes them in its own way.
    return data_matrix(tag.matrix) if tag.matrix is not None and tag.matrix.value.isdigit() else b""


def bitmap(labels: Labels, *, with_code: bool) -> bytes:
    """The dots, of which 0 is black in this language; nothing for an empty label."""
    dots = dots_of(labels.tag, with_code=with_code)
    if dots is None:
        return b""
    head = f"BITMAP {dots.x},{dots.y},{dots.width_bytes},{dots.height},0,".encode("ascii")
    return head + without_immediate(dots.rows.translate(_INVERTED)) + _END


def without_immediate(data: bytes) -> bytes:
    """The picture with one dot more wherever its bytes would begin an immediate command."""
    return re.sub(re.escape(_IMMEDIATE), _HARMLESS, data)


def barcode(placed: PlacedBars) -> bytes:
    """An EAN that the printer draws, without its figures; the printer adds the check digit."""
    kind, digits = _NATIVE[placed.bars.symbol], placed.bars.value[:-1]
    command = f'BARCODE {placed.x},{placed.y},"{kind}",{placed.height},0,0,{placed.dots},{placed.dots},"{digits}"'
    return command.encode("ascii") + _END


def data_matrix(placed: PlacedMatrix) -> bytes:
    """A DataMatrix of digits that the printer draws."""
    command = f'DMATRIX {placed.x},{placed.y},{placed.side},{placed.side},x{placed.dots},"{placed.value}"'
    return command.encode("ascii") + _END
