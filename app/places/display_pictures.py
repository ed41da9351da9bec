"""The pictures a shop shows its customers while nobody is being served."""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, insert, select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.pictures import Picture
from app.places.models import DisplayPicture, Shop

LONGEST_SIDE: Final = 1920
"""As wide as the largest display in pixels."""
MOST_PICTURES: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a shop; ``digest`` names its bytes for ever."""

    id: int
    shop_id: int
    digest: str


def display_pictures(tx: ReadUnit, shop_id: int) -> list[Shown]:
    """The shop's pictures in the order they were added."""
    rows = tx.execute(
        select(DisplayPicture.id, DisplayPicture.shop_id, DisplayPicture.digest)
        .where(DisplayPicture.shop_id == shop_id)
        .order_by(DisplayPicture.id)
    )
    return [Shown(*row) for row in rows]


def display_picture(tx: ReadUnit, digest: str) -> Picture:
    """The bytes of a picture; NotFound ``no_picture``."""
    row = tx.execute(
        select(DisplayPicture.content_type, DisplayPicture.data).where(DisplayPicture.digest == digest).limit(1)
    ).first()
    if row is None:
        raise NotFound("no_picture")
    return Picture(*row)


def add_display_picture(tx: Unit, shop_id: int, picture: Picture) -> None:
    """Shows one more picture; the same one again does nothing.

    Needs ``settings.edit``. Raises NotFound ``no_shop``, Conflict ``too_many_pictures``.
    """
    tx.actor.require("settings.edit")
    tx.lock(select(Shop.id).where(Shop.id == shop_id))
    if tx.execute(select(Shop.id).where(Shop.id == shop_id)).first() is None:
        raise NotFound("no_shop")
    digest = hashlib.sha256(picture.data).hexdigest()
    if any(shown.digest == digest for shown in display_pictures(tx, shop_id)):
        return
    held = tx.execute(select(func.count()).where(DisplayPicture.shop_id == shop_id)).scalar_one()
    if held >= MOST_PICTURES:
        raise Conflict("too_many_pictures", most=MOST_PICTURES)
    tx.execute(
        insert(DisplayPicture),
        {
            "shop_id": shop_id,
            "digest": digest,
            "content_type": picture.content_type,
            "data": picture.data,
            "added_at": tx.now,
        },
    )
    journal.record(tx, "display.picture_added", subject=f"shop:{shop_id}", body={"digest": digest})


def remove_display_picture(tx: Unit, picture_id: int) -> None:
    """Shows it no more. Needs ``settings.edit``; NotFound ``no_picture``."""
    tx.actor.require("settings.edit")
    row = tx.execute(
        select(DisplayPicture.shop_id, DisplayPicture.digest).where(DisplayPicture.id == picture_id)
    ).first()
    if row is None:
        raise NotFound("no_picture")
    tx.execute(delete(DisplayPicture).where(DisplayPicture.id == picture_id))
    journal.record(tx, "display.picture_removed", subject=f"shop:{row.shop_id}", body={"digest": row.digest})
