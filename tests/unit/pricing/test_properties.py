"""What holds for every cart, whatever is in it."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.money import ZERO, Money, UnitPrice, total
from pos.pricing.engine import price
from pos.pricing.priced import PricedCart, PricedLine
from pos.pricing.tenders import settle
from pos.pricing.values import (
    Cart,
    CashRounding,
    Customer,
    Line,
    Scenario,
    Shop,
    TaxRounding,
    TenderKind,
    TenderRequest,
)
from tests.unit.pricing.strategies import SHOPS, lines, payments, scenarios

HALF = Fraction(1, 2)


def nearest(exact: Fraction) -> int:
    """Half up on the magnitude, by fractions instead of the engine's integers."""
    magnitude = int(abs(exact) + HALF)
    return -magnitude if exact < 0 else magnitude


def left_of(line: PricedLine) -> Money:
    """What is left of a line, in the basis of its price."""
    return line.gross if line.line.prices_include_tax else line.net


def exact_tax(line: PricedLine) -> Fraction:
    if line.line.tax is None:
        return Fraction(0)
    rate = Fraction(line.line.tax.micro, 10**8)
    return left_of(line).minor * (rate / (1 + rate) if line.line.prices_include_tax else rate)


def figures(priced: PricedCart) -> list[int]:
    """All figures of a cart without its payment."""
    sums = [priced.subtotal, priced.discount, priced.net, priced.tax, priced.gross]
    of_lines = [
        [line.amount, line.net, line.tax, line.gross, *[discount.amount for discount in line.discounts]]
        for line in priced.lines
    ]
    of_rates = [[rate.net, rate.tax] for rate in priced.rates]
    return [money.minor for group in (sums, *of_lines, *of_rates) for money in group]


@given(scenarios())
def test_parts_add_up_and_net_plus_tax_is_gross(scenario: Scenario) -> None:
    priced = price(scenario)
    for line in priced.lines:
        assert line.net + line.tax == line.gross
        assert line.amount - total(discount.amount for discount in line.discounts) == left_of(line)
        assert all(discount.amount for discount in line.discounts)
    assert priced.net + priced.tax == priced.gross
    for whole, parts in (
        (priced.subtotal, [line.amount for line in priced.lines]),
        (priced.discount, [discount.amount for line in priced.lines for discount in line.discounts]),
        (priced.net, [line.net for line in priced.lines]),
        (priced.tax, [line.tax for line in priced.lines]),
        (priced.gross, [line.gross for line in priced.lines]),
        (priced.net, [rate.net for rate in priced.rates]),
        (priced.tax, [rate.tax for rate in priced.rates]),
    ):
        assert whole == total(parts)


@given(scenarios())
def test_no_figure_of_a_line_has_the_wrong_sign_or_is_above_its_amount(scenario: Scenario) -> None:
    for line in price(scenario).lines:
        sign = 1 if line.line.qty_milli > 0 else -1
        assert 0 <= sign * left_of(line).minor <= sign * line.amount.minor
        for money in (line.net, line.tax, line.gross, *[discount.amount for discount in line.discounts]):
            assert sign * money.minor >= 0


@given(scenarios())
def test_amounts_are_the_exact_product_rounded_once(scenario: Scenario) -> None:
    for line in price(scenario).lines:
        exact = Fraction(line.line.unit_price.scaled, 10**4) * Fraction(line.line.qty_milli, 1000)
        assert line.amount.minor == nearest(exact)


@given(scenarios())
def test_tax_is_the_exact_one_rounded_per_line_or_per_rate(scenario: Scenario) -> None:
    priced = price(scenario)
    if scenario.shop.tax_rounding is TaxRounding.PER_LINE:
        assert [line.tax.minor for line in priced.lines] == [nearest(exact_tax(line)) for line in priced.lines]
        return
    groups: defaultdict[tuple[object, ...], list[PricedLine]] = defaultdict(list)
    for line in priced.lines:
        groups[line.line.tax, line.line.prices_include_tax, line.line.qty_milli > 0].append(line)
        assert abs(line.tax.minor - exact_tax(line)) < 1
    for group in groups.values():
        exact = sum((exact_tax(line) for line in group), Fraction(0))
        assert sum(line.tax.minor for line in group) == nearest(exact)


@given(scenarios())
def test_discounts_on_the_cart_are_shared_in_proportion_among_the_lines_that_take_them(scenario: Scenario) -> None:
    cart = scenario.cart
    before = price(replace(scenario, cart=Cart(cart.lines)))
    after = price(replace(scenario, cart=replace(cart, discount_amount=ZERO)))
    base = sum(left_of(line).minor for line in before.lines if line.line.takes_discounts)
    off = nearest(Fraction(base * cart.discount_percent.micro, 10**8))
    assert after.discount - before.discount == Money(off)
    for old, new in zip(before.lines, after.lines, strict=True):
        share = (left_of(old) - left_of(new)).minor
        if not old.line.takes_discounts:
            assert share == 0
        elif base:
            assert abs(share - Fraction(off * left_of(old).minor, base)) < 1


@given(scenarios())
def test_an_amount_off_the_cart_is_given_whole_unless_the_goods_are_worth_less(scenario: Scenario) -> None:
    without = price(replace(scenario, cart=replace(scenario.cart, discount_amount=ZERO)))
    worth = total(left_of(line) for line in without.lines if line.line.takes_discounts)
    assert price(scenario).discount - without.discount == min(scenario.cart.discount_amount, worth)


@given(scenarios(cart_discounts=False))
def test_a_return_mirrors_its_sale_line_by_line(scenario: Scenario) -> None:
    returned = tuple(replace(line, qty_milli=-line.qty_milli) for line in scenario.cart.lines)
    mirrored = price(replace(scenario, cart=Cart(returned)))
    assert figures(mirrored) == [-minor for minor in figures(price(scenario))]


@given(payments())
def test_a_payout_mirrors_its_payment(
    asked: tuple[Money, tuple[TenderRequest, ...], CashRounding | None, Customer],
) -> None:
    gross, tenders, rounding, customer = asked
    assume(gross)
    enough = abs(gross) + customer.balance
    mirrored = tuple(replace(tender, amount=tender.amount and -tender.amount) for tender in tenders)
    there, back = settle(gross, tenders, rounding, enough), settle(-gross, mirrored, rounding, enough)
    assert [tender.amount for tender in back.tenders] == [-tender.amount for tender in there.tenders]
    for name in ("rounding", "to_pay", "cash_to_pay", "paid", "left", "change"):
        assert getattr(back, name) == -getattr(there, name)


@given(payments())
def test_a_payment_adds_up(
    asked: tuple[Money, tuple[TenderRequest, ...], CashRounding | None, Customer],
) -> None:
    gross, tenders, rounding, customer = asked
    payment = settle(gross, tenders, rounding, customer.balance)
    cash = total(paid.amount for paid in payment.tenders if paid.kind is TenderKind.CASH)
    assert payment.paid == total(paid.amount for paid in payment.tenders)
    assert payment.to_pay == gross + payment.rounding
    assert payment.paid + payment.left - payment.change == payment.to_pay
    assert not (payment.left and payment.change)
    assert abs(payment.change) <= abs(cash)
    if rounding is None or not any(tender.kind is TenderKind.CASH for tender in tenders):
        assert payment.rounding == ZERO
    else:
        assert abs(payment.rounding) < rounding.step
        assert (payment.to_pay.minor - (payment.paid - cash).minor) % rounding.step.minor == 0


@given(SHOPS, st.lists(lines(), max_size=6), st.data())
def test_the_order_of_lines_changes_no_sum(shop: Shop, cart_lines: list[Line], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(cart_lines))
    there, back = (price(Scenario(shop, Cart(tuple(each)))) for each in (cart_lines, shuffled))
    for name in ("subtotal", "discount", "net", "tax", "gross", "rates"):
        assert getattr(there, name) == getattr(back, name)


@given(lines(sold_only=True), st.integers(1, 8), scenarios())
def test_equal_lines_bear_equal_shares_but_for_the_last_unit_of_each_and_their_order_changes_no_sum(
    line: Line, count: int, scenario: Scenario
) -> None:
    named = [replace(line, name=f"Goods {index}") for index in range(count)]
    others = scenario.cart.lines
    there = price(replace(scenario, cart=replace(scenario.cart, lines=(*named, *others))))
    back = price(replace(scenario, cart=replace(scenario.cart, lines=(*reversed(named), *others))))
    for name in ("subtotal", "discount", "net", "tax", "gross", "rates"):
        assert getattr(there, name) == getattr(back, name)
    equal = [left_of(priced).minor for priced in there.lines[:count]]
    assert max(equal) - min(equal) <= 2


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_more_of_a_thing_never_costs_less(scaled: int, qty_milli: int) -> None:
    unit_price = UnitPrice(scaled)
    assert unit_price.for_qty(qty_milli) <= unit_price.for_qty(qty_milli + 1)
