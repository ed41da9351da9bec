"""Buying on account, up to a limit, and paying it off in parts."""

import pytest

from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.crm.personal_data import erase_customer
from app.wiring import personal_data
from pos.account.ledger import account_of, entries_of, set_credit_limit
from pos.papers.store import stored_paper
from pos.shift.account_payment import pay_off
from tests.factories.amounts import money
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "12.50", tax="20")


@pytest.fixture
def ivan(till: TillDesk) -> int:
    return till.shop.customer("Ivan", credit="30.00")


def owed(till: TillDesk, customer_id: int) -> Money:
    with till.shop.database.read_unit() as tx:
        account = account_of(tx, customer_id)
    assert account is not None
    return account.owed


def buys_on_account(till: TillDesk, customer_id: int, goods: Goods, pieces: str = "1") -> None:
    till.is_of(customer_id)
    till.adds(goods, pieces)
    till.pays(account="rest")


def test_what_is_bought_on_account_is_owed_and_paid_off_in_parts(till: TillDesk, saw: Goods, ivan: int) -> None:
    buys_on_account(till, ivan, saw, "2")
    before = till.expected_cash
    assert owed(till, ivan) == money("25.00")
    first = till.does(pay_off, new_uid(), ivan, "cash", money("10.00"))
    second = till.does(pay_off, new_uid(), ivan, "card", money("15.00"))
    assert (first.owed, second.owed, second.number) == (money("15.00"), ZERO, first.number + 1)
    assert till.expected_cash == before + money("10.00")
    with till.shop.database.read_unit() as tx:
        assert [one.amount.minor for one in entries_of(tx, ivan)] == [-1500, -1000, 2500]
        assert "15.00" in str(stored_paper(tx, first.document))
    figures = till.closes().figures
    assert figures.account_payments == {"card": money("15.00"), "cash": money("10.00")}
    assert (figures.gross, figures.tenders["account"]) == (money("25.00"), money("25.00"))
    assert till.shop.faults() == ([], [])


def test_the_limit_holds_and_the_rest_is_paid_otherwise(till: TillDesk, saw: Goods, ivan: int) -> None:
    buys_on_account(till, ivan, saw)
    till.is_of(ivan)
    till.adds(saw, "2")
    with pytest.raises(Conflict) as refused:
        till.pays(account="rest")
    assert (refused.value.code, refused.value.facts["left"]) == ("credit_limit_reached", money("17.50"))
    till.pays(account="17.50", cash="rest")
    assert owed(till, ivan) == money("30.00")


def test_without_a_customer_or_an_account_nothing_is_sold_on_account(till: TillDesk, saw: Goods) -> None:
    till.adds(saw)
    with pytest.raises(Conflict, match="customer_needed"):
        till.pays(account="rest")
    till.is_of(till.shop.customer("Olga"))
    with pytest.raises(Conflict, match="no_credit"):
        till.pays(account="rest")
    till.pays(cash="rest")


def test_a_return_of_what_was_bought_on_account_lowers_the_debt(till: TillDesk, saw: Goods, ivan: int) -> None:
    till.is_of(ivan)
    till.adds(saw, "2")
    bought = till.pays(account="rest")
    till.takes_back(bought, "1")
    till.pays_out()
    assert owed(till, ivan) == money("12.50")


def test_no_more_is_paid_off_than_is_owed_and_nothing_twice(till: TillDesk, saw: Goods, ivan: int) -> None:
    buys_on_account(till, ivan, saw)
    uid = new_uid()
    till.does(pay_off, uid, ivan, "cash", money("5.00"))
    assert till.does(pay_off, uid, ivan, "cash", money("5.00")).owed == money("7.50")
    with pytest.raises(Conflict, match="more_than_owed"):
        till.does(pay_off, new_uid(), ivan, "cash", money("7.51"))
    with pytest.raises(BadInput, match="unknown_tender"):
        till.does(pay_off, new_uid(), ivan, "account", money("1.00"))
    with pytest.raises(BadInput, match="amount_not_positive"):
        till.does(pay_off, new_uid(), ivan, "cash", ZERO)


def test_the_limit_is_a_right_and_lowering_it_keeps_the_debt(shop: Shop) -> None:
    ivan, till = shop.customer("Ivan", credit="30.00"), shop.till()
    with pytest.raises(Forbidden, match="right_needed"):
        till.shop.database.transact(till.cashier, lambda tx: set_credit_limit(tx, ivan, money("50.00")))
    saw = shop.product("Saw", "12.50")
    buys_on_account(till, ivan, saw)
    shop.changes(lambda tx: set_credit_limit(tx, ivan, ZERO))
    assert owed(till, ivan) == money("12.50")
    with pytest.raises(Conflict, match="credit_limit_reached"):
        buys_on_account(till, ivan, saw)


def test_who_owes_is_not_erased_before_it_is_settled(till: TillDesk, saw: Goods, ivan: int) -> None:
    buys_on_account(till, ivan, saw)
    with pytest.raises(Conflict, match="account_not_settled"):
        till.shop.changes(lambda tx: erase_customer(tx, personal_data(), ivan))
    till.does(pay_off, new_uid(), ivan, "cash", money("12.50"))
    till.shop.changes(lambda tx: erase_customer(tx, personal_data(), ivan))
    assert owed(till, ivan) == ZERO
