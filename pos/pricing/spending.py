"""Step 6: points spent as money, on the lines that take discounts."""

from app.core.money import UNIT_PRICE_SCALE, Money
from app.core.percent import WHOLE_MICRO
from app.core.rounding import round_half_up
from loyalty.rules.points import POINTS_DECIMALS, Loyalty
from pos.pricing.priced import SOURCE_POINTS, DiscountCode, RefusalCode
from pos.pricing.promotions.contenders import Shortfall
from pos.pricing.worksheet import Worksheet, take_together

_ONE_POINT_MICRO = 10**POINTS_DECIMALS


def spend_points(sheet: Worksheet, claimed_micro: int) -> tuple[int, Shortfall | None]:
    """Take the points to spend off the lines; returns the points spent, or why they have no effect.

    ``claimed_micro`` are the points that claims have spent already. More than the share or than what is left is cut
    to the largest number of points that fits.
    """
    scenario = sheet.scenario
    asked, customer, loyalty = scenario.cart.points_micro, scenario.customer, scenario.loyalty
    if not asked:
        return 0, None
    if customer is None:
        return 0, Shortfall(RefusalCode.NO_CUSTOMER)
    lines = [work for work in sheet.lines if work.line.takes_discounts]
    base = sum(work.left for work in lines)
    if not base or loyalty.redeem is None:
        return 0, Shortfall(RefusalCode.NOTHING_MATCHING)
    have = customer.points_micro - claimed_micro
    if asked > have:
        return 0, Shortfall(RefusalCode.NOT_ENOUGH_POINTS, asked, have)
    spent = points_that_fit(asked, base, loyalty)
    off = round_half_up(spent * loyalty.redeem.point_value.scaled, _ONE_POINT_MICRO * UNIT_PRICE_SCALE)
    if not off:
        return 0, Shortfall(RefusalCode.LIMIT)
    take_together(lines, off, SOURCE_POINTS, DiscountCode.POINTS, Money(off))
    return spent, None


def points_that_fit(asked: int, base: int, loyalty: Loyalty) -> int:
    """Points as asked, else as many as the share of ``base`` holds, in the steps that points have.

    ``base`` is what the lines that take discounts come to, in minor units.
    """
    redeem = loyalty.redeem
    if redeem is None:
        return 0
    most = (base * redeem.max_share.micro * UNIT_PRICE_SCALE * _ONE_POINT_MICRO) // (
        WHOLE_MICRO * redeem.point_value.scaled
    )
    if asked <= most:
        return asked
    step: int = 10 ** (POINTS_DECIMALS - loyalty.points_decimals)
    return most - most % step
