"""Keeps the text by which a product is found in step with its name, SKU and codes."""

from sqlalchemy import select, update

from app.core.db.search import search_text
from app.core.db.unit import Unit
from warehouse.catalogue.models import Barcode, Product


def refresh_search_text(tx: Unit, product_id: int) -> None:
    """Writes the search text of a product anew."""
    name, sku = tx.execute(select(Product.name, Product.sku).where(Product.id == product_id)).one()
    codes = tx.execute(select(Barcode.code).where(Barcode.product_id == product_id).order_by(Barcode.id)).scalars()
    tx.execute(update(Product).where(Product.id == product_id).values(search_text=search_text(name, [sku, *codes])))
