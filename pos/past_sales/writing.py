"""Writing down what was sold before this program came, and withdrawing it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert, select

from app.core.db.types import money_sum
from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import Money
from app.crm.held import EXCHANGE
from pos.bought.keeping import Purchase, add_bought, forget_nothing_bought
from pos.past_sales.models import PastSale, PastSaleLine, PastSaleWithdrawal
from pos.past_sales.reading import that_count


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
    with _bought_changes(tx, {one.past_sale_id for one in lines}):
        return list(tx.execute(written, rows).scalars())


def withdraw_past_lines(tx: Unit, line_ids: Collection[int]) -> None:
    """Says that lines do not count any more. Needs ``customers.exchange``; the caller journals it."""
    tx.actor.require(EXCHANGE)
    said = {"at": tx.now, "actor": tx.actor.name}
    if line_ids:
        of_lines = select(PastSaleLine.past_sale_id).where(PastSaleLine.id.in_(line_ids))
        with _bought_changes(tx, set(tx.execute(of_lines).scalars())):
            tx.execute(insert(PastSaleWithdrawal), [{"line_id": line_id, **said} for line_id in line_ids])


@contextmanager
def _bought_changes(tx: Unit, past_sale_ids: set[int]) -> Iterator[None]:
    """Around a change of these sales' lines: keeps what their customers bought in step."""
    before = _worth(tx, past_sale_ids)
    yield
    after = _worth(tx, past_sale_ids)
    gone = [Purchase(one.customer_id, one.day, one.currency, -one.times, -one.spent) for one in before.values()]
    add_bought(tx, [*gone, *after.values()])
    forget_nothing_bought(tx, {one.customer_id for one in gone})


def _worth(tx: Unit, past_sale_ids: set[int]) -> dict[int, Purchase]:
    """What the lines that count make of these sales, as purchases of their customers."""
    head = (PastSale.id, PastSale.customer_id, PastSale.sold_on, PastSale.currency)
    rows = tx.execute(
        that_count(*head, money_sum(PastSaleLine.amount))
        .where(PastSale.id.in_(past_sale_ids), PastSale.customer_id.is_not(None))
        .group_by(*head)
    )
    return {
        sale_id: Purchase(customer_id, day, currency, 1, spent) for sale_id, customer_id, day, currency, spent in rows
    }
