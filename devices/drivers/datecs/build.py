"""Receipts as the parameters of commands, for both families. Pure functions."""

from typing import Final

from app.core.money import UNIT_PRICE_SCALE, ZERO, Money
from app.core.rounding import round_half_up
from devices.code_page import fitting
from devices.drivers.datecs.answers import TEXT
from devices.drivers.datecs.codes import CodeTables
from devices.fiscal.receipt import FiscalLine, FiscalTender

_PIECE: Final = 1000


def sum_text(amount: Money) -> str:
    """An amount as commands carry it."""
    whole, cents = divmod(abs(amount).minor, 100)
    return f"{'-' if amount.minor < 0 else ''}{whole}.{cents:02}"


def qty_text(qty_milli: int) -> str:
    """A quantity without needless digits."""
    whole, rest = divmod(qty_milli, _PIECE)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def clean(text: str, most: int) -> str:
    """Text that the code page has, without what would end a field."""
    return " ".join(fitting(text, TEXT).split())[:most].strip()


def two_lines(text: str, most: int) -> str:
    """A clean text on one line or two, broken between words where both have room for their part."""
    if len(text) <= most:
        return text
    at = text.rfind(" ", 0, most + 1)
    if at < 0 or len(text) - at - 1 > most:
        at = most
    return f"{text[:at].rstrip()}\n{text[at:].lstrip()[:most]}"


def priced(line: FiscalLine) -> tuple[int, int, Money]:
    """Quantity, price in whole minor units and what the register has to add to their product, mostly a discount.

    The register knows no parts of a minor unit and rounds the product itself, half up; with the third it finds the
    line's sum to the minor unit.
    """
    price = round_half_up(line.price.scaled, UNIT_PRICE_SCALE)
    if not price and line.sum:
        return _PIECE, line.sum.minor, ZERO
    return line.qty_milli, price, line.sum - Money(round_half_up(price * line.qty_milli, _PIECE))


def payments(tenders: tuple[FiscalTender, ...], tables: CodeTables, cash: str) -> list[tuple[str, Money]]:
    """What is given, by the maker's symbol, cash last: the change comes out of it. Nothing given is given in cash.

    DeviceError ``register_tender_unknown``.
    """
    given: dict[str, Money] = {}
    for tender in tenders:
        symbol = tables.tender(tender.code)
        given[symbol] = given.get(symbol, ZERO) + tender.amount
    told = [(symbol, amount) for symbol, amount in given.items() if amount]
    return sorted(told, key=lambda one: one[0] == cash) or [(cash, ZERO)]
