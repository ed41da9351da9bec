"""The customers of past receipts as they were then, as far as the books tell; only what a rule asks for is read.

A birth date, groups and labels are those of today. A tier is the one the ledger of tiers had noted by then. A purchase
is the first where neither this shop's books nor those of an old program hold an earlier one.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select

from app.core.db.unit import ReadUnit
from app.crm.models import Customer as CustomerRow
from loyalty.rules.promotion import Promotion
from loyalty.tiers.models import StandingEntry
from pos.past_sales.models import PastSale
from pos.past_sales.reading import that_count
from pos.pricing.values import Customer
from pos.recognition.groups import groups_by_customer
from pos.rehearsal.models import RehearsalCustomer
from pos.rehearsal.receipts import SOLD, PastReceipt
from pos.sale.models import Sale, SaleCustomer

_TIER_KINDS: Final = ("up", "back", "down")


class People:
    """Reads customers for one rule, batch by batch."""

    def __init__(self, promotion: Promotion, rehearsal_id: int) -> None:
        self._promotion: Final = promotion
        self._rehearsal_id: Final = rehearsal_id

    def of(self, tx: ReadUnit, receipts: Sequence[PastReceipt]) -> dict[int, Customer]:
        """The customer of each receipt whose cart was somebody's, by the receipt's id."""
        ids = sorted({one.customer_id for one in receipts if one.customer_id is not None})
        if not ids:
            return {}
        when, limits = self._promotion.when, self._promotion.limits
        born = _birth_dates(tx, ids) if when.birthday_within_days is not None else {}
        tiers = _tiers(tx, ids) if when.tiers is not None else {}
        first = _first_sales(tx, ids) if when.first_purchase is not None else {}
        uses = self._uses(tx, ids) if limits.per_customer is not None else {}
        groups = groups_by_customer(tx, ids, when.segments) if when.segments is not None else {}
        return {
            one.id: Customer(
                id=str(one.customer_id),
                tier=_tier_at(tiers.get(one.customer_id, ()), one.completed_at),
                birth_date=born.get(one.customer_id),
                segments=groups.get(one.customer_id, frozenset()),
                purchases=int(first.get(one.customer_id, one.id) < one.id),
                uses={self._promotion.id: uses.get(one.customer_id, 0)},
            )
            for one in receipts
            if one.customer_id is not None
        }

    def _uses(self, tx: ReadUnit, ids: Sequence[int]) -> dict[int, int]:
        rows = tx.execute(
            select(RehearsalCustomer.customer_id, RehearsalCustomer.times).where(
                RehearsalCustomer.rehearsal_id == self._rehearsal_id, RehearsalCustomer.customer_id.in_(ids)
            )
        )
        return dict(tuple(row) for row in rows)


def _birth_dates(tx: ReadUnit, ids: Sequence[int]) -> dict[int, date]:
    rows = tx.execute(
        select(CustomerRow.id, CustomerRow.birth_date).where(
            CustomerRow.id.in_(ids), CustomerRow.birth_date.is_not(None)
        )
    )
    return dict(tuple(row) for row in rows)


def _tiers(tx: ReadUnit, ids: Sequence[int]) -> dict[int, list[tuple[datetime, str | None]]]:
    found: dict[int, list[tuple[datetime, str | None]]] = {}
    rows = tx.execute(
        select(StandingEntry.customer_id, StandingEntry.at, StandingEntry.tier_after)
        .where(StandingEntry.customer_id.in_(ids), StandingEntry.kind.in_(_TIER_KINDS))
        .order_by(StandingEntry.customer_id, StandingEntry.id)
    )
    for customer_id, at, tier in rows:
        found.setdefault(customer_id, []).append((at, tier))
    return found


def _tier_at(entries: Sequence[tuple[datetime, str | None]], instant: datetime) -> str | None:
    """The tier before a sale of the instant: what the sale itself brought holds from the next one on."""
    before = [tier for at, tier in entries if at < instant]
    return before[-1] if before else None


def _first_sales(tx: ReadUnit, ids: Sequence[int]) -> dict[int, int]:
    """The id of each customer's first sale that counts; 0 where an old program sold to him before."""
    voided = select(Sale.voided_sale_id).where(Sale.voided_sale_id.is_not(None))
    counts = (Sale.kind.in_(SOLD), Sale.id.not_in(voided))
    found: dict[int, int] = {}
    statements: tuple[Any, ...] = (
        select(Sale.customer_id, func.min(Sale.id)).where(Sale.customer_id.in_(ids), *counts),
        select(SaleCustomer.customer_id, func.min(Sale.id))
        .join(Sale, Sale.id == SaleCustomer.sale_id)
        .where(SaleCustomer.customer_id.in_(ids), *counts),
    )
    for statement, key in zip(statements, (Sale.customer_id, SaleCustomer.customer_id), strict=True):
        for customer_id, sale_id in tx.execute(statement.group_by(key)):
            found[customer_id] = min(sale_id, found.get(customer_id, sale_id))
    before = tx.execute(that_count(PastSale.customer_id).where(PastSale.customer_id.in_(ids)).distinct())
    return found | dict.fromkeys(before.scalars(), 0)
