"""What kits and pledges ask of a product before they tie it to another."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from warehouse.catalogue.models import Product, UnitOfMeasure


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product's name, kind, whether it has stock, and how many decimals a quantity of it may have."""

    name: str
    kind: str
    stocked: bool
    decimals: int


def product_facts(tx: ReadUnit, product_id: int) -> ProductFacts:
    """The facts of a product; NotFound ``no_product``."""
    row = tx.execute(
        select(Product.name, Product.kind, Product.stocked, UnitOfMeasure.decimals)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .where(Product.id == product_id)
    ).first()
    if row is None:
        raise NotFound("no_product")
    return ProductFacts(*row)
