"""The one computation of a price: a pure function from a scenario to a priced cart."""

from app.core.money import Money
from app.core.percent import WHOLE_MICRO, Percent
from loyalty.rules.points import NO_LOYALTY
from pos.pricing.discounts import cart_discounts, line_discounts
from pos.pricing.earning import earn_points
from pos.pricing.priced import NOTHING_LOYAL, Loyal, Points, PricedCart, PricedLine, RateTotal
from pos.pricing.promotions import outcome
from pos.pricing.promotions.entering import enter
from pos.pricing.promotions.item_lane import item_lane
from pos.pricing.promotions.order_lanes import amount_lane, order_lane
from pos.pricing.spending import spend_points
from pos.pricing.tax import taxes
from pos.pricing.tenders import settle
from pos.pricing.tiers import tier_before, tier_step
from pos.pricing.values import Scenario
from pos.pricing.worksheet import WorkLine, Worksheet


def price(scenario: Scenario) -> PricedCart:
    """Price a cart, in the order of steps that the owner's manual lists.

    Without tenders ``payment`` says what there is to pay. Raises BadInput with the ``path`` of a value that no rule can
    use: ``discount_above_line``, ``unknown_tier``, ``missing`` (the moment, where a condition uses time), and the
    errors of ``pos.pricing.tenders.settle``.
    """
    return _priced(*work_out(scenario))


def work_out(scenario: Scenario) -> tuple[Worksheet, Loyal]:
    """Steps 1 to 8 alone: what every line comes to, on the sheet, and what that means for promotions and points.

    For whoever asks for many carts and pays none of them. Raises as ``price``, but for the tenders.
    """
    sheet = Worksheet(scenario)
    line_discounts(sheet)
    if not _is_plain(scenario):
        return sheet, _loyal(sheet)
    cart_discounts(sheet)
    taxes(sheet)
    return sheet, NOTHING_LOYAL


def _is_plain(scenario: Scenario) -> bool:
    """Whether nothing in it asks for promotions, points or tiers."""
    cart, customer = scenario.cart, scenario.customer
    return (
        not (scenario.promotions or cart.coupons or cart.claims or cart.points_micro)
        and scenario.loyalty is NO_LOYALTY
        and (customer is None or not (customer.points_micro or customer.tier))
    )


def _loyal(sheet: Worksheet) -> Loyal:
    """Steps 3 to 8: the lanes, points spent, taxes, points earned."""
    scenario = sheet.scenario
    customer, loyalty = scenario.customer, scenario.loyalty
    tier = tier_before(loyalty, customer)
    competition = enter(sheet, tier)
    item_lane(competition)
    order_lane(competition, tier)
    amount_lane(competition)
    cart_discounts(sheet)
    spent, refused = spend_points(sheet, outcome.claimed_micro(competition) + outcome.reserved_micro(competition))
    rewards = outcome.bonus_lane(competition)
    claimed = outcome.claimed_micro(competition)
    spent += claimed
    taxes(sheet)
    earned = earn_points(sheet.lines, competition.index, loyalty, tier, rewards)
    had = 0 if customer is None else customer.points_micro
    return Loyal(
        points=Points(spent, earned.micro, had - spent + earned.micro, earned.of_lines, claimed),
        tier=tier_step(loyalty, customer, tier, Money(sum([work.gross for work in sheet.lines]))),
        applied=outcome.applied(competition),
        offers=outcome.offers(competition),
        issued=outcome.issued(competition),
        refused=outcome.refused(competition, refused),
    )


def _priced(sheet: Worksheet, loyal: Loyal) -> PricedCart:
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
            scenario.gift_cards,
            scenario.at,
        ),
        loyal=loyal,
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
