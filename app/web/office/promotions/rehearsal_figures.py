"""The picture of a trial: where the money of the receipts goes that the promotion touches."""

from dataclasses import dataclass
from typing import Final

from app.core.money import ZERO, Money
from app.core.rounding import split
from app.core.texts import marked
from pos.rehearsal.figures import WHOLE_BP, Figures

COST: Final = marked("Cost of the goods")
LEFT: Final = marked("Left for the shop")
GIVEN: Final = marked("Given away")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar: what it is, how much money, where it begins and how wide it is, in hundredths of a percent."""

    code: str
    label: str
    amount: Money
    start_bp: int
    width_bp: int


def bar_of(figures: Figures) -> tuple[Part, ...]:
    """What the touched goods sold for, without tax: cost, what is left, what is given away.

    Empty where no cost is known, or where the goods would be sold below it: a bar can not show that.
    """
    goods = figures.touched_goods
    left = goods.margin - figures.less_margin
    if goods.net <= ZERO or min(goods.cost, left, figures.less_margin) < ZERO:
        return ()
    amounts = (("cost", COST, goods.cost), ("left", LEFT, left), ("given", GIVEN, figures.less_margin))
    widths = split(WHOLE_BP, [amount.minor for _, _, amount in amounts])
    parts, start = [], 0
    for (code, label, amount), width in zip(amounts, widths, strict=True):
        parts.append(Part(code, label, amount, start, width))
        start += width
    return tuple(parts)
