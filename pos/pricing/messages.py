"""The English sentences of the engine: what is wrong and what to do, and why a line became cheaper."""

from typing import Final

from app.core.errors import BadInput
from app.core.money import Money
from app.core.numbers import format_scaled
from app.core.percent import PERCENT_DECIMALS, Percent
from pos.pricing.priced import Discount, DiscountCode

ERRORS: Final = {
    "belongs_to_product": "This is a fact of the product: change it under products, or leave it out of the line.",
    "broken_text": "This text holds half a character (a lone surrogate); write it again.",
    "discount_above_line": "The discount is more than what is left of the line; lower it.",
    "duplicate_entry": "{got} stands in this list already; give each its own.",
    "duplicate_key": "This key stands twice in its object; keep one of them.",
    "duplicate_product": "Two products have the code {got}; give each its own.",
    "empty_list": "This list is empty; add what belongs into it, or leave the key out.",
    "empty_text": "This text is empty; fill it in or leave the key out.",
    "expired_gift_card": "This gift card is not good any more; pay another way.",
    "missing": "This is needed and has no default; add it.",
    "negative": "This can not be below zero; leave the minus out.",
    "nested_too_deep": "The brackets are nested too deep for a scenario; send a plain one.",
    "no_customer": "A balance belongs to a customer; add the customer or pay another way.",
    "no_json": "There is no scenario here, nothing but blanks; send one JSON object.",
    "no_price": "Neither the product nor the line has a price; give one of them.",
    "not_a_choice": "{got} is not one of the choices here: {choices}.",
    "not_a_date": "{got} is not a date; write it like 2026-03-31.",
    "not_a_time": "{got} is not a time of the day; write it like 09:00.",
    "not_a_window": 'A window of hours has two times: ["09:00", "18:00"].',
    "not_an_instant": "{got} is not an instant; write it with its offset, like 2026-03-06T12:00:00+03:00.",
    "not_boolean": "Write true or false here, without quotes; this is {got}.",
    "not_decimal_text": (
        'Write a plain decimal number in quotes here, like "12.50", with at most 15 digits before the point and'
        " 12 after it; this is {got}."
    ),
    "not_integer": "Write a whole number without quotes here; this is {got}.",
    "not_json": "This is not JSON: see line {line}, column {column}.",
    "not_list": "Write a list in square brackets here; this is {got}.",
    "not_object": "Write an object in curly brackets here; this is {got}.",
    "not_text": "Write a text in quotes here; this is {got}.",
    "not_utf8": "The text is not UTF-8 from byte {position} on; save it as UTF-8.",
    "only_on_products": 'Only a reward on "products" has goods of its own; say so, or leave them out.',
    "out_of_range": "Write a whole number from {low} to {high} here.",
    "payout_not_negative": "The total is below zero, so this money is paid out; write the amount with a minus.",
    "per_amount_or_per_unit": "Points are earned per amount or per unit; give exactly one of the two.",
    "percent_out_of_range": "A percentage lies between 0 and 100.",
    "product_or_name": "A line sells either a product or a name with its own price; give exactly one of the two.",
    "product_or_products": "Give one product, or the products to choose from, not both.",
    "qty_or_sets": "A bundle has a quantity or sets; give exactly one of the two.",
    "qty_zero": "A line needs a quantity other than zero; change it or remove the line.",
    "repeated_gift_card": "This gift card stands among the tenders already; use each once.",
    "second_open_tender": "Only one tender can take all that is left; give this one an amount.",
    "step_zero": "Cash can not be rounded to steps of zero; give the smallest coin, or leave cash_rounding out.",
    "tender_too_high": "This tender is more than what is left to pay, and only cash gives change; lower it.",
    "text_too_long": "This text is longer than {limit} characters; shorten it.",
    "too_large": "The scenario is larger than {limit_mib} MiB; send fewer lines at once.",
    "too_many": "{got} entries are more than the {limit} that are allowed here; split them.",
    "too_many_decimals": "{got} has more decimals than are allowed here ({decimals}); shorten it.",
    "unknown_currency": "{got} is no current code of ISO 4217; correct it, or for an old one give decimals as well.",
    "unknown_gift_card": "No gift card has the code {got}; correct the code, or pay another way.",
    "unknown_key": "There is no such key here.{hint}",
    "unknown_product": "No product has the code {got}; add it under products, or correct the code.",
    "unknown_tier": "No tier is called {got}; add it under loyalty.tiers, or correct the name.",
    "zero": "This can not be zero; give more, or leave the key out.",
}

_WHY: Final = {
    DiscountCode.LINE_PERCENT: "{value} off this line",
    DiscountCode.LINE_AMOUNT: "{value} off this line",
    DiscountCode.CART_PERCENT: "{value} off the cart, this line's share",
    DiscountCode.EMPLOYEE_PERCENT: "{value} off for an employee, this line's share",
    DiscountCode.CART_AMOUNT: "{value} off the cart, this line's share",
    DiscountCode.PROMOTION: "{name}",
    DiscountCode.TIER: "{name}: {value} off, this line's share",
    DiscountCode.POINTS: "{value} paid with points, this line's share",
    DiscountCode.RETURNED: "{value} off when it was sold",
}


def sentence(error: BadInput) -> str:
    """What is wrong and what to do, for a person."""
    return ERRORS[error.code].format(**error.facts)


def why(discount: Discount, decimals: int) -> str:
    """The reason of a discount, money with the currency's ``decimals``."""
    return _WHY[discount.code].format(name=discount.name, value=_value(discount.value, decimals))


def _value(value: Percent | Money, decimals: int) -> str:
    if isinstance(value, Percent):
        return f"{format_scaled(value.micro, PERCENT_DECIMALS, trim=True)} %"
    return format_scaled(value.minor, decimals)
