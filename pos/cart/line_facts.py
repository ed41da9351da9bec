"""What promotions and points ask of the goods in a cart: their categories and tags, read only where somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from pos.cart.models import CartLine
from pos.cart.store import CartState
from warehouse.catalogue.models import Category, Product, ProductTag

_FACTS: Final = Prepared(
    select(CartLine.product_id, Category.path, ProductTag.tag)
    .join(Product, Product.id == CartLine.product_id)
    .outerjoin(Category, Category.id == Product.category_id)
    .outerjoin(ProductTag, ProductTag.product_id == Product.id)
    .where(CartLine.cart_id == bindparam("of_cart"))
)


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """The path of a product's category (``tools/saws``) and its tags."""

    category: str | None = None
    tags: tuple[str, ...] = ()


NO_FACTS: Final = GoodsFacts()
NO_GOODS: Final[Mapping[int, GoodsFacts]] = {}


def goods_facts(tx: ReadUnit, cart: CartState) -> Mapping[int, GoodsFacts]:
    """The facts of the cart's goods by product, in one statement."""
    paths: dict[int, str | None] = {}
    tags: dict[int, set[str]] = {}
    for product_id, path, tag in _FACTS.all(tx, {"of_cart": cart.id}):
        paths[product_id] = path
        if tag is not None:
            tags.setdefault(product_id, set()).add(tag)
    return {one: GoodsFacts(path, tuple(sorted(tags.get(one, ())))) for one, path in paths.items()}
