"""The customers of a promotion's result: what each bought before and during it, and whether it reached him."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select

from app.core.db.unit import Database
from app.core.money import total
from app.crm.models import Customer
from pos.recognition.buying import buying_days_between
from pos.recognition.habit import BuyingDay
from pos.rehearsal.comparison import Buyer
from pos.rehearsal.models import RehearsalCustomer
from pos.rehearsal.store import Run

CUSTOMERS_A_UNIT: Final = 500
MOST_COMPARED_DAYS: Final = 180
"""Of a promotion that runs on and on its first half year is compared with the half year before."""


def compared_days(run: Run) -> int:
    """How long both times are that are compared."""
    return min(run.days, MOST_COMPARED_DAYS)


def compare_customers(database: Database, run: Run) -> Iterator[list[Buyer]]:
    """Every customer who bought anything before or during, some in a unit; the run's own customers are the reached."""
    with database.read_unit() as tx:
        last_id = tx.execute(select(func.max(Customer.id))).scalar() or 0
    for first_id in range(1, last_id + 1, CUSTOMERS_A_UNIT):
        with database.read_unit() as tx:
            until = min(last_id, first_id + CUSTOMERS_A_UNIT - 1)
            reached = set(
                tx.execute(
                    select(RehearsalCustomer.customer_id).where(
                        RehearsalCustomer.rehearsal_id == run.id,
                        RehearsalCustomer.customer_id.between(first_id, until),
                    )
                ).scalars()
            )
            found = buying_days_between(tx, first_id, until)
        yield [
            _buyer(days, run.first_day, compared_days(run), reached=customer_id in reached)
            for customer_id, days in found.items()
        ]


def _buyer(days: Sequence[BuyingDay], first_day: date, length: int, *, reached: bool) -> Buyer:
    span = timedelta(days=length)
    before = [one for one in days if first_day - span <= one.day < first_day]
    during = [one for one in days if first_day <= one.day < first_day + span]
    return Buyer(
        reached,
        sum(1 for one in before if one.spent.minor > 0),
        total(one.spent for one in before),
        total(one.spent for one in during),
    )
