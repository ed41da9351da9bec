"""The shop's loyalty programme as a value."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.money import ZERO, Money
from loyalty.rules.points import NO_LOYALTY, Loyalty, Tier

MONTHS_OF_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Program:
    """What the owner set up. ``rules`` are there while it is off as well.

    ``expiry_months`` 0: points stay. ``tier_months`` 0: tiers go by all purchases. ``card_from`` None: no card is given
    by itself.
    """

    enabled: bool = False
    rules: Loyalty = NO_LOYALTY
    expiry_months: int = 0
    tier_months: int = 0
    tiers_fall: bool = False
    warning_days: int = 30
    card_from: Money | None = None

    def last_day(self, day: date) -> date | None:
        """The last day of points that come on a day; None where they stay."""
        return months_after(day, self.expiry_months) if self.expiry_months else None

    def counts_from(self, day: date) -> date | None:
        """The first day whose purchases count for the tier on a day; None where all do."""
        return months_after(day, -self.tier_months) if self.tier_months else None

    def tier(self, name: str | None) -> Tier | None:
        """The tier of a name; None where there is none, or not any more."""
        return next((tier for tier in self.rules.tiers if tier.name == name), None)

    def reached(self, spent: Money) -> Tier | None:
        """The highest tier that a sum of purchases reaches."""
        reached = [tier for tier in self.rules.tiers if tier.from_spent <= spent]
        return max(reached, key=lambda tier: tier.from_spent.minor, default=None)

    def above(self, tier: Tier | None) -> Tier | None:
        """The next tier; None at the top."""
        higher = [one for one in self.rules.tiers if tier is None or one.from_spent > tier.from_spent]
        return min(higher, key=lambda one: one.from_spent.minor, default=None)

    def way_percent(self, tier: Tier | None, above: Tier, spent: Money) -> int:
        """How much of the way from a tier to the one above is done, in percent."""
        start = ZERO if tier is None else tier.from_spent
        whole = (above.from_spent - start).minor
        return max(0, min(100, 100 * (spent - start).minor // whole)) if whole else 100


NO_PROGRAM: Final = Program()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    index = day.year * MONTHS_OF_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_OF_YEAR)
    first_of_next = date(year + (month == MONTHS_OF_YEAR - 1), (month + 1) % MONTHS_OF_YEAR + 1, 1)
    return date(year, month + 1, min(day.day, date.fromordinal(first_of_next.toordinal() - 1).day))
