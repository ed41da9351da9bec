"""Promotions tried on past receipts: figures known by hand, and what ran then gives what happened."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.core.percent import Percent
from app.crm.labels import make_label, put_label
from app.crm.merging import merge_customers
from app.places.day import today
from app.wiring import merge_parts, personal_data
from loyalty.rules.points import Tier
from pos.cart import service as cart
from pos.cart.coupons import add_coupon
from pos.cart.points import set_points
from pos.checkout.void import void_sale
from pos.recognition.groups import Group, groups_by_customer
from pos.rehearsal import running, store
from pos.rehearsal.figures import Figures
from pos.rehearsal.store import Asked, Run, begin, gainers
from tests.factories.amounts import money, qty
from tests.factories.loyalty import gets_points, points_program, runs
from tests.factories.packages import package, package_of, sells_package, service, visits
from tests.factories.promotions import TENTH, promote, promotion
from tests.factories.rehearsals import result, tried, tried_again
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.tags import set_tags
from warehouse.stock.receiving import Received, receive

BUY_TWO_GET_ONE = {"type": "buy_get", "buy": "2", "get": "1"}


@dataclass(frozen=True)
class Past:
    """A shop with receipts that a person can add up."""

    shop: Shop
    saw: Goods
    oil: Goods
    anna: int
    boris: int


def comes_in(shop: Shop, goods: Goods, pieces: str, cost: str) -> None:
    shop.changes(lambda tx: receive(tx, shop.id, Received(goods.id, qty(pieces), money(cost)), "delivery"))


def buys(till: TillDesk, customer_id: int | None, *goods: tuple[Goods, str]) -> Any:
    for one, pieces in goods:
        till.adds(one, pieces)
    if customer_id is not None:
        till.is_of(customer_id)
    return till.pays(cash="rest")


@pytest.fixture(scope="module")
def past(shared_shop: Shop) -> Past:
    """Saws cost 60.00 and oil 4.00 in all; sold without tax for 100.00 and 10.00, a cap for 20.00 has no cost."""
    shop, till = shared_shop, shared_shop.till()
    saw, oil, cap = (shop.product(name, price) for name, price in (("Saw", "120"), ("Oil", "12"), ("Cap", "24")))
    shop.changes(lambda tx: set_tags(tx, oil.id, ["oil"]))
    comes_in(shop, saw, "1", "50.00")
    comes_in(shop, saw, "3", "190.00")
    comes_in(shop, oil, "100", "400.00")
    anna, boris = shop.customer("Anna"), shop.customer("Boris")
    buys(till, anna, (saw, "1"), (oil, "3"))  # 156.00
    buys(till, None, (oil, "2"), (cap, "1"))  # 48.00
    returned = buys(till, boris, (saw, "1"), (oil, "2"))  # 144.00, of which the saw comes back
    till.takes_back(returned, line=0)
    till.pays_out()
    mistaken = buys(till, boris, (saw, "5"))
    shop.changes(lambda tx: void_sale(tx, till.id, mistaken.uid, new_uid(), "mistake"))
    till.adds(oil)  # 12.00, of which 2.00 are taken off by hand
    line = till.rung_up.lines[0].uid
    till.act(cart.set_line_discount, line, 0, money("2.00"), "dented")
    buys(till, anna)
    return Past(shop, saw, oil, anna, boris)


@pytest.mark.parametrize(
    ("reward", "rule", "touched", "off", "gained"),
    [
        (TENTH, {}, 4, "23.80", {"anna": "16.60", "boris": "2.40"}),
        (TENTH, {"when": {"customer": True}}, 3, "19.00", {"anna": "16.60", "boris": "2.40"}),
        (TENTH, {"when": {"first_purchase": True}}, 2, "18.00", {"anna": "15.60", "boris": "2.40"}),
        (TENTH, {"when": {"hours": ["22:00", "23:00"]}}, 0, "0.00", {}),
        (TENTH, {"limits": {"per_customer": 1}}, 2, "18.00", {"anna": "15.60", "boris": "2.40"}),
        (TENTH, {"limits": {"total": 2}}, 2, "20.40", {"anna": "15.60"}),
        (TENTH, {"trigger": "code", "code": "SPRING"}, 4, "23.80", {"anna": "16.60", "boris": "2.40"}),
        (TENTH, {"when": {"from": "2030-01-01", "to": "2030-02-01"}}, 4, "23.80", {"anna": "16.60", "boris": "2.40"}),
        (BUY_TWO_GET_ONE, {"when": {"tags": ["oil"]}}, 1, "12.00", {"anna": "12.00"}),
        ({**TENTH, "on": "order"}, {"when": {"tags": ["oil"]}}, 4, "23.80", {"anna": "16.60", "boris": "2.40"}),
        ({"type": "amount", "value": "15.60", "on": "order"}, {"when": {"min_amount": "150"}}, 1, "15.60",
         {"anna": "15.60"}),
    ],
    ids=str,
)  # fmt: skip
def test_the_figures_are_those_a_person_adds_up(
    past: Past, reward: dict[str, Any], rule: dict[str, Any], touched: int, off: str, gained: dict[str, str]
) -> None:
    run = tried(past.shop, reward, **rule)
    figures = run.figures
    assert (figures.receipts, figures.turnover, figures.rough) == (4, money("238.00"), 0)
    assert (figures.touched, figures.taken_off, figures.less) == (touched, money(off), money(off))
    assert figures.turnover_after == money("238.00") - money(off)
    with past.shop.database.read_unit() as tx:
        found, count = gainers(tx, run.id)
    assert {one.customer_id: one.gained for one in found} == {
        getattr(past, name): money(amount) for name, amount in gained.items()
    }
    assert count == len(gained)
    assert figures.gained == Money(sum(money(amount).minor for amount in gained.values()))


def test_a_group_is_whoever_is_in_it_today(past: Past) -> None:
    shop = past.shop
    label = shop.changes(lambda tx: make_label(tx, new_uid(), "Choir"))
    twin = shop.customer("Anna from the choir")
    for customer_id in (past.boris, twin):
        shop.changes(partial(put_label, uid=label.uid, customer_ids=[customer_id]))
    shop.changes(lambda tx: merge_customers(tx, merge_parts(), new_uid(), twin, past.anna))
    with shop.database.read_unit() as tx:
        told = groups_by_customer(tx, [past.anna, past.boris, twin], [label.segment, Group.BEST.segment])
    assert told == dict.fromkeys([past.anna, past.boris, twin], frozenset([label.segment]))
    assert tried(shop, when={"segments": [label.segment]}).figures.taken_off == money("19.00")
    assert tried(shop, when={"segments": [Group.BEST.segment]}).figures.taken_off == ZERO


def test_margin_speaks_of_goods_whose_cost_is_known(past: Past) -> None:
    figures = tried(past.shop).figures
    assert (figures.goods.net, figures.goods.cost, figures.known_bp) == (money("178.33"), money("92.00"), 8992)
    assert (figures.goods.margin, figures.margin_after) == (money("86.33"), money("68.50"))
    assert figures.more_needed_bp == 2603


def test_a_run_that_goes_on_is_alone_can_be_stopped_and_is_told_when_it_broke_off(past: Past) -> None:
    shop = past.shop
    with shop.database.read_unit() as tx:
        day = today(tx)
    asked = Asked(new_uid(), "Proposed", {"reward": TENTH}, day, day)
    run = shop.changes(lambda tx: begin(tx, asked))
    assert shop.changes(lambda tx: begin(tx, asked)).id == run.id
    with pytest.raises(Conflict, match="rehearsal_busy"):
        tried(shop)
    shop.changes(lambda tx: store.ask_to_stop(tx, run.uid))
    running.rehearse(shop.database, run.uid)
    assert _state(shop, run) == "stopped"
    again = shop.changes(lambda tx: begin(tx, Asked(new_uid(), "Proposed", {"reward": TENTH}, day, day)))
    shop.changes(store.mark_interrupted)
    assert _state(shop, again) == "interrupted"
    assert tried(shop).figures.touched == 4


def _state(shop: Shop, run: Run) -> str:
    with shop.database.read_unit() as tx:
        return store.by_uid(tx, run.uid).state


def test_what_is_bought_with_points_is_not_tried(past: Past) -> None:
    with pytest.raises(BadInput, match="rehearsal_of_claims"):
        tried(past.shop, trigger="points", cost_points="50")
    with pytest.raises(BadInput, match="rehearsal_days"):
        tried(past.shop, days=0)


def test_points_and_coupons_are_counted(past: Past) -> None:
    points = tried(past.shop, {"type": "points", "bonus": "5"}, when={"customer": True}).figures
    assert (points.touched, points.points_micro, points.less) == (3, 15 * 10**6, ZERO)


def test_a_sold_package_is_one_piece_at_its_price_and_its_visits_are_nothing(shop: Shop) -> None:
    till, massage, ann = shop.till(), service(shop), shop.customer()
    uid = promote(shop, {"type": "amount", "value": "30.00", "per": "unit"})
    sells_package(till, package_of(shop, massage, price="300.00"), ann)
    visits(till, massage, ann, package(shop, ann))
    till.pays(cash="rest")
    for run in (result(shop, uid), tried_again(shop, uid)):
        assert (run.figures.touched, run.figures.taken_off, run.figures.rough) == (1, money("30.00"), 0)
    more = tried(shop, {"type": "amount", "value": "40.00", "per": "unit"}, when={"max_qty": "1"})
    assert (more.figures.touched, more.figures.less) == (1, money("10.00"))


def test_an_erasure_forgets_what_a_run_says_of_the_customer(past: Past) -> None:
    shop = past.shop
    run = tried(shop, when={"customer": True})
    parts = personal_data()
    with shop.database.read_unit() as tx:
        assert parts.get("rehearsals").export(tx, past.boris)["rehearsals"][-1]["gained_minor"] == 240
    shop.changes(lambda tx: parts.get("rehearsals").erase(tx, past.boris))
    with shop.database.read_unit() as tx:
        assert [one.customer_id for one in gainers(tx, run.id)[0]] == [past.anna]


PIECES = st.lists(st.integers(0, 4), min_size=3, max_size=3)


@pytest.fixture(scope="module")
def busy(shared_shop: Shop) -> tuple[TillDesk, list[Goods], int, dict[str, str]]:
    """A shop in which nearly everything that can make a price runs at once."""
    shop = shared_shop
    shop.clock.advance(timedelta(days=60))
    runs(shop, points_program(Tier("silver", money("20.00"), Percent.of_basis_points(300))))
    goods = [shop.product(price=price) for price in ("33.45", "7.10", "0.35")]
    promote(shop, {"type": "amount", "value": "5.00", "on": "order"}, trigger="code", code="FIVE", combine="always")
    uids = {
        "three": promote(shop, BUY_TWO_GET_ONE, name="Three for two"),
        "fifteen": promote(shop, {"type": "percent", "value": "15"}, name="Fifteen", when={"min_qty": "4"}),
        "order": promote(shop, {"type": "amount", "value": "9.00", "on": "order"}, when={"min_amount": "30.00"}),
        "top": promote(shop, {"type": "percent", "value": "7"}, name="On top", combine="always"),
    }
    customer_id = shop.customer()
    gets_points(shop, customer_id, 500)
    return shop.till(), goods, customer_id, uids


@settings(
    phases=[Phase.generate], max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PIECES.filter(any), st.booleans(), st.integers(0, 3), st.integers(0, 200), st.integers(0, 30), st.integers(0, 2))
def test_what_ran_then_gives_what_happened(
    busy: tuple[TillDesk, list[Goods], int, dict[str, str]],
    pieces: list[int],
    coupon: bool,
    back: int,
    by_hand_minor: int,
    points: int,
    of_line_minor: int,
) -> None:
    till, goods, customer_id, uids = busy
    shop = till.shop
    for one, count in zip(goods, pieces, strict=True):
        if count:
            till.adds(one, str(count))
    if coupon:
        till.act(add_coupon, new_uid(), "FIVE")
    if points:
        till.is_of(customer_id)
    if of_line_minor:
        till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 0, Money(of_line_minor), "dented")
    if by_hand_minor:
        till.act(cart.set_cart_discount, 0, Money(by_hand_minor), "a friend")
    if points and till.rung_up.gross > money("1.00"):
        till.act(set_points, points * 10**6)
    done = till.pays(cash="rest")
    if back:
        till.takes_back(done, str(min(back, next(count for count in pieces if count))))
        till.pays_out()
    for uid in uids.values():
        if not promotion(shop, uid).used:
            continue
        then, again = result(shop, uid).figures, tried_again(shop, uid).figures
        assert again.rough == 0
        assert _what_it_did(again) == _what_it_did(then)
        assert (again.less, again.turnover) == (ZERO, then.turnover)


def _what_it_did(figures: Figures) -> tuple[int, int, Money]:
    return figures.touched, figures.times, figures.taken_off
