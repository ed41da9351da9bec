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
from printing.labels.layout import PlacedBars

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
    bars = labels.tag.bars
    native = options.native_codes and bars is not None and bars.bars.symbol in _NATIVE
    drawn = [b"CLS" + _END, bitmap(labels, with_bars=not native)]
    if native and bars is not None:
        drawn.append(barcode(bars))
    drawn.append(f"PRINT 1,{labels.copies}".encode("ascii") + _END)
    return b"".join(drawn)


def bitmap(labels: Labels, *, with_bars: bool) -> bytes:
    """The dots, of which 0 is black in this language; nothing for an empty label."""
    dots = dots_of(labels.tag, with_bars=with_bars)
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
