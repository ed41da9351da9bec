"""Paying at a connected card terminal: pending first, charged once, never forgotten."""

from datetime import timedelta
from typing import Final

import pytest

from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.core.money import Money
from devices.card.port import OperationState
from devices.errors import Trouble
from devices.fakes import Step
from pos.cart import service as cart
from pos.checkout.by_card import Asked, pay_by_card
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import void_sale
from pos.papers.store import stored_paper
from pos.payments.devices import add_terminal, change_terminal
from pos.shift.figures import figures_of
from tests.factories.amounts import money
from tests.factories.card import CardTill
from tests.factories.shop import Shop

CARD: Final = TenderRequest("card")
CASH: Final = TenderRequest("cash")


def card(amount: str) -> TenderRequest:
    return TenderRequest("card", money(amount))


def connects(till: CardTill, address: str, *, active: bool) -> None:
    till.shop.changes(lambda tx: change_terminal(tx, till.device_id, "Terminal", address, active=active))


def by_hand(amount: str | None = None) -> TenderRequest:
    return TenderRequest("card", None if amount is None else money(amount), by_hand=True)


@pytest.fixture
def till(shop: Shop) -> CardTill:
    """A till with a terminal and one saw of 12.00 rung up."""
    till = CardTill(shop)
    till.desk.adds(shop.product("Saw", "12.00"))
    return till


def test_a_sale_is_paid_at_the_terminal_and_says_so_everywhere(till: CardTill) -> None:
    begun = till.asks(CARD)
    assert begun is not None
    assert (begun.state, begun.amount, till.fake.memory) == ("waiting", money("12.00"), {})
    for tender in (CARD, CASH):
        with pytest.raises(Conflict, match="card_payment_under_way"):
            till.closes(tender)
    till.works()
    assert till.known(begun).state == "approved"
    assert till.asks(CARD) is None
    sale = till.closes(CARD)
    assert till.known(begun).state == "in_sale"
    assert (till.fake.taken, till.booked, till.live) == (money("12.00"), money("12.00"), [])
    shift = till.desk.shift()
    assert shift is not None
    with till.shop.database.read_unit() as tx:
        figures = figures_of(tx, shift.id)
        paper = str(stored_paper(tx, f"receipt:{sale.uid}"))
    assert figures.cards_by_terminal == figures.tenders["card"] == money("12.00")
    assert "FOR TESTS AND TRAINING" in paper
    assert till.shop.faults() == ([], [])


def test_two_cards_and_cash_pay_one_sale(till: CardTill) -> None:
    parts = (card("5.00"), card("4.00"), TenderRequest("cash", money("10.00")))
    sale = till.pays(*parts)
    assert sale.tenders == (("card", money("5.00")), ("card", money("4.00")), ("cash", money("10.00")))
    assert (till.fake.taken, till.booked) == (money("9.00"), money("9.00"))
    assert len(till.fake.memory) == 2


def test_pressed_twice_and_sent_twice_is_one_payment(till: CardTill) -> None:
    uid = new_uid()
    first = till.asks(CARD, uid=uid)
    assert first is not None
    again, other = till.asks(CARD, uid=uid), till.asks(CARD)
    assert again is not None
    assert other is not None
    assert again.uid == other.uid == first.uid
    till.works()
    known = till.asks(CARD, uid=uid)
    assert known is not None
    assert known.state == "approved"
    assert till.asks(CARD) is None
    assert till.fake.taken == money("12.00")


def test_what_would_be_refused_is_refused_before_the_card_is_charged(till: CardTill) -> None:
    with pytest.raises(Conflict, match="tenders_below_total"):
        till.asks(card("5.00"))
    with pytest.raises(Conflict, match="cart_changed"):
        till.desk.does(pay_by_card, Asked(new_uid(), till.desk.cart_uid, 77, (CARD,)))
    assert till.live == []
    assert till.closes(CASH).number == 1


def test_a_cart_with_a_payment_does_not_change(till: CardTill) -> None:
    till.asks(CARD)
    other = till.shop.product("Oil", "3.00")
    for change in (lambda: till.desk.adds(other), lambda: till.desk.act(cart.drop_cart, "gone")):
        with pytest.raises(Conflict, match="cart_being_paid"):
            change()
    till.works()
    with pytest.raises(Conflict, match="cart_being_paid"):
        till.desk.adds(other)
    (paid,) = till.live
    assert till.gives_back(paid).state == "given_back"
    assert (till.known(paid).state, till.fake.taken, till.booked) == ("given_back", Money(0), Money(0))
    till.desk.adds(other)
    assert till.pays(CARD).to_pay == money("15.00")


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (OperationState.DECLINED, Trouble.CARD_DECLINED),
        (OperationState.CANCELLED, Trouble.CARD_CANCELLED),
        (OperationState.TIMED_OUT, Trouble.CARD_TIMED_OUT),
    ],
)
def test_a_customer_who_does_not_pay_leaves_every_other_way_open(
    till: CardTill, answer: OperationState, trouble: Trouble
) -> None:
    till.fake.answer = answer
    begun = till.asks(CARD)
    till.works()
    assert begun is not None
    ended = till.known(begun)
    assert ended.outcome is not None
    assert (ended.state, ended.outcome.trouble, till.live) == ("ended", trouble, [])
    assert till.closes(CASH).tenders == (("cash", money("12.00")),)
    assert (till.fake.taken, till.booked) == (Money(0), Money(0))


def test_the_till_cancels_before_and_after_the_terminal_was_told(till: CardTill) -> None:
    first = till.asks(CARD)
    assert first is not None
    till.cancels(first)
    till.works()
    assert (till.known(first).state, till.fake.memory) == ("ended", {})
    till.fake.answer = None
    second = till.asks(CARD)
    assert second is not None
    till.works()
    assert till.known(second).state == "waiting"
    till.cancels(second)
    till.works()
    assert till.known(second).state == "ended"
    third = till.asks(CARD)
    assert third is not None
    till.works()
    till.fake.customer(OperationState.APPROVED)
    till.cancels(third)
    till.works()
    assert till.known(third).state == "approved"


def test_a_part_and_a_wrong_amount_have_a_way_on(till: CardTill) -> None:
    till.fake.part = money("7.00")
    till.asks(CARD)
    till.works()
    with pytest.raises(Conflict, match="card_amounts_differ"):
        till.closes(CARD)
    with pytest.raises(Conflict, match="card_amounts_differ"):
        till.asks(CARD)
    sale = till.pays(card("7.00"), CASH)
    assert sale.tenders == (("card", money("7.00")), ("cash", money("5.00")))
    till.desk.adds(till.shop.product("Oil", "3.00"))
    till.fake.part = money("33.00")
    till.asks(CARD)
    till.works()
    with pytest.raises(Conflict, match="card_amounts_differ"):
        till.closes(CARD)
    till.fake.part = None
    (wrong,) = till.live
    till.gives_back(wrong)
    till.pays(CARD)
    assert (till.fake.taken, till.booked) == (money("10.00"), money("10.00"))


def test_out_of_reach_nothing_waits_and_a_card_may_be_taken_by_hand(till: CardTill) -> None:
    till.fake.troubles[Step.BEFORE] = Trouble.UNREACHABLE
    begun = till.asks(CARD)
    till.works()
    assert begun is not None
    assert till.known(begun).state == "ended"
    assert till.asks(by_hand()) is None
    till.closes(by_hand())
    shift = till.desk.shift()
    assert shift is not None
    with till.shop.database.read_unit() as tx:
        figures = figures_of(tx, shift.id)
    assert (figures.tenders["card"], figures.cards_by_terminal) == (money("12.00"), Money(0))


def test_goods_that_come_back_go_to_the_last_card_first(till: CardTill) -> None:
    shop, saw = till.shop, till.shop.product("Lamp", "10.00")
    till.desk.adds(saw)
    sale = till.pays(card("9.00"), card("6.00"), CASH)
    till.desk.takes_back(sale)
    till.pays(card("-12.00"))
    backs = [one for one in till.fake.memory.values() if one.kind == "refund"]
    assert [one.amount for one in backs] == [money("6.00"), money("6.00")]
    assert (till.fake.taken, till.booked) == (money("3.00"), money("3.00"))
    assert shop.faults() == ([], [])


def test_a_void_gives_the_cards_money_back_first(till: CardTill) -> None:
    sale = till.pays(card("5.00"), card("7.00"))
    with pytest.raises(Conflict, match="card_not_given_back"):
        till.desk.does(void_sale, sale.uid, new_uid(), "a mistake")
    till.voids(sale)
    assert {one.kind for one in till.fake.memory.values()} == {"payment", "reversal"}
    assert (till.fake.taken, till.booked, till.live) == (Money(0), Money(0), [])


def test_nobody_knows_so_a_senior_decides_and_nobody_is_charged_twice(till: CardTill) -> None:
    till.fake.troubles[Step.AFTER] = Trouble.NO_ANSWER
    till.fake.before_answer = lambda: till.fake.troubles.update({Step.BEFORE: Trouble.UNREACHABLE})
    begun = till.asks(CARD)
    assert begun is not None
    till.works()
    assert till.known(begun).state == "doubtful"
    with pytest.raises(Conflict, match="card_payment_under_way"):
        till.closes(CARD)
    with pytest.raises(BadInput, match="authorisation_needed"):
        till.decides(begun, "moved")
    till.decides(begun, "moved", "998877")
    sale = till.pays(CARD)
    assert sale.tenders == (("card", money("12.00")),)
    with pytest.raises(Conflict, match="card_payment_not_doubtful"):
        till.decides(begun, "not_moved")
    assert till.fake.taken == money("12.00")


def test_another_terminal_cannot_tell(till: CardTill) -> None:
    till.fake.troubles[Step.AFTER] = Trouble.NO_ANSWER
    till.fake.before_answer = lambda: setattr(till.fake, "serial_number", "OTHER")
    begun = till.asks(CARD)
    assert begun is not None
    till.works()
    doubt = till.known(begun).event("doubtful")
    assert doubt is not None
    assert (doubt.trouble, doubt.maker_code) == (Trouble.TERMINAL_SWAPPED, "OTHER")
    till.decides(begun, "not_moved")
    assert till.desk.rung_up.lines
    assert till.live == []


def test_an_approved_payment_may_have_gone_back_otherwise(till: CardTill) -> None:
    till.asks(CARD)
    till.works()
    (paid,) = till.live
    till.decides(paid, "given_back")
    assert till.known(paid).state == "given_back"
    assert till.closes(CASH).to_pay == money("12.00")


def test_a_payment_that_nobody_took_up_is_not_told_later(till: CardTill) -> None:
    begun = till.asks(CARD)
    assert begun is not None
    till.shop.clock.advance(timedelta(minutes=1))
    till.works()
    ended = till.known(begun)
    assert ended.outcome is not None
    assert (ended.outcome.trouble, till.fake.memory) == (Trouble.CARD_NOT_SENT, {})


def test_a_till_has_one_terminal_at_an_address_that_can_be(till: CardTill) -> None:
    with pytest.raises(BadInput, match="terminal_there"):
        till.shop.changes(lambda tx: add_terminal(tx, till.desk.id, "Two", "training+tcp://127.0.0.1"))
    for address in ("escpos+tcp://127.0.0.1", "training+file:///x", "training+tcp://127.0.0.1?baud=1"):
        with pytest.raises(BadInput):
            connects(till, address, active=True)
    connects(till, "training+tcp://127.0.0.1", active=False)
    assert till.asks(CARD) is None
    assert till.closes(CARD).tenders == (("card", money("12.00")),)
