"""What is inside every emulated fiscal register: its clock, its shift's age, its paper."""

from collections import deque
from datetime import datetime, timedelta, tzinfo
from typing import Any, ClassVar, Final, Generic, TypeVar

from app.core.clock import Clock
from devices.emulators.fiscal.condition import ConditionT
from devices.emulators.fiscal.paper import Paper
from devices.emulators.fiscal.vault import RegisterVault

DAY: Final = timedelta(hours=24)
_PAPERS_KEPT: Final = 20

VaultT = TypeVar("VaultT", bound=RegisterVault[Any, Any])


class RegisterMachine(Generic[VaultT, ConditionT]):
    """State and paper of a register. Its own clock runs beside the world's. Not safe for two threads at once."""

    paper: ClassVar[Paper]

    def __init__(self, vault: VaultT, condition: ConditionT, clock: Clock, zone: tzinfo | None) -> None:
        self.vault = vault
        self.condition = condition
        self.papers: deque[str] = deque(maxlen=_PAPERS_KEPT)
        self.paper_ends = False
        self._world = clock
        self._zone = zone

    @property
    def clock(self) -> datetime:
        """The register's time, to the second."""
        ahead = timedelta(seconds=self.vault.memory.clock_ahead_s)
        return (self._world.now().astimezone(self._zone) + ahead).replace(microsecond=0)

    @property
    def shift_is_open(self) -> bool:
        """Whether a shift runs, old or not."""
        return bool(self.vault.memory.shift_opened_at)

    @property
    def day_is_over(self) -> bool:
        """Whether the open shift is older than 24 hours."""
        opened: str = self.vault.memory.shift_opened_at
        return bool(opened) and self.clock - datetime.fromisoformat(opened) >= DAY

    def _came_out(self, lines: list[str]) -> None:
        paper = self.paper.stamped(lines)
        self.papers.append(paper)
        self.vault.keep_paper(paper)
