"""The dots of a label as printers take them: rows of whole bytes, the left dot in the highest bit."""

from dataclasses import dataclass

from PIL import Image, ImageChops

from printing.labels.layout import LaidTag
from printing.labels.paint import paint_tag


@dataclass(frozen=True, slots=True)
class Dots:
    """The inked part of a label: where it stands in dots, and its bits, of which 1 is black."""

    x: int
    y: int
    width_bytes: int
    height: int
    rows: bytes


def dots_of(tag: LaidTag, *, with_code: bool) -> Dots | None:
    """The label as dots, without the white around them; None where nothing is to be printed."""
    picture = paint_tag(tag, with_code=with_code)
    ink = ImageChops.invert(picture).getbbox()
    if ink is None:
        return None
    left, top, right, bottom = ink
    width_bytes = (right - left + 7) // 8
    # Cropping beyond the edge would fill up with black.
    padded = Image.new("1", (width_bytes * 8, bottom - top), 255)
    padded.paste(picture.crop(ink))
    return Dots(left, top, width_bytes, bottom - top, padded.tobytes("raw", "1;I"))
