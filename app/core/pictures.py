"""Uploaded pictures: made small and safe before they are kept."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from app.core.errors import BadInput

MOST_BYTES: Final = 15 * 1024 * 1024
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 512
_QUALITY: Final = 84
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be kept and served."""

    content_type: str
    data: bytes


def prepare_picture(uploaded: bytes, longest_side: int = LONGEST_SIDE) -> Picture:
    """An uploaded picture upright, at most ``longest_side`` pixels a side, without the camera's notes, as WebP.

    Takes its time: call it outside a unit. Raises BadInput ``picture_too_large`` or ``not_a_picture``.
    """
    if len(uploaded) > MOST_BYTES:
        raise BadInput("picture_too_large", "picture", limit_mib=MOST_BYTES // 1024 // 1024)
    try:
        with Image.open(io.BytesIO(uploaded), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadInput("picture_too_large", "picture", limit_mib=MOST_BYTES // 1024 // 1024)
            opened.draft("RGB", (longest_side * 2, longest_side * 2))
            upright = ImageOps.exif_transpose(opened)
            has_holes = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            picture = upright.convert("RGBA" if has_holes else "RGB")
            picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        # Pillow raises each of these for files that are cut off or only pretend to be pictures.
        raise BadInput("not_a_picture", "picture") from None
    kept = io.BytesIO()
    picture.save(kept, "WEBP", quality=_QUALITY, method=4)
    return Picture("image/webp", kept.getvalue())
