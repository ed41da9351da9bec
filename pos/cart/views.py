"""An open cart as the till shows it: frozen values, priced."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.core.money import ZERO, Money, UnitPrice
from app.core.quick_values import quick_value
from app.core.texts import shown_and_printed
from devices.fiscal.receipt import Buyer
from pos.pricing.priced import SOURCE_POINTS
from pos.tips.ledger import Tip


@dataclass(frozen=True, slots=True)
class LineDiscount:
    """A discount of a line: its source and amount, the code of its reason and the ``10 %`` or ``5.00`` asked for.

    ``name`` is that of the promotion or tier; of goods that come back what their sale says, and ``sold_by`` the code it
    had there, where it was a percentage.
    """

    source: str
    amount: Money
    code: str
    value: str
    name: str = ""
    sold_by: str = ""


_WHY = {
    "line_percent": shown_and_printed("{value} off this line"),
    "line_amount": shown_and_printed("{value} off this line"),
    "cart_percent": shown_and_printed("{value} off the cart"),
    "employee_percent": shown_and_printed("{value} employee discount"),
    "cart_amount": shown_and_printed("{value} off the cart, shared by its lines"),
    "promotion": "{name}",
    "tier": shown_and_printed("{name}: {value} off"),
    "points": shown_and_printed("Paid with points"),
    "returned": shown_and_printed("{value} off when it was sold"),
}
_SOLD_FOR: Final = shown_and_printed("{name}, when it was sold")


def discount_text(discount: LineDiscount, gettext: Callable[[str], str]) -> str:
    """Why a line became cheaper, in the language of ``gettext``."""
    if discount.code == "returned":
        name = gettext(_WHY["points"]) if discount.source == SOURCE_POINTS else discount.name
        if discount.sold_by:
            name = gettext(_WHY[discount.sold_by]).format(value=discount.value, name=discount.name)
        if name:
            return gettext(_SOLD_FOR).format(name=name)
    return gettext(_WHY[discount.code]).format(value=discount.value, name=discount.name)


@dataclass(frozen=True, slots=True)
class AppliedView:
    """What a promotion did for a cart: how often, the money it took off, and the coupon that set it off."""

    promotion: str
    name: str
    coupon: str | None
    times: int
    amount: Money


@dataclass(frozen=True, slots=True)
class OfferView:
    """Units that would be given if they were in the cart; of several ``products`` (names) the customer chooses.

    ``percent`` is what is taken off them, ``100`` for nothing to pay.
    """

    promotion: str
    name: str
    products: tuple[str, ...]
    qty: int
    percent: str


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A coupon without effect, or a promotion that only misses its minimum; ``code`` is that of the contract.

    What is missing is ``missing_milli`` units (thousandths) or ``missing`` money.
    """

    code: str
    name: str
    coupon: str | None
    missing_milli: int | None = None
    missing: Money | None = None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A promotion that the customer may take for ``cost_micro`` points, or took ``times`` in this cart.

    Of these ``counts`` have an effect, which took ``amount`` off; ``refused`` is why the others have none. ``may`` says
    that there are points for another one.
    """

    promotion: str
    name: str
    cost_micro: int
    times: int
    counts: int
    amount: Money
    may: bool
    refused: RefusedView | None = None


@dataclass(frozen=True, slots=True)
class LoyalView:
    """What promotions mean for a cart: what they did, what one more unit would bring, what has no effect and why."""

    applied: tuple[AppliedView, ...] = ()
    offers: tuple[OfferView, ...] = ()
    refused: tuple[RefusedView, ...] = ()
    claims: tuple[ClaimView, ...] = ()

    @property
    def can_claim(self) -> bool:
        """Whether there is something to be had for points."""
        return any(one.may for one in self.claims)


@dataclass(frozen=True, slots=True)
class PointsView:
    """What a cart means for points (in millionths) and tier. Only ``earned_micro`` counts where it is nobody's.

    ``has_micro`` is what the customer has, below zero a debt; ``most_micro`` of it may be spent here, in steps of
    ``step_micro``, ``asked_micro`` is to be and ``spent_micro`` is; ``after_micro`` is what there is then. ``to_next``
    is missing to ``next_tier``, of which ``way_percent`` is done. The tier ends on ``falls_on`` unless ``to_keep`` more
    is bought by then.
    """

    earned_micro: int
    of_customer: bool = False
    has_micro: int = 0
    asked_micro: int = 0
    spent_micro: int = 0
    most_micro: int = 0
    step_micro: int = 1
    after_micro: int = 0
    tier: str | None = None
    next_tier: str | None = None
    to_next: Money | None = None
    way_percent: int = 0
    falls_on: date | None = None
    to_keep: Money | None = None

    @property
    def back_micro(self) -> int:
        """What goods that come back change: below zero more of what they earned is taken than of their price given."""
        return self.after_micro - self.has_micro + self.spent_micro - self.earned_micro

    @property
    def leaves_lines_alone(self) -> bool:
        """Whether neither a tier nor points can take anything off."""
        return self.tier is None and not self.asked_micro


@dataclass(frozen=True, slots=True)
class PayingView:
    """A gift card that pays ``amount`` of the cart, or without a code the customer's prepaid balance.

    ``left`` is what it holds then. ``trouble`` says why it pays nothing: ``blocked``, ``replaced``, ``expired``,
    ``empty``, ``unknown``. It is to pay ``most`` at most where that was said.
    """

    code: str | None
    amount: Money
    left: Money
    trouble: str = ""
    most: Money | None = None


@dataclass(frozen=True, slots=True)
class PackageOffer:
    """A package that could pay for a line: ``left`` of its ``visits`` are there; ``owner`` is whose of the family."""

    line_uid: str
    line_name: str
    package_uid: str
    name: str
    left: int
    visits: int
    owner: str


@dataclass(frozen=True, slots=True)
class PaidVisit:
    """The package that pays for a line, with what is ``left`` of its ``visits`` after the sale."""

    package_uid: str
    name: str
    left: int
    visits: int


@quick_value(frozen=True, slots=True)
class LineView:
    """A line; ``amount`` is before and ``gross`` after discounts, with tax. ``tax_rate_bp`` None is exempt.

    ``returned_sale_number`` is the number of the receipt that goods come back from. ``pledge`` is ``given`` for one
    that goes with the line before it, ``taken`` for empties. It ``loads`` a ``card`` or a ``balance``.
    ``marking_code`` is as in ``LineState``.
    It sells a package of ``package_visits``, or one pays for it: ``visit``.
    """

    uid: str
    position: int
    product_id: int | None
    name: str
    sku: str | None
    qty_milli: int
    unit_code: str
    unit_decimals: int
    pack_qty_milli: int
    unit_price: UnitPrice
    price_source: str
    amount: Money
    discounts: tuple[LineDiscount, ...]
    gross: Money
    note: str | None
    tax_rate_bp: int | None
    returned_line_id: int | None = None
    return_reason: str | None = None
    returned_sale_number: int | None = None
    pledge: str | None = None
    loads: str | None = None
    marking_code: str | None = None
    package_visits: int | None = None
    visit: PaidVisit | None = None

    @property
    def is_return(self) -> bool:
        """Whether the goods of this line come back."""
        return self.qty_milli < 0


@dataclass(frozen=True, slots=True)
class TaxRow:
    """The tax of one rate: ``20``, ``5.5`` or ``none``."""

    rate: str
    amount: Money


@dataclass(frozen=True, slots=True)
class UndoView:
    """What the undo bar offers: the kind of the last act, the line it touched, and until when."""

    kind: str
    name: str
    qty_milli: int
    until: datetime


@quick_value(frozen=True, slots=True)
class CartView:
    """The cart with its sums. ``version`` grows with every change. ``to_pay`` is what the ``paying`` cards leave.

    ``loyal`` is None where the shop has nothing that could make a cart cheaper by itself. ``packages`` could pay for
    lines of it. The fiscal receipt will name the ``buyer``.
    """

    uid: str
    version: int
    lines: tuple[LineView, ...]
    subtotal: Money
    discount: Money
    tax: tuple[TaxRow, ...]
    gross: Money
    to_pay: Money
    cash_to_pay: Money
    undo: UndoView | None
    discount_percent_bp: int
    discount_amount: Money
    customer_id: int | None = None
    tip: Tip | None = None
    coupons: tuple[str, ...] = ()
    loyal: LoyalView | None = None
    points: PointsView | None = None
    paying: tuple[PayingView, ...] = ()
    buyer: Buyer | None = None
    packages: tuple[PackageOffer, ...] = ()

    @property
    def with_tip(self) -> Money:
        """What the customer pays."""
        return self.to_pay if self.tip is None else self.to_pay + self.tip.amount

    @property
    def cash_with_tip(self) -> Money:
        """What the customer pays where all of it is cash."""
        return self.cash_to_pay if self.tip is None else self.cash_to_pay + self.tip.amount

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has said anything of it yet: no line, no customer, no coupon, no gift card."""
        return not (self.lines or self.customer_id or self.coupons or self.paying)

    @property
    def is_payout(self) -> bool:
        """Whether the shop owes the customer."""
        return self.gross < ZERO

    @property
    def has_pledges(self) -> bool:
        """Whether pledges go out or empties come back."""
        return any(line.pledge is not None for line in self.lines)

    @property
    def has_packages(self) -> bool:
        """Whether packages pay for lines, or could."""
        return bool(self.packages) or any(line.visit is not None for line in self.lines)

    @property
    def has_returns(self) -> bool:
        """Whether goods come back."""
        return any(line.qty_milli < 0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class Changed:
    """A cart after an act: the line it touched, the version before, and a warning's code where one is due."""

    cart: CartView
    line_uid: str | None
    previous_version: int
    warning: str | None = None
