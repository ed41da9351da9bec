"""Selling a service as a package of visits: terms of loyalty for goods of the catalogue."""

from collections.abc import Collection

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from loyalty.packages.terms import EDIT, Terms, packages_among, put_terms
from warehouse.catalogue.models import Category, Product
from warehouse.catalogue.products import product
from warehouse.catalogue.units import unit_decimals

SERVICE = "service"


def sell_as_package(tx: Unit, product_id: int, terms: Terms) -> None:
    """Sells a service as a package; its tax, taken at the sale, is that of every service it names.

    Raises NotFound ``no_product``, ``no_category``; Conflict ``package_needs_service`` for what is no service by the
    piece, ``package_covers_itself`` for a package among the services, ``package_tax_differs`` (``name``); what
    ``put_terms`` raises.
    """
    tx.actor.require(EDIT)
    data = product(tx, product_id).data
    if data.kind != SERVICE or unit_decimals(tx, data.unit_code):
        raise Conflict("package_needs_service", name=data.name)
    _check_services(tx, product_id, data.tax_category_id, terms.cover.product_ids)
    found = tx.execute(select(Category.id).where(Category.id.in_(terms.cover.category_ids))).scalars()
    if set(found) != set(terms.cover.category_ids):
        raise NotFound("no_category")
    put_terms(tx, product_id, terms)


def _check_services(tx: ReadUnit, product_id: int, tax_category_id: int, chosen: Collection[int]) -> None:
    rows = tx.execute(
        select(Product.id, Product.name, Product.kind, Product.tax_category_id).where(Product.id.in_(chosen))
    ).all()
    if {row.id for row in rows} != set(chosen) or any(row.kind != SERVICE for row in rows):
        raise NotFound("no_product")
    packages = packages_among(tx, chosen) | {product_id}
    for row in rows:
        if row.id in packages:
            raise Conflict("package_covers_itself", name=row.name)
        if row.tax_category_id != tax_category_id:
            raise Conflict("package_tax_differs", name=row.name)
