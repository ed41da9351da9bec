"""Tax of what is left of each line: inside its price or on top of it, rounded per line or per rate."""

from collections import defaultdict

from app.core.percent import WHOLE_MICRO
from app.core.rounding import round_half_up, round_together
from pos.pricing.values import TaxRounding
from pos.pricing.worksheet import WorkLine, Worksheet


def taxes(sheet: Worksheet) -> None:
    """Step 7: the tax of every line, with its sign; exempt lines keep none, returned ones that of their sale."""
    if sheet.scenario.shop.tax_rounding is TaxRounding.PER_RATE:
        _per_rate(sheet)
    else:
        _per_line(sheet)


def _denominator(rate_micro: int, inside: bool) -> int:
    """What ``amount × rate_micro`` is divided by; a price with 20 % inside holds 120 parts."""
    return WHOLE_MICRO + rate_micro if inside else WHOLE_MICRO


def _per_line(sheet: Worksheet) -> None:
    for work in sheet.lines:
        rate = work.line.tax
        if rate is not None and work.line.returned is None:
            micro = rate.micro
            work.tax = round_half_up(work.left * micro, _denominator(micro, work.line.prices_include_tax))


def _per_rate(sheet: Worksheet) -> None:
    """Sold and returned lines are rounded apart, so that an exchange taxes each side as its own receipt would."""
    groups: defaultdict[tuple[int, bool, bool], list[WorkLine]] = defaultdict(list)
    for work in sheet.lines:
        line = work.line
        if line.tax is not None and line.returned is None:
            groups[line.tax.micro, line.prices_include_tax, line.qty_milli > 0].append(work)
    for (micro, inside, _sold), lines in groups.items():
        parts = round_together([work.left * micro for work in lines], _denominator(micro, inside))
        for work, part in zip(lines, parts, strict=True):
            work.tax = part
