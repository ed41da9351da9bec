"""ZPL II as bytes: labels from a picture, and barcodes that come out the same when the printer draws them.

The commands are those of Zebra's programming guide; nothing ends a line.
"""

from collections.abc import Sequence
from typing import Final

from devices.labels.options import LabelOptions, Media
from devices.labels.port import Labels
from devices.labels.raster import dots_of
from printing.labels.bars import Symbol
from printing.labels.layout import LaidTag, PlacedBars, PlacedMatrix

STATUS: Final = b"~HS"
CANCEL_ALL: Final = b"~JA"
_MEDIA: Final = {Media.GAP: "^MNY", Media.MARK: "^MNM", Media.CONTINUOUS: "^MNN"}


def encode(batch: Sequence[Labels], options: LabelOptions) -> bytes:
    """The batch, each label a format of its own with its copies."""
    dark = "" if options.density is None else f"~SD{options.density:02}"
    return (dark + "".join(label(labels, options) for labels in batch)).encode("ascii")


def label(labels: Labels, options: LabelOptions) -> str:
    """One format: what lies in the printer, the dots, the copies."""
    stock = options.stock
    code = _native_code(labels.tag) if options.native_codes else ""
    speed = "" if options.speed is None else f"^PR{options.speed}"
    turned = "^POI" if options.turned else "^PON"
    setup = f"^XA^CI28^PW{stock.width_dots}^LL{stock.height_dots}^LH0,0^LS0{_MEDIA[options.media]}{speed}{turned}"
    return f"{setup}{graphic(labels, with_code=not code)}{code}^PQ{labels.copies},0,1,Y^XZ"


def _native_code(tag: LaidTag) -> str:
    """The code of a tag where the printer draws it as we would; nothing for any other."""
    if tag.bars is not None and tag.bars.bars.symbol is Symbol.EAN13:
        return ean13(tag.bars)
    # Of letters a printer may make a code of another size: each maker writes them in its own way.
    return data_matrix(tag.matrix) if tag.matrix is not None and tag.matrix.value.isdigit() else ""


def graphic(labels: Labels, *, with_code: bool) -> str:
    """The dots as a graphic field, 1 is black; nothing for an empty label."""
    dots = dots_of(labels.tag, with_code=with_code)
    if dots is None:
        return ""
    total = len(dots.rows)
    return f"^FO{dots.x},{dots.y}^GFA,{total},{total},{dots.width_bytes},{dots.rows.hex().upper()}^FS"


def ean13(placed: PlacedBars) -> str:
    """An EAN-13 that the printer draws, without its figures; the printer adds the check digit."""
    size = f"^BY{placed.dots},3,{placed.height}^BEN,{placed.height},N,N"
    return f"^FO{placed.x},{placed.y}{size}^FD{placed.bars.value[:-1]}^FS"


def data_matrix(placed: PlacedMatrix) -> str:
    """A DataMatrix of digits that the printer draws, ECC 200."""
    return f"^FO{placed.x},{placed.y}^BXN,{placed.dots},200^FD{placed.value}^FS"
