"""Sold lines that may come back: what is left of each, and what a part of it was worth, in today's currency."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from app.core.currency_change import Exchange, exchange_of
from app.core.db.types import whole_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money, UnitPrice, total
from app.core.percent import Percent
from app.core.rounding import round_half_up, round_together
from app.places.models import Till
from loyalty.packages.ledger import packages_sold_in
from pos.pricing.values import Returned, ReturnedDiscount
from pos.sale.kinds import PACKAGE_SOLD, VISIT_MILLI
from pos.sale.models import Sale, SaleLine, SaleLineDiscount


@dataclass(frozen=True, slots=True)
class KeptDiscount:
    """A discount of a sold line, as the sale keeps it; ``percent`` is None where it was none, or nobody kept it."""

    source: str
    amount: Money
    why: str
    code: str = ""
    percent: Percent | None = None


@dataclass(frozen=True, slots=True)
class SoldPart:
    """A sold line with what has come back of it already; amounts are those of the whole line.

    Where the shop's currency was changed since, they are today's, and ``exchange`` says how they came about. Of a
    package that was sold, ``used_milli`` are visits that are gone and cannot come back any more.
    """

    line_id: int
    sale_id: int
    till_number: int
    sale_number: int
    business_date: date
    position: int
    product_id: int | None
    name: str
    sku: str | None
    qty_milli: int
    pack_qty_milli: int
    unit_code: str
    unit_price: UnitPrice
    prices_include_tax: bool
    amount: Money
    net: Money
    tax: Money
    gross: Money
    tax_category_id: int
    tax_rate_bp: int | None
    pledge: str | None
    pledge_of: int | None
    loads: str | None
    package: str | None
    returned_milli: int
    discounts: tuple[KeptDiscount, ...]
    sold_gross: Money
    exchange: Exchange | None = None
    used_milli: int = 0

    @property
    def left_milli(self) -> int:
        """What may still come back."""
        return self.qty_milli - self.returned_milli - self.used_milli

    @property
    def came_back_whole(self) -> bool:
        """Whether all of it came back."""
        return self.returned_milli == self.qty_milli

    def part(self, qty_milli: int) -> Returned:
        """What the next ``qty_milli`` (above zero, at most what was sold) are worth, with the sign of a return.

        Each figure goes from its rounded share of what came back before to that of what has come back then, so that
        the parts of a line always add up to the whole of it. Where another till took back more meanwhile, it is what
        the last ``qty_milli`` are worth: the cart can still be looked at, and the checkout refuses it.
        """

        def share(whole: Money) -> int:
            return -self.share_of(whole.minor, qty_milli)

        amount, tax = share(self.amount), share(self.tax)
        left = share(self.gross if self.prices_include_tax else self.net)
        shares = [share(one.amount) for one in self.discounts]
        if shares:
            # Rounded apart, the shares may miss the discount of the part by a minor unit: the largest bears it.
            largest = max(range(len(shares)), key=lambda index: abs(self.discounts[index].amount.minor))
            shares[largest] += amount - left - sum(shares)
        return Returned(
            Money(amount),
            Money(left),
            Money(tax),
            tuple(
                ReturnedDiscount(one.source, Money(minor), one.why, one.code, one.percent)
                for one, minor in zip(self.discounts, shares, strict=True)
                if minor
            ),
        )

    def sold_share(self, qty_milli: int) -> Money:
        """What ``qty_milli`` of it were sold for, in the currency of the sale."""
        return Money(self._share(self.sold_gross.minor, qty_milli))

    def share_of(self, whole: int, qty_milli: int) -> int:
        """The share of a whole figure that belongs to the next ``qty_milli``; the shares add up to it."""
        before = min(self.returned_milli + self.used_milli, self.qty_milli - qty_milli)
        return self._share(whole, before + qty_milli) - self._share(whole, before)

    def _share(self, whole: int, qty_milli: int) -> int:
        return round_half_up(whole * qty_milli, self.qty_milli)


_COLUMNS: tuple[Any, ...] = (
    SaleLine.id,
    SaleLine.sale_id,
    Till.number,
    Sale.number,
    Sale.business_date,
    *(getattr(SaleLine, name) for name in SoldPart.__slots__[5:-5]),
    Sale.currency,
)
_COME_BACK = (
    select(SaleLine.returned_line_id, whole_sum(-SaleLine.qty_milli))
    .where(SaleLine.returned_line_id.in_(bindparam("lines", expanding=True)))
    .group_by(SaleLine.returned_line_id)
)


def sold_parts(tx: ReadUnit, line_ids: Sequence[int]) -> dict[int, SoldPart]:
    """Sold lines by id, with what came back of each; lines that are returns themselves are not among them."""
    if not line_ids:
        return {}
    return _parts(tx, SaleLine.id.in_(line_ids))


def parts_of_sale(tx: ReadUnit, sale_id: int) -> list[SoldPart]:
    """The sold lines of a sale in their order, with what came back of each."""
    return list(_parts(tx, SaleLine.sale_id == sale_id).values())


def hold_parts(tx: Unit, line_ids: Sequence[int]) -> None:
    """Keeps sold lines until the unit ends, so that two tills never take back the same goods."""
    if line_ids:
        tx.lock(select(SaleLine.id).where(SaleLine.id.in_(line_ids)).order_by(SaleLine.id))


def _parts(tx: ReadUnit, condition: ColumnElement[bool]) -> dict[int, SoldPart]:
    rows = list(
        tx.execute(
            select(*_COLUMNS)
            .join(Sale, Sale.id == SaleLine.sale_id)
            .join(Till, Till.id == Sale.till_id)
            .where(condition, SaleLine.qty_milli > 0)
            .order_by(SaleLine.sale_id, SaleLine.position)
        )
    )
    ids = [row[0] for row in rows]
    back: dict[int, int] = dict(tx.execute(_COME_BACK, {"lines": ids}).all()) if ids else {}
    discounts: dict[tuple[int, int], list[KeptDiscount]] = {}
    sale_ids = {row[1] for row in rows}
    if sale_ids:
        for sale_id, position, source, amount, why, code, percent_micro in tx.execute(
            select(
                SaleLineDiscount.sale_id,
                SaleLineDiscount.line_position,
                SaleLineDiscount.source,
                SaleLineDiscount.amount,
                SaleLineDiscount.why,
                SaleLineDiscount.code,
                SaleLineDiscount.percent_micro,
            )
            .where(SaleLineDiscount.sale_id.in_(sale_ids))
            .order_by(SaleLineDiscount.sale_id, SaleLineDiscount.line_position, SaleLineDiscount.position)
        ):
            percent = None if percent_micro is None else Percent(percent_micro)
            discount = KeptDiscount(source, amount, why, "" if percent is None else code, percent)
            discounts.setdefault((sale_id, position), []).append(discount)
    parts: list[SoldPart] = []
    for row in rows:
        values = [*row[:-1], back.get(row[0], 0), tuple(discounts.get((row[1], row[5]), ())), row.gross]
        parts.append(SoldPart(*values))
    parts = _less_used(tx, parts)
    currencies = {row[1]: row[-1] for row in rows}
    exchanges = {sale_id: exchange_of(tx, currency) for sale_id, currency in currencies.items()}
    whole = _whole_sales(tx, [sale_id for sale_id, exchange in exchanges.items() if exchange is not None])
    found = {}
    for part in parts:
        exchange = exchanges[part.sale_id]
        found[part.line_id] = part if exchange is None else _in_todays_money(part, exchange, whole[part.sale_id])
    return found


def _less_used(tx: ReadUnit, parts: list[SoldPart]) -> list[SoldPart]:
    """The parts, and of packages how many visits are gone: they count as the first ones."""
    packages = packages_sold_in(tx, [part.sale_id for part in parts if part.package == PACKAGE_SOLD])
    if not packages:
        return parts
    found = []
    for part in parts:
        package = packages.get((part.sale_id, part.position))
        if package is not None:
            left_milli = package.paid_back(part.returned_milli // VISIT_MILLI) * VISIT_MILLI
            part = replace(part, used_milli=part.qty_milli - part.returned_milli - left_milli)  # noqa: PLW2901
        found.append(part)
    return found


def _whole_sales(tx: ReadUnit, sale_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """The gross (minor units) of every line that was sold in these sales, by sale and line."""
    found: dict[int, dict[int, int]] = {}
    if sale_ids:
        lines = select(SaleLine.sale_id, SaleLine.id, SaleLine.gross).where(
            SaleLine.sale_id.in_(sale_ids), SaleLine.qty_milli > 0
        )
        for sale_id, line_id, gross in tx.execute(lines.order_by(SaleLine.sale_id, SaleLine.position)):
            found.setdefault(sale_id, {})[line_id] = gross.minor
    return found


def _in_todays_money(part: SoldPart, exchange: Exchange, whole: dict[int, int]) -> SoldPart:
    """The line in another currency: the lines of a sale add up to what the whole sale is in it, rounded once."""
    converted = round_together([gross * exchange.numerator for gross in whole.values()], exchange.denominator)
    gross = Money(dict(zip(whole, converted, strict=True))[part.line_id])
    tax = exchange.money(part.tax)
    discounts = tuple([replace(one, amount=exchange.money(one.amount)) for one in part.discounts])
    left = gross if part.prices_include_tax else gross - tax
    return replace(
        part,
        unit_price=exchange.unit_price(part.unit_price),
        amount=left + total(one.amount for one in discounts),
        net=gross - tax,
        tax=tax,
        gross=gross,
        discounts=discounts,
        exchange=exchange,
    )
