"""Points and gift cards beside a card terminal: held before the card is charged, spent with the sale, or let go."""

from datetime import date
from typing import Final

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO
from app.jobs.value_holds import free_old_value
from devices.card.port import OperationState
from loyalty.gift_cards.cards import replace_gift_card, write_off
from loyalty.points.by_hand import correct_points
from loyalty.points.ledger import PointsView, points_of
from pos.cart.gift_cards import sell_gift_card
from pos.cart.points import set_points
from pos.checkout.by_card import void_by_card
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import void_sale
from pos.payments.value_holds import HELD_FOR
from tests.factories.amounts import money
from tests.factories.card import CardTill
from tests.factories.gift_cards import card as gift_card
from tests.factories.gift_cards import sells_card
from tests.factories.loyalty import POINT, gets_points, points_program, runs
from tests.factories.shop import Shop
from tests.factories.till import TillDesk

CARD: Final = TenderRequest("card")


@pytest.fixture
def till(shop: Shop) -> CardTill:
    """A till with a terminal, in a shop whose points are worth 0.10 each."""
    runs(shop, points_program())
    return CardTill(shop)


@pytest.fixture
def anna(shop: Shop) -> int:
    customer_id = shop.customer("Anna")
    gets_points(shop, customer_id, 100)
    return customer_id


def has(shop: Shop, customer_id: int) -> PointsView:
    assert shop.faults() == ([], [])
    with shop.database.read_unit() as tx:
        return points_of(tx, customer_id)


def fills(desk: TillDesk, customer_id: int, points: int) -> None:
    """A cart of 20.00 that points pay a part of."""
    desk.adds(desk.shop.product(price="20.00"))
    desk.is_of(customer_id)
    desk.act(set_points, points * POINT)


def spends_elsewhere(shop: Shop, code: str, amount: str) -> None:
    """Somebody pays with the gift card at another till."""
    other = shop.till(role="senior")
    other.adds(shop.product(price=amount))
    other.act(checkout, None, [TenderRequest("gift_card", money(amount), code)])


def test_points_are_nobody_elses_while_the_card_is_charged(till: CardTill, anna: int) -> None:
    shop = till.shop
    fills(till.desk, anna, 70)
    other = shop.till()
    fills(other, anna, 40)
    assert till.asks(CARD) is not None
    assert has(shop, anna) == PointsView(100 * POINT, 0, 70 * POINT)
    shown = till.desk.cart
    assert shown is not None
    assert shown.points is not None
    assert (shown.to_pay, shown.points.spent_micro) == (money("13.00"), 70 * POINT), "its own points are free to it"
    with pytest.raises(Conflict, match="points_on_hold"):
        other.act(checkout, None, [TenderRequest("cash")])
    with pytest.raises(Conflict, match="points_on_hold"):
        shop.changes(lambda tx: correct_points(tx, anna, -31 * POINT, "a mistake", new_uid()))
    other.act(set_points, 30 * POINT)
    assert other.pays(cash="rest").to_pay == money("17.00"), "what is not held pays"
    till.works()
    assert till.closes(CARD).to_pay == money("13.00")
    assert (till.fake.taken, till.live) == (money("13.00"), [])
    # 100 - 30 - 70, and a point for every whole 10.00 of the two sales.
    assert has(shop, anna) == PointsView(2 * POINT, 0, 0)


def test_points_are_free_again_when_the_card_is_declined_or_given_back(till: CardTill, anna: int) -> None:
    fills(till.desk, anna, 70)
    till.fake.answer = OperationState.DECLINED
    till.asks(CARD)
    till.works()
    assert has(till.shop, anna).held_micro == 0
    till.fake.answer = OperationState.APPROVED
    till.asks(CARD)
    till.works()
    (charged,) = till.live
    assert has(till.shop, anna).held_micro == 70 * POINT
    till.gives_back(charged)
    assert has(till.shop, anna) == PointsView(100 * POINT)


def test_a_gift_card_is_nobody_elses_while_the_card_is_charged(till: CardTill) -> None:
    shop = till.shop
    code = sells_card(till.desk, "10.00")
    till.desk.adds(shop.product("Saw", "16.00"))
    gift = TenderRequest("gift_card", money("7.00"), code)
    assert till.asks(gift, CARD) is not None
    with pytest.raises(Conflict, match="gift_card_held"):
        spends_elsewhere(shop, code, "4.00")
    uid, shop_id = gift_card(shop, code).uid, shop.id
    with pytest.raises(Conflict, match="gift_card_held"):
        shop.changes(lambda tx: replace_gift_card(tx, uid, shop_id, "lost"))
    with pytest.raises(Conflict, match="gift_card_held"):
        shop.changes(lambda tx: write_off(tx, uid, shop_id, "too old"))
    spends_elsewhere(shop, code, "3.00")
    assert gift_card(shop, code).refused(date(2026, 3, 6)) == "held"
    till.works()
    till.closes(gift, CARD)
    assert (till.fake.taken, gift_card(shop, code).balance, gift_card(shop, code).held) == (money("9.00"), ZERO, ZERO)
    assert shop.faults() == ([], [])


def test_a_gift_card_whose_sale_is_voided_is_nobody_elses_while_the_money_goes_back(till: CardTill) -> None:
    shop = till.shop
    code = sells_card(till.desk, "10.00")
    till.desk.act(sell_gift_card, new_uid(), money("5.00"), code)
    sold, uid = till.pays(CARD), new_uid()
    assert till.desk.does(void_by_card, sold.uid, uid, "a mistake", new_uid(), {}) is not None
    with pytest.raises(Conflict, match="gift_card_held"):
        spends_elsewhere(shop, code, "11.00")
    till.works()
    till.desk.does(void_sale, sold.uid, uid, "a mistake")
    assert (till.fake.taken, gift_card(shop, code).free) == (ZERO, money("10.00"))
    assert shop.faults() == ([], [])


def test_what_was_held_too_long_is_let_go_and_costs_nobody_money(till: CardTill) -> None:
    shop = till.shop
    code = sells_card(till.desk, "10.00")
    till.desk.adds(shop.product("Saw", "12.00"))
    gift = TenderRequest("gift_card", money("10.00"), code)
    till.asks(gift, CARD)
    till.works()
    free_old_value(shop.database)
    assert gift_card(shop, code).free == ZERO
    shop.clock.advance(HELD_FOR)
    free_old_value(shop.database)
    spends_elsewhere(shop, code, "4.00")
    for _again in range(2):
        with pytest.raises(Conflict, match="gift_card_too_little"):
            till.closes(gift, CARD)
    (charged,) = till.live
    assert (charged.approved, till.fake.taken, gift_card(shop, code).balance) == (
        money("2.00"),
        money("2.00"),
        money("6.00"),
    )
    # What is left of the gift card, the money that was charged, and another card for the rest.
    sale = till.pays(TenderRequest("gift_card", money("6.00"), code), TenderRequest("card", money("2.00")), CARD)
    assert [amount for kind, amount in sale.tenders if kind == "card"] == [money("2.00"), money("4.00")]
    assert (till.fake.taken, till.booked, till.live) == (money("6.00"), money("6.00"), [])
    assert gift_card(shop, code).balance == ZERO
    assert shop.faults() == ([], [])
