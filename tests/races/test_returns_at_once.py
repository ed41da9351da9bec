"""Many at once where goods come back, carts wait and customers owe: one outcome, and the books whole."""

from collections import Counter
from functools import partial
from typing import Any

from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.money import ZERO
from pos.account.ledger import account_of
from pos.cart.holding import hold_cart, take_up
from pos.cart.service import drop_cart
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import void_sale
from pos.sale.naming import name_customer
from pos.shift.account_payment import pay_off
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.factories.till import tenders
from tests.factories.together import together


def codes(outcomes: list[Any]) -> Counter[str]:
    """How often each thing came out: the code of an error, else ``done``."""
    return Counter(one.code if isinstance(one, ShopError) else "done" for one in outcomes)


def test_six_tills_take_back_the_same_two_pieces(shop: Shop) -> None:
    saw, tills = shop.product("Saw", "12.50", stock="2"), [shop.till() for _ in range(6)]
    bought = tills[0].sells(saw, "2")
    for till in tills:
        till.takes_back(bought, "1")
    outcomes = together([partial(till.act, checkout, None, [TenderRequest("cash")]) for till in tills])
    assert codes(outcomes) == {"done": 2, "returned_already": 4}
    assert shop.stock_of(saw) == 2_000
    assert shop.faults() == ([], [])


def test_a_sale_is_voided_or_comes_back_but_not_both(shop: Shop) -> None:
    saw, one, other = shop.product("Saw", "12.50", stock="5"), shop.till(), shop.till()
    for _ in range(5):
        bought = one.sells(saw)
        other.takes_back(bought)
        outcomes = together(
            [
                partial(one.does, void_sale, bought.uid, new_uid(), "mistake"),
                partial(other.act, checkout, None, [TenderRequest("cash")]),
            ]
        )
        found = codes(outcomes)
        assert found["done"] == 1, found
        assert found["not_voidable"] + found["returned_already"] == 1, found
        if isinstance(outcomes[1], ShopError):
            other.act(drop_cart, "gone")
        other.cart_uid = new_uid()
    assert shop.stock_of(saw) == 5_000
    assert shop.faults() == ([], [])


def test_one_of_eight_tills_takes_a_held_cart_up(shop: Shop) -> None:
    saw, tills = shop.product("Saw", "12.50"), [shop.till(role="cashier") for _ in range(8)]
    tills[0].adds(saw)
    held = tills[0].cart_uid
    tills[0].act(hold_cart)
    outcomes = together([partial(till.does, take_up, held) for till in tills])
    assert codes(outcomes) == {"done": 1, "right_needed": 7}
    assert sum(till.cart is not None for till in tills) == 1


def test_a_limit_holds_however_many_buy_at_once(shop: Shop) -> None:
    customer, saw = shop.customer(credit="30.00"), shop.product("Saw", "12.50")
    tills = [shop.till() for _ in range(5)]
    for till in tills:
        till.is_of(customer)
        till.adds(saw)
    outcomes = together([partial(till.act, checkout, None, tenders(account="rest")) for till in tills])
    assert codes(outcomes) == {"done": 2, "credit_limit_reached": 3}
    assert owed_by(shop, customer) == money("25.00")
    outcomes = together([partial(till.does, pay_off, new_uid(), customer, "cash", money("10.00")) for till in tills])
    assert codes(outcomes) == {"done": 2, "more_than_owed": 3}
    assert owed_by(shop, customer) == money("5.00")
    assert shop.faults() == ([], [])


def test_the_same_payment_sent_ten_times_is_taken_once(shop: Shop) -> None:
    customer, till = shop.customer(credit="30.00"), shop.till()
    till.is_of(customer)
    till.adds(shop.product("Saw", "12.50"))
    till.pays(account="rest")
    uid = new_uid()
    outcomes = together([partial(till.does, pay_off, uid, customer, "cash", money("12.50"))] * 10)
    assert codes(outcomes) == {"done": 10}
    assert owed_by(shop, customer) == ZERO
    assert till.expected_cash == money("112.50")


def test_a_sale_gets_one_customer_afterwards(shop: Shop) -> None:
    till, customers = shop.till(), [shop.customer() for _ in range(4)]
    sold = till.sells(shop.product("Saw", "12.50"))
    outcomes = together(
        [
            partial(shop.database.transact, till.cashier, partial(name_customer, sale_uid=sold.uid, customer_id=one))
            for one in customers
        ]
    )
    assert codes(outcomes) == {"done": 1, "sale_has_customer": 3}


def owed_by(shop: Shop, customer_id: int) -> Any:
    with shop.database.read_unit() as tx:
        account = account_of(tx, customer_id)
    assert account is not None
    return account.owed
