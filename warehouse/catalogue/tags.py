"""Tags: words the shop marks goods with, so that promotions can name them together. Price tags are another thing."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import delete, insert, select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.feed import announce
from warehouse.catalogue.models import ProductTag
from warehouse.catalogue.products import product

TAG_LIMIT: Final = 40
MOST_TAGS: Final = 20


def tags_of(tx: ReadUnit, product_id: int) -> list[str]:
    """The tags of a product, by alphabet."""
    rows = select(ProductTag.tag).where(ProductTag.product_id == product_id).order_by(ProductTag.tag)
    return list(tx.execute(rows).scalars())


def all_tags(tx: ReadUnit) -> list[str]:
    """Every tag that some goods have, by alphabet."""
    return list(tx.execute(select(ProductTag.tag).distinct().order_by(ProductTag.tag)).scalars())


def read_tags(text: str, path: str = "tags") -> list[str]:
    """Tags as a person writes them, with commas between: in small letters, single blanks, each once.

    Raises BadInput ``tag_too_long``, ``tag_unprintable``, ``too_many_tags``.
    """
    tags = sorted({" ".join(part.split()).casefold() for part in text.split(",")} - {""})
    if len(tags) > MOST_TAGS:
        raise BadInput("too_many_tags", path, most=MOST_TAGS)
    for tag in tags:
        if len(tag) > TAG_LIMIT:
            raise BadInput("tag_too_long", path, most=TAG_LIMIT)
        if not tag.isprintable():
            raise BadInput("tag_unprintable", path)
    return tags


def set_tags(tx: Unit, product_id: int, tags: Iterable[str]) -> None:
    """Gives a product these tags and no others. Needs ``catalogue.edit``; raises NotFound ``no_product``."""
    tx.actor.require("catalogue.edit")
    product(tx, product_id)
    new, old = sorted(set(tags)), tags_of(tx, product_id)
    if new == old:
        return
    tx.execute(delete(ProductTag).where(ProductTag.product_id == product_id))
    if new:
        tx.execute(insert(ProductTag), [{"product_id": product_id, "tag": tag} for tag in new])
    announce(tx, "catalogue", {"product": product_id})
    journal.record(tx, "product.tagged", subject=f"product:{product_id}", body={"tags": {"old": old, "new": new}})
