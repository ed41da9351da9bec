"""Pictures as GS v 0, in bands a small buffer can hold."""

import re
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops

from devices.drivers.escpos import commands
from printing.document import RuleStyle
from printing.layout import RULE_AIR_DOTS, RULE_DOTS, RuleRow
from printing.metrics import scaled
from printing.paint import paint_rule

BAND_ROWS: Final = 128
TEXT_AIR_DOTS: Final = 6

# Printers look for real-time commands in every byte that arrives, pictures too: these three would answer a status,
# clear the buffer, or open the drawer.
_REALTIME: Final = re.compile(rb"\x10[\x04\x05\x14]")


def raster(picture: Image.Image, *, whole_width: bool = False) -> bytes:
    """A one-bit picture; white at its right is not sent, unless the printer needs the ``whole_width`` to centre it."""
    bands = []
    for top in range(0, picture.height, BAND_ROWS):
        band = picture.crop((0, top, picture.width, min(top + BAND_ROWS, picture.height)))
        ink = ImageChops.invert(band).getbbox()
        used = picture.width if whole_width else 1 if ink is None else ink[2]
        width = (used + 7) // 8 * 8
        bands.append(_command(_packed(band, width), width // 8, band.height))
    return b"".join(bands)


def _packed(band: Image.Image, width: int) -> bytes:
    # Cropping beyond the edge would fill up with black.
    padded = Image.new("1", (width, band.height), 255)
    padded.paste(band)
    return padded.tobytes("raw", "1;I")


def _command(data: bytes, width_bytes: int, rows: int) -> bytes:
    size = width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
    return commands.RASTER + size + _without_realtime(data)


def _without_realtime(data: bytes) -> bytes:
    """The picture with a dot more wherever its bytes would be a real-time command.

    The dot grows beside one that is there already; the bars of our codes are two dots wide and never meet this.
    """
    return _REALTIME.sub(lambda found: bytes((0x18, found[0][1])), data)


@lru_cache(maxsize=64)
def blank(rows: int) -> bytes:
    """Air of exactly so many dots: printers disagree about the unit of their feed commands, not about pictures."""
    return raster(Image.new("1", (8, rows), 255))


@lru_cache(maxsize=16)
def rule(style: RuleStyle, width_dots: int, dots_per_mm: int) -> bytes:
    """A line across the paper with its air.

    A printer's text stands at the top of its line and leaves air below itself, so there is less above the rule.
    """
    dots = RULE_DOTS[style]
    line = Image.new("1", (width_dots, dots), 255)
    paint_rule(line, RuleRow(style, dots), (0, 0, width_dots))
    above, below = (scaled(RULE_AIR_DOTS + air, dots_per_mm) for air in (-TEXT_AIR_DOTS, TEXT_AIR_DOTS))
    return blank(above) + raster(line) + blank(below)
