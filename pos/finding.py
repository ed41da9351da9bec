"""Finding a sale whose receipt is not at hand: by number, goods, customer, day and till."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, or_, select

from app.core.db.unit import ReadUnit
from app.crm.links import are_of
from app.crm.listing import Wanted, list_customers
from app.places.service import place_of, tills
from pos.sale.models import Sale, SaleCustomer, SaleLine
from pos.sale.reading import SaleHead, heads
from pos.scan import ScannedCard, ScannedProduct, ScannedReceipt, what_is
from warehouse.shelf.search import CANDIDATES, retired_products, search_products

MOST: Final = 50
_NUMBER_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of a sale. ``text`` is a number, a code, a part of a name of goods or of a customer."""

    text: str = ""
    day: date | None = None
    till_id: int | None = None


def find_sales(tx: ReadUnit, till_id: int, sought: Sought, *, limit: int = MOST) -> list[SaleHead]:
    """Sales of every till that fit, newest first; ``till_id`` is where somebody asks.

    A receipt's own code finds that receipt alone; a customer's card finds what he bought.
    """
    narrowed: list[ColumnElement[bool]] = []
    if sought.day is not None:
        narrowed.append(Sale.business_date == sought.day)
    if sought.till_id is not None:
        narrowed.append(Sale.till_id == sought.till_id)
    text = sought.text.strip()
    if not text:
        return heads(tx, *narrowed, limit=limit)
    scanned = what_is(tx, text)
    if isinstance(scanned, ScannedReceipt):
        return heads(tx, Sale.uid == scanned.sale_uid, limit=1)
    found: set[int] = set()
    if isinstance(scanned, ScannedCard):
        found |= _ids(tx, _of_customers([scanned.customer_id]), narrowed, limit)
    elif isinstance(scanned, ScannedProduct):
        found |= _ids(tx, _of_goods([scanned.product_id]), narrowed, limit)
    else:
        goods = search_products(tx, text, CANDIDATES, place_of(tx, till_id).shop_id)
        goods_ids = [card.product_id for card in goods] + retired_products(tx, text, CANDIDATES)
        found |= _ids(tx, _of_goods(goods_ids), narrowed, limit)
        customers = list_customers(tx, Wanted(text)).customers
        found |= _ids(tx, _of_customers([customer.id for customer in customers]), narrowed, limit)
    if text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS:
        # With its tills, because numbers are kept by till: no table is read through.
        numbered = Sale.till_id.in_([place.till_id for place in tills(tx)]), Sale.number == int(text)
        found |= _ids(tx, select(Sale.id).where(*numbered), narrowed, limit)
    return heads(tx, Sale.id.in_(found), limit=limit) if found else []


def _of_goods(product_ids: list[int]) -> Select[int]:
    sold = select(SaleLine.sale_id).where(SaleLine.product_id.in_(product_ids))
    return select(Sale.id).where(Sale.id.in_(sold))


def _of_customers(customer_ids: list[int]) -> Select[int]:
    named_later = select(SaleCustomer.sale_id).where(are_of(SaleCustomer.customer_id, customer_ids))
    return select(Sale.id).where(or_(are_of(Sale.customer_id, customer_ids), Sale.id.in_(named_later)))


def _ids(tx: ReadUnit, asked: Select[int], narrowed: list[ColumnElement[bool]], limit: int) -> set[int]:
    return set(tx.execute(asked.where(*narrowed).order_by(Sale.id.desc()).limit(limit)).scalars())
