"""What emulated fiscal registers print, as text; every paper says that it is none of a real one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

STAMP: Final = "ЭМУЛЯТОР · EMULATED - TRAINING"


def money(minor: int) -> str:
    """Hundredths, as they are printed."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll of so many ``columns``; ``stamp`` says in the register's language that nothing on it counts."""

    columns: int
    stamp: str = STAMP

    def pair(self, left: str, right: str) -> str:
        """Two texts at the edges of a line."""
        return f"{left[: self.columns - len(right) - 1]:<{self.columns - len(right)}}{right}"

    def foot(self, title: str, number: int, sign: object, at: datetime) -> list[str]:
        """What ends a fiscal document."""
        return [self.pair(title, f"{at:%d.%m.%y %H:%M}"), self.pair(f"ФД {number}", f"ФП {sign}")]

    def stamped(self, lines: list[str]) -> str:
        """A whole paper."""
        stamp = self.stamp.center(self.columns).rstrip()
        return "\n".join((stamp, *lines, stamp, "-" * self.columns, ""))
