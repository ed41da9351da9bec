"""Sales, points and accounts of customers who turn out to be one person, or two after all."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.core.money import ZERO, Money, total
from app.crm.links import who_now
from app.crm.merging import merge_customers, undo_merge
from app.reports.ledgers import check_ledgers
from app.wiring import merge_parts
from loyalty.gift_cards.cards import block_gift_card
from loyalty.gift_cards.ledger import balance_of
from loyalty.points.by_hand import correct_points
from loyalty.points.ledger import points_of
from loyalty.rules.points import Tier
from loyalty.tiers.standing import standing_of
from pos.account.ledger import account_of
from pos.cart.gift_cards import use_balance
from pos.cart.points import set_points
from pos.checkout.completed import CompletedSale
from pos.checkout.void import void_sale
from pos.finding import Sought, find_sales
from pos.sale.bought import bought_by
from pos.sale.customers import purchases
from pos.shift.account_payment import pay_off
from tests.factories.amounts import money
from tests.factories.gift_cards import prepaid, sells_balance
from tests.factories.loyalty import POINT, gets_points, points, points_program, runs
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

PARTS = merge_parts()


def merges(shop: Shop, dropped: int, kept: int) -> None:
    shop.changes(lambda tx: merge_customers(tx, PARTS, new_uid(), dropped, kept))


def parts(shop: Shop, dropped: int) -> None:
    shop.changes(lambda tx: undo_merge(tx, PARTS, dropped))


def sells_to(till: TillDesk, customer_id: int, goods: Goods, pieces: str = "1", *, spent: int = 0) -> CompletedSale:
    till.adds(goods, pieces)
    till.is_of(customer_id)
    if spent:
        till.act(set_points, spent * POINT)
    return till.pays(cash="rest")


def spent_by(shop: Shop, customer_id: int) -> Money:
    with shop.database.read_unit() as tx:
        return bought_by(tx, customer_id).spent


def owed_by(shop: Shop, customer_id: int) -> Money:
    with shop.database.read_unit() as tx:
        account = account_of(tx, customer_id)
    return ZERO if account is None else account.owed


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    runs(shop, points_program(Tier("Silver", money("150.00"))))
    return shop.till()


@pytest.fixture
def saw(shop: Shop) -> Goods:
    return shop.product("Saw", "100.00")


def test_purchases_points_and_tier_are_those_of_both(shop: Shop, till: TillDesk, saw: Goods) -> None:
    anna, twin = shop.customer("Anna"), shop.customer("Ann", card="TWIN1")
    sells_to(till, anna, saw)
    bought = sells_to(till, twin, saw)
    merges(shop, twin, anna)
    assert (points(shop.database, anna), points(shop.database, twin)) == (20, 0)
    assert spent_by(shop, anna) == money("200.00")
    with shop.database.read_unit() as tx:
        assert standing_of(tx, anna).tier == "Silver"
        assert len(purchases(tx, anna)) == 2
        assert [head.customer_id for head in find_sales(tx, till.id, Sought("TWIN1"))] == [anna, anna]
        assert points_of(tx, anna).good_micro == 20 * POINT

    till.is_of(twin)
    assert till.rung_up.customer_id == anna
    till.adds(saw)
    assert till.pays(cash="rest").customer_id == anna

    # Goods of the one dropped come back: the points of the one kept go.
    till.takes_back(bought)
    assert till.pays_out().customer_id == anna
    assert points(shop.database, anna) == 20
    parts(shop, twin)
    assert points(shop.database, anna) + points(shop.database, twin) == 20
    assert (spent_by(shop, anna), spent_by(shop, twin)) == (money("100.00"), money("100.00"))
    assert shop.faults() == ([], [])


def test_what_was_spent_since_stays_with_the_one_kept(shop: Shop, till: TillDesk, saw: Goods) -> None:
    anna, twin = shop.customer("Anna", credit="500.00"), shop.customer("Ann", credit="300.00")
    gets_points(shop, twin, 50)
    gets_points(shop, anna, 10)
    till.adds(saw)
    till.is_of(twin)
    till.pays(account="rest")
    merges(shop, twin, anna)
    assert (owed_by(shop, anna), owed_by(shop, twin)) == (money("100.00"), ZERO)
    assert points(shop.database, anna) == 70
    till.does(pay_off, new_uid(), twin, "cash", money("40.00"))
    shop.changes(lambda tx: correct_points(tx, anna, -65 * POINT, "spent", new_uid()))
    parts(shop, twin)
    assert (owed_by(shop, anna), owed_by(shop, twin)) == (ZERO, money("60.00"))
    assert points(shop.database, anna) + points(shop.database, twin) == 5
    assert shop.faults() == ([], [])


def test_points_of_one_pay_what_the_other_owes(shop: Shop, till: TillDesk, saw: Goods) -> None:
    anna, twin = shop.customer("Anna"), shop.customer("Ann")
    bought = sells_to(till, twin, saw)
    shop.changes(lambda tx: correct_points(tx, twin, -8 * POINT, "spent", new_uid()))
    till.takes_back(bought)
    till.pays_out()
    assert points(shop.database, twin) == -8
    gets_points(shop, anna, 5)
    merges(shop, twin, anna)
    assert points(shop.database, anna) == -3
    parts(shop, twin)
    assert (points(shop.database, anna), points(shop.database, twin)) == (0, -3)
    assert shop.faults() == ([], [])


def test_an_open_cart_goes_over_and_is_shown_anew_before_it_is_paid(shop: Shop, till: TillDesk, saw: Goods) -> None:
    anna, twin = shop.customer("Anna"), shop.customer("Ann")
    till.adds(saw)
    seen = till.is_of(twin).cart.version
    merges(shop, twin, anna)
    assert till.rung_up.customer_id == anna
    with pytest.raises(Conflict, match="cart_changed"):
        till.pays(cash="rest", version=seen)
    till.pays(cash="rest")
    assert points(shop.database, anna) == 10


def test_prepaid_money_goes_over_and_back_as_far_as_it_is_there(shop: Shop, till: TillDesk, saw: Goods) -> None:
    anna, twin = shop.customer("Anna"), shop.customer("Ann")
    loaded = sells_balance(till, twin, "150.00")
    till.adds(saw)
    till.is_of(twin)
    till.act(use_balance, wanted=True)
    paid = till.pays()
    merges(shop, twin, anna)
    assert (prepaid(shop, anna), prepaid(shop, twin)) == (money("50.00"), ZERO)
    till.takes_back(paid)
    till.pays_out()
    assert prepaid(shop, anna) == money("150.00"), "what paid under the other entry comes back to the one kept"
    till.adds(saw, "2")
    till.is_of(anna)
    till.act(use_balance, wanted=True)
    till.pays(cash="rest")
    with pytest.raises(Conflict, match="gift_card_too_little"):
        till.does(void_sale, loaded.uid, new_uid(), "wrong customer")
    sells_balance(till, anna, "60.00")
    parts(shop, twin)
    assert (prepaid(shop, anna), prepaid(shop, twin)) == (money("10.00"), money("50.00"))
    assert shop.faults() == ([], [])
    with shop.database.read_unit() as tx:
        balance = balance_of(tx, twin)
    assert balance is not None
    shop.changes(lambda tx: block_gift_card(tx, balance.uid, "quarrel"))
    with pytest.raises(Conflict, match="merge_blocked_balance"):
        merges(shop, twin, anna)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "sell", "back", "give", "owe", "pay", "prepay", "merge", "merge", "part"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=12,
)


class Book:
    """Three customers, sold to at one till, merged and parted in any order."""

    def __init__(self, till: TillDesk, goods: Goods) -> None:
        self.till, self.shop, self.goods = till, till.shop, goods
        self.people = [self.shop.customer(credit="10000.00") for _ in range(3)]
        self.sales: list[CompletedSale] = []

    def does(self, name: str, one: int, other: int) -> None:
        getattr(self, f"_{name}")(self.people[one], self.people[other], other)

    def sums(self) -> tuple[float, Money, Money, Money]:
        """Points, debts, purchases and prepaid money of all people; of each who is himself, once."""
        with self.shop.database.read_unit() as tx:
            assert check_ledgers(tx) == []
            living = {who_now(tx, one) for one in self.people}
            gone = set(self.people) - living
            assert all(points_of(tx, one).balance_micro == 0 for one in gone)
            balances = {one: balance_of(tx, one) for one in self.people}
            assert not any(balances[one] is not None and balances[one].balance for one in gone)  # type: ignore[union-attr]
            accounts = [account_of(tx, one) for one in living]
            return (
                sum(points_of(tx, one).balance_micro for one in living),
                total(account.owed for account in accounts if account is not None),
                total(bought_by(tx, one).spent for one in living),
                total(one.balance for one in balances.values() if one is not None),
            )

    def _sell(self, one: int, _other: int, choice: int) -> None:
        self.till.adds(self.goods)
        self.till.is_of(one)
        with self.shop.database.read_unit() as tx:
            good_micro = points_of(tx, who_now(tx, one)).good_micro
        self.till.act(set_points, max(0, min(good_micro, choice * 20 * POINT)))
        self.sales.append(self.till.pays(cash="rest"))

    def _back(self, _one: int, _other: int, choice: int) -> None:
        if self.sales:
            done = self.sales.pop(choice % len(self.sales))
            self.till.takes_back(done)
            self.till.pays_out()

    def _give(self, one: int, _other: int, choice: int) -> None:
        with self.shop.database.read_unit() as tx:
            now = who_now(tx, one)
        gets_points(self.shop, now, choice + 1)

    def _owe(self, one: int, _other: int, _choice: int) -> None:
        self.till.adds(self.goods)
        self.till.is_of(one)
        self.till.pays(account="rest")

    def _pay(self, one: int, _other: int, _choice: int) -> None:
        with self.shop.database.read_unit() as tx:
            now = who_now(tx, one)
        if owed_by(self.shop, now) > money("7.00"):
            self.till.does(pay_off, new_uid(), one, "cash", money("7.00"))

    def _prepay(self, one: int, _other: int, choice: int) -> None:
        sells_balance(self.till, one, f"{choice + 5}.00")

    def _merge(self, one: int, other: int, _choice: int) -> None:
        self._keeps_every_sum(merge_customers, PARTS, new_uid(), one, other)

    def _part(self, one: int, _other: int, _choice: int) -> None:
        self._keeps_every_sum(undo_merge, PARTS, one)

    def _keeps_every_sum(self, act: Callable[..., Any], *arguments: Any) -> None:
        before = self.sums()
        with contextlib.suppress(BadInput, Conflict):
            self.shop.changes(lambda tx: act(tx, *arguments))
        assert self.sums() == before


@pytest.fixture(scope="module")
def desk(shared_shop: Shop) -> TillDesk:
    runs(shared_shop, points_program(Tier("Silver", money("150.00"))))
    return shared_shop.till()


@pytest.fixture(scope="module")
def oil(shared_shop: Shop) -> Goods:
    return shared_shop.product("Oil", "33.40")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_every_sum_stays_whatever_is_sold_merged_and_parted(
    desk: TillDesk, oil: Goods, acts: list[tuple[str, int, int]]
) -> None:
    book = Book(desk, oil)
    for act in [("sell", 0, 0), ("owe", 1, 0), ("merge", 1, 0), *acts]:
        book.does(*act)
    book.sums()
