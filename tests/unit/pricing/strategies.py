"""Random shops and carts for the properties of the engine."""

from dataclasses import replace

from hypothesis import strategies as st

from app.core.money import ZERO, Money, UnitPrice
from app.core.percent import NO_PERCENT, Percent
from pos.pricing.values import (
    Cart,
    CashRounding,
    CashRoundingMode,
    Customer,
    Line,
    Scenario,
    Shop,
    TaxRounding,
    TenderKind,
    TenderRequest,
)

RATES = st.sampled_from([None, *map(Percent.of_basis_points, (0, 500, 550, 1000, 1900, 2000, 2700))])
PERCENTS = st.one_of(
    st.just(NO_PERCENT), st.integers(0, 10_000).map(Percent.of_basis_points), st.integers(0, 10**8).map(Percent)
)
CASH_ROUNDINGS = st.none() | st.builds(
    CashRounding, st.sampled_from([1, 5, 10, 50, 100, 500]).map(Money), st.sampled_from(CashRoundingMode)
)
SHOPS = st.builds(
    Shop,
    currency=st.just("EUR"),
    decimals=st.just(2),
    prices_include_tax=st.booleans(),
    tax_rounding=st.sampled_from(TaxRounding),
    cash_rounding=CASH_ROUNDINGS,
)
PRICES = st.integers(0, 10**6).map(lambda cents: UnitPrice.of(Money(cents))) | st.integers(0, 10**9).map(UnitPrice)


@st.composite
def lines(draw: st.DrawFn, *, sold_only: bool = False) -> Line:
    """A line whose own amount off is not more than what its percentage leaves."""
    pieces = st.integers(1, 20).map(lambda count: count * 1000)
    qty_milli = draw(pieces | st.integers(1, 5_000))
    line = Line(
        product=None,
        name="Goods",
        qty_milli=qty_milli if sold_only or draw(st.booleans()) else -qty_milli,
        unit_price=draw(PRICES),
        tax=draw(RATES),
        prices_include_tax=draw(st.booleans()),
        discountable=draw(st.sampled_from([True, True, True, False])),
        promotions=draw(st.sampled_from([True, True, True, False])),
    )
    percent = draw(PERCENTS)
    amount = abs(line.unit_price.for_qty(qty_milli).minor)
    surely_left = max(amount * (10**8 - percent.micro) // 10**8 - 1, 0)
    return replace(line, discount_percent=percent, discount_amount=Money(draw(st.integers(0, surely_left))))


@st.composite
def scenarios(draw: st.DrawFn, *, cart_discounts: bool = True) -> Scenario:
    """A shop and a cart without tenders."""
    cart = Cart(tuple(draw(st.lists(lines(), max_size=8))))
    if cart_discounts:
        amount = draw(st.just(ZERO) | st.integers(0, 10**7).map(Money))
        cart = replace(cart, discount_percent=draw(PERCENTS), discount_amount=amount)
    return Scenario(draw(SHOPS), cart)


@st.composite
def payments(draw: st.DrawFn) -> tuple[Money, tuple[TenderRequest, ...], CashRounding | None, Customer]:
    """A total, tenders that can pay it (none of them too high), and what there is to pay it with."""
    total = draw(st.integers(-(10**6), 10**6))
    sign = -1 if total < 0 else 1
    rest = abs(total)
    tenders = []
    for kind in draw(st.lists(st.sampled_from([TenderKind.CARD, TenderKind.TRANSFER, TenderKind.ACCOUNT]), max_size=3)):
        amount = draw(st.integers(0, rest))
        rest -= amount
        tenders.append(TenderRequest(kind, Money(sign * amount)))
    for amount in draw(st.lists(st.integers(0, 2 * 10**6), max_size=3)):
        place = draw(st.integers(0, len(tenders)))
        tenders.insert(place, TenderRequest(TenderKind.CASH, Money(sign * amount)))
    open_kinds = st.sampled_from([TenderKind.CASH, TenderKind.CARD, TenderKind.BALANCE])
    tenders += [TenderRequest(kind) for kind in draw(st.lists(open_kinds, max_size=1))]
    customer = Customer(balance=Money(draw(st.integers(0, 10**6))))
    return Money(total), tuple(tenders), draw(CASH_ROUNDINGS), customer
