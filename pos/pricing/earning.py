"""Step 8: points earned on what every line comes to in the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

from loyalty.rules.points import POINTS_DECIMALS, EarnRule, Loyalty, PointsRounding, Tier
from loyalty.rules.rewards import ONE_FACTOR_MICRO, PointsReward
from pos.pricing.promotions.contenders import Contender
from pos.pricing.promotions.index import LineIndex
from pos.pricing.worksheet import WorkLine


@dataclass(frozen=True, slots=True)
class Earned:
    """Points in millionths, below zero where more comes back than is sold; ``of_lines`` add up to them."""

    micro: int
    of_lines: tuple[int, ...]


def earn_points(
    lines: Sequence[WorkLine],
    index: LineIndex,
    loyalty: Loyalty,
    tier: Tier | None,
    rewards: Sequence[Contender] = (),
) -> Earned:
    """The points of a cart; tells each reward what it brought.

    ``rewards`` are the points promotions that hold, in their order.
    """
    if not loyalty.earn and not rewards:
        return Earned(0, (0,) * len(lines))
    earning = _Earning(lines, index, loyalty, tier)
    earned = earning.rounded()
    bonuses = 0
    for contender in rewards:
        reward = contender.promotion.reward
        if not isinstance(reward, PointsReward):
            continue
        before = earned
        if reward.factor_micro != ONE_FACTOR_MICRO:
            for _ in range(contender.times if contender.claimed else 1):
                earning.multiply(contender.matching, reward.factor_micro)
        earned = earning.rounded()
        bonus = reward.bonus_micro * contender.times
        contender.points_micro = earned - before + bonus
        bonuses += bonus
        earning.note_bonus(contender.matching, bonus)
    return Earned(earned + bonuses, earning.spread(earned + bonuses))


class _Earning:
    """The exact points of each line, and of the rules that count full steps; rounded once, on their sum."""

    def __init__(self, lines: Sequence[WorkLine], index: LineIndex, loyalty: Loyalty, tier: Tier | None) -> None:
        self._index: Final = index
        self._rounding: Final = loyalty
        self._of_lines: Final[dict[int, Fraction]] = {}
        self._of_steps = 0
        self._lines: Final = lines
        self._together: Final[list[tuple[int, dict[int, int]]]] = []
        factor = Fraction(1 if tier is None else Fraction(tier.earn_factor_micro, ONE_FACTOR_MICRO))
        for rule in loyalty.earn:
            places = [place for place in index.indexes(index.find(rule.goods)) if _earns(lines[place])]
            base, step = _measure(rule, lines)
            if rule.steps:
                sold = sum(max(base[place], 0) for place in places)
                returned = sum(max(-base[place], 0) for place in places)
                self._of_steps += rule.points_micro * (sold // step - returned // step)
                self._together.append(
                    (rule.points_micro * (sold // step), {place: base[place] for place in places if base[place] > 0})
                )
                backwards = {place: -base[place] for place in places if base[place] < 0}
                self._together.append((-rule.points_micro * (returned // step), backwards))
                continue
            for place in places:
                points = Fraction(rule.points_micro * base[place], step) * factor
                self._of_lines[place] = self._of_lines.get(place, Fraction(0)) + points

    def multiply(self, lines: int, factor_micro: int) -> None:
        """Let a factor work on the points of its lines."""
        for place in self._index.indexes(lines):
            if place in self._of_lines:
                self._of_lines[place] *= Fraction(factor_micro, ONE_FACTOR_MICRO)

    def rounded(self) -> int:
        """The sum as the shop rounds points, in millionths, on its magnitude."""
        exact = sum(self._of_lines.values(), Fraction(self._of_steps))
        unit: int = 10 ** (POINTS_DECIMALS - self._rounding.points_decimals)
        half = Fraction(1, 2) if self._rounding.earn_rounding is PointsRounding.HALF_UP else 0
        whole = int(abs(exact) / unit + half) * unit
        return -whole if exact < 0 else whole

    def note_bonus(self, lines: int, bonus_micro: int) -> None:
        """Remembers whose a bonus is: that of its lines, by what they come to, or alike where that is nothing."""
        weights = {place: abs(self._lines[place].gross) for place in self._index.indexes(lines)}
        self._together.append((bonus_micro, weights if any(weights.values()) else dict.fromkeys(weights, 1)))

    def spread(self, whole_micro: int) -> tuple[int, ...]:
        """The points of each line, in the steps that points have; they add up to the whole.

        What lines bring together is shared by what they bring it with; the largest remainders get what rounding leaves.
        """
        exact = [self._of_lines.get(place, Fraction(0)) for place in range(len(self._lines))]
        for points, weights in self._together:
            sum_ = sum(weights.values())
            for place, weight in weights.items() if sum_ else ():
                exact[place] += Fraction(points * weight, sum_)
        if not any(exact):
            return (0,) * len(exact)
        unit: int = 10 ** (POINTS_DECIMALS - self._rounding.points_decimals)
        unit = unit if whole_micro % unit == 0 else 1
        parts = [floor(one / unit) for one in exact]
        order = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place] / unit, place))
        rest = whole_micro // unit - sum(parts)
        each, more = divmod(rest, len(parts))
        for rank, place in enumerate(order):
            parts[place] += each + (rank < more)
        return tuple([part * unit for part in parts])


def _earns(work: WorkLine) -> bool:
    return work.line.earns and work.gross != 0


def _measure(rule: EarnRule, lines: Sequence[WorkLine]) -> tuple[list[int], int]:
    """What the rule counts of each line, below zero for returned ones, and how much of it brings its points once."""
    if rule.per_amount is not None:
        return [work.gross for work in lines], rule.per_amount.minor
    return [work.line.qty_milli - work.free_milli for work in lines], rule.per_unit_milli or 1
