"""What a customer has bought in all: here, and before this program came."""

from dataclasses import dataclass
from datetime import date

from app.core.db.unit import ReadUnit
from app.core.money import Money
from pos.past_sales.reading import past_summary
from pos.sale.customers import purchase_summary


@dataclass(frozen=True, slots=True)
class Bought:
    """How often and for how much, in today's money."""

    times: int
    spent: Money


def bought_by(tx: ReadUnit, customer_id: int, since: date | None = None) -> Bought:
    """What a customer bought, from a day on."""
    here, before = purchase_summary(tx, customer_id, since), past_summary(tx, customer_id, since)
    return Bought(here.visits + before.visits, here.spent + before.spent)
