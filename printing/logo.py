"""A shop's picture made fit for a printer that knows black and white only."""

import io
from functools import lru_cache
from typing import Final

from PIL import Image, ImageOps

MAX_HEIGHT_DOTS: Final = 160


@lru_cache(maxsize=16)
def logo_picture(file: bytes, width_dots: int, most_height_dots: int = MAX_HEIGHT_DOTS) -> Image.Image | None:
    """The picture at one bit, at most three quarters of the width; None where it can not be read.

    What is transparent is paper; grey becomes a pattern of dots.
    """
    try:
        with Image.open(io.BytesIO(file)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    grey = ImageOps.contain(paper.convert("L"), (width_dots * 3 // 4, most_height_dots), Image.Resampling.LANCZOS)
    return grey.convert("1")
