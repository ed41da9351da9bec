"""A second currency shown beside the first: around a changeover, at its fixed rate, until a day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.currencies import CURRENCY_DECIMALS
from app.core.currency_change import Exchange
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.installation import facts
from app.core.money import Money
from app.core.numbers import parse_scaled
from app.core.rounding import round_half_up
from app.core.settings import Setting, get, put
from app.places.day import calendar_date

RATE_DECIMALS: Final = 6
"""Fixed rates of the euro have six significant figures (Council Regulation (EC) No 1103/97, article 4)."""


def _is_code(text: str) -> bool:
    return text == "" or text in CURRENCY_DECIMALS


def _is_rate(text: str) -> bool:
    return text == "" or (_scaled(text) or 0) > 0


def _is_day(text: str) -> bool:
    return text == "" or _day(text) is not None


SECOND_CODE = Setting(
    "prices.second_currency",
    str,
    "",
    "Second currency",
    "Its code, BGN for example: sums stand in it too, on screens and receipts. Empty where there is none.",
    max_length=3,
    check=_is_code,
    tidied=str.upper,
)
SECOND_RATE = Setting(
    "prices.second_rate",
    str,
    "",
    "Its fixed rate",
    "How much of the one currency makes one of the other: 1.95583",
    max_length=20,
    check=_is_rate,
    tidied=lambda text: text.replace(",", "."),
)
SECOND_RATE_FOR = Setting(
    "prices.second_rate_for",
    str,
    "first",
    "The rate is for one unit of",
    choices=("first", "second"),
)
SECOND_UNTIL = Setting(
    "prices.second_until",
    str,
    "",
    "The second currency is shown until",
    "The last day, written 2026-08-08; empty where it has no end.",
    max_length=10,
    check=_is_day,
)


@dataclass(frozen=True, slots=True)
class SecondCurrency:
    """The second currency and its exact rate: ``numerator / denominator`` minor units of it for one of the first."""

    code: str
    decimals: int
    numerator: int
    denominator: int

    def amount(self, of_first: Money) -> Money:
        """The amount in the second currency, rounded once, half up on the magnitude."""
        return Money(round_half_up(of_first.minor * self.numerator, self.denominator))


def second_currency(tx: ReadUnit) -> SecondCurrency | None:
    """The second currency; None where there is none, no rate, or its last day is over."""
    exchange = fixed_rate(tx)
    if exchange is None:
        return None
    until = _day(get(tx, SECOND_UNTIL))
    if until is not None and calendar_date(tx) > until:
        return None
    return SecondCurrency(exchange.new, exchange.new_decimals, exchange.numerator, exchange.denominator)


def fixed_rate(tx: ReadUnit) -> Exchange | None:
    """From the shop's currency to the second one at its fixed rate, whatever its last day; None where none is set."""
    code = get(tx, SECOND_CODE)
    if not code:
        return None
    written, first = get(tx, SECOND_RATE), facts(tx)
    rate = _scaled(written)
    if code == first.currency or not rate:
        return None
    decimals = CURRENCY_DECIMALS[code]
    one, for_first = 10**RATE_DECIMALS, get(tx, SECOND_RATE_FOR) == "first"
    mine, its = (rate, one) if for_first else (one, rate)
    words = (first.currency, code) if for_first else (code, first.currency)
    return Exchange(
        first.currency,
        first.decimals,
        code,
        decimals,
        mine * 10**decimals,
        its * 10**first.decimals,
        f"1 {words[0]} = {written} {words[1]}",
    )


def swap_currencies(tx: Unit, exchange: Exchange) -> None:
    """Makes the currency the shop had its second one, at the same rate, until the day that is set."""
    rate_for = "second" if get(tx, SECOND_RATE_FOR) == "first" else "first"
    put(tx, SECOND_CODE, exchange.old, reason=exchange.rate)
    put(tx, SECOND_RATE_FOR, rate_for, reason=exchange.rate)


def _scaled(text: str) -> int | None:
    try:
        return parse_scaled(text, RATE_DECIMALS)
    except BadInput:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
