"""Lines as quantities at whole prices, for registers that know no parts of a minor unit."""

from dataclasses import dataclass

from app.core.money import UNIT_PRICE_SCALE, ZERO
from devices.fiscal.receipt import FiscalLine


@dataclass(frozen=True, slots=True)
class Part:
    """A quantity at a price in whole minor units."""

    qty_milli: int
    price_minor: int
    sum_minor: int


def parts_of(line: FiscalLine) -> tuple[Part, ...]:
    """The line as quantities at whole prices whose sums the register finds right to a minor unit.

    A discount, or a price with parts of a minor unit, can make two of one: seven for 100.00 are three at 14.28 and four
    at 14.29. Each sum is the price for its quantity, and together they are exactly the line's.
    """
    price, rest = divmod(line.price.scaled, UNIT_PRICE_SCALE)
    if not rest and line.discount == ZERO:
        return (Part(line.qty_milli, price, line.sum.minor),)
    thousandfold = line.sum.minor * 1000
    even = (2 * thousandfold + line.qty_milli) // (2 * line.qty_milli)
    if abs(even * line.qty_milli - thousandfold) <= 1000:
        return (Part(line.qty_milli, even, line.sum.minor),)
    lower = thousandfold // line.qty_milli
    dearer = thousandfold - line.qty_milli * lower
    cheaper = line.qty_milli - dearer
    first = (lower * cheaper + 500) // 1000
    return Part(cheaper, lower, first), Part(dearer, lower + 1, line.sum.minor - first)
