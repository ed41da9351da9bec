"""Writing down what was sold before this program came, and withdrawing it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import Money
from app.crm.held import EXCHANGE
from pos.past_sales.models import PastSale, PastSaleLine, PastSaleWithdrawal


@dataclass(frozen=True, slots=True)
class NewPastSale:
    """The head of a sale of the old program."""

    shop_id: int
    number: str
    sold_on: date
    customer_id: int | None = None
    source_uid: str | None = None


@dataclass(frozen=True, slots=True)
class NewPastLine:
    """A line of it, in thousandths of the unit it was sold in."""

    past_sale_id: int
    position: int
    name: str
    qty_milli: int
    amount: Money
    sku: str | None = None
    product_id: int | None = None


def add_past_sales(tx: Unit, sales: Sequence[NewPastSale]) -> list[int]:
    """Writes heads; answers their ids in order. Needs ``customers.exchange``; the caller journals it."""
    tx.actor.require(EXCHANGE)
    if not sales:
        return []
    same = {"currency": facts(tx).currency, "written_at": tx.now}
    written = insert(PastSale).returning(PastSale.id, sort_by_parameter_order=True)
    return list(tx.execute(written, [asdict(one) | same | {"uid": new_uid()} for one in sales]).scalars())


def add_past_lines(tx: Unit, lines: Sequence[NewPastLine]) -> list[int]:
    """Writes lines; answers their ids in order. Needs ``customers.exchange``; the caller journals it."""
    tx.actor.require(EXCHANGE)
    if not lines:
        return []
    written = insert(PastSaleLine).returning(PastSaleLine.id, sort_by_parameter_order=True)
    rows = [{name: getattr(one, name) for name in NewPastLine.__slots__} for one in lines]
    return list(tx.execute(written, rows).scalars())


def withdraw_past_lines(tx: Unit, line_ids: Collection[int]) -> None:
    """Says that lines do not count any more. Needs ``customers.exchange``; the caller journals it."""
    tx.actor.require(EXCHANGE)
    said = {"at": tx.now, "actor": tx.actor.name}
    if line_ids:
        tx.execute(insert(PastSaleWithdrawal), [{"line_id": line_id, **said} for line_id in line_ids])
