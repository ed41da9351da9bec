"""What the pricing engine answers: typed, frozen amounts with the reason of each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.money import Money
from pos.pricing.values import Line, Percent, TenderKind

SOURCE_LINE: Final = "line"
SOURCE_CART: Final = "cart"


class DiscountCode(StrEnum):
    """Why a line became cheaper; pages translate it, ``pos.pricing.messages`` holds the English sentence."""

    LINE_PERCENT = "line_percent"
    LINE_AMOUNT = "line_amount"
    CART_PERCENT = "cart_percent"
    CART_AMOUNT = "cart_amount"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Discount:
    """What one rule took off one line.

    ``amount`` has the sign of its line and is never zero; ``value`` is what was asked for: a percentage, or the
    whole amount of which this line bears its share.
    """

    source: str
    code: DiscountCode
    value: Percent | Money
    amount: Money


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its amounts; ``amount`` is before discounts and in the basis of its price, net + tax = gross."""

    line: Line
    amount: Money
    discounts: tuple[Discount, ...]
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
