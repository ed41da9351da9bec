"""Past receipts in batches, as they were sold, with what came back of each line since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, bindparam, func, select, type_coerce
from sqlalchemy.orm import aliased

from app.core.db.prepared import Prepared
from app.core.db.types import whole_sum
from app.core.db.unit import ReadUnit
from app.core.money import UNIT_PRICE_SCALE, Money
from app.core.rounding import round_half_up
from loyalty.promotions.models import Promotion, PromotionUse
from pos.pricing.values import MILLI
from pos.sale.kinds import OFFERED, PACKAGE_SOLD
from pos.sale.models import Sale, SaleLine, SaleLineDiscount
from pos.sale.reading import CUSTOMER_OF_SALE
from pos.sale.turnover import IS_TURNOVER

SOLD: Final = ("sale", "exchange")


@dataclass(slots=True)
class PastLine:
    """A sold line; ``back_milli`` of it came back. ``discounts`` are source, amount and reason, as they were given.

    Its figures are as the database has them, because a run reads a million lines: net and gross in minor units, the
    price in ten-thousandths of one, ``taxed_inside`` 1 where the price includes tax. The quantity of a sold ``package``
    is its visits.
    """

    sale_id: int
    id: int
    position: int
    product_id: int | None
    sku: str | None
    name: str
    qty_milli: int
    pack_qty_milli: int
    unit_code: str
    price_scaled: int
    price_source: str
    taxed_inside: int
    net: int
    gross: int
    tax_rate_bp: int | None
    package: str | None
    back_milli: int = 0
    discounts: tuple[tuple[str, Money, str], ...] = ()

    @property
    def rung_up(self) -> tuple[int, int]:
        """Quantity and price at the till: a package was one piece, which keeps its visits with a price each."""
        if self.package is None:
            return self.qty_milli, self.price_scaled
        return MILLI, round_half_up(self.price_scaled * self.qty_milli, MILLI * UNIT_PRICE_SCALE) * UNIT_PRICE_SCALE

    def kept(self, minor: int) -> int:
        """What is left of a figure of the line, in proportion to what did not come back."""
        back = self.back_milli
        return minor if not back else minor - round_half_up(minor * back, self.qty_milli)


@dataclass(frozen=True, slots=True)
class Used:
    """A promotion that applied on a receipt: in which version, how often."""

    promotion_id: int
    uid: str
    version: int
    times: int


@dataclass(slots=True)
class PastReceipt:
    """The goods of one receipt that were sold on it.

    Returned lines of an exchange, pledges, visits of packages, and loads of gift cards or balances are not among them.
    ``customer_id`` is whose cart it was, ``whose`` also who was named after the payment.
    """

    id: int
    customer_id: int | None
    whose: int | None
    currency: str
    completed_at: datetime
    lines: tuple[PastLine, ...] = ()
    used: tuple[Used, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing was taken off it."""
        return not self.used and not any(line.discounts for line in self.lines)

    @property
    def is_offer(self) -> bool:
        """Whether prices of an offer hold on it, from which promotions stay away."""
        return any(line.price_source == OFFERED for line in self.lines)


def _asked(column: Any) -> Any:
    return column.between(bindparam("first_id"), bindparam("last_id"))


_NUMBERS: Final = {
    "net": SaleLine.net,
    "gross": SaleLine.gross,
    "price_scaled": SaleLine.unit_price,
    "taxed_inside": SaleLine.prices_include_tax,
}
_LINE: Final = tuple(
    type_coerce(_NUMBERS[name], BigInteger) if name in _NUMBERS else getattr(SaleLine, name)
    for name in PastLine.__slots__[:-2]
)
_VOIDED: Final = select(Sale.voided_sale_id).where(_asked(Sale.voided_sale_id))
_HEADS: Final = Prepared(
    select(Sale.id, Sale.customer_id, CUSTOMER_OF_SALE, Sale.currency, Sale.completed_at, Sale.business_date)
    .where(_asked(Sale.id), (Sale.kind == SOLD[0]) | (Sale.kind == SOLD[1]), Sale.id.not_in(_VOIDED))
    .order_by(Sale.id)
)
_NO_VISIT: Final = SaleLine.package.is_(None) | (SaleLine.package == PACKAGE_SOLD)
_LINES: Final = Prepared(
    select(*_LINE)
    .where(_asked(SaleLine.sale_id), SaleLine.qty_milli > 0, IS_TURNOVER, _NO_VISIT)
    .order_by(SaleLine.sale_id, SaleLine.position)
)
_DISCOUNTS: Final = Prepared(
    select(
        SaleLineDiscount.sale_id,
        SaleLineDiscount.line_position,
        SaleLineDiscount.source,
        SaleLineDiscount.amount,
        SaleLineDiscount.why,
    )
    .where(_asked(SaleLineDiscount.sale_id))
    .order_by(SaleLineDiscount.sale_id, SaleLineDiscount.line_position, SaleLineDiscount.position)
)
_USED: Final = Prepared(
    select(PromotionUse.sale_id, PromotionUse.promotion_id, Promotion.uid, PromotionUse.version, PromotionUse.times)
    .join(Promotion, Promotion.id == PromotionUse.promotion_id)
    .where(_asked(PromotionUse.sale_id), PromotionUse.use_id.is_(None))
    .order_by(PromotionUse.sale_id, PromotionUse.promotion_id)
)


def _statement_of_backs() -> Any:
    """By sold line, with ids of lines asked for: a return that was voided took nothing back."""
    back, taken_in, void = aliased(SaleLine), aliased(Sale), aliased(Sale)
    return (
        select(back.returned_line_id, whole_sum(-back.qty_milli))
        .join(taken_in, taken_in.id == back.sale_id)
        .outerjoin(void, void.voided_sale_id == taken_in.id)
        .where(_asked(back.returned_line_id), taken_in.kind != "void", void.id.is_(None))
        .group_by(back.returned_line_id)
    )


_BACKS: Final = Prepared(_statement_of_backs())


@dataclass(frozen=True, slots=True)
class Span:
    """The ids of the sales of some days, and how many receipts with goods they hold."""

    first_id: int
    last_id: int
    receipts: int


def span_of(tx: ReadUnit, first_day: date, last_day: date) -> Span:
    """The sales of the days, both included; an empty span where there were none."""
    row = tx.execute(
        select(func.min(Sale.id), func.max(Sale.id), func.count().filter(Sale.kind.in_(SOLD))).where(
            Sale.business_date.between(first_day, last_day)
        )
    ).one()
    return Span(row[0] or 1, row[1] or 0, row[2])


def receipts_between(tx: ReadUnit, first_id: int, last_id: int, first_day: date, last_day: date) -> list[PastReceipt]:
    """The receipts with ids from first to last and of these days, oldest first; voided ones are none."""
    ids = {"first_id": first_id, "last_id": last_id}
    heads = _HEADS.ask(tx, ids)
    rows, given, uses = _LINES.ask(tx, ids), _DISCOUNTS.ask(tx, ids), _USED.ask(tx, ids)
    found = {
        sale_id: PastReceipt(sale_id, *values) for sale_id, *values, day in heads.all() if first_day <= day <= last_day
    }
    lines: dict[int, list[PastLine]] = {sale_id: [] for sale_id in found}
    for row in rows.all():
        of_sale = lines.get(row[0])
        if of_sale is not None:
            of_sale.append(PastLine(*row))
    discounts: dict[int, dict[int, list[tuple[str, Money, str]]]] = {}
    for sale_id, position, source, amount, why in given.all():
        discounts.setdefault(sale_id, {}).setdefault(position, []).append((source, amount, why))
    used: dict[int, list[Used]] = {}
    for sale_id, *values in uses.all():
        used.setdefault(sale_id, []).append(Used(*values))
    backs = _backs(tx, (line.id for of_sale in lines.values() for line in of_sale))
    for sale_id, receipt in found.items():
        of_sale = lines[sale_id]
        for line in of_sale if backs else ():
            line.back_milli = backs.get(line.id, 0)
        if sale_id in discounts:
            for line in of_sale:
                line.discounts = tuple(discounts[sale_id].get(line.position, ()))
        receipt.lines = tuple(of_sale)
        receipt.used = tuple(used.get(sale_id, ()))
    return [receipt for receipt in found.values() if receipt.lines]


def _backs(tx: ReadUnit, line_ids: Iterable[int]) -> dict[int, int]:
    ids = list(line_ids)
    if not ids:
        return {}
    return dict(tuple(row) for row in _BACKS.all(tx, {"first_id": min(ids), "last_id": max(ids)}))
