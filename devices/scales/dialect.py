"""What differs between the protocols of scales."""

from dataclasses import dataclass
from typing import Protocol

from devices.scales.line import ScaleLine
from devices.scales.port import Weight


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in milliseconds: to connect, for one question with its answer, for old bytes to run dry.

    After ``silent_ms`` without a byte nothing more is expected of questions that were given up.
    """

    connect_ms: int = 1_000
    answer_ms: int = 1_000
    drain_ms: int = 200
    silent_ms: int = 1_000


class ScaleDialect(Protocol):
    """One protocol. Every method asks once, and raises the errors of ``Scale.read``."""

    @property
    def name(self) -> str:
        """The driver's name."""

    @property
    def is_asked(self) -> bool:
        """Whether the scale answers questions; one that is not asked tells its weight all the time."""

    @property
    def zeroes(self) -> bool:
        """Whether ``zero`` is a command of this protocol."""

    @property
    def tares(self) -> bool:
        """Whether ``tare`` is."""

    @property
    def tells_rest(self) -> bool:
        """Whether its answers say that the scale stands still."""

    def read(self, line: ScaleLine) -> Weight:
        """Asks for the weight."""

    def zero(self, line: ScaleLine) -> bool:
        """Asks for zero; False where the answer does not say whether it was done."""

    def tare(self, line: ScaleLine) -> bool:
        """Asks for tare; the same."""
