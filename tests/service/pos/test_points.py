"""Points at the till: earned, spent, taken back with goods, on each database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core.clock import SetClock
from app.core.errors import Conflict
from app.core.ids import new_uid
from loyalty.points.ledger import entries_of
from loyalty.program.values import Program
from loyalty.rules.points import EarnRule, Tier
from loyalty.rules.selection import Selection
from pos.cart import service as cart
from pos.cart.points import set_points
from pos.cart.why import explain_line
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.void import ring_again, void_sale
from pos.papers.store import stored_paper
from pos.sale.naming import name_customer
from tests.factories.amounts import money
from tests.factories.loyalty import POINT, gets_points, points, points_program, runs
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk, tenders
from warehouse.catalogue.categories import create_category, move_category, set_earning
from warehouse.catalogue.models import Product
from warehouse.catalogue.products import product, update_product


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    runs(shop, points_program())
    return shop.till()


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "100.00")


@pytest.fixture
def anna(till: TillDesk) -> int:
    return till.shop.customer("Anna")


def has(till: TillDesk, customer_id: int) -> float:
    assert till.shop.faults() == ([], [])
    return points(till.shop.database, customer_id)


def sells(till: TillDesk, goods: Goods, customer_id: int, pieces: str = "1", *, spent: int = 0) -> CompletedSale:
    till.adds(goods, pieces)
    till.is_of(customer_id)
    if spent:
        till.act(set_points, spent * POINT)
    return till.pays(cash="rest")


def ledger(till: TillDesk, customer_id: int) -> list[tuple[str, float]]:
    with till.shop.database.read_unit() as tx:
        return [(one.kind, one.points_micro / POINT) for one in reversed(entries_of(tx, customer_id))]


def test_a_sale_earns_and_spends_and_says_so(till: TillDesk, saw: Goods, anna: int) -> None:
    gets_points(till.shop, anna, 50)
    till.adds(saw)
    before = till.is_of(anna).cart.points
    assert before is not None
    assert (before.has_micro, before.earned_micro, before.most_micro) == (50 * POINT, 10 * POINT, 50 * POINT)

    shown = till.act(set_points, 30 * POINT).cart
    assert shown.gross == money("97.00")
    assert shown.lines[0].discounts[0].source == "points"
    assert shown.points is not None
    assert (shown.points.spent_micro, shown.points.earned_micro) == (30 * POINT, 9 * POINT)
    done = till.pays(cash="rest")

    assert ledger(till, anna) == [("bonus", 50), ("spend", -30), ("earn", 9)]
    assert has(till, anna) == 29
    with till.shop.database.read_unit() as tx:
        paper = str(stored_paper(tx, f"receipt:{done.uid}"))
    for words in ("Points earned", "Points spent", "Your points now", "'29'"):
        assert words in paper


def test_more_points_than_the_share_allows_are_cut(till: TillDesk, saw: Goods, anna: int) -> None:
    gets_points(till.shop, anna, 5000)
    till.adds(saw)
    till.is_of(anna)
    view = till.act(set_points, 5000 * POINT).cart
    assert view.gross == money("0.00")
    assert view.points is not None
    assert view.points.spent_micro == view.points.most_micro == 1000 * POINT
    assert till.act(cart.undo).cart.gross == money("100.00")


def test_points_are_spent_by_their_customer_only(till: TillDesk, saw: Goods, anna: int) -> None:
    till.adds(saw)
    with pytest.raises(Conflict, match="points_need_customer"):
        till.act(set_points, POINT)
    till.is_of(anna)
    with pytest.raises(Conflict, match="not_enough_points"):
        till.act(set_points, POINT)
    gets_points(till.shop, anna, 5)
    till.act(set_points, 5 * POINT)
    assert till.act(cart.set_customer, new_uid(), None).cart.gross == money("100.00")


def test_a_return_in_parts_takes_back_what_it_brought_to_the_point(till: TillDesk, anna: int) -> None:
    oil = till.shop.product("Oil", "33.40")
    gets_points(till.shop, anna, 20)
    done = sells(till, oil, anna, "3", spent=10)
    assert has(till, anna) == 19  # 99.20 paid bring 9
    for left in (16 + 4 - 1, 16 + 3 + 2 - 2, 20):
        till.takes_back(done, "1")
        till.pays_out()
        assert has(till, anna) == pytest.approx(left, abs=3)
    assert has(till, anna) == 20


def test_a_void_gives_everything_back_and_rings_up_the_same(till: TillDesk, saw: Goods, anna: int) -> None:
    gets_points(till.shop, anna, 50)
    done = sells(till, saw, anna, spent=40)
    till.does(void_sale, done.uid, new_uid(), "wrong")
    assert has(till, anna) == 50
    till.act(ring_again, done.uid)
    assert till.rung_up.gross == money("96.00")


def test_points_spent_before_the_goods_came_back_are_a_debt_that_blocks(till: TillDesk, saw: Goods, anna: int) -> None:
    done = sells(till, saw, anna, "2")
    sells(till, till.shop.product("Nails", "20.00"), anna, spent=20)
    assert has(till, anna) == 1
    till.takes_back(done)
    assert till.rung_up.points is not None
    assert till.rung_up.points.after_micro == -19 * POINT
    till.pays_out()
    assert has(till, anna) == -19

    till.adds(saw)
    till.is_of(anna)
    with pytest.raises(Conflict, match="not_enough_points"):
        till.act(set_points, POINT)
    till.pays(cash="rest")
    assert has(till, anna) == -9, "what is earned pays the debt first"


def test_pledges_earn_nothing_and_a_tier_is_named_on_its_discount(till: TillDesk, anna: int) -> None:
    runs(till.shop, points_program(Tier("Silver", money("150.00"))))
    bottle = till.shop.pledge("Bottle", "10.00")
    water = till.shop.product("Water", "20.00", pledges={bottle: 1})
    sells(till, water, anna, "5")
    assert has(till, anna) == 10
    till.adds(water)
    view = till.is_of(anna).cart.points
    assert view is not None
    assert (view.next_tier, view.to_next) == ("Silver", money("30.00"))


def test_who_is_named_after_the_payment_gets_what_the_receipt_promised(till: TillDesk, saw: Goods, anna: int) -> None:
    till.adds(saw, "2")
    view = till.rung_up.points
    assert view is not None
    assert view.earned_micro == 20 * POINT
    done = till.pays(cash="rest")
    till.takes_back(done, "1")
    till.act(cart.set_customer, new_uid(), till.shop.customer("Somebody"), instead=True)
    till.pays_out()
    for _ in range(2):
        till.shop.database.transact(FITTER, lambda tx: name_customer(tx, done.uid, anna))
    assert has(till, anna) == 10
    till.takes_back(done)
    till.pays_out()
    assert has(till, anna) == 0


def test_points_that_went_elsewhere_meanwhile_are_refused_at_the_till(till: TillDesk, saw: Goods, anna: int) -> None:
    gets_points(till.shop, anna, 50)
    till.adds(saw)
    till.is_of(anna)
    seen = till.act(set_points, 50 * POINT).cart.gross
    other = till.shop.till()
    sells(other, saw, anna, spent=45)
    with pytest.raises(Conflict, match="not_enough_points"):
        till.act(checkout, None, tenders(cash="rest"), seen)
    till.act(set_points, 14 * POINT)
    till.pays(cash="rest")
    assert has(till, anna) == 9


def test_spent_points_come_back_with_the_end_they_had(till: TillDesk, saw: Goods, anna: int, clock: SetClock) -> None:
    runs(till.shop, replace(points_program(), expiry_months=1))
    gets_points(till.shop, anna, 30)
    done = sells(till, saw, anna, spent=30)
    till.takes_back(done)
    till.pays_out()
    assert has(till, anna) == 30
    clock.advance(timedelta(days=40))
    late = till.shop.till()
    late.adds(saw)
    view = late.is_of(anna).cart.points
    assert view is not None
    assert view.has_micro == 0
    late.pays(cash="rest")
    assert ledger(late, anna)[-2:] == [("expire", -30), ("earn", 10)]


def test_a_programme_switched_off_prices_and_writes_as_if_there_were_none(shop: Shop) -> None:
    runs(shop, Program(enabled=False, rules=points_program().rules))
    till, anna = shop.till(), shop.customer("Anna")
    till.adds(shop.product("Saw", "100.00"))
    assert till.is_of(anna).cart.points is None
    till.pays(cash="rest")
    assert ledger(till, anna) == []


def test_points_of_a_category_are_earned_below_it_only(till: TillDesk, saw: Goods, anna: int) -> None:
    shop = till.shop
    tools = shop.changes(lambda tx: create_category(tx, "Tools"))
    saws = shop.changes(lambda tx: create_category(tx, "Saws", tools))
    shop.changes(lambda tx: tx.execute(update(Product).where(Product.id == saw.id).values(category_id=saws)))
    program = points_program()
    of_tools = EarnRule(POINT, per_amount=money("10.00"), goods=Selection(categories=("tools",)))
    runs(shop, replace(program, rules=replace(program.rules, earn=(of_tools,))))
    till.adds(shop.product("Nails", "50.00"))
    done = sells(till, saw, anna)
    assert has(till, anna) == 10
    till.takes_back(done, line=0)
    till.pays_out()
    assert has(till, anna) == 10, "the nails brought nothing"
    till.takes_back(done, line=1)
    till.pays_out()
    assert has(till, anna) == 0


def test_goods_that_bring_no_points_say_so_and_a_category_says_it_for_all_below(till: TillDesk, anna: int) -> None:
    shop = till.shop
    tools = shop.changes(lambda tx: create_category(tx, "Tools"))
    saws = shop.changes(lambda tx: create_category(tx, "Saws", tools))
    saw, oil, stamp = (shop.product(name, "100.00") for name in ("Saw", "Oil", "Stamp"))
    shop.changes(lambda tx: update_product(tx, saw.id, replace(product(tx, saw.id).data, category_id=saws)))
    shop.changes(lambda tx: update_product(tx, stamp.id, replace(product(tx, stamp.id).data, earns=False)))
    shop.changes(lambda tx: set_earning(tx, tools, earns=False))
    for one in (saw, oil, stamp):
        till.adds(one)
    lines = [line.uid for line in till.is_of(anna).cart.lines]
    with shop.database.read_unit() as tx:
        assert [explain_line(tx, till.id, uid).earns_nothing for uid in lines] == [True, False, True]
    done = till.pays(cash="rest")
    assert has(till, anna) == 10
    till.does(void_sale, done.uid, new_uid(), "rung up twice")
    till.act(ring_again, done.uid)
    shop.changes(lambda tx: move_category(tx, saws, None, 0))
    till.adds(saw)
    till.pays(cash="rest")
    assert has(till, anna) == 20, "the oil again, and a saw that is no tool any more"
