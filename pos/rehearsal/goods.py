"""What is known today of goods that were sold: category, tags, whether they take discounts, and what they cost.

Cost is the average of what came in with a cost, less what went back to the supplier, in today's money. A kit costs
what its parts cost. Goods without any are told as such: nothing is guessed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from sys import intern
from typing import Final

from sqlalchemy import ColumnElement, case, select

from app.core.currency_change import Exchange, currency_changes, exchange_of
from app.core.db.types import money_sum, whole_sum
from app.core.db.unit import ReadUnit
from app.core.rounding import round_half_up
from pos.pricing.values import MILLI
from warehouse.catalogue.kits import parts_of
from warehouse.catalogue.models import Category, Product, ProductTag, UnitOfMeasure
from warehouse.stock.models import Location, StockMove

KNOWN_AT_ONCE: Final = 100_000
"""Goods kept in memory; more are read again when they are sold again, so that memory has a bound."""
_ASKED_AT_ONCE: Final = 1_000
_SUPPLIER: Final = "supplier"


@dataclass(frozen=True, slots=True)
class SoldGoods:
    """Goods as rules see them. So many thousandths (``cost_milli``) came in for ``cost``; 0 where nobody knows."""

    category: str | None = None
    tags: tuple[str, ...] = ()
    discountable: bool = True
    cost: int = 0
    cost_milli: int = 0

    def cost_minor(self, qty_milli: int) -> int | None:
        """What a quantity cost, in minor units; None where nobody knows."""
        return round_half_up(self.cost * qty_milli, self.cost_milli) if self.cost_milli else None


Cost = tuple[int, int]
"""Minor units of today, and the thousandths that came in for them."""
_UNKNOWN: Final[Cost] = (0, 0)
ONE_OFF: Final = SoldGoods()
"""What was sold without being in the catalogue."""


class GoodsBook:
    """Reads goods when they are first met."""

    def __init__(self, tx: ReadUnit) -> None:
        units = tx.execute(select(UnitOfMeasure.code, UnitOfMeasure.decimals))
        self._unit_decimals: Final[dict[str, int]] = dict(tuple(row) for row in units)
        self._known: Final[dict[int, SoldGoods]] = {}

    def meet(self, tx: ReadUnit, product_ids: Collection[int]) -> None:
        """Reads what is not known yet; all of these are known then."""
        missing = [one for one in product_ids if one not in self._known]
        if len(self._known) + len(missing) > KNOWN_AT_ONCE:
            self._known.clear()
            missing = list(product_ids)
        for start in range(0, len(missing), _ASKED_AT_ONCE):
            self._known.update(_read(tx, missing[start : start + _ASKED_AT_ONCE]))

    def of(self, product_id: int | None) -> SoldGoods:
        """Goods that were met; a one-off item is of no category and has no cost."""
        return ONE_OFF if product_id is None else self._known[product_id]

    def by_piece(self, unit_code: str) -> bool:
        """Whether a unit is sold whole."""
        return not self._unit_decimals.get(unit_code, 0)


def _read(tx: ReadUnit, product_ids: Sequence[int]) -> dict[int, SoldGoods]:
    tags: dict[int, list[str]] = {}
    rows = tx.execute(
        select(ProductTag.product_id, ProductTag.tag)
        .where(ProductTag.product_id.in_(product_ids))
        .order_by(ProductTag.tag)
    )
    for product_id, tag in rows:
        tags.setdefault(product_id, []).append(intern(tag))
    costs = _costs(tx, product_ids)
    found = tx.execute(
        select(Product.id, Category.path, Product.discountable)
        .outerjoin(Category, Category.id == Product.category_id)
        .where(Product.id.in_(product_ids))
    )
    return {
        product_id: SoldGoods(
            # One text for all goods of a category: there are tens of thousands of goods in memory.
            None if path is None else intern(path),
            tuple(tags.get(product_id, ())),
            discountable,
            *costs.get(product_id, _UNKNOWN),
        )
        for product_id, path, discountable in found
    }


def _costs(tx: ReadUnit, product_ids: Sequence[int]) -> dict[int, Cost]:
    kits = parts_of(tx, product_ids)
    costs = costs_of(tx, {*product_ids, *(part for parts in kits.values() for part, _ in parts)})
    for kit_id, parts in kits.items():
        costs.pop(kit_id, None)
        if all(part in costs for part, _ in parts):
            whole = sum((Fraction(*costs[part]) * qty_milli for part, qty_milli in parts), Fraction(0))
            costs[kit_id] = (whole.numerator, whole.denominator * MILLI)
    return costs


def costs_of(tx: ReadUnit, product_ids: Collection[int]) -> dict[int, Cost]:
    """What goods came in for; those without a cost are left out."""
    costs: dict[int, Cost] = {}
    sign = case((Location.kind == _SUPPLIER, -1), else_=1)
    of_goods = (
        select(StockMove.product_id, money_sum(StockMove.cost * sign), whole_sum(StockMove.qty_milli * sign))
        .join(Location, Location.id == StockMove.to_location_id)
        .where(StockMove.product_id.in_(list(product_ids)), StockMove.cost.is_not(None))
        .group_by(StockMove.product_id)
    )
    for exchange, then in _currencies(tx):
        for product_id, cost, qty_milli in tx.execute(of_goods.where(*then)):
            before, before_milli = costs.get(product_id, _UNKNOWN)
            today = cost if exchange is None else exchange.money(cost)
            costs[product_id] = (before + today.minor, before_milli + qty_milli)
    return {one: (cost, milli) for one, (cost, milli) in costs.items() if milli > 0 and cost >= 0}


def _currencies(tx: ReadUnit) -> Iterator[tuple[Exchange | None, list[ColumnElement[bool]]]]:
    """The times in which the shop had one currency, as conditions, with the way to today's."""
    since: list[ColumnElement[bool]] = []
    for change in currency_changes(tx):
        yield exchange_of(tx, change.exchange.old), [*since, StockMove.at < change.at]
        since = [StockMove.at >= change.at]
    yield None, since
