"""Pictures of goods: made small before they are kept, so that a page of tiles loads at once."""

import hashlib
from typing import Final

from sqlalchemy import delete, insert, select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.feed import announce
from app.core.pictures import Picture
from warehouse.catalogue.models import Product, ProductPicture

DIGEST_LENGTH: Final = 16


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


def picture_digest(tx: ReadUnit, product_id: int) -> str | None:
    """The digest that names a product's picture; None where it has none."""
    found: str | None = tx.execute(
        select(ProductPicture.digest).where(ProductPicture.product_id == product_id)
    ).scalar()
    return found


def picture_of(tx: ReadUnit, product_id: int) -> Picture | None:
    """The picture of a product; None where it has none."""
    found = tx.execute(
        select(ProductPicture.content_type, ProductPicture.data).where(ProductPicture.product_id == product_id)
    ).first()
    return None if found is None else Picture(*found)
