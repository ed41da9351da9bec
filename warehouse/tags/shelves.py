"""Which price the tags on the shelves say, and which of them say another one than the till."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, exists, func, select

from app.core.db.types import UtcDateTime
from app.core.db.unit import Unit
from app.core.db.upsert import Replacing
from warehouse.catalogue.models import Product, ProductPrice
from warehouse.tags.models import ShelfTag

_SHELVES: Final = Replacing(ShelfTag, "shop_id", "product_id", values=("price_from", "printed_at"))
_OF_PRODUCT: Final = ShelfTag.product_id == Product.id
_IN_SHOP: Final = ShelfTag.shop_id == bindparam("shop")


def note_shelves(tx: Unit, shop_id: int, product_ids: Collection[int], drawn_at: datetime) -> None:
    """Notes that tags of these products lie in the shop, with the prices of the instant they were drawn at."""
    since: dict[int, datetime] = dict(
        tx.execute(
            select(ProductPrice.product_id, func.max(ProductPrice.valid_from))
            .where(ProductPrice.product_id.in_(product_ids), ProductPrice.valid_from <= drawn_at)
            .group_by(ProductPrice.product_id)
        ).all()
    )
    _SHELVES.put(
        tx,
        [
            {"shop_id": shop_id, "product_id": product_id, "price_from": price_from, "printed_at": tx.now}
            for product_id, price_from in sorted(since.items())
        ],
    )


def is_outdated() -> ColumnElement[bool]:
    """Whether the tag in the shop of the parameter ``shop`` says another price than holds at the parameter ``now``.

    Asked of the tag itself, so that a price that was planned long ago, taken back, or came with an import counts as
    any other.
    """
    price_from = (
        select(func.max(ProductPrice.valid_from))
        .where(ProductPrice.product_id == Product.id, ProductPrice.valid_from <= bindparam("now", type_=UtcDateTime()))
        .correlate(Product)
        .scalar_subquery()
    )
    return exists().where(_OF_PRODUCT, _IN_SHOP, ShelfTag.price_from != price_from)


def has_no_tag() -> ColumnElement[bool]:
    """Whether the shop of the parameter ``shop`` never printed a tag of the product."""
    return ~exists().where(_OF_PRODUCT, _IN_SHOP)
