"""A percentage as an exact value."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from app.core.rounding import round_half_up

PERCENT_DECIMALS: Final = 6
ONE_PERCENT_MICRO: Final = 10**PERCENT_DECIMALS
WHOLE_MICRO: Final = 100 * ONE_PERCENT_MICRO


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage from 0 to 100, exact, in millionths of one percent (5.5 % is 5_500_000)."""

    micro: int

    def __post_init__(self) -> None:
        if not 0 <= self.micro <= WHOLE_MICRO:
            raise ValueError("a percentage lies between 0 and 100")

    @classmethod
    def of_basis_points(cls, basis_points: int) -> "Percent":
        """The percentage stored as hundredths of one percent (550 is 5.5 %)."""
        return _of_basis_points(basis_points)

    def of(self, minor: int) -> int:
        """This part of whole minor units, rounded half up on the magnitude."""
        return round_half_up(minor * self.micro, WHOLE_MICRO)


@cache
def _of_basis_points(basis_points: int) -> Percent:
    return Percent(basis_points * (ONE_PERCENT_MICRO // 100))


NO_PERCENT: Final = Percent(0)
WHOLE: Final = Percent(WHOLE_MICRO)
