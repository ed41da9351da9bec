"""What Python's collector of cycles looks at, and when: each look makes a cashier wait."""

import gc
from typing import Final

YOUNG_OBJECTS: Final = 10_000
"""So many new objects before it looks: a sale makes a few thousand, and nearly all are gone by themselves after it."""


def settle_memory() -> None:
    """Says that what was loaded so far stays for good: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
