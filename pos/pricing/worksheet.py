"""The sheet the steps of a computation write on: what is left of each line, and who took the rest."""

from collections.abc import Sequence
from typing import Final

from app.core.money import Money
from app.core.percent import Percent
from app.core.rounding import split
from pos.pricing.priced import Discount, DiscountCode
from pos.pricing.values import Line, Scenario


class WorkLine:
    """One line on its way through the steps; whole minor units, negative for returned units.

    ``free_milli`` counts the units that promotions gave for nothing.
    """

    __slots__ = ("amount", "discounts", "free_milli", "left", "line", "tax")

    def __init__(self, line: Line) -> None:
        self.line: Final = line
        self.discounts: list[Discount] = []
        self.tax = 0
        self.free_milli = 0
        returned = line.returned
        if returned is None:
            self.amount = line.unit_price.for_qty(line.qty_milli).minor
            self.left = self.amount
            return
        self.amount, self.left, self.tax = returned.amount.minor, returned.left.minor, returned.tax.minor
        for one in returned.discounts:
            # What was said to the customer when it was sold had no sign.
            value = one.percent or abs(one.amount)
            self.discounts.append(Discount(one.source, DiscountCode.RETURNED, value, one.amount, one.name, one.code))

    @property
    def gross(self) -> int:
        """What is left of the line with its tax; true once the taxes are known."""
        return self.left if self.line.prices_include_tax else self.left + self.tax

    @property
    def net(self) -> int:
        """What is left of the line without tax; true once the taxes are known."""
        return self.left - self.tax if self.line.prices_include_tax else self.left

    def take(self, minor: int, source: str, code: DiscountCode, value: Percent | Money, name: str = "") -> None:
        """Lower the line by a discount of its own sign and record who did it; nothing is recorded for nothing."""
        if minor:
            self.left -= minor
            self.discounts.append(Discount(source, code, value, Money(minor), name))


class Worksheet:
    """A scenario under computation."""

    __slots__ = ("lines", "scenario")

    def __init__(self, scenario: Scenario) -> None:
        self.scenario: Final = scenario
        self.lines: Final = [WorkLine(line) for line in scenario.cart.lines]


def take_together(
    lines: Sequence[WorkLine],
    minor: int,
    source: str,
    code: DiscountCode,
    value: Percent | Money,
    name: str = "",
) -> None:
    """Lower several sold lines by one discount, shared by largest remainder in proportion to what is left of them.

    ``minor`` must not exceed what is left of them together.
    """
    for line, share in zip(lines, split(minor, [line.left for line in lines]), strict=True):
        line.take(share, source, code, value, name)
