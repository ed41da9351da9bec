"""Keeps what customers bought in step with the documents it follows from: in the same unit, always by this."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import delete

from app.core.db.unit import Unit
from app.core.db.upsert import Accumulating
from app.core.money import ZERO, Money
from pos.bought.models import CustomerBought, CustomerBoughtDay


@dataclass(frozen=True, slots=True)
class Purchase:
    """By how much more often, and for how much more, a customer has bought on a day; both may be below zero."""

    customer_id: int
    day: date
    currency: str
    times: int
    spent: Money


_IN_ALL: Final = Accumulating(CustomerBought, "customer_id", "currency", numbers=("times", "spent"))
_BY_DAY: Final = Accumulating(CustomerBoughtDay, "customer_id", "day", "currency", numbers=("times", "spent"))


def add_bought(tx: Unit, purchases: Iterable[Purchase]) -> None:
    """Adds purchases to what is kept of their customers."""
    days: dict[tuple[int, date, str], tuple[int, Money]] = {}
    for one in purchases:
        key = (one.customer_id, one.day, one.currency)
        times, spent = days.get(key, (0, ZERO))
        days[key] = (times + one.times, spent + one.spent)
    in_all: dict[tuple[int, str], tuple[int, Money]] = {}
    for (customer_id, _day, currency), (more_times, more_spent) in days.items():
        times, spent = in_all.get((customer_id, currency), (0, ZERO))
        in_all[customer_id, currency] = (times + more_times, spent + more_spent)
    # In one order everywhere: each row is held until the unit ends.
    _IN_ALL.add(
        tx,
        [
            {"customer_id": customer_id, "currency": currency, "times": times, "spent": spent}
            for (customer_id, currency), (times, spent) in sorted(in_all.items(), key=lambda item: item[0])
        ],
    )
    _BY_DAY.add(
        tx,
        [
            {"customer_id": customer_id, "day": day, "currency": currency, "times": times, "spent": spent}
            for (customer_id, day, currency), (times, spent) in sorted(days.items(), key=lambda item: item[0])
        ],
    )


def forget_nothing_bought(tx: Unit, customer_ids: Collection[int]) -> None:
    """Drops what is kept of customers and says nothing any more: their purchases were taken back as if never made."""
    for kept in (CustomerBought, CustomerBoughtDay):
        tx.execute(delete(kept).where(kept.customer_id.in_(customer_ids), kept.times == 0, kept.spent == ZERO))
