"""The discounts a cashier gives by hand: on one line, and on the whole cart."""

from app.core.errors import BadInput
from pos.pricing.priced import SOURCE_CART, SOURCE_LINE, DiscountCode
from pos.pricing.worksheet import Worksheet, take_together


def line_discounts(sheet: Worksheet) -> None:
    """Step 2: on each line its own percentage, then its own amount.

    Raises BadInput ``discount_above_line`` where the amount is more than the percentage left of the line.
    """
    for index, work in enumerate(sheet.lines):
        percent, amount = work.line.discount_percent, work.line.discount_amount
        if percent.micro:
            off = percent.of(work.left)
            work.take(off, SOURCE_LINE, DiscountCode.LINE_PERCENT, percent)
        if amount.minor:
            if amount.minor > abs(work.left):
                raise BadInput("discount_above_line", f"cart.lines[{index}].discount_amount")
            off = amount.minor if work.line.qty_milli > 0 else -amount.minor
            work.take(off, SOURCE_LINE, DiscountCode.LINE_AMOUNT, amount)


def cart_discounts(sheet: Worksheet) -> None:
    """The end of step 5: the cart's percentage, then its amount, off the lines that take discounts.

    An amount above what is left of those lines makes them free and goes no further.
    """
    percent, amount = (
        sheet.scenario.cart.discount_percent,
        sheet.scenario.cart.discount_amount,
    )
    if not percent.micro and not amount.minor:
        return
    lines = [work for work in sheet.lines if work.line.takes_discounts]
    if percent.micro:
        is_employee = sheet.scenario.cart.for_employee
        code = DiscountCode.EMPLOYEE_PERCENT if is_employee else DiscountCode.CART_PERCENT
        off = percent.of(sum(work.left for work in lines))
        take_together(lines, off, SOURCE_CART, code, percent)
    if amount.minor:
        off = min(amount.minor, sum(work.left for work in lines))
        take_together(lines, off, SOURCE_CART, DiscountCode.CART_AMOUNT, amount)
