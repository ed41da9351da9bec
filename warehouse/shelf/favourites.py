"""The tiles of the till's first page: a shop's own choice, in its own order. A variant stands for its family."""

from typing import Final

from sqlalchemy import bindparam, delete, insert, or_, select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.feed import announce
from warehouse.catalogue.models import Favourite, Product, UnitOfMeasure, Variant
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, read_card
from warehouse.shelf.families import FamilyCard, together

MOST_FAVOURITES: Final = 120
_IN_ORDER: Final = (Favourite.position, Favourite.product_id)
_CARDS: Final = (
    select(*CARD_COLUMNS, Variant.family_id)
    .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
    .join(Favourite, Favourite.product_id == Product.id)
    .outerjoin(Variant, Variant.product_id == Product.id)
    .where(Favourite.shop_id == bindparam("shop"), or_(Product.active, Variant.family_id.is_not(None)))
    .order_by(*_IN_ORDER)
)


def favourites(tx: ReadUnit, shop_id: int) -> list[ProductCard | FamilyCard]:
    """The shop's favourites that are in sale, in their order."""
    rows = tx.execute(_CARDS, card_values(tx, shop_id))
    return together(tx, shop_id, [(read_card(row), row.family_id) for row in rows])


def is_favourite(tx: ReadUnit, shop_id: int, product_id: int) -> bool:
    """Whether the product, or another variant of its family, is one of the shop's favourites."""
    return not _alike(tx, product_id).isdisjoint(_ids(tx, shop_id))


def add_favourite(tx: Unit, shop_id: int, product_id: int) -> None:
    """Puts a product last among the favourites; nothing changes where it is one.

    Needs ``catalogue.edit``. Raises NotFound ``no_product``, Conflict ``too_many_favourites``.
    """
    tx.actor.require("catalogue.edit")
    if tx.execute(select(Product.id).where(Product.id == product_id)).first() is None:
        raise NotFound("no_product")
    ids = _ids(tx, shop_id)
    if not _alike(tx, product_id).isdisjoint(ids):
        return
    if len(ids) >= MOST_FAVOURITES:
        raise Conflict("too_many_favourites", limit=MOST_FAVOURITES)
    tx.execute(insert(Favourite), {"shop_id": shop_id, "product_id": product_id, "position": len(ids)})
    _renumber(tx, shop_id, [*ids, product_id])


def remove_favourite(tx: Unit, shop_id: int, product_id: int) -> None:
    """Takes a product and its family out of the favourites, if they are among them. Needs ``catalogue.edit``."""
    tx.actor.require("catalogue.edit")
    alike = _alike(tx, product_id)
    tx.execute(delete(Favourite).where(Favourite.shop_id == shop_id, Favourite.product_id.in_(alike)))
    _renumber(tx, shop_id, _ids(tx, shop_id))


def move_favourite(tx: Unit, shop_id: int, product_id: int, position: int) -> None:
    """Moves a favourite to a place, 0 the first. Needs ``catalogue.edit``; NotFound ``no_favourite``."""
    tx.actor.require("catalogue.edit")
    ids = _ids(tx, shop_id)
    alike = _alike(tx, product_id)
    product_id = next((one for one in ids if one in alike), 0)
    if not product_id:
        raise NotFound("no_favourite")
    ids.remove(product_id)
    ids.insert(max(0, min(position, len(ids))), product_id)
    _renumber(tx, shop_id, ids)


def _alike(tx: ReadUnit, product_id: int) -> set[int]:
    """The product and the other variants of its family."""
    of_family = select(Variant.family_id).where(Variant.product_id == product_id).scalar_subquery()
    others = tx.execute(select(Variant.product_id).where(Variant.family_id == of_family)).scalars()
    return {product_id, *others}


def _ids(tx: ReadUnit, shop_id: int) -> list[int]:
    found = tx.execute(select(Favourite.product_id).where(Favourite.shop_id == shop_id).order_by(*_IN_ORDER))
    return list(found.scalars())


def _renumber(tx: Unit, shop_id: int, ids: list[int]) -> None:
    if ids:
        tx.execute(
            update(Favourite)
            .where(Favourite.shop_id == bindparam("of_shop"), Favourite.product_id == bindparam("of_product"))
            .values(position=bindparam("place")),
            [{"of_shop": shop_id, "of_product": product_id, "place": place} for place, product_id in enumerate(ids)],
        )
    announce(tx, "catalogue", {"favourites": shop_id})
