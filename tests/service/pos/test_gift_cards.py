"""Gift cards and prepaid balances at the till: sold, paid with, given back, and owed until they are spent."""

from datetime import timedelta

import pytest

from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid
from app.core.money import ZERO
from loyalty.gift_cards.cards import block_gift_card, replace_gift_card
from loyalty.gift_cards.settings import VALID_MONTHS
from pos.cart import service as cart
from pos.cart.gift_cards import leave_gift_card, sell_gift_card, use_balance, use_gift_card
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import ring_again, void_sale
from pos.papers.store import stored_paper
from tests.factories.amounts import money
from tests.factories.gift_cards import card, code_of, owed, prepaid, sells_balance, sells_card
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk, tenders


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "12.50", tax="20", stock="10")


def paper(till: TillDesk, document: str) -> str:
    with till.shop.database.read_unit() as tx:
        return str(stored_paper(tx, document))


def test_a_card_is_a_debt_until_it_pays_for_goods(till: TillDesk, saw: Goods) -> None:
    before = owed(till.shop)
    till.act(sell_gift_card, new_uid(), money("30.00"))
    till.act(cart.set_cart_discount, 1000, ZERO, "nothing off cards")
    sold = till.pays(cash="50.00")
    assert (sold.to_pay, sold.change) == (money("30.00"), money("20.00"))
    code = code_of(till, sold.sale_id)
    assert code in paper(till, f"receipt:{sold.uid}")
    assert (card(till.shop, code).balance, owed(till.shop) - before) == (money("30.00"), money("30.00"))
    till.adds(saw)
    assert till.act(use_gift_card, new_uid(), code).cart.to_pay == ZERO
    done = till.pays(cash="rest")
    assert done.tenders == (("gift_card", money("12.50")),)
    assert code not in paper(till, f"receipt:{done.uid}")
    assert f"…{code[-4:]}" in paper(till, f"receipt:{done.uid}")
    assert (card(till.shop, code).balance, till.expected_cash) == (money("17.50"), money("130.00"))
    closed = till.closes()
    figures = closed.figures
    assert (figures.turnover, figures.loads.sold, figures.gross) == (money("12.50"), money("30.00"), money("42.50"))
    assert [(row.rate_bp, row.gross) for row in figures.rates] == [(2000, money("12.50"))]
    assert "Gift cards (no turnover)" in paper(till, closed.document)
    assert till.shop.faults() == ([], [])


def test_what_a_card_leaves_is_paid_otherwise(till: TillDesk, saw: Goods) -> None:
    first, second = sells_card(till, "5.00"), sells_card(till, "4.00")
    till.adds(saw)
    till.act(use_gift_card, new_uid(), first)
    shown = till.act(use_gift_card, new_uid(), second).cart
    assert ([one.amount for one in shown.paying], shown.to_pay) == ([money("5.00"), money("4.00")], money("3.50"))
    assert till.act(leave_gift_card, first).cart.to_pay == money("8.50")
    assert till.act(cart.undo).cart.to_pay == money("3.50")
    assert till.pays(cash="10.00").change == money("6.50")
    with pytest.raises(Conflict, match="gift_card_empty"):
        till.act(use_gift_card, new_uid(), first)


def test_a_card_pays_no_more_than_was_asked_of_it(till: TillDesk, saw: Goods) -> None:
    code = sells_card(till, "50.00")
    till.adds(saw, "2")
    assert till.act(use_gift_card, new_uid(), code, money("20.00")).cart.to_pay == money("5.00")
    assert till.act(use_gift_card, new_uid(), code).cart.to_pay == ZERO
    assert till.act(cart.undo).cart.to_pay == money("5.00")
    with pytest.raises(Conflict, match="gift_card_too_little"):
        till.act(use_gift_card, new_uid(), code, money("50.01"))
    with pytest.raises(BadInput, match="amount_not_positive"):
        till.act(use_gift_card, new_uid(), code, ZERO)
    sold = till.pays(cash="rest")
    assert sold.tenders == (("gift_card", money("20.00")), ("cash", money("5.00")))
    till.does(void_sale, sold.uid, new_uid(), "wrong")
    till.act(ring_again, sold.uid)
    assert till.rung_up.to_pay == money("5.00")
    assert till.act(leave_gift_card, code).cart.to_pay == money("25.00")


def test_a_card_spent_elsewhere_meanwhile_is_told_before_money_is_asked(shop: Shop) -> None:
    one, other = shop.till(), shop.till()
    saw, code = shop.product("Saw", "12.50"), sells_card(one, "20.00")
    for till in (one, other):
        till.adds(saw)
        till.act(use_gift_card, new_uid(), code)
    one.pays(cash="rest")
    with pytest.raises(Conflict, match="cart_changed"):
        other.act(checkout, None, tenders(cash="rest"), ZERO)
    assert other.rung_up.to_pay == money("5.00")


def test_a_card_pays_for_goods_only(till: TillDesk, saw: Goods) -> None:
    code = sells_card(till, "50.00")
    till.adds(saw)
    till.act(sell_gift_card, new_uid(), money("20.00"))
    assert till.act(use_gift_card, new_uid(), code).cart.to_pay == money("20.00")
    with pytest.raises(Conflict, match="gift_card_fixed"):
        till.act(cart.set_qty, till.rung_up.lines[1].uid, 2000)
    with pytest.raises(Conflict, match="gift_card_pays_goods_only"):
        till.act(checkout, None, [TenderRequest("gift_card", money("21.00"), sells_card(till.shop.till(), "30.00"))])


def test_cards_that_cannot_pay_say_why(till: TillDesk) -> None:
    before = owed(till.shop)
    till.shop.sets(VALID_MONTHS, 1)
    code, other = sells_card(till, "10.00"), sells_card(till, "10.00", "PRINTED-0001")
    with pytest.raises(NotFound, match="unknown_gift_card"):
        till.act(use_gift_card, new_uid(), "PRINTED-0002")
    with pytest.raises(NotFound, match="gift_card_mistyped"):
        till.act(use_gift_card, new_uid(), code[:-1] + str((int(code[-1]) + 1) % 10))
    uid = card(till.shop, other).uid
    with till.shop.database.unit_of_work(FITTER) as tx:
        block_gift_card(tx, uid, "lost")
    with pytest.raises(Conflict, match="gift_card_blocked"):
        till.act(use_gift_card, new_uid(), "printed 0001")
    till.shop.clock.advance(timedelta(days=32))
    with pytest.raises(Conflict, match="gift_card_expired"):
        till.act(use_gift_card, new_uid(), code)
    assert owed(till.shop) - before == money("20.00")


def test_goods_that_a_card_paid_for_go_back_to_it_first(till: TillDesk, saw: Goods) -> None:
    code = sells_card(till, "10.00")
    till.adds(saw)
    till.act(use_gift_card, new_uid(), code)
    bought = till.pays(cash="rest")
    till.takes_back(bought)
    back = till.pays_out()
    assert back.tenders == (("gift_card", money("-10.00")), ("cash", money("-2.50")))
    assert card(till.shop, code).balance == money("10.00")
    assert till.shop.faults() == ([], [])


def test_a_return_is_paid_out_as_store_credit(till: TillDesk, saw: Goods) -> None:
    customer, before = till.shop.customer(), owed(till.shop)
    till.is_of(customer)
    bought = till.sells(saw, "2")
    till.takes_back(bought, "1")
    new = till.act(checkout, None, [TenderRequest("gift_card")])
    till.cart_uid = new_uid()
    code = code_of(till, new.sale_id)
    assert (card(till.shop, code).balance, code in paper(till, f"receipt:{new.uid}")) == (money("12.50"), True)
    till.takes_back(bought, "1")
    till.act(checkout, None, [TenderRequest("balance")])
    till.cart_uid = new_uid()
    assert (prepaid(till.shop, customer), owed(till.shop) - before) == (money("12.50"), money("25.00"))
    till.is_of(customer)
    till.adds(saw)
    assert till.act(use_balance, wanted=True).cart.to_pay == ZERO
    assert till.pays().tenders == (("balance", money("12.50")),)


def test_store_credit_goes_onto_the_card_that_is_named(till: TillDesk, saw: Goods) -> None:
    till.shop.customer(card="ANNAS-CARD-1")
    bought = till.sells(saw, "2")
    for number in (1, 2):
        till.takes_back(bought, "1")
        with pytest.raises(Conflict, match="gift_card_code_taken"):
            till.act(checkout, None, [TenderRequest("gift_card", code="ANNAS-CARD-1")])
        till.act(checkout, None, [TenderRequest("gift_card", code="PRINTED-88")])
        till.cart_uid = new_uid()
        assert card(till.shop, "PRINTED-88").balance == money("12.50").times(number)


def test_what_is_lost_goes_on_in_the_new_card(till: TillDesk, saw: Goods) -> None:
    old = sells_card(till, "20.00", "OLD-00001")
    till.adds(saw)
    till.act(use_gift_card, new_uid(), old)
    bought = till.pays()
    uid = card(till.shop, old).uid
    with till.shop.database.unit_of_work(FITTER) as tx:
        replace_gift_card(tx, uid, till.shop.id, "lost", "NEW-00001")
    with pytest.raises(Conflict, match="gift_card_replaced"):
        till.act(use_gift_card, new_uid(), old)
    till.takes_back(bought)
    till.pays_out()
    assert (card(till.shop, old).balance, card(till.shop, "NEW-00001").balance) == (ZERO, money("20.00"))


def test_a_void_undoes_loading_and_paying_and_is_rung_up_again(till: TillDesk, saw: Goods) -> None:
    code = sells_card(till, "20.00")
    till.adds(saw)
    till.act(use_gift_card, new_uid(), code)
    till.act(sell_gift_card, new_uid(), money("5.00"), "CARD-0005")
    sold = till.pays(cash="rest")
    till.does(void_sale, sold.uid, new_uid(), "wrong")
    assert (card(till.shop, code).balance, card(till.shop, "CARD-0005").balance) == (money("20.00"), ZERO)
    till.act(ring_again, sold.uid)
    again = till.rung_up
    assert (again.to_pay, [one.code for one in again.paying]) == (money("5.00"), [code])
    till.pays(cash="rest")
    assert (card(till.shop, code).balance, card(till.shop, "CARD-0005").balance) == (money("7.50"), money("5.00"))
    assert till.shop.faults() == ([], [])


def test_a_card_comes_back_while_it_is_whole(till: TillDesk, saw: Goods) -> None:
    before = owed(till.shop)
    till.act(sell_gift_card, new_uid(), money("20.00"))
    sold = till.pays(card="rest")
    code = code_of(till, sold.sale_id)
    till.takes_back(sold)
    till.pays_out()
    assert (card(till.shop, code).balance, owed(till.shop)) == (ZERO, before)
    till.act(sell_gift_card, new_uid(), money("20.00"))
    spent = till.pays(cash="rest")
    till.adds(saw)
    till.act(use_gift_card, new_uid(), code_of(till, spent.sale_id))
    till.pays()
    till.takes_back(spent)
    with pytest.raises(Conflict, match="gift_card_too_little"):
        till.pays_out()


def test_prepaid_money_tops_up_and_needs_its_customer(till: TillDesk) -> None:
    customer = till.shop.customer()
    sells_balance(till, customer, "15.00")
    sells_balance(till, customer, "5.00")
    assert prepaid(till.shop, customer) == money("20.00")
    till.adds(till.shop.product("Oil", "5.00"))
    with pytest.raises(Conflict, match="customer_needed"):
        till.act(use_balance, wanted=True)
