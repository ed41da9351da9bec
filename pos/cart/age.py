"""Goods that only grown-ups may buy: how old, at which hours, and who looked at the paper."""

from calendar import isleap
from datetime import date
from typing import Final

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.settings import Setting
from app.crm.customers import customer_by_id
from app.places.day import calendar_date, local_time
from pos.cart.store import CartState, LineState

RESTRICTED_FROM_HOUR = Setting(
    "till.restricted_from_hour",
    int,
    0,
    "Age-restricted goods are sold from",
    "The hour of the day, by the shop's clock.",
    low=0,
    high=23,
)
RESTRICTED_UNTIL_HOUR = Setting(
    "till.restricted_until_hour",
    int,
    24,
    "Age-restricted goods are sold until",
    "The hour of the day; 24 is midnight.",
    low=1,
    high=24,
)


MOST_AGE: Final = 99


def refuse_closed_hours(tx: ReadUnit, line: LineState) -> None:
    """Raises Conflict ``not_at_this_hour`` (``name``, ``from_hour``, ``until_hour``) outside the hours of the law.

    Hours that end before they begin run over midnight.
    """
    begins, ends = settings.get(tx, RESTRICTED_FROM_HOUR), settings.get(tx, RESTRICTED_UNTIL_HOUR)
    hour = local_time(tx, tx.now).hour
    is_open = begins <= hour < ends if begins < ends else hour >= begins or hour < ends
    if not is_open:
        raise Conflict("not_at_this_hour", name=line.name, from_hour=begins, until_hour=ends)


def check_age(tx: ReadUnit, cart: CartState) -> None:
    """Whether everything in the cart may be sold to whoever stands there.

    A customer's birth date answers by itself; otherwise somebody must have looked. Raises Conflict
    ``age_check_needed`` (``age``, ``born``: the last birth date that will do), ``customer_too_young`` (``age``), and
    ``not_at_this_hour``.
    """
    restricted = [line for line in cart.lines if line.min_age is not None and not line.is_return]
    if not restricted:
        return
    for line in restricted:
        refuse_closed_hours(tx, line)
    age = max(line.min_age or 0 for line in restricted)
    if cart.checked_age is not None and cart.checked_age >= age:
        return
    birth_date = None if cart.customer_id is None else customer_by_id(tx, cart.customer_id).birth_date
    born = born_by(calendar_date(tx), age)
    if birth_date is None:
        raise Conflict("age_check_needed", age=age, born=born)
    if birth_date > born:
        raise Conflict("customer_too_young", age=age)


def born_by(day: date, age: int) -> date:
    """The last birth date of somebody who is ``age`` on a day; 29 February has its birthday on 1 March."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year - age):
        day = day.replace(day=28)
    return day.replace(year=day.year - age)


def age_checked(tx: Unit, till_id: int, cart: CartState, age: int) -> None:
    """Notes that the cashier saw a paper that shows this age; journaled. BadInput ``age_out_of_range``."""
    if not 0 < age <= MOST_AGE:
        raise BadInput("age_out_of_range", "age", limit=MOST_AGE)
    cart.checked_age = max(age, cart.checked_age or 0)
    journal.record(
        tx, "cart.age_checked", chain=journal.till_chain(till_id), subject=f"cart:{cart.uid}", body={"age": age}
    )
