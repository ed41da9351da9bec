"""What is measured, and how it is told: times in milliseconds, and their ratio to a limit of the same run."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

SECONDS_TO_MS = 1000


class Times:
    """The durations of one kind of act."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seconds: list[float] = []

    def measure(self, act: Callable[[], object]) -> None:
        """Does the act and keeps how long it took."""
        started = perf_counter()
        act()
        self.seconds.append(perf_counter() - started)

    def add(self, seconds: Sequence[float]) -> None:
        """Keeps durations measured elsewhere."""
        self.seconds += seconds

    def percentile(self, percent: int) -> float:
        """The duration in seconds that ``percent`` of the acts did not exceed."""
        ordered = sorted(self.seconds)
        return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]

    @property
    def p50(self) -> float:
        """The median in seconds."""
        return median(self.seconds)

    @property
    def p99(self) -> float:
        """What 99 of 100 acts did not exceed, in seconds."""
        return self.percentile(99)

    @property
    def per_second(self) -> float:
        """How many acts a second held, one after the other."""
        return len(self.seconds) / sum(self.seconds)

    def __str__(self) -> str:
        figures = f"p50 {self.p50 * SECONDS_TO_MS:8.3f} ms   p99 {self.p99 * SECONDS_TO_MS:8.3f} ms"
        return f"  {self.name:<44} {figures}   n {len(self.seconds)}"


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that may not pass ``limit``: a ratio to what was measured beside it, or a count."""

    name: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.met else "MISSED"
        return f"  {self.name:<44} {self.value:8.2f}   goal {sign} {self.limit:g}   {verdict}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one benchmark; ``notes`` are figures that have no goal."""

    title: str
    times: Sequence[Times]
    goals: Sequence[Goal]
    notes: Sequence[str] = ()

    @property
    def met(self) -> bool:
        """Whether every goal is met."""
        return all(goal.met for goal in self.goals)

    def __str__(self) -> str:
        return "\n".join(
            [self.title, *map(str, self.times), *(f"  {note}" for note in self.notes), *map(str, self.goals)]
        )
