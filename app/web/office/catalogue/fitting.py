"""Which goods in sale a rule speaks of."""

from sqlalchemy import Select, or_, select

from app.core.db.unit import ReadUnit
from loyalty.rules.selection import Selection
from warehouse.catalogue.models import Category, Product, ProductTag


def goods_that_fit(goods: Selection) -> Select[int]:
    """The ids of goods in sale that are in every list of a selection; pledges are never meant."""
    wanted = select(Product.id).where(Product.active, Product.kind != "pledge")
    if goods.products is not None:
        wanted = wanted.where(Product.sku.in_(goods.products))
    if goods.categories is not None:
        below = [Category.path.startswith(f"{path}/", autoescape=True) for path in goods.categories]
        held = or_(Category.path.in_(goods.categories), *below)
        wanted = wanted.join(Category, Category.id == Product.category_id).where(held)
    if goods.tags is not None:
        tagged = select(ProductTag.product_id).where(ProductTag.tag.in_(goods.tags))
        wanted = wanted.where(Product.id.in_(tagged))
    return wanted


def fits_nothing(tx: ReadUnit, goods: Selection) -> bool:
    """Whether no goods in sale are in every list of a selection."""
    return tx.execute(goods_that_fit(goods).limit(1)).first() is None
