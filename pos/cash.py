"""The notes a customer plausibly hands over, computed from the total."""

from typing import Final

from app.core.money import Money

MOST_BUTTONS: Final = 4
LEAST_STEP: Final = 20
_MANTISSAS: Final = (1, 2, 5)


def denominations(decimals: int, currency: str) -> tuple[Money, ...]:
    """The coins and notes of a currency, smallest first; 1-2-5 steps where the currency is not known better."""
    return tuple(Money(minor) for minor in _in_minor_units(decimals, currency))


def _in_minor_units(decimals: int, currency: str) -> tuple[int, ...]:
    return _KNOWN.get(currency) or _steps(decimals)


_KNOWN: Final[dict[str, tuple[int, ...]]] = {
    "EUR": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000),
    "RUB": (100, 200, 500, 1000, 5000, 10000, 20000, 50000, 100000, 200000, 500000),
    "HUF": (500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000, 2000000),
    "AED": (25, 50, 100, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000),
    "SAR": (5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000),
    "EGP": (25, 50, 100, 500, 1000, 2000, 5000, 10000, 20000),
    "USD": (1, 5, 10, 25, 100, 200, 500, 1000, 2000, 5000, 10000),
    "GBP": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
}
"""Coins and notes in circulation, in minor units (central banks' lists)."""


def _steps(decimals: int) -> tuple[int, ...]:
    return tuple(mantissa * 10**power for power in range(max(decimals - 2, 0), decimals + 4) for mantissa in _MANTISSAS)


def quick_cash(to_pay: Money, decimals: int, currency: str) -> tuple[Money, ...]:
    """The exact amount, then the next plausible ones: rounded up to the steps in which people hand over cash.

    One note that covers all of it is plausible, and a step from a twentieth of the amount on: nobody counts out coins
    to overpay a large one, and steps of two are given back rather than handed over.
    """
    amount = to_pay.minor
    if amount <= 0:
        return ()
    offers = {amount}
    for note in _in_minor_units(decimals, currency):
        is_step = note * LEAST_STEP >= amount and not str(note).startswith("2")
        if is_step or note >= amount:
            offers.add(-(-amount // note) * note)
    return tuple(Money(minor) for minor in sorted(offers)[:MOST_BUTTONS])
