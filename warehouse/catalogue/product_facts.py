"""What others ask of products: kits and pledges before they tie one to another, the office whether there are any."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from warehouse.catalogue.models import Product, UnitOfMeasure


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product's name, kind, whether it has stock and is marked, and how many decimals a quantity of it may have."""

    name: str
    kind: str
    stocked: bool
    is_marked: bool
    decimals: int


def product_facts(tx: ReadUnit, product_id: int) -> ProductFacts:
    """The facts of a product; NotFound ``no_product``."""
    row = tx.execute(
        select(Product.name, Product.kind, Product.stocked, Product.is_marked, UnitOfMeasure.decimals)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .where(Product.id == product_id)
    ).first()
    if row is None:
        raise NotFound("no_product")
    return ProductFacts(*row)


def has_products(tx: ReadUnit) -> bool:
    """Whether the catalogue holds anything, in sale or not."""
    return tx.execute(select(Product.id).limit(1)).first() is not None
