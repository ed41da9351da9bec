"""Conditions that do not look at the goods: time, customer, limits."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Final

from loyalty.rules.conditions import When
from loyalty.rules.promotion import Promotion, Trigger
from pos.pricing.priced import RefusalCode
from pos.pricing.values import Customer

_LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, slots=True)
class Situation:
    """When and for whom a cart is priced; ``tier`` is the customer's before the cart."""

    at: datetime | None
    customer: Customer | None
    tier: str | None


def refusal(promotion: Promotion, situation: Situation) -> RefusalCode | None:
    """The first reason of time, customer or limits for which the promotion is off."""
    when = promotion.when
    if when.uses_time and situation.at is not None:
        code = _time_refusal(when, situation.at)
        if code is not None:
            return code
    for_customer = (
        when.about_customer or promotion.limits.per_customer is not None or promotion.trigger is Trigger.POINTS
    )
    if for_customer:
        if situation.customer is None:
            return RefusalCode.NO_CUSTOMER
        if when.about_customer and not _fits_customer(when, situation, situation.customer):
            return RefusalCode.NOT_FOR_CUSTOMER
    left = uses_left(promotion, situation.customer)
    return RefusalCode.LIMIT if left is not None and left <= 0 else None


def uses_left(promotion: Promotion, customer: Customer | None) -> int | None:
    """How often the limits still allow it in this cart; None without limit."""
    limits = promotion.limits
    left = [] if limits.per_cart is None else [limits.per_cart]
    if limits.total is not None:
        left.append(limits.total - limits.used)
    if limits.per_customer is not None and customer is not None:
        left.append(limits.per_customer - customer.uses.get(promotion.id, 0))
    return min(left, default=None)


def _time_refusal(when: When, at: datetime) -> RefusalCode | None:
    today = at.date()
    if when.first_day is not None and today < when.first_day:
        return RefusalCode.NOT_YET
    if when.last_day is not None and today > when.last_day:
        return RefusalCode.EXPIRED
    wrong_day = when.weekdays is not None and today.isoweekday() not in when.weekdays
    wrong_hour = when.hours is not None and not when.hours.hold(at.hour * 60 + at.minute)
    return RefusalCode.WRONG_TIME if wrong_day or wrong_hour else None


def _fits_customer(when: When, situation: Situation, customer: Customer) -> bool:
    return (
        (when.tiers is None or situation.tier in when.tiers)
        and (when.segments is None or not when.segments.isdisjoint(customer.segments))
        and (when.customer_id is None or when.customer_id == customer.id)
        and (when.first_purchase is None or when.first_purchase == (customer.purchases == 0))
        and (
            when.birthday_within_days is None
            or (
                situation.at is not None
                and customer.birth_date is not None
                and days_to_birthday(customer.birth_date, situation.at.date()) <= when.birthday_within_days
            )
        )
    )


def days_to_birthday(born: date, today: date) -> int:
    """How far the nearest birthday lies from a day, before or after it and across the end of the year."""
    years = range(max(today.year - 1, MINYEAR), min(today.year + 1, MAXYEAR) + 1)
    return min(abs((_birthday(born, year) - today).days) for year in years)


def _birthday(born: date, year: int) -> date:
    """The birthday in a year; 29 February is 1 March in common years."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (born.month, born.day) == _LEAP_DAY and not leap:
        return date(year, 3, 1)
    return born.replace(year=year)
