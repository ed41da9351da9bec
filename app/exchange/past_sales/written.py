"""The past sales that are in the books already, and the sales of the till that rows of a file are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.crm.links import who_is
from app.exchange.kind import Want
from app.exchange.past_sales.reading import sale_key
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.sale.models import Sale


@dataclass(slots=True)
class WrittenSale:
    """A past sale with its lines that count, by their positions."""

    id: int
    customer_id: int | None
    lines: dict[int, dict[str, Any]] = field(default_factory=dict)


def written_sales(tx: ReadUnit, wants: Sequence[Want]) -> dict[tuple[Any, ...], WrittenSale]:
    """The sales the rows are lines of, by their keys; one whose lines were all withdrawn is not there."""
    keys = {sale_key(want) for want in wants}
    found: dict[tuple[Any, ...], WrittenSale] = {}
    for row in tx.execute(
        that_count(
            PastSale.id,
            PastSale.shop_id,
            PastSale.sold_on,
            PastSale.number,
            PastSale.source_uid,
            who_is(PastSale.customer_id).label("customer_id"),
            PastSaleLine.position,
            PastSaleLine.name,
            PastSaleLine.sku,
            PastSaleLine.qty_milli,
            PastSaleLine.amount,
        ).where(
            PastSale.sold_on.in_({want.values["date"] for want in wants}),
            PastSale.number.in_({want.values["number"] for want in wants}),
        )
    ):
        key = (row.shop_id, row.sold_on, row.number, row.source_uid)
        if key in keys:
            sale = found.setdefault(key, WrittenSale(row.id, row.customer_id))
            sale.lines[row.position] = {
                "name": row.name,
                "sku": row.sku,
                "qty_milli": row.qty_milli,
                "amount": row.amount.minor,
            }
    return found


def sales_of_this_shop(tx: ReadUnit, wants: Sequence[Want]) -> set[str]:
    """Those sale uids of the rows that are sales of the till."""
    uids = {want.values["sale_uid"] for want in wants if "sale_uid" in want.values}
    return set(tx.execute(select(Sale.uid).where(Sale.uid.in_(uids))).scalars()) if uids else set()
