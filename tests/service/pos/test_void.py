"""A finished sale voided in its shift, and rung up again."""

import pytest

from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.money import ZERO
from pos.account.ledger import account_of
from pos.cart import service as cart
from pos.checkout.completed import CompletedSale
from pos.checkout.void import ring_again, void_sale, why_not_voidable
from pos.papers.store import stored_paper
from pos.sale.reading import sale_by_uid
from tests.factories.amounts import money
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "12.50", tax="20", stock="10")


def why_not(till: TillDesk, done: CompletedSale) -> str | None:
    with till.shop.database.read_unit() as tx:
        return why_not_voidable(tx, till.id, sale_by_uid(tx, done.uid))


def test_a_void_mirrors_its_sale_to_the_last_figure(till: TillDesk, saw: Goods) -> None:
    before = till.expected_cash
    till.adds(saw, "2")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 1000, ZERO, "scratched")
    till.adds(till.shop.product("Oil", "3.33", tax="10"))
    sold = till.pays(card="5.00", cash="50.00")
    void = till.does(void_sale, sold.uid, new_uid(), "wrong customer")
    assert (void.to_pay, dict(void.tenders)) == (-sold.to_pay, {"card": -money("5.00"), "cash": -money("20.83")})
    assert till.expected_cash == before
    assert till.shop.stock_of(saw) == 10_000
    assert till.shop.faults() == ([], [])
    figures = till.closes().figures
    assert (figures.gross, figures.net, figures.tax, figures.discount) == (ZERO, ZERO, ZERO, ZERO)
    with till.shop.database.read_unit() as tx:
        assert f"Voids no. {sold.number}" in str(stored_paper(tx, f"receipt:{void.uid}"))


def test_the_same_void_again_is_the_first_one_and_a_second_one_is_refused(till: TillDesk, saw: Goods) -> None:
    sold, uid = till.sells(saw), new_uid()
    first = till.does(void_sale, sold.uid, uid, "mistake")
    again = till.does(void_sale, sold.uid, uid, "mistake")
    assert (first.number, again.number) == (again.number, first.number)
    with pytest.raises(Conflict, match="not_voidable"):
        till.does(void_sale, sold.uid, new_uid(), "once more")
    assert till.shop.stock_of(saw) == 10_000


def test_what_was_voided_is_rung_up_again_as_it_was(till: TillDesk, saw: Goods) -> None:
    till.is_of(till.shop.customer("Ivan"))
    till.adds(saw, "2")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 1000, ZERO, "scratched")
    till.act(cart.set_cart_discount, 0, money("1.00"), "regular")
    seen = till.rung_up
    sold = till.pays(cash="50.00")
    with pytest.raises(Conflict, match="not_voided"):
        till.act(ring_again, sold.uid)
    till.does(void_sale, sold.uid, new_uid(), "forgot the oil")
    till.act(ring_again, sold.uid)
    again = till.rung_up
    assert (again.gross, again.customer_id) == (seen.gross, seen.customer_id)
    till.pays(cash="50.00")
    assert till.shop.stock_of(saw) == 8_000


def test_a_sale_is_voided_in_its_own_shift_at_its_own_till_only(shop: Shop) -> None:
    one, other = shop.till(), shop.till()
    sold = one.sells(shop.product("Saw", "12.50"))
    with pytest.raises(Conflict, match="void_too_late"):
        other.does(void_sale, sold.uid, new_uid(), "mistake")
    one.closes()
    with pytest.raises(Conflict, match="no_open_shift"):
        one.does(void_sale, sold.uid, new_uid(), "mistake")
    one.opens()
    with pytest.raises(Conflict, match="void_too_late"):
        one.does(void_sale, sold.uid, new_uid(), "mistake")
    assert [why_not(till, sold) for till in (one, other)] == ["shift_over", "shift_over"]


def test_what_partly_came_back_is_not_voided(till: TillDesk, saw: Goods) -> None:
    sold = till.sells(saw, "2")
    assert why_not(till, sold) is None
    till.takes_back(sold, "1")
    back = till.pays_out()
    assert [why_not(till, one) for one in (sold, back)] == ["partly_back", "returned"]
    for document in (sold, back):
        with pytest.raises(Conflict, match="not_voidable"):
            till.does(void_sale, document.uid, new_uid(), "mistake")


def test_what_was_voided_does_not_come_back_once_more(till: TillDesk, saw: Goods) -> None:
    sold = till.sells(saw)
    void = till.does(void_sale, sold.uid, new_uid(), "mistake")
    assert [why_not(till, one) for one in (sold, void)] == ["voided", "voided"]
    with pytest.raises(Conflict, match="more_than_sold"):
        till.takes_back(sold, "1")


def test_voiding_is_a_right_and_has_a_reason(shop: Shop) -> None:
    till = shop.till(role="cashier")
    sold = till.sells(shop.product("Saw", "12.50"))
    with pytest.raises(Forbidden, match="right_needed"):
        till.does(void_sale, sold.uid, new_uid(), "mistake")
    with pytest.raises(BadInput, match="reason_needed"):
        shop.database.transact(shop.cashier(role="senior"), lambda tx: void_sale(tx, till.id, sold.uid, new_uid(), " "))


def test_what_was_bought_on_account_is_owed_no_more(till: TillDesk, saw: Goods) -> None:
    customer = till.shop.customer(credit="100.00")
    till.is_of(customer)
    till.adds(saw)
    sold = till.pays(account="rest")
    till.does(void_sale, sold.uid, new_uid(), "mistake")
    with till.shop.database.read_unit() as tx:
        account = account_of(tx, customer)
    assert account is not None
    assert account.owed == ZERO
    assert till.shop.faults() == ([], [])
