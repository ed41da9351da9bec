"""What the papers say of a shop: its names, its numbers, its logo."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from functools import cache

from sqlalchemy import insert, select, update

from app.core import journal
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.pictures import Picture
from app.places.models import Shop, ShopLogo
from app.places.service import PLACES, ShopData

NAME_MOST = 120
LINE_MOST = 200
ADDRESS_MOST = 400


def shop_data(tx: ReadUnit, shop_id: int) -> ShopData:
    """What the papers say of the shop; NotFound ``no_shop``."""
    row = tx.execute(
        select(Shop.name, Shop.legal_name, Shop.tax_number, Shop.address, Shop.phone).where(Shop.id == shop_id)
    ).first()
    if row is None:
        raise NotFound("no_shop")
    return ShopData(*row)


def checked_shop(data: ShopData) -> ShopData:
    """The data without blanks around; BadInput ``name_missing``, ``text_too_long``."""
    data = ShopData(**{field: text.strip() for field, text in asdict(data).items()})
    if not data.name or len(data.name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    for field, most in (("legal_name", LINE_MOST), ("tax_number", 40), ("address", ADDRESS_MOST), ("phone", 40)):
        if len(getattr(data, field)) > most:
            raise BadInput("text_too_long", field, limit=most)
    return data


def change_shop(tx: Unit, shop_id: int, data: ShopData) -> None:
    """Changes what papers say from now on; old papers stay as they were.

    Needs ``settings.edit``. Raises BadInput ``name_missing``, ``text_too_long``; NotFound ``no_shop``.
    """
    tx.actor.require("settings.edit")
    old = shop_data(tx, shop_id)
    values = asdict(checked_shop(data))
    changed = {name: value for name, value in values.items() if value != getattr(old, name)}
    if not changed:
        return
    tx.outdate(PLACES)
    tx.execute(update(Shop).where(Shop.id == shop_id).values(**changed))
    journal.record(
        tx,
        "shop.changed",
        subject=f"shop:{shop_id}",
        body={"old": {name: getattr(old, name) for name in changed}, "new": changed},
    )


def set_logo(tx: Unit, shop_id: int, picture: Picture) -> None:
    """Puts a logo on the papers printed from now on. Needs ``settings.edit``."""
    tx.actor.require("settings.edit")
    digest = hashlib.sha256(picture.data).hexdigest()
    tx.outdate(PLACES)
    tx.execute(insert(ShopLogo), {"shop_id": shop_id, "digest": digest, "data": picture.data})
    journal.record(tx, "shop.logo", subject=f"shop:{shop_id}", body={"digest": digest})


def remove_logo(tx: Unit, shop_id: int) -> None:
    """Papers carry no logo from now on. Needs ``settings.edit``."""
    tx.actor.require("settings.edit")
    tx.outdate(PLACES)
    tx.execute(insert(ShopLogo), {"shop_id": shop_id, "digest": "", "data": b""})
    journal.record(tx, "shop.logo", subject=f"shop:{shop_id}", body={"digest": ""})


def logos_of(database: Database) -> Callable[[str], bytes | None]:
    """Reads logos by digest when no unit is open, and keeps them: they never change."""

    @cache
    def read(digest: str) -> bytes | None:
        with database.read_unit() as tx:
            return logo_data(tx, digest)

    return read


def logo_data(tx: ReadUnit, digest: str) -> bytes | None:
    """The picture a paper names; None for one that was never kept."""
    return tx.execute(select(ShopLogo.data).where(ShopLogo.digest == digest, ShopLogo.digest != "")).scalar()
