"""Tips: beside the sale, in the drawer and at the terminal, held for a person until they are paid out."""

from typing import Any

import pytest

from app.auth.accounts import set_pin
from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.money import ZERO, Money, total
from app.flows.currency import Wish, convert
from app.places.second_currency import SECOND_CODE, SECOND_RATE, SECOND_RATE_FOR
from app.reports.tips import tips_by_person
from app.wiring import currency_parts
from pos.cart import service as cart
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.void import ring_again, void_sale
from pos.papers.store import stored_paper
from pos.returns.payout import refundable
from pos.settings import CASH_STEP
from pos.shift.tips_out import pay_out_tips
from pos.tips.ledger import held_tips
from pos.tips.settings import TIPS
from tests.factories.amounts import money
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk, tenders


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    shop.sets(TIPS, True)
    return shop.till()


@pytest.fixture
def cut(till: TillDesk) -> Goods:
    return till.shop.product("Haircut", "43.20", tax="20", stocked=False)


def sells(till: TillDesk, goods: Goods, tip: str, **how: Any) -> CompletedSale:
    till.adds(goods)
    till.act(cart.set_tip, money(tip))
    return till.pays(**how)


def held(shop: Shop) -> dict[str, Money]:
    with shop.database.read_unit() as tx:
        return {one.name: one.held for one in held_tips(tx)}


def paper(till: TillDesk, document: str) -> str:
    with till.shop.database.read_unit() as tx:
        return str(stored_paper(tx, document))


def test_a_tip_is_in_the_drawer_and_in_no_figure_of_the_sale(till: TillDesk, cut: Goods) -> None:
    by_cash = sells(till, cut, "1.80", cash="50.00")
    by_card = sells(till, cut, "4.00", card="rest")
    assert (by_cash.to_pay, by_cash.paid, by_cash.change) == (money("43.20"), money("48.20"), money("5.00"))
    assert by_cash.tenders == (("cash", money("50.00")),)
    assert by_card.tenders == (("card", money("47.20")),)
    kept = till.sale(by_card)
    assert kept.tip is not None
    assert (kept.head.gross, kept.head.tax, kept.tip.amount) == (money("43.20"), money("7.20"), money("4.00"))
    assert f"Tip for {till.cashier.name}" in paper(till, f"receipt:{by_card.uid}")
    assert held(till.shop) == {till.cashier.name: money("5.80")}
    assert till.expected_cash == money("145.00")
    closed = till.closes()
    figures = closed.figures
    assert (figures.gross, figures.tips.by_tender) == (
        money("86.40"),
        {"cash": money("1.80"), "card": money("4.00")},
    )
    assert figures.tips.by_person == ((till.cashier.name, money("5.80")),)
    assert "Tips in cash" in paper(till, closed.document)


def test_the_same_payment_again_gives_one_tip(till: TillDesk, cut: Goods) -> None:
    till.adds(cut)
    till.act(cart.set_tip, money("2.00"))
    first = till.act(checkout, None, tenders(cash="rest"))
    again = till.act(checkout, None, tenders(card="rest"))
    assert again.repeated
    assert (again.tip, again.tenders) == (first.tip, first.tenders)
    assert held(till.shop) == {till.cashier.name: money("2.00")}


def test_it_is_for_whoever_is_chosen_and_paid_out_once_against_a_slip(till: TillDesk, cut: Goods) -> None:
    anna = till.shop.cashier("Anna")
    assert anna.account_id is not None
    anna_id = anna.account_id
    till.shop.changes(lambda tx: set_pin(tx, anna_id, "any"))
    till.adds(cut)
    till.act(cart.set_tip, money("6.80"), anna_id)
    till.pays(card="50.00")
    assert held(till.shop) == {"Anna": money("6.80")}
    uid, before = new_uid(), till.expected_cash
    paid = till.does(pay_out_tips, uid, anna_id, money("5.00"))
    assert till.does(pay_out_tips, uid, anna_id) == paid
    assert till.expected_cash == before - money("5.00")
    with pytest.raises(Conflict, match="more_than_tips"):
        till.does(pay_out_tips, new_uid(), anna_id, money("1.81"))
    with pytest.raises(BadInput, match="amount_not_positive"):
        till.does(pay_out_tips, new_uid(), anna_id, ZERO)
    assert held(till.shop) == {"Anna": money("1.80")}
    slip = paper(till, f"cash:{uid}")
    assert "Tips paid out" in slip
    assert "Anna" in slip
    figures = till.closes().figures
    assert figures.cash_entries == {"tips_out": money("-5.00")}
    assert figures.tips.paid_out == money("5.00")
    till.opens()
    assert till.does(pay_out_tips, new_uid(), anna_id).amount == money("1.80")
    assert held(till.shop) == {}
    till.cashier = till.shop.cashier(without={"shift.cash"})
    with pytest.raises(Forbidden):
        till.does(pay_out_tips, new_uid(), anna_id, money("1.00"))


def test_a_void_takes_it_back_and_a_return_leaves_it(till: TillDesk, cut: Goods) -> None:
    first = sells(till, cut, "5.00", cash="30.00", card="18.20")
    void = till.does(void_sale, first.uid, new_uid(), "mistake")
    assert dict(void.tenders) == {"cash": money("-30.00"), "card": money("-18.20")}
    assert void.tip is not None
    assert void.tip.amount == money("-5.00")
    assert held(till.shop) == {}
    till.act(ring_again, first.uid)
    assert till.rung_up.with_tip == money("48.20")
    again = till.pays(card="20.00", cash="rest")
    assert dict(again.tenders) == {"card": money("20.00"), "cash": money("28.20")}
    till.takes_back(again)
    out = till.pays_out()
    assert dict(out.tenders) == {"cash": money("-23.20"), "card": money("-20.00")}
    assert held(till.shop) == {till.cashier.name: money("5.00")}
    assert till.expected_cash == money("105.00")


def test_what_cannot_be_a_tip_is_refused(till: TillDesk, cut: Goods) -> None:
    till.adds(cut)
    till.act(cart.remove_line, till.rung_up.lines[0].uid)
    with pytest.raises(Conflict, match="cart_empty"):
        till.act(cart.set_tip, money("1.00"))
    till.adds(cut)
    for amount, code in ((money("-1.00"), "amount_not_positive"), (Money(10**15), "amount_too_large")):
        with pytest.raises(BadInput, match=code):
            till.act(cart.set_tip, amount)
    with pytest.raises(BadInput, match="unknown_person"):
        till.act(cart.set_tip, money("1.00"), 10**6)
    till.act(cart.set_tip, money("5.00"))
    with pytest.raises(Conflict, match="tenders_below_total"):
        till.act(checkout, None, tenders(cash="48.19"))
    with pytest.raises(BadInput, match="tender_too_high"):
        till.act(checkout, None, tenders(card="48.21"))
    till.is_of(till.shop.customer(credit="100.00"))
    with pytest.raises(Conflict, match="tip_on_account"):
        till.act(checkout, None, tenders(account="rest"))
    assert till.pays(account="rest", cash="5.00").tip is not None


def test_it_can_be_undone_and_goes_with_the_goods(till: TillDesk, cut: Goods) -> None:
    till.adds(cut)
    till.act(cart.set_tip, money("2.00"))
    till.act(cart.set_tip, money("3.00"))
    assert till.act(cart.undo).cart.with_tip == money("45.20")
    till.act(cart.remove_line, till.rung_up.lines[0].uid)
    till.adds(cut)
    assert till.rung_up.tip is None
    till.shop.sets(TIPS, False)
    with pytest.raises(Conflict, match="tips_off"):
        till.act(cart.set_tip, money("2.00"))


def test_a_tip_is_whole_coins_where_cash_is_rounded(till: TillDesk, cut: Goods) -> None:
    till.shop.sets(CASH_STEP, 5)
    odd = till.shop.product("Comb", "0.99", stocked=False)
    till.adds(odd)
    with pytest.raises(BadInput, match="tip_not_in_coins"):
        till.act(cart.set_tip, money("1.02"))
    till.act(cart.set_tip, money("1.00"))
    done = till.pays(cash="rest")
    assert (done.to_pay, total(amount for _, amount in done.tenders)) == (money("1.00"), money("2.00"))


def test_what_is_held_goes_over_into_another_currency(database: Database, clock: SetClock) -> None:
    leva = Shop(database, clock, "BGN")
    for setting, value in ((SECOND_CODE, "EUR"), (SECOND_RATE, "1.95583"), (SECOND_RATE_FOR, "second")):
        leva.sets(setting, value)
    leva.sets(TIPS, True)
    till = leva.till()
    done = sells(till, leva.product("Haircut", "20.00", stocked=False), "3.00", card="rest")
    till.closes()
    changed = database.transact(FITTER, lambda tx: convert(tx, currency_parts(), Wish("EUR")))
    tips = [(one.kind, one.name, one.old, one.new) for one in changed.amounts if one.kind == "tips"]
    assert tips == [("tips", till.cashier.name, money("3.00"), money("1.53"))]
    assert held(leva) == {till.cashier.name: money("1.53")}
    lines = [line.id for line in till.sale(done).lines]
    with database.read_unit() as tx:
        (of_person,) = tips_by_person(tx, clock.now().date(), clock.now().date())
        assert refundable(tx, lines) == {"card": money("10.23")}
    assert (of_person.card, of_person.held) == (money("1.53"), money("1.53"))
    till.opens()
    assert till.cashier.account_id is not None
    assert till.does(pay_out_tips, new_uid(), till.cashier.account_id).amount == money("1.53")
