"""Amounts as a test writes them: ``"15990.00"`` of a currency with two decimals."""

from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import parse_scaled

DECIMALS = 2


def money(text: str) -> Money:
    """``money("15.90")``."""
    return Money(parse_scaled(text, DECIMALS))


def unit_price(text: str) -> UnitPrice:
    """``unit_price("0.0125")``: up to four decimals more than the currency has."""
    return UnitPrice(parse_scaled(text, DECIMALS + UNIT_PRICE_EXTRA_DECIMALS))


def qty(text: str) -> int:
    """``qty("0.350")`` is 350 thousandths."""
    return parse_scaled(text, 3)
