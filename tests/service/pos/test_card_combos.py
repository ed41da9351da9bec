"""A connected card terminal among other ways to pay, and sales refused after the card was charged: no money is lost."""

from typing import Final

import pytest

from app.core.db.unit import Unit
from app.core.errors import Conflict, Forbidden
from app.core.ids import new_uid
from app.core.money import ZERO
from devices.card.port import OperationState
from pos.checkout.by_card import void_by_card
from pos.checkout.completed import CompletedSale
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import void_sale
from tests.factories.amounts import money
from tests.factories.card import CardTill
from tests.factories.gift_cards import card as gift_card
from tests.factories.gift_cards import sells_card
from tests.factories.shop import Shop
from warehouse.stock.settings import BELOW_ZERO, REFUSE

CARD: Final = TenderRequest("card")
RETURN_CASH: Final = "till.return_cash"


@pytest.fixture
def till(shop: Shop) -> CardTill:
    """A till with a terminal, and a cashier without the rights of a senior."""
    return CardTill(shop, role="cashier")


def test_a_card_that_is_declined_leaves_the_gift_card_as_it_was(till: CardTill) -> None:
    saw = till.shop.product("Saw", "12.00")
    code = sells_card(till.desk, "10.00")
    till.desk.adds(saw)
    gift = TenderRequest("gift_card", None, code)
    till.fake.answer = OperationState.DECLINED
    till.asks(gift, CARD)
    till.works()
    assert (till.live, gift_card(till.shop, code).balance) == ([], money("10.00"))
    sale = till.closes(gift, TenderRequest("cash"))
    assert dict(sale.tenders) == {"gift_card": money("10.00"), "cash": money("2.00")}
    assert (till.fake.taken, gift_card(till.shop, code).balance) == (ZERO, ZERO)


def test_stock_that_is_gone_when_the_card_was_charged_gives_the_money_back(till: CardTill) -> None:
    till.shop.sets(BELOW_ZERO, REFUSE)
    saw = till.shop.product("Saw", "12.00", stock="1")
    till.desk.adds(saw)
    till.asks(CARD)
    till.works()
    till.shop.till().sells(saw)
    for _again in range(2):
        with pytest.raises(Conflict, match="stock_refused"):
            till.asks(CARD) or till.closes(CARD)
    (charged,) = till.live
    assert till.gives_back(charged).state == "given_back"
    assert (till.fake.taken, till.booked, till.live) == (ZERO, ZERO, [])
    assert till.shop.faults() == ([], [])


def test_a_right_that_a_senior_lent_holds_until_what_was_charged_is_sold_and_for_nothing_else(till: CardTill) -> None:
    saw = till.shop.product("Saw", "12.00")
    till.desk.adds(saw)
    sold = till.pays(CARD)
    till.desk.sells(saw)
    till.desk.takes_back(sold)
    cash, back = TenderRequest("cash", money("-2.00")), TenderRequest("card", money("-10.00"))
    with pytest.raises(Forbidden, match="right_needed"):
        till.asks(cash, back)
    cashier = till.desk.cashier
    till.desk.cashier = cashier.lent(RETURN_CASH, "Anna")
    assert till.asks(cash, back) is not None
    till.desk.cashier = cashier
    till.works()
    more_cash = TenderRequest("cash", money("-12.00"))
    with pytest.raises(Forbidden, match="right_needed"):
        till.closes(more_cash)
    done = till.closes(cash, back)
    assert dict(done.tenders) == {"cash": money("-2.00"), "card": money("-10.00")}
    assert (till.fake.taken, till.booked, till.live) == (money("2.00"), money("2.00"), [])
    assert till.shop.faults() == ([], [])


def test_a_void_that_a_senior_agreed_to_is_finished_without_him(till: CardTill) -> None:
    till.desk.adds(till.shop.product("Saw", "12.00"))
    sold, uid, cashier = till.pays(CARD), new_uid(), till.desk.cashier
    till.desk.cashier = cashier.lent("till.void", "Anna")
    assert till.desk.does(void_by_card, sold.uid, uid, "a mistake", new_uid(), {}) is not None
    till.desk.cashier = cashier
    till.works()

    def finishes(tx: Unit, till_id: int) -> CompletedSale:
        assert void_by_card(tx, till_id, sold.uid, uid, "a mistake", new_uid(), {}) is None
        return void_sale(tx, till_id, sold.uid, uid, "a mistake")

    assert till.desk.does(finishes).to_pay == money("-12.00")
    assert (till.fake.taken, till.booked, till.live) == (ZERO, ZERO, [])
    with pytest.raises(Forbidden, match="right_needed"):
        till.desk.does(void_sale, sold.uid, new_uid(), "once more")
