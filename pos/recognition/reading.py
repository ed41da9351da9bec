"""Who the regulars are: one customer now, the list as of the last count, who came back and who slips away."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from app.core.db.unit import ReadUnit
from app.crm.customers import CustomerView, customers_by_ids
from app.crm.links import IS_SOMEBODY, who_is
from app.crm.models import Customer
from app.places.day import today
from pos.recognition.buying import buying_days
from pos.recognition.groups import Group, best_from, is_in
from pos.recognition.habit import Attendance, Habit, Trend, habit_of
from pos.recognition.models import CustomerHabit
from pos.sale.models import Sale, SaleCustomer

PAGE_ROWS: Final = 50

Sort = Literal["value", "last_day", "visits", "spent"]
SORTED: Final[tuple[Sort, ...]] = ("value", "last_day", "visits", "spent")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A customer with his habit as of the last count."""

    customer: CustomerView
    habit: Habit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which customers are asked for; ``group`` None is any. The highest come first, or the lowest; from page 1."""

    group: Group | None = None
    sort: Sort = "value"
    ascending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class RegularsPage:
    """A page of customers, how many there are in all, and of which day the figures are; None before the first count."""

    wanted: Wanted
    regulars: tuple[Recognised, ...]
    total: int
    as_of: date | None

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_ROWS))


_KEYS: Final[dict[Sort, Any]] = {
    "value": CustomerHabit.value_per_year,
    "last_day": CustomerHabit.last_day,
    "visits": CustomerHabit.visits,
    "spent": CustomerHabit.spent,
}
_COLUMNS: Final = tuple(getattr(CustomerHabit, name) for name in Habit.__slots__)


def habit_now(tx: ReadUnit, customer_id: int) -> Habit | None:
    """The habit of one customer from all documents up to now; None where nothing was bought."""
    return habit_of(buying_days(tx, customer_id), today(tx))


def is_one_of_the_best(tx: ReadUnit, habit: Habit) -> bool:
    """Whether the customer is worth more than nine of ten who come again and again, as of the last count."""
    least = best_from(tx)
    return least is not None and habit.value_per_year >= least


def list_regulars(tx: ReadUnit, wanted: Wanted) -> RegularsPage:
    """The page asked for, or the last one there is."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.group is not None:
        conditions.append(is_in(tx, wanted.group))
    total, as_of = tx.execute(select(func.count(), func.max(CustomerHabit.as_of)).where(*conditions)).one()
    last_page = max(1, -(-total // PAGE_ROWS))
    page = max(1, min(wanted.page, last_page))
    key = _KEYS[wanted.sort]
    order = (key, CustomerHabit.customer_id) if wanted.ascending else (key.desc(), CustomerHabit.customer_id.desc())
    rows = _chosen(tx, _select().where(*conditions).order_by(*order).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS))
    return RegularsPage(Wanted(wanted.group, wanted.sort, wanted.ascending, page), rows, total, as_of)


def slipping_away(tx: ReadUnit, limit: int) -> tuple[Recognised, ...]:
    """The most valuable of those who do not come as they used to and are not lost yet."""
    slipping = _select().where(CustomerHabit.attendance == Attendance.SLIPPING)
    return _chosen(tx, slipping.order_by(CustomerHabit.value_per_year.desc(), CustomerHabit.customer_id).limit(limit))


def came_back(tx: ReadUnit, day: date, limit: int) -> tuple[Recognised, ...]:
    """Who bought on a business date and had been slipping away or lost when it was last counted before that day."""
    sold_to = select(who_is(Sale.customer_id)).where(Sale.business_date == day, Sale.kind != "void")
    named_later = (
        select(who_is(SaleCustomer.customer_id))
        .select_from(SaleCustomer)
        .join(Sale, Sale.id == SaleCustomer.sale_id)
        .where(Sale.business_date == day)
    )
    back = _select().where(
        or_(CustomerHabit.customer_id.in_(sold_to), CustomerHabit.customer_id.in_(named_later)),
        CustomerHabit.attendance.in_((Attendance.SLIPPING, Attendance.LOST)),
    )
    return _chosen(tx, back.order_by(CustomerHabit.value_per_year.desc(), CustomerHabit.customer_id).limit(limit))


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(CustomerHabit.customer_id, *_COLUMNS)
        .join(Customer, Customer.id == CustomerHabit.customer_id)
        .where(*IS_SOMEBODY)
    )


def _chosen(tx: ReadUnit, statement: Select[*tuple[Any, ...]]) -> tuple[Recognised, ...]:
    rows = tx.execute(statement).all()
    customers = customers_by_ids(tx, [row[0] for row in rows])
    return tuple(Recognised(customers[row[0]], _habit(row)) for row in rows)


def _habit(row: Row[*tuple[Any, ...]]) -> Habit:
    values = dict(zip(Habit.__slots__, row[1:], strict=True))
    values["attendance"] = Attendance(values["attendance"])
    values["trend"] = None if values["trend"] is None else Trend(values["trend"])
    return Habit(**values)
