"""What the form of a visit package uses, on the page of its service."""

from typing import Any

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.flows.package_terms import SERVICE
from app.web.office.catalogue.listing import category_choices
from loyalty.packages.terms import Cover, packages_among, terms_of
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.models import Product


def package_facts(tx: ReadUnit, product_id: int) -> dict[str, Any]:
    """What the form of a package uses: its terms, and the services and categories that it could pay for."""
    terms = terms_of(tx, product_id)
    chosen = Cover() if terms is None else terms.cover
    rows = tx.execute(
        select(Product.id, Product.name)
        .where(Product.kind == SERVICE, Product.active.is_(True) | Product.id.in_(chosen.product_ids))
        .order_by(Product.name)
    ).all()
    packages = packages_among(tx, [row.id for row in rows]) | {product_id}
    return {
        "package": terms,
        "package_services": [
            (row.id, row.name, row.id in chosen.product_ids) for row in rows if row.id not in packages
        ],
        "package_categories": [
            (one, words, one in chosen.category_ids) for one, words in category_choices(category_tree(tx))
        ],
    }
