"""A promotion: what must hold, what it gives, how often, and how it stands to others."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loyalty.rules.conditions import ALWAYS, When
from loyalty.rules.rewards import BundlePrice, BuyGet, Reward

DEFAULT_PRIORITY: Final = 100


class Trigger(StrEnum):
    """What sets a promotion off; the order is that in which equal ones are preferred."""

    AUTO = "auto"
    CODE = "code"
    POINTS = "points"


class Combine(StrEnum):
    """Whether a promotion competes for its place, or comes on top of whatever won it."""

    BEST = "best"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a promotion goes: repeats of a cart, units of a cart (thousandths), uses of a customer and of all.

    None is without limit; ``used`` counts the uses so far.
    """

    per_cart: int | None = 1
    units_milli: int | None = None
    per_customer: int | None = None
    total: int | None = None
    used: int = 0


def usual_limits(trigger: Trigger, reward: Reward) -> Limits:
    """What holds where nothing is said: once a cart, but groups, bundles and claims as often as they fit."""
    repeats = trigger is Trigger.POINTS or isinstance(reward, BuyGet | BundlePrice)
    return Limits(per_cart=None if repeats else 1)


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion.

    ``code`` is its coupon's (``Trigger.CODE``), compared by ``coupon_key``; ``cost_micro`` are the points of one claim,
    in millionths (``Trigger.POINTS``).
    """

    id: str
    name: str
    reward: Reward
    trigger: Trigger = Trigger.AUTO
    code: str | None = None
    cost_micro: int = 0
    priority: int = DEFAULT_PRIORITY
    when: When = ALWAYS
    limits: Limits = Limits()
    combine: Combine = Combine.BEST


def coupon_key(code: str) -> str:
    """What two writings of one coupon have in common: no blanks around, no case."""
    return code.strip().casefold()
