"""Goods that come back: at what was paid, capped by what is left, by the ways they were paid."""

from datetime import timedelta

import pytest

from app.core.errors import BadInput, Conflict, Forbidden, ShopError
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from pos.cart import service as cart
from pos.cart.goods import GivenPrice
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.papers.store import stored_paper
from pos.returns.payout import payout_of
from pos.returns.service import returnable, take_back, take_back_without_receipt
from pos.settings import CASH_STEP, PRICES_INCLUDE_TAX
from pos.shift.service import cash_in_out
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "12.50", tax="20", stock="10")


def parts(till: TillDesk) -> list[tuple[str, Money]]:
    with till.shop.database.read_unit() as tx:
        return [(part.kind, part.amount) for part in payout_of(tx, till.id)]


def test_a_whole_sale_that_comes_back_leaves_nothing(till: TillDesk, saw: Goods) -> None:
    till.adds(saw, "3")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 1000, ZERO, "scratched")
    till.adds(till.shop.product("Oil", "3.33", tax="10", stock="5"))
    till.act(cart.set_cart_discount, 0, money("1.00"), "regular")
    bought = till.pays(cash="50.00")
    before = till.expected_cash
    till.takes_back(bought, line=0)
    till.takes_back(bought, line=1)
    back = till.pays_out()
    assert till.sale(back).head.kind == "return"
    assert (back.to_pay, back.change) == (-bought.to_pay, ZERO)
    assert before - till.expected_cash == bought.to_pay
    sold, returned = till.sale(bought), till.sale(back)
    for one, other in zip(sold.lines, returned.lines, strict=True):
        assert (one.amount, one.net, one.tax, one.gross) == (-other.amount, -other.net, -other.tax, -other.gross)
        assert sum(d.amount.minor for d in one.discounts) == -sum(d.amount.minor for d in other.discounts)
        assert other.returned_line_id == one.id
    assert till.shop.stock_of(saw) == 10_000
    assert till.shop.faults() == ([], [])
    figures = till.closes().figures
    assert (figures.gross, figures.tax, figures.discount, figures.return_count) == (ZERO, ZERO, ZERO, 1)
    assert figures.returned == -bought.to_pay


def test_parts_of_a_line_add_up_to_the_whole(till: TillDesk) -> None:
    till.adds(till.shop.product("Nails", "3.33", tax="20"), "3")
    till.act(cart.set_cart_discount, 0, money("0.50"), "")
    bought = till.pays(cash="rest")
    given = []
    for _ in range(3):
        till.takes_back(bought, "1")
        given.append(till.pays_out())
    assert sum((done.to_pay.minor for done in given), 0) == -bought.to_pay.minor
    assert sum(till.sale(done).head.tax.minor for done in given) == -till.sale(bought).head.tax.minor
    with pytest.raises(Conflict, match="more_than_sold"):
        till.takes_back(bought, "1")


def test_no_more_comes_back_than_was_sold(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw, "2")
    with pytest.raises(Conflict, match="more_than_sold"):
        till.takes_back(bought, "3")
    with pytest.raises(BadInput, match="qty_decimals"):
        till.takes_back(bought, "0.5")
    till.takes_back(bought, "1")
    with pytest.raises(Conflict, match="already_in_cart"):
        till.takes_back(bought, "1")
    line = till.rung_up.lines[0]
    with pytest.raises(Conflict, match="more_than_sold"):
        till.act(cart.set_qty, line.uid, 3000)
    assert till.act(cart.set_qty, line.uid, 2000).cart.lines[0].qty_milli == -2000
    with pytest.raises(Conflict, match="returned_as_sold"):
        till.act(cart.set_price, line.uid, unit_price("99.00"), "more")


def test_two_tills_do_not_take_back_the_same_piece(shop: Shop) -> None:
    one, other = shop.till(), shop.till()
    bought = one.sells(shop.product("Saw", "12.50"))
    one.takes_back(bought)
    other.takes_back(bought)
    one.pays_out()
    with pytest.raises(Conflict, match="returned_already"):
        other.pays_out()
    other.act(cart.drop_cart, "gone already")
    assert other.cart is None


def test_a_return_from_another_till_takes_its_cash_from_the_drawer_it_is_paid_from(shop: Shop) -> None:
    one, other = shop.till(), shop.till()
    bought = one.sells(shop.product("Saw", "12.50"))
    other.takes_back(bought)
    other.pays_out()
    assert (one.expected_cash, other.expected_cash) == (money("112.50"), money("87.50"))


def test_an_exchange_is_one_document(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw)
    dearer = till.shop.product("Better saw", "20.00", stock="3")
    till.takes_back(bought)
    till.adds(dearer)
    assert (till.rung_up.gross, till.rung_up.is_payout) == (money("7.50"), False)
    done = till.pays(cash="10.00")
    assert (till.sale(done).head.kind, done.change) == ("exchange", money("2.50"))
    assert (till.shop.stock_of(saw), till.shop.stock_of(dearer)) == (10_000, 2_000)


def test_an_even_exchange_moves_no_money(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw)
    till.takes_back(bought)
    till.adds(saw)
    before = till.expected_cash
    assert till.pays().to_pay == ZERO
    assert till.expected_cash == before


def test_money_goes_back_the_way_it_came_the_last_first(till: TillDesk, saw: Goods) -> None:
    till.adds(saw, "4")
    bought = till.pays(card="30.00", cash="20.00")
    till.takes_back(bought, "1")
    assert parts(till) == [("cash", money("12.50"))]
    till.pays_out()
    till.takes_back(bought, "3")
    assert parts(till) == [("cash", money("7.50")), ("card", money("30.00"))]
    till.pays_out()


def test_cash_for_what_was_paid_by_card_is_a_right(shop: Shop) -> None:
    till = shop.till(role="cashier")
    bought = till.sells(shop.product("Saw", "12.50"), card="rest")
    till.takes_back(bought)
    with pytest.raises(Forbidden, match="right_needed"):
        till.act(checkout, None, [TenderRequest("cash")])
    with pytest.raises(Conflict, match="paid_otherwise"):
        till.act(checkout, None, [TenderRequest("transfer")])
    assert till.pays_out().tenders == (("card", -money("12.50")),)


def test_no_more_cash_goes_out_than_the_drawer_has(till: TillDesk) -> None:
    bought = till.sells(till.shop.product("Mower", "400.00"))
    till.does(cash_in_out, new_uid(), "safe_drop", money("450.00"), "to the bank")
    till.takes_back(bought)
    with pytest.raises(Conflict, match="no_cash_for_payout"):
        till.pays_out()
    till.does(cash_in_out, new_uid(), "in", money("350.00"), "from the safe")
    till.pays_out()
    assert till.expected_cash == ZERO


def test_after_the_days_allowed_it_takes_a_right(shop: Shop) -> None:
    till = shop.till(role="cashier")
    bought = till.sells(shop.product("Saw", "12.50"))
    till.closes()
    shop.clock.advance(timedelta(days=15))
    till.opens()
    with pytest.raises(Forbidden, match="right_needed"):
        till.takes_back(bought)
    shop.clock.advance(timedelta(days=-1))
    till.takes_back(bought)


def test_a_reason_is_asked_and_kept(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw)
    with pytest.raises(BadInput, match="reason_needed"):
        till.takes_back(bought, reason="  ")
    till.takes_back(bought, reason="broken handle")
    assert till.sale(till.pays_out()).lines[0].return_reason == "broken handle"


def test_the_same_request_again_takes_nothing_more(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw, "2")
    with till.shop.database.read_unit() as tx:
        line_id = returnable(tx, bought.uid).lines[0].line_id
    act_uid = new_uid()
    for _ in range(3):
        till.act(take_back, act_uid, bought.uid, {line_id: 1000}, "wrong size")
    assert [line.qty_milli for line in till.rung_up.lines] == [-1000]


def test_without_a_receipt_it_takes_a_right_a_reason_and_a_customer(shop: Shop) -> None:
    saw = shop.product("Saw", "12.50", stock="1")
    junior, senior = shop.till(role="cashier"), shop.till()
    with pytest.raises(Forbidden):
        junior.act(take_back_without_receipt, new_uid(), saw.id, 1000, "found")
    senior.act(take_back_without_receipt, new_uid(), saw.id, 1000, "found", GivenPrice(unit_price("9.00"), "worn"))
    with pytest.raises(Conflict, match="customer_needed"):
        senior.act(checkout, None, [TenderRequest("cash")])
    senior.is_of(shop.customer("Ivan"))
    done = senior.pays_out()
    assert (done.to_pay, shop.stock_of(saw)) == (-money("9.00"), 2_000)


def test_a_return_is_not_merged_with_what_is_sold(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw)
    till.takes_back(bought)
    till.adds(saw)
    till.adds(saw)
    assert [line.qty_milli for line in till.rung_up.lines] == [-1000, 2000]


def test_prices_without_tax_come_back_with_the_tax_of_their_day(till: TillDesk) -> None:
    till.shop.sets(PRICES_INCLUDE_TAX, False)
    bought = till.sells(till.shop.product("Saw", "10.03", tax="20"), "3")
    till.shop.sets(PRICES_INCLUDE_TAX, True)
    for _ in range(3):
        till.takes_back(bought, "1")
        till.pays_out()
    assert till.closes().figures.tax == ZERO


def test_a_payout_in_cash_is_rounded_as_a_sale_is(till: TillDesk) -> None:
    till.shop.sets(CASH_STEP, 5)
    bought = till.sells(till.shop.product("Pen", "1.97"))
    assert bought.to_pay == money("1.95")
    till.takes_back(bought)
    assert parts(till) == [("cash", money("1.95"))]
    assert till.pays_out().to_pay == -money("1.95")


def test_the_paper_says_where_the_goods_came_from(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw)
    till.takes_back(bought)
    back = till.pays_out()
    with till.shop.database.read_unit() as tx:
        text = str(stored_paper(tx, f"receipt:{back.uid}"))
    assert "Return" in text
    assert f"-{bought.number:07d}" in text.partition("Returned from R")[2][:12]
    assert "Paid back: Cash" in text


def test_an_erased_or_unknown_line_is_refused(till: TillDesk, saw: Goods) -> None:
    bought = till.sells(saw)
    with pytest.raises(ShopError, match="no_line"):
        till.act(take_back, new_uid(), bought.uid, {999_999: 1000}, "why")
    with pytest.raises(BadInput, match="nothing_chosen"):
        till.act(take_back, new_uid(), bought.uid, {}, "why")
