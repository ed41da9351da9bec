"""What the pricing engine is asked: a shop's rules, a cart, its tenders; typed, frozen, free of JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from app.core.money import ZERO, Money, UnitPrice
from app.core.numbers import QTY_DECIMALS
from app.core.percent import NO_PERCENT, Percent
from app.core.quick_values import quick_value
from loyalty.rules.points import NO_LOYALTY, Loyalty
from loyalty.rules.promotion import Promotion

MILLI: Final = 10**QTY_DECIMALS


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


class TenderKind(StrEnum):
    """The ways of paying that can be computed."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    GIFT_CARD = "gift_card"
    BALANCE = "balance"
    ACCOUNT = "account"


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
    """What a discount of the sold line comes to in the part of it that goes back; never above zero.

    ``name`` is why it was given, as the sale keeps it; ``code`` and ``percent`` what the customer was told then, where
    it was a percentage.
    """

    source: str
    amount: Money
    name: str = ""
    code: str = ""
    percent: Percent | None = None


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


@quick_value(frozen=True, slots=True)
class Line:
    """One line of a cart with everything its price depends on.

    Exactly one of ``product`` (its code) and ``name`` (a one-off) is set. ``qty_milli`` is in thousandths, never
    zero, negative for returned units. ``tax`` None is exempt, which is not 0 %. ``discount_amount`` is never
    negative; on a returned line it lowers the magnitude. ``discountable`` (of the goods) and ``promotions`` (of this
    line) both keep every discount away but the line's own. ``by_piece`` goods have units that promotions can count
    off; one unit counts as ``pieces``. ``returned`` mirrors a part of an earlier sale: its figures hold then, and no
    step touches them.
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
    category: str | None = None
    tags: tuple[str, ...] = ()
    by_piece: bool = True
    pieces: int = 1
    earns: bool = True
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
    """Whose cart it is, with all that a price depends on.

    ``balance`` is prepaid; points are in millionths, below zero a debt; ``tier`` None is the one that ``spent`` has
    reached; ``uses`` counts uses by the promotion's id.
    """

    balance: Money = ZERO
    points_micro: int = 0
    id: str | None = None
    tier: str | None = None
    spent: Money = ZERO
    birth_date: date | None = None
    segments: frozenset[str] = frozenset()
    purchases: int = 0
    uses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A gift card with what is on it; good up to and including ``last_day``, None without an end."""

    code: str
    balance: Money
    last_day: date | None = None


@quick_value(frozen=True, slots=True)
class Cart:
    """Lines, the discounts on the whole, and how it is paid. A percentage ``for_employee`` is named so.

    ``coupons`` are codes as given, ``claims`` the promotions bought with points, one mention an application;
    ``points_micro`` are to be spent, in millionths.
    """

    lines: tuple[Line, ...]
    discount_percent: Percent = NO_PERCENT
    discount_amount: Money = ZERO
    for_employee: bool = False
    tenders: tuple[TenderRequest, ...] = ()
    coupons: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    points_micro: int = 0


@quick_value(frozen=True, slots=True)
class Scenario:
    """Everything a price depends on: the engine reads nothing else.

    ``at`` is the moment with the shop's offset: days, weekdays and hours are those written in it.
    """

    shop: Shop
    cart: Cart
    customer: Customer | None = None
    at: datetime | None = None
    loyalty: Loyalty = NO_LOYALTY
    promotions: tuple[Promotion, ...] = ()
    gift_cards: tuple[GiftCard, ...] = ()
