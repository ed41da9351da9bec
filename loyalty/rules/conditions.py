"""What must hold before a promotion rewards anything."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.money import Money
from loyalty.rules.selection import ALL_GOODS, Selection


@dataclass(frozen=True, slots=True)
class Hours:
    """A window of the day in minutes since midnight, both included; one that ends before it starts runs over it."""

    first_minute: int
    last_minute: int

    def hold(self, minute: int) -> bool:
        """Whether the minute of the day lies in the window."""
        if self.first_minute <= self.last_minute:
            return self.first_minute <= minute <= self.last_minute
        return minute >= self.first_minute or minute <= self.last_minute


@dataclass(frozen=True, slots=True)
class When:
    """The conditions of a promotion; every one given must hold, None is not given.

    ``goods`` are the lines that match; minimum and maximum count their units or their amount
    (``amount_includes_tax`` None: in the basis of the shop). Days are those of the shop's clock, both included,
    ``weekdays`` are ISO (1 is Monday). ``customer_id`` and what follows it never hold without a customer;
    ``any_customer`` asks for no more than that there is one.
    """

    goods: Selection = ALL_GOODS
    min_qty_milli: int | None = None
    max_qty_milli: int | None = None
    min_amount: Money | None = None
    max_amount: Money | None = None
    amount_includes_tax: bool | None = None
    first_day: date | None = None
    last_day: date | None = None
    weekdays: frozenset[int] | None = None
    hours: Hours | None = None
    any_customer: bool = False
    customer_id: str | None = None
    tiers: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    birthday_within_days: int | None = None
    first_purchase: bool | None = None

    @property
    def uses_time(self) -> bool:
        """Whether the answer depends on the moment."""
        return not (
            self.first_day is None
            and self.last_day is None
            and self.weekdays is None
            and self.hours is None
            and self.birthday_within_days is None
        )

    @property
    def about_customer(self) -> bool:
        """Whether it can only hold for a customer."""
        return self.any_customer or not (
            self.customer_id is None
            and self.tiers is None
            and self.segments is None
            and self.birthday_within_days is None
            and self.first_purchase is None
        )


ALWAYS: Final = When()
