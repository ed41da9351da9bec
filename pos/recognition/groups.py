"""Groups of customers as promotions name them (``segments``): by how they come, as of the last count, and by label."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, bindparam, false, func, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from app.crm.labels import SEGMENT as LABELLED
from app.crm.labels import bears, labels_of
from app.crm.models import Customer
from app.places.day import today
from pos.recognition.models import CustomerHabit

BEST_SHARE: Final = 10
"""Whoever is among the first tenth is one of the best."""
LEAST_REGULARS: Final = 20
"""Among fewer there is no tenth to speak of."""
NEW_DAYS: Final = 60
"""How long after the first purchase somebody is new."""
BEST_FROM: Final = "best_regulars"
"""What is kept in memory: whoever counts habits outdates it."""
_HABIT: Final = "habit:"


class Group(StrEnum):
    """How customers come: each is in one of the first four, and may be one of the best or new beside it."""

    REGULAR = "regular"
    SLIPPING = "slipping"
    LOST = "lost"
    OCCASIONAL = "occasional"
    BEST = "best"
    NEW = "new"

    @property
    def segment(self) -> str:
        """How a rule names it."""
        return f"{_HABIT}{self.value}"


_SEGMENTS: Final = frozenset(group.segment for group in Group)
_ATTENDANCE: Final = Prepared(
    select(CustomerHabit.attendance, CustomerHabit.value_per_year, CustomerHabit.first_day).where(
        CustomerHabit.customer_id == bindparam("of_customer")
    )
)


def groups_of(tx: ReadUnit, customer_id: int, asked: Collection[str]) -> frozenset[str]:
    """The groups of a customer among those asked for; where none is, it costs no statement.

    Whoever has not bought anything up to the last count comes in no way.
    """
    found: set[str] = set()
    if not _SEGMENTS.isdisjoint(asked):
        found |= _ways(tx, customer_id)
    if any(name.startswith(LABELLED) for name in asked):
        found |= {label.segment for label in labels_of(tx, customer_id)}
    return frozenset(found.intersection(asked))


def groups_by_customer(
    tx: ReadUnit, customer_ids: Collection[int], asked: Collection[str]
) -> dict[int, frozenset[str]]:
    """The same for many customers; who is merged by now is in the groups of the one he was merged into."""
    rows = tx.execute(
        select(Customer.id, func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.id.in_(customer_ids))
    )
    person_by_id: dict[int, int] = dict(tuple(row) for row in rows)
    people = set(person_by_id.values())
    members: dict[str, set[int]] = {name: set(tx.execute(_members(tx, name, people)).scalars()) for name in asked}
    return {
        customer_id: frozenset(name for name, ids in members.items() if person in ids)
        for customer_id, person in person_by_id.items()
    }


def _members(tx: ReadUnit, name: str, people: Collection[int]) -> Select[int]:
    if name in _SEGMENTS:
        group = Group(name.removeprefix(_HABIT))
        return select(CustomerHabit.customer_id).where(CustomerHabit.customer_id.in_(people), is_in(tx, group))
    return select(Customer.id).where(Customer.id.in_(people), bears(name.removeprefix(LABELLED)))


def best_from(tx: ReadUnit) -> Money | None:
    """What whoever is one of the best is worth a year at least, as of the last count; None among too few."""
    return tx.cached(BEST_FROM, _best_from)


def is_in(tx: ReadUnit, group: Group) -> ColumnElement[bool]:
    """That a row of ``CustomerHabit`` is of somebody in the group."""
    match group:
        case Group.BEST:
            least = best_from(tx)
            return false() if least is None else CustomerHabit.value_per_year >= least
        case Group.NEW:
            return CustomerHabit.first_day > today(tx) - timedelta(days=NEW_DAYS)
        case _:
            return CustomerHabit.attendance == group.value


def _ways(tx: ReadUnit, customer_id: int) -> set[str]:
    row = _ATTENDANCE.first(tx, {"of_customer": customer_id})
    if row is None:
        return set()
    attendance, value_per_year, first_day = row
    found = {Group(attendance).segment}
    least = best_from(tx)
    if least is not None and value_per_year >= least:
        found.add(Group.BEST.segment)
    if first_day > today(tx) - timedelta(days=NEW_DAYS):
        found.add(Group.NEW.segment)
    return found


def _best_from(tx: ReadUnit) -> Money | None:
    """The worth of the last one in the first tenth of all who are worth something."""
    worth = CustomerHabit.value_per_year > ZERO
    regulars: int = tx.execute(select(func.count()).select_from(CustomerHabit).where(worth)).scalar_one()
    if regulars < LEAST_REGULARS:
        return None
    last = (regulars - 1) // BEST_SHARE
    ordered = select(CustomerHabit.value_per_year).where(worth).order_by(CustomerHabit.value_per_year.desc())
    return tx.execute(ordered.offset(last).limit(1)).scalar_one()  # type: ignore[no-any-return]  # the column's type
