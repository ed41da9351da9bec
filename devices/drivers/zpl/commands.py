"""ZPL II as bytes: labels from a picture, and barcodes that come out the same when the printer draws them.

The commands are those of Zebra's programming guide; nothing ends a line.
"""

from collections.abc import Sequence
from typing import Final

from devices.labels.options import LabelOptions, Media
from devices.labels.port import Labels
from devices.labels.raster import dots_of
from printing.labels.bars import Symbol
from printing.labels.layout import PlacedBars

STATUS: Final = b"~HS"
CANCEL_ALL: Final = b"~JA"
_MEDIA: Final = {Media.GAP: "^MNY", Media.MARK: "^MNM", Media.CONTINUOUS: "^MNN"}


def encode(batch: Sequence[Labels], options: LabelOptions) -> bytes:
    """The batch, each label a format of its own with its copies."""
    dark = "" if options.density is None else f"~SD{options.density:02}"
    return (dark + "".join(label(labels, options) for labels in batch)).encode("ascii")


def label(labels: Labels, options: LabelOptions) -> str:
    """One format: what lies in the printer, the dots, the copies."""
    stock, bars = options.stock, labels.tag.bars
    native = options.native_codes and bars is not None and bars.bars.symbol is Symbol.EAN13
    speed = "" if options.speed is None else f"^PR{options.speed}"
    turned = "^POI" if options.turned else "^PON"
    setup = f"^XA^CI28^PW{stock.width_dots}^LL{stock.height_dots}^LH0,0^LS0{_MEDIA[options.media]}{speed}{turned}"
    code = ean13(bars) if native and bars is not None else ""
    return f"{setup}{graphic(labels, with_bars=not native)}{code}^PQ{labels.copies},0,1,Y^XZ"


def graphic(labels: Labels, *, with_bars: bool) -> str:
    """The dots as a graphic field, 1 is black; nothing for an empty label."""
    dots = dots_of(labels.tag, with_bars=with_bars)
    if dots is None:
        return ""
    total = len(dots.rows)
    return f"^FO{dots.x},{dots.y}^GFA,{total},{total},{dots.width_bytes},{dots.rows.hex().upper()}^FS"


def ean13(placed: PlacedBars) -> str:
    """An EAN-13 that the printer draws, without its figures; the printer adds the check digit."""
    size = f"^BY{placed.dots},3,{placed.height}^BEN,{placed.height},N,N"
    return f"^FO{placed.x},{placed.y}{size}^FD{placed.bars.value[:-1]}^FS"
