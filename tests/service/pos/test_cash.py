"""Coins and notes, and what a customer plausibly hands over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.currencies import CURRENCY_DECIMALS
from app.core.money import ZERO, Money
from pos.cash import MOST_BUTTONS, denominations, quick_cash
from tests.factories.amounts import money

CURRENCIES = sorted(CURRENCY_DECIMALS)


@pytest.mark.parametrize(
    ("currency", "to_pay", "offered"),
    [
        ("EUR", "0.07", ["0.07", "0.10", "0.20", "0.50"]),
        ("EUR", "3.20", ["3.20", "3.50", "4.00", "5.00"]),
        ("EUR", "12.50", ["12.50", "13.00", "15.00", "20.00"]),
        ("EUR", "20.00", ["20.00", "50.00", "100.00", "200.00"]),
        ("EUR", "97.00", ["97.00", "100.00", "200.00"]),
        ("EUR", "103.40", ["103.40", "110.00", "150.00", "200.00"]),
        ("RUB", "1234.00", ["1234.00", "1300.00", "1500.00", "2000.00"]),
        ("HUF", "4990.00", ["4990.00", "5000.00", "10000.00", "20000.00"]),
    ],
)
def test_the_exact_amount_comes_first_then_what_people_carry(currency: str, to_pay: str, offered: list[str]) -> None:
    assert quick_cash(money(to_pay), 2, currency) == tuple(money(text) for text in offered)


@given(st.integers(1, 10**9), st.sampled_from(CURRENCIES))
def test_offers_begin_with_the_exact_amount_and_grow(minor: int, currency: str) -> None:
    offers = quick_cash(Money(minor), CURRENCY_DECIMALS[currency], currency)
    assert offers[0] == Money(minor)
    assert list(offers) == sorted(set(offers), key=lambda offer: offer.minor)
    assert 1 <= len(offers) <= MOST_BUTTONS


@pytest.mark.parametrize("minor", [0, -1, -10_000])
def test_nothing_to_pay_offers_nothing(minor: int) -> None:
    assert quick_cash(Money(minor), 2, "EUR") == ()


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_currency_can_be_counted(currency: str) -> None:
    pieces = denominations(CURRENCY_DECIMALS[currency], currency)
    assert list(pieces) == sorted(set(pieces), key=lambda piece: piece.minor)
    assert pieces[0] > ZERO
    assert len(pieces) >= 8
