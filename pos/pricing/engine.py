"""The one computation of a price: a pure function from a scenario to a priced cart."""

from collections.abc import Callable
from typing import Final

from app.core.money import Money
from pos.pricing.discounts import cart_discounts, line_discounts
from pos.pricing.priced import PricedCart, PricedLine, RateTotal
from pos.pricing.tax import taxes
from pos.pricing.tenders import settle
from pos.pricing.values import WHOLE_MICRO, Percent, Scenario
from pos.pricing.worksheet import WorkLine, Worksheet

STEPS: Final[tuple[Callable[[Worksheet], None], ...]] = (
    line_discounts,
    cart_discounts,
    taxes,
)
"""What happens to the lines, in the order the owner's manual lists it.

Step 1 (unit price × quantity) is how a line enters the sheet, step 9 (tenders) follows on the total. A rule is a
function here: the lanes of items, orders and amounts stand between the discount of the line and that of the cart,
points between the cart's discount and the taxes.
"""


def price(scenario: Scenario) -> PricedCart:
    """Price a cart; without tenders ``payment`` says what there is to pay.

    Raises BadInput with the ``path`` of a value that no rule can use: ``discount_above_line``, and the errors of
    ``pos.pricing.tenders.settle``.
    """
    sheet = Worksheet(scenario)
    for step in STEPS:
        step(sheet)
    return _priced(sheet)


def _priced(sheet: Worksheet) -> PricedCart:
    scenario = sheet.scenario
    lines = tuple([_priced_line(work) for work in sheet.lines])
    subtotal = sum([work.amount for work in sheet.lines])
    tax = sum([work.tax for work in sheet.lines])
    net = sum([line.net.minor for line in lines])
    gross = Money(net + tax)
    return PricedCart(
        lines=lines,
        subtotal=Money(subtotal),
        discount=Money(subtotal - sum([work.left for work in sheet.lines])),
        net=Money(net),
        tax=Money(tax),
        gross=gross,
        rates=_rates(lines),
        payment=settle(
            gross,
            scenario.cart.tenders,
            scenario.shop.cash_rounding,
            None if scenario.customer is None else scenario.customer.balance,
        ),
    )


def _priced_line(work: WorkLine) -> PricedLine:
    if work.line.prices_include_tax:
        net, gross = work.left - work.tax, work.left
    else:
        net, gross = work.left, work.left + work.tax
    return PricedLine(
        work.line,
        Money(work.amount),
        tuple(work.discounts),
        Money(net),
        Money(work.tax),
        Money(gross),
    )


def _rates(lines: tuple[PricedLine, ...]) -> tuple[RateTotal, ...]:
    sums: dict[int | None, list[int]] = {}
    for priced in lines:
        rate = priced.line.tax
        of_rate = sums.setdefault(None if rate is None else rate.micro, [0, 0])
        of_rate[0] += priced.net.minor
        of_rate[1] += priced.tax.minor
    return tuple(
        [
            RateTotal(None if micro is None else Percent(micro), Money(net), Money(tax))
            for micro, (net, tax) in sorted(sums.items(), key=_exempt_last)
        ]
    )


def _exempt_last(entry: tuple[int | None, list[int]]) -> int:
    return WHOLE_MICRO + 1 if entry[0] is None else entry[0]
