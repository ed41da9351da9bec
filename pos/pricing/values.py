"""What the pricing engine is asked: a shop's rules, a cart, its tenders; typed, frozen, free of JSON."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from app.core.money import ZERO, Money, UnitPrice

PERCENT_DECIMALS: Final = 6
ONE_PERCENT_MICRO: Final = 10**PERCENT_DECIMALS
WHOLE_MICRO: Final = 100 * ONE_PERCENT_MICRO
POINTS_DECIMALS: Final = 6
QTY_DECIMALS: Final = 3


class TaxRounding(StrEnum):
    """Where tax is rounded: on each line, or on the sum of each rate."""

    PER_LINE = "per_line"
    PER_RATE = "per_rate"


class CashRoundingMode(StrEnum):
    """Which way an amount between two cash steps goes; always decided on the magnitude."""

    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"


class PointsRounding(StrEnum):
    """Which way the points of a cart are rounded."""

    DOWN = "down"
    HALF_UP = "half_up"


class TenderKind(StrEnum):
    """The ways of paying that can be computed."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    BALANCE = "balance"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage from 0 to 100, exact, in millionths of one percent (5.5 % is 5_500_000)."""

    micro: int

    def __post_init__(self) -> None:
        if not 0 <= self.micro <= WHOLE_MICRO:
            raise ValueError("a percentage lies between 0 and 100")

    @classmethod
    def of_basis_points(cls, basis_points: int) -> "Percent":
        """The percentage stored as hundredths of one percent (550 is 5.5 %)."""
        return _of_basis_points(basis_points)


@cache
def _of_basis_points(basis_points: int) -> Percent:
    return Percent(basis_points * (ONE_PERCENT_MICRO // 100))


NO_PERCENT: Final = Percent(0)


@dataclass(frozen=True, slots=True)
class CashRounding:
    """The smallest step of cash (``0.05``, ``1.00``), above zero, and which way amounts between steps go."""

    step: Money
    mode: CashRoundingMode


@dataclass(frozen=True, slots=True)
class Shop:
    """The rules of the shop that hold for every cart; ``prices_include_tax`` is the basis of its sums."""

    currency: str
    decimals: int
    prices_include_tax: bool = True
    tax_rounding: TaxRounding = TaxRounding.PER_LINE
    cash_rounding: CashRounding | None = None


@dataclass(frozen=True, slots=True)
class ReturnedDiscount:
    """What a discount of the sold line comes to in the part of it that goes back; never above zero."""

    source: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Returned:
    """What a part of a sold line was worth: fixed by its sale, priced by no rule of today.

    Amounts are those of the part with the sign of a return. ``left`` is what remains of ``amount`` after its
    ``discounts``, in the basis of the price; ``tax`` is inside or on top of it as it was sold.
    """

    amount: Money
    left: Money
    tax: Money
    discounts: tuple[ReturnedDiscount, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cart with everything its price depends on.

    Exactly one of ``product`` (its code) and ``name`` (a one-off) is set. ``qty_milli`` is in thousandths, never
    zero, negative for returned units. ``tax`` None is exempt, which is not 0 %. ``discount_amount`` is never
    negative; on a returned line it lowers the magnitude. ``discountable`` (of the goods) and ``promotions`` (of this
    line) both keep every discount away but the line's own. ``returned`` mirrors a part of an earlier sale: its figures
    hold then, and no step touches them.
    """

    product: str | None
    name: str | None
    qty_milli: int
    unit_price: UnitPrice
    tax: Percent | None
    prices_include_tax: bool = True
    discount_percent: Percent = NO_PERCENT
    discount_amount: Money = ZERO
    discountable: bool = True
    promotions: bool = True
    returned: Returned | None = None

    @property
    def takes_discounts(self) -> bool:
        """Whether discounts other than its own manual one may touch this line."""
        return self.qty_milli > 0 and self.discountable and self.promotions


@dataclass(frozen=True, slots=True)
class TenderRequest:
    """One way of paying; without ``amount`` it takes what is left. Amounts of a payout are negative."""

    kind: TenderKind
    amount: Money | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Whose cart it is: what stands on the prepaid balance, and the points (in millionths, below zero a debt)."""

    balance: Money = ZERO
    points_micro: int = 0


@dataclass(frozen=True, slots=True)
class Cart:
    """Lines, the discounts the cashier gave on the whole, and how it is paid."""

    lines: tuple[Line, ...]
    discount_percent: Percent = NO_PERCENT
    discount_amount: Money = ZERO
    tenders: tuple[TenderRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything a price depends on: the engine reads nothing else."""

    shop: Shop
    cart: Cart
    customer: Customer | None = None
