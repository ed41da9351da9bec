"""What the emulated register prints, as text; every paper says that it is none of a real one."""

from datetime import datetime
from typing import Final

COLUMNS: Final = 48
STAMP: Final = "ЭМУЛЯТОР · EMULATED - TRAINING"
TITLES: Final = ("ПРИХОД", "ВОЗВРАТ ПРИХОДА", "РАСХОД", "ВОЗВРАТ РАСХОДА")
"""By operation, from 1."""


def money(kopecks: int) -> str:
    """Rubles and kopecks."""
    return f"{'-' if kopecks < 0 else ''}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"


def pair(left: str, right: str) -> str:
    """Two texts at the edges of a line."""
    return f"{left[: COLUMNS - len(right) - 1]:<{COLUMNS - len(right)}}{right}"


def foot(title: str, number: int, sign: str, at: datetime) -> list[str]:
    """What ends a fiscal document."""
    return [pair(title, f"{at:%d.%m.%y %H:%M}"), pair(f"ФД {number}", f"ФП {sign}")]


def stamped(lines: list[str]) -> str:
    """A whole paper."""
    stamp = STAMP.center(COLUMNS).rstrip()
    return "\n".join((stamp, *lines, stamp, "-" * COLUMNS, ""))
