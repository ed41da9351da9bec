"""Goods that ask for their price at each sale, and goods that only grown-ups may buy."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.crm.customers import CustomerData, create_customer
from pos.cart import service as cart
from pos.cart.age import RESTRICTED_FROM_HOUR, RESTRICTED_UNTIL_HOUR, born_by
from pos.cart.goods import GivenPrice
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till with a cashier who may not change prices, in a shop whose settings a test may change."""
    return shop.till(role="cashier")


@pytest.fixture
def wine(shop: Shop) -> Goods:
    return shop.product("Wine", "9.00", min_age=18, stock="9")


def test_goods_that_ask_for_their_price_take_it_from_any_cashier(till: TillDesk) -> None:
    flowers = till.shop.product("Bouquet", "1.00", price_at_sale=True)
    with pytest.raises(Conflict, match="no_price"):
        till.scans(flowers.code)
    for price in ("25.00", "25.00", "31.50"):
        given = GivenPrice(unit_price(price), "")
        till.act(cart.add_product, new_uid(), flowers.id, given=given)
    assert [(line.qty_milli, line.gross, line.price_source) for line in till.rung_up.lines] == [
        (2000, money("50.00"), "asked"),
        (1000, money("31.50"), "asked"),
    ]
    with pytest.raises(Forbidden, match="right_needed"):
        till.act(cart.add_product, new_uid(), flowers.id, given=GivenPrice(unit_price("0.00"), "gift"))
    plain = till.shop.product("Pot", "4.00")
    with pytest.raises(Forbidden, match="right_needed"):
        till.act(cart.add_product, new_uid(), plain.id, given=GivenPrice(unit_price("3.00"), "scratched"))


def test_goods_for_grown_ups_are_sold_once_somebody_looked(till: TillDesk, wine: Goods) -> None:
    till.adds(wine)
    with pytest.raises(Conflict) as refused:
        till.pays(cash="rest")
    assert (refused.value.code, refused.value.facts) == ("age_check_needed", {"age": 18, "born": date(2008, 3, 6)})
    till.act(cart.set_checked_age, 18)
    assert till.pays(cash="rest").to_pay == money("9.00")
    till.adds(wine)
    with pytest.raises(Conflict, match="age_check_needed"):
        till.pays(cash="rest")


def test_an_age_that_was_seen_counts_for_younger_goods_only(till: TillDesk, wine: Goods) -> None:
    till.adds(till.shop.product("Energy drink", "2.00", min_age=16))
    till.act(cart.set_checked_age, 16)
    till.adds(wine)
    with pytest.raises(Conflict, match="age_check_needed"):
        till.pays(cash="rest")
    till.act(cart.set_checked_age, 18)
    till.act(cart.set_checked_age, 16)
    till.pays(cash="rest")


@pytest.mark.parametrize(("born", "code"), [(date(2008, 3, 6), None), (date(2008, 3, 7), "customer_too_young")])
def test_a_known_birth_date_answers_by_itself(till: TillDesk, wine: Goods, born: date, code: str | None) -> None:
    data = CustomerData("Ivan", birth_date=born)
    till.is_of(till.shop.changes(lambda tx: create_customer(tx, data)))
    till.adds(wine)
    if code is None:
        till.pays(cash="rest")
    else:
        with pytest.raises(Conflict, match=code):
            till.pays(cash="rest")


@pytest.mark.parametrize(
    ("hours", "hour", "is_sold"),
    [((8, 22), 8, True), ((8, 22), 21, True), ((8, 22), 22, False), ((8, 22), 7, False), ((18, 2), 1, True)],
)
def test_the_hours_of_the_law_hold_when_it_is_added_and_when_it_is_paid(
    till: TillDesk, wine: Goods, hours: tuple[int, int], hour: int, is_sold: bool
) -> None:
    till.shop.sets(RESTRICTED_FROM_HOUR, hours[0])
    till.shop.sets(RESTRICTED_UNTIL_HOUR, hours[1])
    till.shop.clock.set(datetime(2026, 3, 7, hour, 30, tzinfo=UTC) - timedelta(hours=2))
    if is_sold:
        till.adds(wine)
    else:
        with pytest.raises(Conflict, match="not_at_this_hour"):
            till.adds(wine)


def test_what_was_rung_up_in_time_is_not_paid_too_late(till: TillDesk, wine: Goods) -> None:
    till.shop.sets(RESTRICTED_UNTIL_HOUR, 22)
    till.adds(wine)
    till.act(cart.set_checked_age, 18)
    till.shop.clock.set(datetime(2026, 3, 6, 20, 1, tzinfo=UTC))
    with pytest.raises(Conflict, match="not_at_this_hour"):
        till.pays(cash="rest")


def test_a_bottle_comes_back_from_anybody(till: TillDesk, wine: Goods) -> None:
    till.adds(wine)
    till.act(cart.set_checked_age, 18)
    bought = till.pays(cash="rest")
    till.takes_back(bought)
    assert till.pays_out().to_pay == -money("9.00")


@pytest.mark.parametrize("age", [0, -1, 100])
def test_an_age_nobody_has_is_refused(till: TillDesk, wine: Goods, age: int) -> None:
    till.adds(wine)
    with pytest.raises(BadInput, match="age_out_of_range"):
        till.act(cart.set_checked_age, age)


@pytest.mark.parametrize(
    ("day", "age", "born"),
    [
        (date(2026, 3, 6), 18, date(2008, 3, 6)),
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 20, date(2008, 2, 29)),
        (date(2026, 2, 28), 18, date(2008, 2, 28)),
        (date(2026, 3, 1), 18, date(2008, 3, 1)),
    ],
)
def test_the_last_birth_date_that_will_do(day: date, age: int, born: date) -> None:
    assert born_by(day, age) == born
