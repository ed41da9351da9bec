"""What was sold before this program came, without what was withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from app.core.currency_change import today_worth
from app.core.db.prepared import Prepared
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import Money, total
from app.crm.links import is_of
from pos.past_sales.models import PastSale, PastSaleLine, PastSaleWithdrawal


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line of a sale of the old program."""

    product_id: int | None
    sku: str | None
    name: str
    qty_milli: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PastPurchase:
    """A sale of the old program with the lines that count."""

    uid: str
    number: str
    sold_on: date
    shop_id: int
    currency: str
    lines: tuple[PastLine, ...]

    @property
    def total(self) -> Money:
        """What was paid for all lines."""
        return total(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class PastSummary:
    """What a customer bought before this program came, in all, in today's currency."""

    visits: int
    spent: Money
    first_on: date | None
    last_on: date | None


def that_count(*columns: Any) -> Select[*tuple[Any, ...]]:
    """A select over the heads and lines that were not withdrawn."""
    withdrawn = select(PastSaleWithdrawal.line_id).where(PastSaleWithdrawal.line_id == PastSaleLine.id).exists()
    return (
        select(*columns)
        .select_from(PastSaleLine)
        .join(PastSale, PastSale.id == PastSaleLine.past_sale_id)
        .where(~withdrawn)
    )


def past_purchases(tx: ReadUnit, customer_id: int, *, limit: int = 20) -> list[PastPurchase]:
    """A customer's sales of the old program, newest first."""
    ids = tx.execute(
        that_count(PastSale.id)
        .where(is_of(PastSale.customer_id, customer_id))
        .group_by(PastSale.id, PastSale.sold_on)
        .order_by(PastSale.sold_on.desc(), PastSale.id.desc())
        .limit(limit)
    ).scalars()
    return _purchases(tx, list(ids))


def _purchases(tx: ReadUnit, sale_ids: Sequence[int]) -> list[PastPurchase]:
    heads: dict[int, tuple[str, str, date, int, str]] = {}
    lines: dict[int, list[PastLine]] = {}
    for sale_id, uid, number, sold_on, shop_id, currency, *line in tx.execute(
        that_count(
            PastSale.id,
            PastSale.uid,
            PastSale.number,
            PastSale.sold_on,
            PastSale.shop_id,
            PastSale.currency,
            *(getattr(PastSaleLine, name) for name in PastLine.__slots__),
        )
        .where(PastSale.id.in_(sale_ids))
        .order_by(PastSaleLine.position)
    ):
        heads[sale_id] = (uid, number, sold_on, shop_id, currency)
        lines.setdefault(sale_id, []).append(PastLine(*line))
    return [PastPurchase(*heads[one], tuple(lines[one])) for one in sale_ids]


_SUMMARY: Final = Prepared(
    that_count(
        PastSale.currency,
        func.count(PastSale.id.distinct()),
        money_sum(PastSaleLine.amount),
        func.min(PastSale.sold_on),
        func.max(PastSale.sold_on),
    )
    .where(is_of(PastSale.customer_id, bindparam("of_customer")), PastSale.sold_on >= bindparam("since"))
    .group_by(PastSale.currency)
)


def past_summary(tx: ReadUnit, customer_id: int, since: date | None = None) -> PastSummary:
    """How often and for how much a customer bought before this program came, from a day on."""
    rows = _SUMMARY.all(tx, {"of_customer": customer_id, "since": since or date.min})
    return PastSummary(
        sum(row[1] for row in rows),
        today_worth(tx, ((row[0], row[2]) for row in rows)),
        min((row[3] for row in rows), default=None),
        max((row[4] for row in rows), default=None),
    )


def customers_with_past(tx: ReadUnit, customer_ids: Collection[int]) -> set[int]:
    """Those who bought something before this program came."""
    found = that_count(PastSale.customer_id).where(PastSale.customer_id.in_(customer_ids)).distinct()
    return set(tx.execute(found).scalars())
