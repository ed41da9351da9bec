"""Many at once, on both databases, with real threads and connections: one outcome, and the books whole."""

import random
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core import feed, outbox, outbox_view
from app.core.actor import program
from app.core.db.series import NumberSeries, next_number
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict, ShopError
from app.core.ids import new_uid
from app.core.journal import record, till_chain, verify
from app.core.money import ZERO
from app.core.outbox import Outcome
from app.core.outbox_tables import OutboxMessage
from app.jobs.closing_hour import close_idle_shifts
from pos.cart import service as cart
from pos.cart.models import CartLine
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.sale.models import Sale, Tender
from pos.settings import CASH_STEP
from pos.shift.closing import Closed
from pos.shift.closing_hour import CLOSING_HOUR
from pos.shift.models import CashEntry, ShiftClose
from pos.shift.service import cash_in_out, close_shift, open_shift
from pos.shift.views import ShiftView
from tests.factories.amounts import money, qty, unit_price
from tests.factories.shop import Shop
from tests.factories.till import TillDesk, counted, tenders
from tests.factories.together import together
from warehouse.stock.models import StockMove
from warehouse.stock.settings import BELOW_ZERO, REFUSE

JOB = program("test")


def count(shop: Shop, model: type[Any]) -> int:
    with shop.database.read_unit() as tx:
        found: int = tx.execute(select(func.count()).select_from(model)).scalar_one()
        return found


def codes(outcomes: list[Any]) -> Counter[str]:
    """How often each thing came out: the code of an error, else the name of its class."""
    return Counter(one.code if isinstance(one, ShopError) else type(one).__name__ for one in outcomes)


def books_are_whole(shop: Shop) -> None:
    assert shop.faults() == ([], [])


def test_ten_times_the_same_checkout_is_one_sale(shop: Shop) -> None:
    till = shop.till(printer=True)
    oil = shop.product("Oil", "5.00", stock="10")
    till.adds(oil, "2")
    done = together([lambda: till.act(checkout, None, tenders(cash="20.00"))] * 10)
    assert codes(done) == {"CompletedSale": 10}
    sales = [one for one in done if isinstance(one, CompletedSale)]
    assert sum(not sale.repeated for sale in sales) == 1
    assert {(sale.uid, sale.number, sale.change) for sale in sales} == {(till.cart_uid, 1, money("10.00"))}
    assert (count(shop, Sale), count(shop, Tender), count(shop, StockMove)) == (1, 1, 2)
    assert shop.stock_of(oil) == qty("8")
    with shop.database.read_unit() as tx:
        assert outbox_view.lane_status(tx, f"printer:till-{till.id}").waiting == 2, "one drawer, one receipt"
    books_are_whole(shop)


def test_two_tabs_pay_the_same_cart_differently(shop: Shop) -> None:
    till = shop.till()
    till.adds(shop.product("Oil", "5.00"))
    ways = [tenders(cash="10.00"), tenders(card="rest")] * 4
    done = together([partial(till.act, checkout, None, given) for given in ways])
    assert codes(done) == {"CompletedSale": 8}
    assert len({one.tenders for one in done if isinstance(one, CompletedSale)}) == 1
    assert count(shop, Sale) == 1
    books_are_whole(shop)


def test_one_tab_pays_while_another_scans(shop: Shop) -> None:
    """Either the scan is in the sale, or it is refused because the cart was paid: never lost, never half."""
    till, oil = shop.till(), shop.product("Oil", "5.00")
    for _ in range(6):
        till.cart_uid = new_uid()
        till.adds(oil)
        paid, *scans = together(
            [
                lambda: till.act(checkout, None, tenders(card="rest")),
                *[lambda: till.adds(oil)] * 3,
            ]
        )
        assert isinstance(paid, CompletedSale)
        assert set(codes(scans)) <= {"Changed", "cart_paid"}
        added = codes(scans)["Changed"]
        assert till.sale(paid).lines[0].qty_milli == 1000 * (1 + added)
        assert till.cart is None
    books_are_whole(shop)


def test_a_cashier_who_saw_an_older_cart_sells_nothing_by_surprise(shop: Shop) -> None:
    till, oil = shop.till(), shop.product("Oil", "5.00")
    for _ in range(4):
        till.cart_uid = new_uid()
        version = till.adds(oil).cart.version
        paid, scanned = together([partial(till.act, checkout, version, tenders(card="rest")), partial(till.adds, oil)])
        if isinstance(paid, CompletedSale):
            assert till.sale(paid).head.gross == money("5.00")
            assert codes([scanned]) == {"cart_paid": 1}
        else:
            assert codes([paid, scanned]) == {"cart_changed": 1, "Changed": 1}
            till.act(cart.drop_cart, "")
    books_are_whole(shop)


def test_the_same_scan_ten_times_at_once_is_one_line(shop: Shop) -> None:
    till, oil = shop.till(), shop.product("Oil")
    for first in (True, False):
        uid = new_uid()
        assert codes(together([partial(till.scans, oil.code, line_uid=uid)] * 10)) == {"Changed": 10}
        assert [line.qty_milli for line in till.rung_up.lines] == ([1000] if first else [2000])
    assert count(shop, CartLine) == 1


def test_ten_scans_at_once_are_all_there(shop: Shop) -> None:
    till, oil = shop.till(), shop.product("Oil", "5.00")
    assert codes(together([lambda: till.scans(oil.code)] * 10)) == {"Changed": 10}
    assert till.rung_up.lines[0].qty_milli == qty("10")
    assert till.rung_up.version == 10
    assert till.rung_up.gross == money("50.00")


def test_two_pages_that_begin_a_cart_at_once_end_in_one(shop: Shop) -> None:
    till, oil = shop.till(), shop.product("Oil")

    def begin() -> object:
        page = TillDesk(shop, till.id, till.cashier)
        return page.adds(oil)

    begun = codes(together([begin] * 6))
    assert begun == {"Changed": 1, "another_cart": 5}
    assert till.rung_up.lines[0].qty_milli == 1000


def test_eight_tills_sell_the_last_five_and_no_more(shop: Shop) -> None:
    shop.sets(BELOW_ZERO, REFUSE)
    saw = shop.product("Saw", "99.00", stock="5")
    tills = [shop.till() for _ in range(8)]
    for till in tills:
        till.adds(saw)
    sold = codes(together([partial(till.act, checkout, None, tenders(card="rest")) for till in tills]))
    assert sold == {"CompletedSale": 5, "stock_refused": 3}
    assert shop.stock_of(saw) == 0
    assert (count(shop, Sale), count(shop, StockMove)) == (5, 6)
    assert sum(till.cart is not None for till in tills) == 3, "a refused cart is still there"
    books_are_whole(shop)


def test_tills_that_sell_each_others_goods_in_any_order_never_stop_each_other(shop: Shop) -> None:
    goods = [shop.product(price="1.00", stock="100") for _ in range(4)]
    tills = [shop.till() for _ in range(4)]

    def sell(till: TillDesk, seed: int) -> int:
        chance = random.Random(seed)
        for _ in range(5):
            for one in chance.sample(goods, 3):
                till.adds(one)
            till.pays(cash="rest")
        return 5

    assert together([partial(sell, till, seed) for seed, till in enumerate(tills)]) == [5] * 4
    assert sum(shop.stock_of(one) for one in goods) == qty("340")
    with shop.database.read_unit() as tx:
        numbers = tx.execute(select(Sale.till_id, Sale.number)).all()
    assert sorted(tuple(row) for row in numbers) == sorted(
        (till.id, number) for till in tills for number in range(1, 6)
    )
    books_are_whole(shop)


def test_numbers_have_no_gap_and_no_repeat_though_some_are_given_back(database: Database) -> None:
    def take(seed: int) -> list[int]:
        chance, taken = random.Random(seed), list[int]()

        def use_case(tx: Unit) -> int:
            number = next_number(tx, 1, "sale")
            if chance.random() < 0.3:  # three of ten think better of it
                raise Conflict("not_today")
            return number

        for _ in range(25):
            try:
                taken.append(database.transact(JOB, use_case))
            except Conflict:
                continue
        return taken

    together([lambda: database.transact(JOB, lambda tx: next_number(tx, 2, "sale"))])
    taken = together([partial(take, seed) for seed in range(4)])
    numbers = sorted(number for one in taken if isinstance(one, list) for number in one)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 40
    with database.read_unit() as tx:
        assert tx.execute(select(NumberSeries.last).where(NumberSeries.till_id == 1)).scalar_one() == len(numbers)


@pytest.mark.parametrize("same", [True, False], ids=["the same request", "two people"])
def test_a_shift_opened_by_many_at_once_is_one(shop: Shop, same: bool) -> None:
    till, uid = shop.till(opened=False), new_uid()
    outcomes = together(
        [lambda: till.does(open_shift, uid if same else new_uid(), counted("100.00"))] * 6  # one float, one drawer
    )
    assert codes(outcomes) == ({"ShiftView": 6} if same else {"ShiftView": 1, "shift_open": 5})
    assert len({one.id for one in outcomes if isinstance(one, ShiftView)}) == 1
    assert till.sells(shop.product()).number == 1
    books_are_whole(shop)


@pytest.mark.parametrize("same", [True, False], ids=["the same request", "two people"])
def test_a_shift_closed_by_many_at_once_is_closed_once(shop: Shop, same: bool) -> None:
    till, uid = shop.till(), new_uid()
    till.sells(shop.product(price="5.00"))
    outcomes = together([lambda: till.does(close_shift, uid if same else new_uid(), counted("105.00"), "")] * 6)
    assert codes(outcomes) == ({"Closed": 6} if same else {"Closed": 1, "no_open_shift": 5})
    assert {one.number for one in outcomes if isinstance(one, Closed)} == {1}
    assert count(shop, ShiftClose) == 1
    books_are_whole(shop)


def test_a_shift_that_closes_by_itself_closes_once_or_stays_open_for_the_sale(shop: Shop) -> None:
    shop.sets(CLOSING_HOUR, "22:00")
    till, selling = shop.till(), shop.till()
    selling.adds(shop.product(price="5.00"))
    shop.clock.advance(timedelta(days=1))
    jobs = [partial(close_idle_shifts, shop.database)] * 4
    pay = partial(selling.act, checkout, None, tenders(cash="5.00"))
    assert codes(together([*jobs, pay])) == {"NoneType": 4, "CompletedSale": 1}
    assert till.shift() is None
    assert selling.shift() is not None
    assert count(shop, ShiftClose) == 1
    books_are_whole(shop)


def test_whoever_closes_by_hand_at_that_moment_is_first_or_finds_it_closed(shop: Shop) -> None:
    shop.sets(CLOSING_HOUR, "22:00")
    till = shop.till()
    shop.clock.advance(timedelta(days=1))
    by_hand = partial(till.does, close_shift, new_uid(), counted("100.00"))
    done = together([by_hand, *[partial(close_idle_shifts, shop.database)] * 3])
    assert codes(done[:1]) in ({"Closed": 1}, {"no_open_shift": 1})
    assert codes(done[1:]) == {"NoneType": 3}
    assert count(shop, ShiftClose) == 1
    books_are_whole(shop)


def test_no_sale_slips_in_behind_the_count(shop: Shop) -> None:
    """Whoever is first: a sale in the Z, or a sale refused because the shift is over."""
    oil = shop.product("Oil", "5.00")
    for _ in range(5):
        till = shop.till()

        pay = partial(shop.database.transact, till.cashier, partial(sell_in_one, till=till, product_id=oil.id))
        closed, sold = together([partial(till.does, close_shift, new_uid(), {}, ""), pay])
        assert isinstance(closed, Closed)
        with shop.database.read_unit() as tx:
            kept = tx.execute(select(func.count()).where(Sale.shift_id == closed.shift_id)).scalar_one()
        assert kept == closed.figures.sale_count
        assert codes([sold]) == ({"CompletedSale": 1} if kept else {"no_open_shift": 1})
    books_are_whole(shop)


def sell_in_one(tx: Unit, till: TillDesk, product_id: int) -> CompletedSale:
    """Rings up and is paid in one unit, as the API does."""
    cart.add_product(tx, till.id, till.cart_uid, new_uid(), product_id, 1000)
    return checkout(tx, till.id, till.cart_uid, None, [TenderRequest("cash")])


def test_ten_times_the_same_sale_by_the_api_is_one(shop: Shop) -> None:
    """A program sends cart and payment in one request; the answer was lost, it sends again, and again."""
    till, oil = shop.till(), shop.product("Oil", "5.00", stock="9")

    def write(tx: Unit) -> CompletedSale:
        return sell_in_one(tx, till, oil.id)

    outcomes = together([lambda: shop.database.transact(till.cashier, write)] * 10)
    assert set(codes(outcomes)) <= {"CompletedSale", "cart_paid"}
    assert codes(outcomes)["CompletedSale"] >= 1
    assert (count(shop, Sale), shop.stock_of(oil), till.cart) == (1, qty("8"), None)
    books_are_whole(shop)


def test_the_same_cash_entry_ten_times_at_once_is_booked_once(shop: Shop) -> None:
    till, uid = shop.till(), new_uid()
    assert together([lambda: till.does(cash_in_out, uid, "in", money("5.00"), "change")] * 10) == [1] * 10
    assert (count(shop, CashEntry), till.expected_cash) == (1, money("105.00"))


def test_two_who_empty_the_drawer_at_once_take_it_once(shop: Shop) -> None:
    till = shop.till()
    taken = together([lambda: till.does(cash_in_out, new_uid(), "safe_drop", money("60.00"), "safe")] * 4)
    assert codes(taken) == {"int": 1, "drawer_too_low": 3}
    assert till.expected_cash == money("40.00")
    books_are_whole(shop)


@pytest.mark.parametrize("chain", [till_chain(1), "server"])
def test_a_chain_that_many_write_at_once_stays_one_chain(database: Database, chain: str) -> None:
    def write() -> None:
        for _ in range(10):
            database.transact(JOB, lambda tx: record(tx, "tried", chain=chain, detail={"name": "Anna"}))

    assert together([write] * 4) == [None] * 4
    with database.read_unit() as tx:
        assert verify(tx) == (40, [])


def test_a_journal_read_while_it_grows_shows_no_fault(shop: Shop) -> None:
    till, oil = shop.till(), shop.product("Oil")

    def sell() -> list[Any]:
        return [till.sells(oil) for _ in range(8)]

    def walk() -> list[Any]:
        return [fault for _ in range(8) for faults in shop.faults() for fault in faults]

    sold, *found = together([sell, walk, walk])
    assert isinstance(sold, list)
    assert found == [[], []]


def test_a_message_is_claimed_by_one_worker_only(database: Database) -> None:
    def put(tx: Unit) -> None:
        for number in range(20):
            outbox.enqueue(tx, "sms", "sms", {"number": number}, dedup_key=str(number))

    database.transact(JOB, put)

    def work() -> list[int]:
        claimed: list[int] = []
        while (message := database.transact(JOB, lambda tx: outbox.claim(tx, "sms"))) is not None:
            claimed.append(message.id)
            database.transact(JOB, partial(outbox.settle, message=message, outcome=Outcome("done")))
        return claimed

    claimed = together([work] * 4)
    ids = [id_ for one in claimed if isinstance(one, list) for id_ in one]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 20


def test_a_doubt_is_settled_by_one_person_only(database: Database) -> None:
    for number in range(5):
        database.transact(JOB, lambda tx: outbox.enqueue(tx, "sms", "sms", {}, dedup_key=new_uid()))
        message = database.transact(JOB, lambda tx: outbox.claim(tx, "sms"))
        assert message is not None
        doubt = Outcome("in_doubt", "may_have_printed")
        database.transact(JOB, partial(outbox.settle, message=message, outcome=doubt))
        verdicts = [partial(outbox.decide, message_id=message.id, verdict=one) for one in ("happened", "skip")]
        decided = codes(together([partial(database.transact, JOB, verdict) for verdict in verdicts * 2]))
        assert decided == {"NoneType": 1, "message_settled": 3}, number


def test_what_is_given_up_is_not_done_and_what_is_done_is_not_given_up(database: Database) -> None:
    for number in range(5):
        database.transact(JOB, lambda tx: outbox.enqueue(tx, "sms", "sms", {}, dedup_key=new_uid()))
        with database.read_unit() as tx:
            waiting = tx.execute(select(func.max(OutboxMessage.id))).scalar_one()
        give_up = partial(outbox.decide, message_id=waiting, verdict="skip")
        claimed, given_up = together(
            [
                partial(database.transact, JOB, partial(outbox.claim, lane="sms")),
                partial(database.transact, JOB, give_up),
            ]
        )
        assert (claimed is None) == (given_up is None), number
        assert claimed is None or codes([given_up]) == {"message_settled": 1}, number


def test_a_setting_changed_by_many_at_once_holds_one_of_their_values(shop: Shop) -> None:
    assert together([partial(shop.sets, CASH_STEP, step) for step in (1, 5, 10, 50)]) == [None] * 4
    with shop.database.read_unit() as tx:
        assert verify(tx)[1] == []
    assert shop.till().sells(shop.product(price="0.50"), cash="rest").to_pay in (money("0.50"), ZERO, money("1.00"))


def test_goods_received_while_they_are_sold_are_all_counted(shop: Shop) -> None:
    oil = shop.product("Oil", "1.00", stock="10")
    till = shop.till()

    def sell() -> None:
        for _ in range(6):
            till.sells(oil)

    def bring() -> None:
        for _ in range(6):
            shop.receives(oil, "2")

    assert together([sell, bring]) == [None, None]
    assert shop.stock_of(oil) == qty("16")
    books_are_whole(shop)


def test_pages_hear_of_every_sale_once(shop: Shop) -> None:
    tills = [shop.till() for _ in range(4)]
    oil = shop.product("Oil", "1.00")
    with shop.database.read_unit() as tx:
        cursors = {till.id: feed.present(tx) for till in tills}
    heard: Counter[int] = Counter()

    def listen() -> None:
        with shop.database.read_unit() as tx:
            for till in tills:
                cursors[till.id], notices = feed.read_on(tx, cursors[till.id], till_id=till.id)
                heard[till.id] += sum(notice.topic == "sale" for _, notice in notices)

    def sell(till: TillDesk) -> None:
        for _ in range(5):
            till.sells(oil)

    def listen_often() -> None:
        for _ in range(20):
            listen()

    together([*[partial(sell, till) for till in tills], listen_often])
    listen()
    assert heard == {till.id: 5 for till in tills}


def test_prices_given_by_hand_race_with_nothing(shop: Shop) -> None:
    """Acts on one line from two pages: each is whole, the last one stands, the version counts both."""
    till = shop.till()
    line_uid = till.adds(shop.product("Oil", "5.00")).line_uid or ""
    acts = [
        lambda: till.act(cart.set_price, line_uid, unit_price("4.00"), "a"),
        lambda: till.act(cart.set_qty, line_uid, 3000),
        lambda: till.act(cart.set_line_discount, line_uid, 5000, ZERO, "b"),
    ]
    assert codes(together(acts)) == {"Changed": 3}
    assert (till.rung_up.gross, till.rung_up.version) == (money("6.00"), 4)
