"""What a promotion gives: one value type a kind of reward. ``max_discount`` caps what it takes off a cart."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.money import Money, UnitPrice
from app.core.percent import WHOLE, Percent
from loyalty.rules.selection import Selection

FACTOR_DECIMALS: Final = 6
ONE_FACTOR_MICRO: Final = 10**FACTOR_DECIMALS


class On(StrEnum):
    """What a percentage or an amount is taken off."""

    ORDER = "order"
    MATCHING = "matching"
    CHEAPEST = "cheapest"
    PRODUCTS = "products"


class Per(StrEnum):
    """Whether an amount is taken once from all lines together, or from each unit."""

    CART = "cart"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A percentage of what is left; ``goods`` are the lines of ``On.PRODUCTS``."""

    value: Percent
    on: On = On.MATCHING
    goods: Selection | None = None
    max_discount: Money | None = None


@dataclass(frozen=True, slots=True)
class AmountOff:
    """An amount, once or from each unit; ``goods`` are the lines of ``On.PRODUCTS``."""

    value: Money
    on: On = On.MATCHING
    goods: Selection | None = None
    per: Per = Per.CART
    max_discount: Money | None = None


@dataclass(frozen=True, slots=True)
class FixedPrice:
    """The price of each matching unit; never raises one."""

    value: UnitPrice
    max_discount: Money | None = None


@dataclass(frozen=True, slots=True)
class BundleSet:
    """So many units of any of these products."""

    products: tuple[str, ...]
    qty: int


@dataclass(frozen=True, slots=True)
class BundlePrice:
    """``qty`` matching units, or the units of all ``sets``, together for ``value``; never raises a price."""

    value: Money
    qty: int | None = None
    sets: tuple[BundleSet, ...] = ()
    max_discount: Money | None = None


@dataclass(frozen=True, slots=True)
class BuyGet:
    """For ``buy`` matching units ``get`` more with ``percent`` off, of ``products`` where given."""

    buy: int
    get: int
    percent: Percent = WHOLE
    products: tuple[str, ...] | None = None
    max_discount: Money | None = None


@dataclass(frozen=True, slots=True)
class FreeProduct:
    """``qty`` units of one product, or of a choice, cost nothing."""

    products: tuple[str, ...]
    qty: int
    max_discount: Money | None = None


@dataclass(frozen=True, slots=True)
class PointsReward:
    """More points: a bonus (in millionths), and a factor (in millionths) on what the matching lines earn."""

    bonus_micro: int = 0
    factor_micro: int = ONE_FACTOR_MICRO


@dataclass(frozen=True, slots=True)
class CouponReward:
    """A coupon of another promotion, issued when the sale is completed; None days: without an end."""

    promotion: str
    valid_days: int | None = None


Reward = PercentOff | AmountOff | FixedPrice | BundlePrice | BuyGet | FreeProduct | PointsReward | CouponReward
