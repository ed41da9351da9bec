"""Customers a promotion reached beside customers it did not: like with like, before and during. Pure.

Whoever buys more is reached more easily, so the plain averages of both groups say nothing. Compared are customers who
bought in both times, in classes by how often they came before; the others are weighted as if their classes were as
large as those of the reached. ``docs/rehearsal.md`` tells the owner what that can and can not show.
"""

from dataclasses import dataclass, field
from typing import Final

from app.core.money import ZERO, Money
from app.core.rounding import round_half_up

CLASSES: Final = (1, 2, 4)
"""Least visits before the promotion of each class: once, two or three times, more often."""
LEAST_OF_CLASS: Final = 5
"""Fewer customers of a group in a class are chance alone: nobody of the class is compared."""
LEAST_COMPARED: Final = 20


@dataclass(slots=True)
class Sums:
    """Customers of one group and class, and what they spent before and during."""

    customers: int = 0
    before: Money = ZERO
    during: Money = ZERO


@dataclass(frozen=True, slots=True)
class Buyer:
    """What one customer bought in a time before the promotion and in one as long during it."""

    reached: bool
    visits_before: int
    before: Money
    during: Money


@dataclass(frozen=True, slots=True)
class Averages:
    """A group: how many customers, and what each spent on average before and during."""

    customers: int
    before: Money
    during: Money

    @property
    def change(self) -> Money:
        """How much more each spent."""
        return self.during - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups alike in how often they came before."""

    reached: Averages
    others: Averages

    @property
    def difference(self) -> Money:
        """How much more the spending of the reached grew than that of the others, by customer."""
        return self.reached.change - self.others.change


@dataclass(slots=True)
class Groups:
    """Sums by class, of the reached and of the others; ``new`` reached had not bought in the time before."""

    reached: list[Sums] = field(default_factory=lambda: [Sums() for _ in CLASSES])
    others: list[Sums] = field(default_factory=lambda: [Sums() for _ in CLASSES])
    all_reached: int = 0
    new: int = 0

    def add(self, buyer: Buyer) -> None:
        """Counts one customer."""
        if buyer.reached:
            self.all_reached += 1
            self.new += not buyer.visits_before
        if not buyer.visits_before or buyer.before <= ZERO or buyer.during <= ZERO:
            return
        place = max(index for index, least in enumerate(CLASSES) if buyer.visits_before >= least)
        sums = (self.reached if buyer.reached else self.others)[place]
        sums.customers += 1
        sums.before += buyer.before
        sums.during += buyer.during

    def compared(self) -> Comparison | None:
        """The comparison; None where there are too few customers of either group."""
        pairs = [
            (reached, others)
            for reached, others in zip(self.reached, self.others, strict=True)
            if min(reached.customers, others.customers) >= LEAST_OF_CLASS
        ]
        reached_count = sum(reached.customers for reached, _ in pairs)
        other_count = sum(others.customers for _, others in pairs)
        if min(reached_count, other_count) < LEAST_COMPARED:
            return None
        weighted = [
            (others.before.minor * reached.customers, others.during.minor * reached.customers, others.customers)
            for reached, others in pairs
        ]
        return Comparison(
            Averages(
                reached_count,
                _average(sum(reached.before.minor for reached, _ in pairs), reached_count),
                _average(sum(reached.during.minor for reached, _ in pairs), reached_count),
            ),
            Averages(
                other_count,
                _average(sum(round_half_up(before, count) for before, _, count in weighted), reached_count),
                _average(sum(round_half_up(during, count) for _, during, count in weighted), reached_count),
            ),
        )

    def as_json(self) -> dict[str, object]:
        """The stored form."""
        return {
            "reached": [[one.customers, one.before.minor, one.during.minor] for one in self.reached],
            "others": [[one.customers, one.before.minor, one.during.minor] for one in self.others],
            "all_reached": self.all_reached,
            "new": self.new,
        }

    @classmethod
    def from_json(cls, value: dict[str, object]) -> "Groups":
        """The groups behind the stored form."""
        return cls(
            _sums(value["reached"]), _sums(value["others"]), int(str(value["all_reached"])), int(str(value["new"]))
        )


def _sums(rows: object) -> list[Sums]:
    assert isinstance(rows, list)
    return [Sums(customers, Money(before), Money(during)) for customers, before, during in rows]


def _average(sum_minor: int, count: int) -> Money:
    return Money(round_half_up(sum_minor, count))
