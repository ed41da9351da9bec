"""Visit packages at the till: sold to somebody, used, taken back, never more than there is."""

from datetime import timedelta
from functools import partial

import pytest

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO
from app.crm.customers import CustomerData, create_customer
from app.crm.merging import merge_customers, undo_merge
from app.flows.currency import Wish, convert
from app.places.second_currency import SECOND_CODE, SECOND_RATE, SECOND_RATE_FOR
from app.wiring import currency_parts, merge_parts, subscribed_events
from loyalty.packages.keeping import correct_package, freeze_package, unfreeze_package, write_off
from pos.cart import service as cart
from pos.cart.packages import leave_package, use_package
from pos.checkout.void import ring_again, void_sale
from pos.papers.store import stored_paper
from pos.shift.service import x_report
from tests.factories.amounts import money
from tests.factories.packages import owed, package, package_of, sells_package, service, visits
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.events import ServiceEnded


def paper(till: TillDesk, document: str) -> str:
    with till.shop.database.read_unit() as tx:
        return str(stored_paper(tx, document))


def test_a_package_is_turnover_when_it_is_sold_and_its_visits_cost_nothing(till: TillDesk) -> None:
    shop = till.shop
    massage = service(shop)
    ann = shop.customer("Ann")
    goods = package_of(shop, massage)
    with pytest.raises(Conflict, match="package_is_service"):
        shop.changes(lambda tx: subscribed_events().publish(tx, ServiceEnded(goods.id, goods.name)))
    till.adds(goods)
    with pytest.raises(Conflict, match="package_needs_customer"):
        till.pays(cash="rest")
    till.is_of(ann)
    till.act(cart.set_cart_discount, 1000, ZERO, "opening week")
    sold = till.pays(cash="rest")
    bought = package(shop, ann)
    assert (sold.to_pay, bought.paid, bought.value, bought.visits_left) == (money("270.00"),) * 3 + (10,)
    assert "Visits: 10" in paper(till, f"receipt:{sold.uid}")
    till.is_of(ann)
    (offer,) = till.adds(massage).cart.packages
    assert (offer.name, offer.left, offer.visits) == ("10 visits", 10, 10)
    shown = till.act(use_package, offer.line_uid, offer.package_uid).cart
    assert (shown.to_pay, shown.packages, shown.lines[0].visit and shown.lines[0].visit.left) == (ZERO, (), 9)
    assert till.act(leave_package, offer.line_uid).cart.to_pay == money("35.00")
    assert till.act(cart.undo).cart.to_pay == ZERO
    used = till.pays()
    assert "visits left: 9 of 10" in paper(till, f"receipt:{used.uid}")
    assert (package(shop, ann).visits_left, package(shop, ann).value) == (9, money("243.00"))
    with shop.database.read_unit() as tx:
        figures = x_report(tx, till.id)
    assert (figures.turnover, figures.packages.sold) == (money("270.00"), money("270.00"))
    assert (figures.packages.visits, figures.packages.visits_worth) == (1, money("27.00"))
    assert "Visit packages (paid before)" in paper(till, till.closes().document)
    assert shop.faults() == ([], [])


def test_what_is_left_is_paid_back_at_its_share_and_never_twice(till: TillDesk) -> None:
    shop, ann = till.shop, till.shop.customer("Ann")
    massage = service(shop)
    sold = sells_package(till, package_of(shop, massage, visits=3, price="100.00"), ann)
    visits(till, massage, ann, package(shop, ann))
    visit = till.pays()
    till.takes_back(sold)
    assert till.rung_up.to_pay == money("-66.67")
    visits(till, massage, ann, package(shop, ann), "2")
    with pytest.raises(Conflict, match="package_too_few"):
        till.pays_out()
    till.act(cart.remove_line, till.rung_up.lines[1].uid)
    till.pays_out()
    assert (package(shop, ann).visits_left, package(shop, ann).value) == (0, ZERO)
    with pytest.raises(Conflict, match="more_than_sold"):
        till.takes_back(sold, "1")
    till.takes_back(visit)
    till.pays()
    assert (package(shop, ann).visits_left, package(shop, ann).value) == (1, money("33.33"))
    till.takes_back(sold)
    assert till.pays_out().to_pay == money("-33.33")
    assert package(shop, ann).value == ZERO
    assert shop.faults() == ([], [])


def test_voids_give_visits_back_and_a_package_only_while_it_is_whole(till: TillDesk) -> None:
    shop, ann = till.shop, till.shop.customer("Ann")
    massage = service(shop)
    sold = sells_package(till, package_of(shop, massage, starts="first_visit"), ann)
    assert package(shop, ann).last_day is None
    visits(till, massage, ann, package(shop, ann), "2")
    visit = till.pays()
    assert (package(shop, ann).visits_left, package(shop, ann).last_day is None) == (8, False)
    with pytest.raises(Conflict, match="package_used"):
        till.does(void_sale, sold.uid, new_uid(), "mistake")
    till.does(void_sale, visit.uid, new_uid(), "mistake")
    assert (package(shop, ann).visits_left, package(shop, ann).last_day) == (10, None)
    till.act(ring_again, visit.uid)
    assert till.pays().to_pay == ZERO
    assert package(shop, ann).visits_left == 8
    again = sells_package(till, package_of(shop, massage, visits=4, price="90.00"), ann)
    till.does(void_sale, again.uid, new_uid(), "mistake")
    assert package(shop, ann).visits_left == 0
    till.act(ring_again, again.uid)
    assert till.rung_up.to_pay == money("90.00")
    till.pays(cash="rest")
    assert (package(shop, ann).visits_left, package(shop, ann).value) == (4, money("90.00"))
    assert shop.faults() == ([], [])


def test_a_package_rests_ends_and_is_put_right_with_a_reason(till: TillDesk) -> None:
    shop, ann = till.shop, till.shop.customer("Ann")
    massage = service(shop)
    sells_package(till, package_of(shop, massage, valid_days=30, freeze_days=20), ann)
    bought = package(shop, ann)
    shop.changes(lambda tx: freeze_package(tx, bought.uid, shop.id, 15, "on holiday"))
    assert (package(shop, ann).last_day or bought.sold_at.date()) - (bought.last_day or bought.sold_at.date()) == (
        timedelta(days=15)
    )
    till.is_of(ann)
    assert not till.adds(massage).cart.packages
    with pytest.raises(Conflict, match="package_frozen"):
        till.act(use_package, till.rung_up.lines[0].uid, bought.uid)
    shop.clock.advance(timedelta(days=5))
    shop.changes(lambda tx: unfreeze_package(tx, bought.uid, shop.id, "back already"))
    rested = package(shop, ann)
    assert (rested.frozen_days, rested.last_day) == (5, (bought.last_day or rested.sold_at.date()) + timedelta(days=5))
    assert [one.left for one in till.rung_up.packages] == [10]
    shop.clock.advance(timedelta(days=40))
    assert not till.rung_up.packages
    with pytest.raises(Conflict, match="package_expired"):
        till.act(use_package, till.rung_up.lines[0].uid, bought.uid)
    assert package(shop, ann).value == money("300.00")
    shop.changes(lambda tx: correct_package(tx, bought.uid, shop.id, -1, "came before the till did"))
    assert package(shop, ann).value == money("270.00")
    shop.changes(lambda tx: write_off(tx, bought.uid, shop.id, "never came"))
    assert package(shop, ann).value == ZERO
    assert shop.faults() == ([], [])


def test_the_family_uses_a_shared_package_and_nobody_else_does(till: TillDesk) -> None:
    shop = till.shop
    mother, son, other = (
        shop.changes(partial(create_customer, data=CustomerData(name, phone)))
        for name, phone in (("Mia", "+359888123456"), ("Tom", "+359888123456"), ("Zoe", "+359888999999"))
    )
    massage, cut = service(shop), service(shop, "Haircut")
    sells_package(till, package_of(shop, massage, shared=True), mother)
    shared = package(shop, mother)
    till.is_of(son)
    (offer,) = till.adds(massage).cart.packages
    assert (offer.owner, offer.left) == ("Mia", 10)
    till.act(use_package, offer.line_uid, shared.uid)
    till.adds(cut)
    with pytest.raises(Conflict, match="package_not_for_it"):
        till.act(use_package, till.rung_up.lines[1].uid, shared.uid)
    shown = till.act(cart.set_customer, new_uid(), other, instead=True).cart
    assert (shown.to_pay, shown.packages) == (money("70.00"), ())
    with pytest.raises(Conflict, match="package_not_theirs"):
        till.act(use_package, offer.line_uid, shared.uid)
    till.pays(cash="rest")
    shop.changes(lambda tx: merge_customers(tx, merge_parts(), new_uid(), mother, other))
    visits(till, massage, other, shared)
    till.pays()
    shop.changes(lambda tx: undo_merge(tx, merge_parts(), mother))
    assert package(shop, mother).visits_left == 9
    assert shop.faults() == ([], [])


def test_what_is_owed_goes_into_another_currency(database: Database, clock: SetClock) -> None:
    shop = Shop(database, clock, "BGN")
    for setting, value in ((SECOND_CODE, "EUR"), (SECOND_RATE, "1.95583"), (SECOND_RATE_FOR, "second")):
        shop.sets(setting, value)
    till, ann, massage = shop.till(), shop.customer("Ann"), service(shop)
    sold = sells_package(till, package_of(shop, massage, visits=3, price="100.00"), ann)
    visits(till, massage, ann, package(shop, ann))
    till.pays()
    till.closes()
    shop.changes(lambda tx: convert(tx, currency_parts(), Wish("EUR")))
    assert (package(shop, ann).paid, owed(shop)) == (money("51.13"), money("34.09"))
    till.opens("200.00")
    till.takes_back(sold)
    assert till.pays_out().to_pay == money("-34.09")
    assert owed(shop) == ZERO
    assert shop.faults() == ([], [])
