"""Conditions on the matching goods: how many there are, what they are worth, how often a reward repeats."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from app.core.percent import WHOLE_MICRO
from loyalty.rules.rewards import BundlePrice, BuyGet, FixedPrice, PercentOff
from pos.pricing.priced import Exact, RefusalCode
from pos.pricing.promotions.contenders import Contender, Shortfall
from pos.pricing.promotions.index import LineIndex
from pos.pricing.worksheet import WorkLine


def in_basis(minor: int, work: WorkLine, includes_tax: bool) -> Exact:
    """An amount of a line with or without its tax, converted exactly."""
    rate = work.line.tax
    if rate is None or not rate.micro or work.line.prices_include_tax == includes_tax:
        return minor
    if includes_tax:
        return Fraction(minor * (WHOLE_MICRO + rate.micro), WHOLE_MICRO)
    return Fraction(minor * WHOLE_MICRO, WHOLE_MICRO + rate.micro)


class Amounts:
    """What sets of lines are worth at one moment: the start of a lane."""

    def __init__(self, lines: Sequence[WorkLine], index: LineIndex) -> None:
        self._lines: Final = lines
        self._index: Final = index
        self._found: Final[dict[tuple[int, bool], Exact]] = {}

    def of(self, lines: int, includes_tax: bool) -> Exact:
        """The sum of what is left of the lines, in a basis, not rounded."""
        found = self._found.get((lines, includes_tax))
        if found is None:
            works = [self._lines[place] for place in self._index.indexes(lines)]
            found = sum((in_basis(work.left, work, includes_tax) for work in works), 0)
            self._found[lines, includes_tax] = found
        return found


def quantity_shortfall(contender: Contender) -> Shortfall | None:
    """Why the number of matching units forbids the reward."""
    when, have = contender.promotion.when, contender.qty_milli
    if not contender.matching:
        return Shortfall(RefusalCode.NOTHING_MATCHING)
    contender.over_maximum = when.max_qty_milli is not None and have > when.max_qty_milli
    if when.min_qty_milli is not None and have < when.min_qty_milli:
        return Shortfall(RefusalCode.MIN_QTY, when.min_qty_milli, have)
    if contender.over_maximum:
        return Shortfall(RefusalCode.MAX_QTY, when.max_qty_milli, have)
    return None


def test_amounts(contender: Contender, amounts: Amounts, shop_includes_tax: bool) -> None:
    """At the start of its lane: what the matching lines are worth may switch the reward off; sets its times."""
    when = contender.promotion.when
    if contender.off is None or contender.off.code in {RefusalCode.MIN_QTY, RefusalCode.MAX_QTY}:
        have = (
            0
            if when.min_amount is None and when.max_amount is None
            else amount_of(contender, amounts, shop_includes_tax)
        )
        over = when.max_amount is not None and have > when.max_amount.minor
        contender.over_maximum = contender.over_maximum or over
        under = when.min_amount is not None and have < when.min_amount.minor
        if (
            under
            and when.min_amount is not None
            and (contender.off is None or contender.off.code is RefusalCode.MAX_QTY)
        ):
            contender.off = Shortfall(RefusalCode.MIN_AMOUNT, when.min_amount.minor, have)
        elif over and when.max_amount is not None and contender.off is None:
            contender.off = Shortfall(RefusalCode.MAX_AMOUNT, when.max_amount.minor, have)
    if contender.off is None:
        contender.most_times = _most_times(contender, amounts, shop_includes_tax)


def amount_of(contender: Contender, amounts: Amounts, shop_includes_tax: bool) -> Exact:
    """What the matching lines are worth in the basis of the condition."""
    asked = contender.promotion.when.amount_includes_tax
    return amounts.of(contender.matching, shop_includes_tax if asked is None else asked)


def _most_times(contender: Contender, amounts: Amounts, shop_includes_tax: bool) -> int | None:
    """How often the reward may apply: mentions of a claim, else as often as its minimum fits."""
    if contender.claimed:
        return contender.admitted
    promotion = contender.promotion
    when = promotion.when
    fits: int | None
    if isinstance(promotion.reward, PercentOff | FixedPrice):
        fits = 1
    elif when.min_qty_milli:
        fits = contender.qty_milli // when.min_qty_milli
    elif when.min_amount:
        fits = amount_of(contender, amounts, shop_includes_tax) // when.min_amount.minor
    else:
        fits = None if isinstance(promotion.reward, BuyGet | BundlePrice) else 1
    if fits is None or contender.uses_left is None:
        return contender.uses_left if fits is None else fits
    return min(fits, contender.uses_left)
