"""One thing to offer a customer: what goes with what he bought here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.db.unit import ReadUnit
from app.crm.links import is_of
from app.places.day import today
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.recognition.models import GoodsPair
from pos.sale.customers import sales_of
from pos.sale.models import Sale, SaleLine
from warehouse.catalogue.models import Product

OWNED_FOR: Final = timedelta(days=5 * 365)
"""A machine lasts for years, and goes on needing what it needs."""
OWNED_MOST: Final = 300
BOUGHT_LATELY: Final = timedelta(days=30)
"""Nobody is offered what he bought a month ago."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Goods that fit, and those of the customer's that they go with."""

    product_id: int
    name: str
    goes_with: str


def suggestion_for(tx: ReadUnit, customer_id: int, in_cart: Collection[int] = ()) -> Suggestion | None:
    """The surest of the goods that others buy with or for what this customer bought; None where nothing is sure.

    What an old program sold him counts where its goods are known. Left out is what he bought lately, what lies in the
    cart, and what is not sold any more.
    """
    bought = tx.execute(
        select(SaleLine.product_id, func.max(Sale.completed_at))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.id.in_(sales_of(customer_id)),
            Sale.completed_at > tx.now - OWNED_FOR,
            SaleLine.qty_milli > 0,
            SaleLine.product_id.is_not(None),
            SaleLine.pledge.is_(None),
        )
        .group_by(SaleLine.product_id)
        .order_by(func.max(Sale.completed_at).desc())
        .limit(OWNED_MOST)
    ).all()
    day = today(tx)
    before = tx.execute(
        that_count(PastSaleLine.product_id, func.max(PastSale.sold_on))
        .where(
            is_of(PastSale.customer_id, customer_id),
            PastSale.sold_on > day - OWNED_FOR,
            PastSaleLine.qty_milli > 0,
            PastSaleLine.product_id.is_not(None),
        )
        .group_by(PastSaleLine.product_id)
        .order_by(func.max(PastSale.sold_on).desc())
        .limit(OWNED_MOST)
    ).all()
    owned_ids = {product_id for product_id, _ in (*bought, *before)}
    if not owned_ids:
        return None
    lately = {product_id for product_id, last_at in bought if last_at > tx.now - BOUGHT_LATELY}
    lately |= {product_id for product_id, last_day in before if last_day > day - BOUGHT_LATELY}
    owned, other = aliased(Product), aliased(Product)
    row = tx.execute(
        select(other.id, other.name, owned.name)
        .select_from(GoodsPair)
        .join(owned, owned.id == GoodsPair.product_id)
        .join(other, other.id == GoodsPair.other_id)
        .where(
            GoodsPair.product_id.in_(owned_ids),
            GoodsPair.other_id.not_in(lately | set(in_cart)),
            other.active.is_(True),
        )
        .order_by(GoodsPair.share_bp.desc(), other.id)
        .limit(1)
    ).first()
    return None if row is None else Suggestion(*row)
