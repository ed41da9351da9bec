"""What every benchmark is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.data import Store
from benchmarks.figures import Report

CHECKPOINT_SECONDS: Final = 1.0
"""After this the program's own checkpoint, which begins in a pause, is over: the other side is not disturbed by it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Fresh databases, and whether few repetitions will do."""

    store: Store
    quick: bool

    def times(self, count: int) -> int:
        """How often to repeat: a fifth when it should be quick."""
        return max(count // 5, 1) if self.quick else count


Benchmark = Callable[[Stage], Report]
