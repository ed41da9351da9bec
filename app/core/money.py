"""Money as whole minor units, and unit prices with four decimals more than the currency."""

from collections.abc import Iterable
from typing import Final

from app.core.rounding import round_half_up

UNIT_PRICE_EXTRA_DECIMALS: Final = 4
UNIT_PRICE_SCALE: Final = 10**UNIT_PRICE_EXTRA_DECIMALS


def _not_whole(value: object) -> TypeError:
    return TypeError(f"whole minor units are wanted, not {type(value).__name__}")


class Money:
    """An amount in minor units of the installation's one currency (cents, kopecks, fils).

    Adds and subtracts with Money only; a float or a bare number raises TypeError.
    """

    __slots__ = ("minor",)

    def __init__(self, minor: int) -> None:
        if type(minor) is not int:
            raise _not_whole(minor)
        self.minor = minor

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + other.minor)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - other.minor)

    def __neg__(self) -> "Money":
        return Money(-self.minor)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor))

    def __bool__(self) -> bool:
        return self.minor != 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and self.minor == other.minor

    def __hash__(self) -> int:
        return hash((Money, self.minor))

    def __lt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor <= other.minor

    def __gt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor > other.minor

    def __ge__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor >= other.minor

    def times(self, count: int) -> "Money":
        """This amount a whole number of times."""
        if type(count) is not int:
            raise _not_whole(count)
        return Money(self.minor * count)

    def __repr__(self) -> str:
        return f"Money({self.minor})"


ZERO: Final = Money(0)
MOST_AMOUNT: Final = Money(10**14)
"""The most a document may come to: a year of such documents still fits the sums of both databases."""


def total(amounts: Iterable[Money]) -> Money:
    """The sum of the amounts; zero for none."""
    return Money(sum(amount.minor for amount in amounts))


class UnitPrice:
    """The price of one unit, in ten-thousandths of a minor unit (screws, fuel)."""

    __slots__ = ("scaled",)

    def __init__(self, scaled: int) -> None:
        if type(scaled) is not int:
            raise _not_whole(scaled)
        self.scaled = scaled

    @classmethod
    def of(cls, money: Money) -> "UnitPrice":
        """The unit price that is this whole amount."""
        return cls(money.minor * UNIT_PRICE_SCALE)

    def for_qty(self, qty_milli: int) -> Money:
        """The amount for a quantity in thousandths, rounded half up on the magnitude."""
        return Money(round_half_up(self.scaled * qty_milli, UNIT_PRICE_SCALE * 1000))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnitPrice) and self.scaled == other.scaled

    def __hash__(self) -> int:
        return hash((UnitPrice, self.scaled))

    def __repr__(self) -> str:
        return f"UnitPrice({self.scaled})"
