"""How points are earned and spent, and the tiers a customer climbs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.money import Money, UnitPrice
from app.core.percent import NO_PERCENT, WHOLE, Percent
from loyalty.rules.rewards import ONE_FACTOR_MICRO
from loyalty.rules.selection import ALL_GOODS, Selection

POINTS_DECIMALS: Final = 6


class PointsRounding(StrEnum):
    """Which way the points of a cart are rounded, on the magnitude."""

    DOWN = "down"
    HALF_UP = "half_up"


@dataclass(frozen=True, slots=True)
class EarnRule:
    """Points (in millionths) for every ``per_amount`` paid, or every ``per_unit_milli``; one of the two is set.

    ``steps`` counts only full ones, of the sum over the rule's lines.
    """

    points_micro: int
    per_amount: Money | None = None
    per_unit_milli: int | None = None
    goods: Selection = ALL_GOODS
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Redeem:
    """What one point is worth, and which share of the lines points may pay."""

    point_value: UnitPrice
    max_share: Percent = WHOLE


@dataclass(frozen=True, slots=True)
class Tier:
    """A level reached at ``from_spent``: its discount on every order, its factor (in millionths) on points."""

    name: str
    from_spent: Money
    discount: Percent = NO_PERCENT
    earn_factor_micro: int = ONE_FACTOR_MICRO


@dataclass(frozen=True, slots=True)
class Loyalty:
    """The loyalty rules of a shop; ``points_decimals`` is what points are rounded to. Tiers go by what they ask."""

    earn: tuple[EarnRule, ...] = ()
    earn_rounding: PointsRounding = PointsRounding.DOWN
    points_decimals: int = 0
    redeem: Redeem | None = None
    tiers: tuple[Tier, ...] = ()


NO_LOYALTY: Final = Loyalty()
