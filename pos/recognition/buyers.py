"""Who bought goods, or goods of a branch: for a message about what fits them."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import aliased

from app.crm.models import Customer
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.recognition.buying import VOIDED
from pos.sale.models import Sale, SaleCustomer, SaleLine
from warehouse.catalogue.models import Category, Product

_COUNTS: Final = (Sale.kind != "void", Sale.id.not_in(VOIDED), SaleLine.qty_milli > 0, SaleLine.pledge.is_(None))


def who_bought(products: Select[int]) -> ColumnElement[bool]:
    """That a customer bought some of these products and did not bring all of it back, here or in an old program.

    Who was merged counts as whom he was merged into.
    """
    back = aliased(SaleLine)
    came_back = select(func.coalesce(func.sum(back.qty_milli), 0)).where(back.returned_line_id == SaleLine.id)
    named = func.coalesce(Sale.customer_id, SaleCustomer.customer_id)
    here = (
        select(named)
        .select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(SaleCustomer, SaleCustomer.sale_id == Sale.id)
        .where(
            SaleLine.product_id.in_(products),
            *_COUNTS,
            named.is_not(None),
            SaleLine.qty_milli + came_back.correlate(SaleLine).scalar_subquery() > 0,
        )
    )
    before: Select[Any] = that_count(PastSale.customer_id).where(
        PastSaleLine.product_id.in_(products), PastSaleLine.qty_milli > 0, PastSale.customer_id.is_not(None)
    )
    buyer = aliased(Customer)
    now = func.coalesce(buyer.merged_into_id, buyer.id)
    return Customer.id.in_(select(now).where(buyer.id.in_(union(here, before))))


def one_product(product_id: int) -> Select[int]:
    """The goods alone."""
    return select(Product.id).where(Product.id == product_id)


def goods_of_branch(category_id: int) -> Select[int]:
    """The goods of a branch and of all below it."""
    top, branch = aliased(Category), aliased(Category)
    below = or_(branch.id == top.id, branch.path.startswith(top.path + "/", autoescape=False))
    return (
        select(Product.id).join(branch, branch.id == Product.category_id).join(top, below).where(top.id == category_id)
    )
