"""What a cashier typed, as exact values."""

from typing import Final

from app.core.errors import BadInput
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, ZERO, Money, UnitPrice
from app.core.numbers import parse_typed
from app.web.shared.here import the_request
from app.web.shared.language import facts_of_shop
from app.web.shared.whole import whole_number

MILLI_DECIMALS: Final = 3
ONE_MILLI: Final = 1000
_PERCENT_DECIMALS: Final = 2


def text(name: str) -> str:
    """A field of the form; empty where it is missing."""
    return the_request().form.get(name, "")


def whole(name: str) -> int | None:
    """A whole number of the form, an id say; None where it is missing or none."""
    return whole_number(text(name))


def needed(name: str) -> int:
    """A whole number of the form; BadInput ``not_decimal_text`` where it is none."""
    found = whole(name)
    if found is None:
        raise BadInput("not_decimal_text", name, got=text(name)[:40])
    return found


def minor(name: str) -> Money | None:
    """An amount a page sends back in minor units, below zero for a payout; None where it sends none."""
    value = text(name)
    found = whole_number(value.removeprefix("-"))
    if found is None:
        return None
    return Money(-found if value.startswith("-") else found)


def quantity() -> int:
    """The typed quantity in thousandths; one where none was typed."""
    typed = text("quantity")
    return parse_typed(typed, MILLI_DECIMALS, "quantity") if typed else ONE_MILLI


def money(name: str) -> Money:
    """A typed amount."""
    return Money(parse_typed(text(name), facts_of_shop().decimals, name))


def price() -> UnitPrice:
    """The typed price of one unit."""
    return UnitPrice(parse_typed(text("price"), facts_of_shop().decimals + UNIT_PRICE_EXTRA_DECIMALS, "price"))


def discount() -> tuple[int, Money]:
    """The typed discount as basis points and an amount, one of them zero."""
    if text("kind") == "amount":
        return 0, money("value")
    return parse_typed(text("value"), _PERCENT_DECIMALS, "value"), ZERO
