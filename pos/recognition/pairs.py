"""What goods go with what: on one receipt, or bought later by the same customers, as oil is for a saw."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Subquery, func, select, union, union_all
from sqlalchemy.orm import aliased

from app.core.db.unit import ReadUnit
from app.core.rounding import round_half_up
from app.crm.models import Customer
from app.places.day import today
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.recognition.buying import VOIDED
from pos.sale.models import Sale, SaleCustomer, SaleLine

RECEIPTS_LOOKED_AT: Final = 20_000
"""The latest ones: what goes with what changes with the season, and the work stays bounded."""
RECEIPTS_AGE: Final = timedelta(days=365)
LATER_AGE: Final = timedelta(days=730)
"""What a machine needs is bought months after it."""
LEAST_TOGETHER: Final = 3
LATER_FOR_ONE_BEFORE: Final = 3
"""Of whom goods are for something else, three at least bought them after it for each one who had them before."""
LATER_SHARE: Final = 4
"""One in four of those who bought it came back for them, at the least,"""
TIMES_CHANCE: Final = 2
"""and that is twice their share of all customers: what everybody buys sooner or later is for nothing in particular."""
GOODS_MOST: Final = 300
"""Who bought more different goods is no person but a card used for everybody; its pairs would be millions."""
PAIRS_OF_PRODUCT: Final = 5
WHOLE_BP: Final = 10_000


class _Pair(NamedTuple):
    product_id: int
    other_id: int
    together: int
    share_bp: int


def pairs_of_goods(tx: ReadUnit) -> list[dict[str, Any]]:
    """The rows of ``goods_pair``: of each product the goods that go with it more often than by chance, surest first."""
    surest: dict[tuple[int, int], _Pair] = {}
    for pair in (*_on_one_receipt(tx), *_bought_later(tx)):
        known = surest.get((pair.product_id, pair.other_id))
        if pair.share_bp > 0 and (known is None or pair.share_bp > known.share_bp):
            surest[pair.product_id, pair.other_id] = pair
    kept: Counter[int] = Counter()
    rows = []
    for pair in sorted(surest.values(), key=lambda one: (one.product_id, -one.share_bp, one.other_id)):
        if kept[pair.product_id] < PAIRS_OF_PRODUCT:
            kept[pair.product_id] += 1
            rows.append(pair._asdict())
    return rows


def _on_one_receipt(tx: ReadUnit) -> Iterable[_Pair]:
    newest = _newest(tx, RECEIPTS_AGE)
    past = _newest_past(tx, RECEIPTS_AGE)
    # A sale of the old program counts apart from the sale with the same id.
    basket = union(
        select(SaleLine.sale_id.label("sale_id"), SaleLine.product_id.label("product_id")).where(
            SaleLine.sale_id.in_(select(newest.c.id)), *_GOODS
        ),
        that_count(-PastSale.id, PastSaleLine.product_id).where(PastSale.id.in_(select(past.c.id)), *_PAST_GOODS),
    ).cte("basket")
    one, other = aliased(basket), aliased(basket)
    receipts = sum(tx.execute(select(func.count()).select_from(one)).scalar_one() for one in (newest, past))
    counted = tx.execute(select(basket.c.product_id, func.count().label("times")).group_by(basket.c.product_id))
    times: dict[int, int] = {row.product_id: row.times for row in counted}
    together = tx.execute(
        select(one.c.product_id, other.c.product_id, func.count())
        .join(other, (other.c.sale_id == one.c.sale_id) & (other.c.product_id != one.c.product_id))
        .group_by(one.c.product_id, other.c.product_id)
        .having(func.count() >= LEAST_TOGETHER)
    )
    for product_id, other_id, count in together:
        share_bp = _share_bp(count, times[product_id], times[other_id], receipts)
        yield _Pair(product_id, other_id, count, share_bp)


def _bought_later(tx: ReadUnit) -> Iterable[_Pair]:
    """What customers came back for after they had bought something.

    Whoever comes often has bought everything after everything else. So those count against it who had it before, and
    what was bought for the first time on one day says nothing here.
    """
    named = func.coalesce(Sale.customer_id, SaleCustomer.customer_id)
    newest = _newest(tx, LATER_AGE, named.is_not(None))
    customer = func.coalesce(Customer.merged_into_id, Customer.id)
    past = _newest_past(tx, LATER_AGE, PastSale.customer_id.is_not(None))
    here = (
        select(
            customer.label("customer_id"),
            SaleLine.product_id.label("product_id"),
            Sale.business_date.label("day"),
        )
        .select_from(newest)
        .join(Sale, Sale.id == newest.c.id)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(SaleCustomer, SaleCustomer.sale_id == Sale.id)
        .join(Customer, Customer.id == named)
        .where(*_GOODS)
    )
    in_old_program = (
        that_count(customer, PastSaleLine.product_id, PastSale.sold_on)
        .join(Customer, Customer.id == PastSale.customer_id)
        .where(PastSale.id.in_(select(past.c.id)), *_PAST_GOODS)
    )
    bought = union_all(here, in_old_program).subquery()
    first = (
        select(bought.c.customer_id, bought.c.product_id, func.min(bought.c.day).label("day"))
        .group_by(bought.c.customer_id, bought.c.product_id)
        .cte("first_bought")
    )
    people = select(first.c.customer_id).group_by(first.c.customer_id).having(func.count() <= GOODS_MOST)
    one, other = aliased(first), aliased(first)
    customers = tx.execute(select(func.count(first.c.customer_id.distinct()))).scalar_one()
    counted = tx.execute(select(first.c.product_id, func.count().label("buyers")).group_by(first.c.product_id))
    buyers: dict[int, int] = {row.product_id: row.buyers for row in counted}
    after, before = (func.count().filter(is_so) for is_so in (other.c.day > one.c.day, other.c.day < one.c.day))
    later = tx.execute(
        select(one.c.product_id, other.c.product_id, after)
        .join(other, (other.c.customer_id == one.c.customer_id) & (other.c.product_id != one.c.product_id))
        .where(one.c.customer_id.in_(people))
        .group_by(one.c.product_id, other.c.product_id)
        .having((after >= LEAST_TOGETHER) & (after >= LATER_FOR_ONE_BEFORE * before))
    )
    for product_id, other_id, count in later:
        had, had_other = buyers[product_id], buyers[other_id]
        if count * LATER_SHARE >= had and count * customers >= TIMES_CHANCE * had * had_other:
            yield _Pair(product_id, other_id, count, _share_bp(count, had, had_other, customers))


_GOODS: Final = (SaleLine.qty_milli > 0, SaleLine.product_id.is_not(None), SaleLine.pledge.is_(None))

_PAST_GOODS: Final = (PastSaleLine.qty_milli > 0, PastSaleLine.product_id.is_not(None))


def _newest(tx: ReadUnit, age: timedelta, *conditions: ColumnElement[bool]) -> Subquery:
    """The ids of the latest sales."""
    return (
        select(Sale.id)
        .outerjoin(SaleCustomer, SaleCustomer.sale_id == Sale.id)
        .where(
            Sale.kind.in_(("sale", "exchange")),
            Sale.id.not_in(VOIDED),
            Sale.completed_at > tx.now - age,
            *conditions,
        )
        .order_by(Sale.id.desc())
        .limit(RECEIPTS_LOOKED_AT)
        .subquery()
    )


def _newest_past(tx: ReadUnit, age: timedelta, *conditions: ColumnElement[bool]) -> Subquery:
    """The ids of the latest sales of an old program."""
    return (
        select(PastSale.id)
        .where(PastSale.sold_on > today(tx) - age, *conditions)
        .order_by(PastSale.sold_on.desc(), PastSale.id.desc())
        .limit(RECEIPTS_LOOKED_AT)
        .subquery()
    )


def _share_bp(together: int, times: int, other_times: int, of_all: int) -> int:
    """On what share of the product's receipts (or buyers) the other stands, less the share it has of all of them."""
    return round_half_up((together * of_all - times * other_times) * WHOLE_BP, times * of_all)
