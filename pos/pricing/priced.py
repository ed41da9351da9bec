"""What the pricing engine answers: typed, frozen amounts with the reason of each."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from app.core.money import Money
from app.core.percent import Percent
from app.core.quick_values import quick_value
from pos.pricing.values import Line, TenderKind

SOURCE_LINE: Final = "line"
SOURCE_CART: Final = "cart"
SOURCE_TIER: Final = "tier"
SOURCE_POINTS: Final = "points"

Exact = int | Fraction
"""An amount that is not rounded."""


class DiscountCode(StrEnum):
    """Why a line became cheaper; pages translate it, ``pos.pricing.messages`` holds the English sentence."""

    LINE_PERCENT = "line_percent"
    LINE_AMOUNT = "line_amount"
    CART_PERCENT = "cart_percent"
    CART_AMOUNT = "cart_amount"
    EMPLOYEE_PERCENT = "employee_percent"
    PROMOTION = "promotion"
    TIER = "tier"
    POINTS = "points"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Discount:
    """What one rule took off one line.

    ``amount`` has the sign of its line and is never zero; ``value`` is what was asked for: a percentage, or the
    whole amount of which this line bears its share. ``name`` is that of the promotion or tier. ``sold_by`` is the code
    it had when goods that come back were sold, where it was a percentage.
    """

    source: str
    code: DiscountCode
    value: Percent | Money
    amount: Money
    name: str = ""
    sold_by: str = ""


@quick_value(frozen=True, slots=True)
class PricedLine:
    """A line with its amounts; ``amount`` is before discounts and in the basis of its price, net + tax = gross."""

    line: Line
    amount: Money
    discounts: tuple[Discount, ...]
    net: Money
    tax: Money
    gross: Money


@quick_value(frozen=True, slots=True)
class RateTotal:
    """Net and tax of all lines with one rate; ``rate`` None is exempt."""

    rate: Percent | None
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class PricedTender:
    """What one tender pays; ``left`` is what stays on a balance, None for tenders that hold nothing."""

    kind: TenderKind
    amount: Money
    code: str | None
    left: Money | None


@quick_value(frozen=True, slots=True)
class Payment:
    """How a total is paid. Every amount has the sign of the total: a payout mirrors its sale.

    ``to_pay`` is the total plus ``rounding`` (of cash), ``cash_to_pay`` what it would be all in cash; ``left`` is
    still owed, ``change`` is given back, one of the two is zero.
    """

    rounding: Money
    to_pay: Money
    cash_to_pay: Money
    paid: Money
    left: Money
    change: Money
    tenders: tuple[PricedTender, ...]


class RefusalCode(StrEnum):
    """Why a promotion, a coupon, a claim or points have no effect; the first that holds is told."""

    UNKNOWN_COUPON = "unknown_coupon"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    WRONG_TIME = "wrong_time"
    NO_CUSTOMER = "no_customer"
    NOT_FOR_CUSTOMER = "not_for_customer"
    LIMIT = "limit"
    NOTHING_MATCHING = "nothing_matching"
    MIN_QTY = "min_qty"
    MIN_AMOUNT = "min_amount"
    MAX_QTY = "max_qty"
    MAX_AMOUNT = "max_amount"
    NOT_ENOUGH_POINTS = "not_enough_points"
    NOT_COMBINABLE = "not_combinable"


@dataclass(frozen=True, slots=True)
class Points:
    """Points in millionths: spent by claims and as money, earned (below zero by returns), there after both.

    ``of_lines`` is what each line earned; together they are what was earned. Of those spent claims took
    ``claimed_micro``.
    """

    spent_micro: int = 0
    earned_micro: int = 0
    after_micro: int = 0
    of_lines: tuple[int, ...] = ()
    claimed_micro: int = 0

    @property
    def paid_micro(self) -> int:
        """What was spent as money."""
        return self.spent_micro - self.claimed_micro


@dataclass(frozen=True, slots=True)
class TierStep:
    """The tier a cart is priced in, the one it leads to, and what is missing to the next (None at the top)."""

    before: str | None = None
    after: str | None = None
    to_next: Money | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What one promotion did: how often, the money it took off, the points it brought, or for a claim what it cost."""

    promotion: str
    coupon: str | None
    times: int
    amount: Money
    points_micro: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Units that would be given if they were in the cart; of several ``products`` the customer chooses.

    ``percent`` is what is taken off them, ``name`` that of the promotion.
    """

    promotion: str
    name: str
    products: tuple[str, ...]
    qty: int
    percent: Percent


@dataclass(frozen=True, slots=True)
class Issued:
    """A coupon that the completed sale gives out; None days: without an end."""

    promotion: str
    valid_days: int | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A coupon, claim or points without effect, or a promotion that misses its minimum; a claim tells what it costs.

    ``need`` and ``have`` are in the code's own measure: thousandths of a unit (``min_qty``, ``max_qty``), minor units
    not rounded (``min_amount``, ``max_amount``), millionths of a point.
    """

    code: RefusalCode
    promotion: str | None = None
    coupon: str | None = None
    points_micro: int | None = None
    need: Exact | None = None
    have: Exact | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Loyal:
    """What a cart means for the customer and the promotions."""

    points: Points = Points()
    tier: TierStep = TierStep()
    applied: tuple[Applied, ...] = ()
    offers: tuple[Offer, ...] = ()
    issued: tuple[Issued, ...] = ()
    refused: tuple[Refusal, ...] = ()


NOTHING_LOYAL: Final = Loyal()


@quick_value(frozen=True, slots=True)
class PricedCart:
    """A priced cart. ``subtotal`` and ``discount`` add the lines as they are priced; net + tax = gross.

    ``rates`` goes by rate, the lowest first and exempt last.
    """

    lines: tuple[PricedLine, ...]
    subtotal: Money
    discount: Money
    net: Money
    tax: Money
    gross: Money
    rates: tuple[RateTotal, ...]
    payment: Payment
    loyal: Loyal = NOTHING_LOYAL
