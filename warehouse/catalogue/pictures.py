"""Pictures of goods: made small before they are kept, so that a page of tiles loads at once."""

import hashlib
import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import delete, insert, select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.feed import announce
from warehouse.catalogue.models import Product, ProductPicture

MOST_BYTES: Final = 15 * 1024 * 1024
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 512
DIGEST_LENGTH: Final = 16
_QUALITY: Final = 84
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be kept and served."""

    content_type: str
    data: bytes


def prepare_picture(uploaded: bytes) -> Picture:
    """An uploaded picture upright, at most 512 pixels a side, without the camera's notes, as WebP.

    Takes its time: call it outside a unit. Raises BadInput ``picture_too_large`` or ``not_a_picture``.
    """
    if len(uploaded) > MOST_BYTES:
        raise BadInput("picture_too_large", "picture", limit_mib=MOST_BYTES // 1024 // 1024)
    try:
        with Image.open(io.BytesIO(uploaded), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadInput("picture_too_large", "picture", limit_mib=MOST_BYTES // 1024 // 1024)
            opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
            upright = ImageOps.exif_transpose(opened)
            has_holes = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            picture = upright.convert("RGBA" if has_holes else "RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        # Pillow raises each of these for files that are cut off or only pretend to be pictures.
        raise BadInput("not_a_picture", "picture") from None
    kept = io.BytesIO()
    picture.save(kept, "WEBP", quality=_QUALITY, method=4)
    return Picture("image/webp", kept.getvalue())


def save_picture(tx: Unit, product_id: int, picture: Picture) -> None:
    """Keeps a product's picture in place of the one it had. Needs ``catalogue.edit``; NotFound ``no_product``."""
    tx.actor.require("catalogue.edit")
    if tx.execute(select(Product.id).where(Product.id == product_id)).first() is None:
        raise NotFound("no_product")
    tx.execute(delete(ProductPicture).where(ProductPicture.product_id == product_id))
    tx.execute(
        insert(ProductPicture),
        {
            "product_id": product_id,
            "digest": hashlib.sha256(picture.data).hexdigest()[:DIGEST_LENGTH],
            "content_type": picture.content_type,
            "data": picture.data,
        },
    )
    announce(tx, "catalogue", {"product": product_id})


def remove_picture(tx: Unit, product_id: int) -> None:
    """Takes a product's picture away, if it has one. Needs ``catalogue.edit``."""
    tx.actor.require("catalogue.edit")
    tx.execute(delete(ProductPicture).where(ProductPicture.product_id == product_id))
    announce(tx, "catalogue", {"product": product_id})


def picture_of(tx: ReadUnit, product_id: int) -> Picture | None:
    """The picture of a product; None where it has none."""
    found = tx.execute(
        select(ProductPicture.content_type, ProductPicture.data).where(ProductPicture.product_id == product_id)
    ).first()
    return None if found is None else Picture(*found)
