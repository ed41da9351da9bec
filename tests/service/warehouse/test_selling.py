"""Goods leave with a sale and come back with a return; levels are sums; below zero is a setting."""

import threading
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core import settings
from app.core.db.unit import Database
from app.core.errors import Conflict
from tests.service.warehouse.conftest import DAY, OWNER, Shop
from warehouse.stock.levels import LevelDifference, check_levels, levels
from warehouse.stock.locations import ensure_locations, locations_of
from warehouse.stock.models import StockLevel, StockMove
from warehouse.stock.receiving import Received, last_moves, receive, set_level, write_off
from warehouse.stock.selling import BelowZero, goods_sold
from warehouse.stock.settings import BELOW_ZERO


def test_a_sale_takes_goods_from_the_shop_to_the_customer(shop: Shop) -> None:
    saw, oil = shop.goods("Saw", stock_milli=5000), shop.goods("Oil", unit_code="l", stock_milli=2500)
    assert shop.sells((saw, 2000), (oil, 750)) == ()
    assert (shop.level(saw), shop.level(oil)) == (3000, 1750)
    sold, received = shop.read(last_moves, saw, shop.shop_id, 10)
    assert (sold.qty_milli, sold.document_kind, sold.document_id, sold.other_end) == (-2000, "sale", 1, "customer")
    assert (received.qty_milli, received.other_end, received.reason) == (5000, "supplier", "opening stock")
    assert sold.business_date == DAY


def test_a_return_brings_goods_back(shop: Shop) -> None:
    saw = shop.goods("Saw", stock_milli=5000)
    shop.sells((saw, 2000))
    shop.sells((saw, -1000))
    assert shop.level(saw) == 4000
    assert [move.qty_milli for move in shop.read(last_moves, saw, shop.shop_id, 2)] == [1000, -2000]


def test_every_line_is_a_move_of_its_own(shop: Shop) -> None:
    saw = shop.goods("Saw", stock_milli=5000)
    shop.sells((saw, 1000), (saw, 1000), (saw, -1000), (saw, 0))
    assert shop.level(saw) == 4000
    assert shop.move_count() == 4

    def lines(tx: Any) -> list[int]:
        return list(tx.execute(select(StockMove.document_line).where(StockMove.document_kind == "sale")).scalars())

    assert shop.read(lines) == [0, 1, 2]


def test_nothing_stocked_moves_nothing(shop: Shop) -> None:
    assert shop.sells() == ()
    assert shop.move_count() == 0


def test_goods_that_never_came_in_are_sold_below_zero(shop: Shop) -> None:
    saw = shop.goods("Saw")
    assert shop.sells((saw, 2000)) == ()
    assert shop.level(saw) == -2000


def test_warn_names_what_fell_below_zero(shop: Shop) -> None:
    shop.write(settings.put, BELOW_ZERO, "warn")
    saw, oil, tape = shop.goods("Saw", stock_milli=1000), shop.goods("Oil"), shop.goods("Tape", stock_milli=9000)
    below = shop.sells((saw, 1000), (oil, 2000), (saw, 500), (tape, 1000))
    assert below == (BelowZero(oil, "Oil", -2000), BelowZero(saw, "Saw", -500))
    assert shop.sells((saw, -1000)) == ()


def test_refuse_sells_to_the_last_one_and_no_further(shop: Shop) -> None:
    shop.write(settings.put, BELOW_ZERO, "refuse")
    saw, oil = shop.goods("Saw", stock_milli=3000), shop.goods("Oil", stock_milli=1000)
    with pytest.raises(Conflict) as refused:
        shop.sells((saw, 2000), (oil, 1000), (saw, 2000))
    assert (refused.value.code, refused.value.facts["names"], refused.value.facts["left"]) == (
        "stock_refused",
        ["Saw"],
        [3000],
    )
    assert (shop.level(saw), shop.level(oil)) == (3000, 1000)
    shop.sells((saw, 3000), (oil, 1000))
    assert (shop.level(saw), shop.level(oil)) == (0, 0)
    with pytest.raises(Conflict, match="stock_refused"):
        shop.sells((oil, 1))


def test_refuse_counts_what_comes_back_in_the_same_document(shop: Shop) -> None:
    shop.write(settings.put, BELOW_ZERO, "refuse")
    saw = shop.goods("Saw")
    assert shop.sells((saw, -1000), (saw, 1000)) == ()
    assert shop.level(saw) == 0


def test_eight_tills_sell_the_last_five(shop: Shop) -> None:
    shop.write(settings.put, BELOW_ZERO, "refuse")
    saw, oil = shop.goods("Saw", stock_milli=5000), shop.goods("Oil", stock_milli=100_000)
    sold, refused = [], []
    together = threading.Barrier(8)

    def till(number: int) -> None:
        together.wait(timeout=60)
        # Lines in both orders: taken unsorted, two tills would wait for each other.
        lines = [(0, saw, 1000), (1, oil, 1000)][:: 1 if number % 2 else -1]
        for turn in range(3):
            sale = partial(goods_sold, shop_id=shop.shop_id, business_date=DAY, sale_id=number * 10 + turn, lines=lines)
            try:
                shop.database.transact(OWNER, sale)
                sold.append(number)
            except Conflict:
                refused.append(number)

    tills = [threading.Thread(target=till, args=(number,)) for number in range(8)]
    for thread in tills:
        thread.start()
    for thread in tills:
        thread.join(timeout=60)
    assert (len(sold), len(refused)) == (5, 19)
    assert (shop.level(saw), shop.level(oil)) == (0, 95_000)
    assert shop.read(check_levels) == []


@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    documents=st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.integers(-3000, 3000)), min_size=1, max_size=6), max_size=6
    )
)
def test_a_level_is_the_sum_of_its_moves(shop: Shop, documents: list[list[tuple[int, int]]]) -> None:
    goods = [shop.goods(f"Goods {number}", unit_code="kg") for number in range(3)]
    expected = dict.fromkeys(goods, 0)
    for lines in documents:
        shop.sells(*((goods[which], qty_milli) for which, qty_milli in lines))
        for which, qty_milli in lines:
            expected[goods[which]] -= qty_milli
    assert shop.read(levels, goods, shop.shop_id) == expected
    assert shop.read(check_levels) == []


def test_a_level_that_is_no_sum_is_found(shop: Shop) -> None:
    saw, oil, tape = shop.goods("Saw", stock_milli=5000), shop.goods("Oil", stock_milli=1000), shop.goods("Tape")
    here = shop.read(locations_of, shop.shop_id).shop
    with shop.database.writer.begin() as connection:
        connection.execute(update(StockLevel).where(StockLevel.product_id == saw).values(qty_milli=4000))
        connection.execute(delete(StockLevel).where(StockLevel.product_id == oil))
        connection.execute(insert(StockLevel).values(product_id=tape, location_id=here, qty_milli=7))
    assert shop.read(check_levels) == [
        LevelDifference(saw, here, 4000, 5000),
        LevelDifference(oil, here, 0, 1000),
        LevelDifference(tape, here, 7, 0),
    ]


@pytest.mark.parametrize("act", [update(StockMove).values(qty_milli=1), delete(StockMove)])
def test_the_ledger_only_grows(shop: Shop, act: Any) -> None:
    shop.goods("Saw", stock_milli=5000)
    with pytest.raises(IntegrityError), shop.database.writer.begin() as connection:
        connection.execute(act)
    assert shop.move_count() == 1


@pytest.mark.parametrize("wrong", [{"qty_milli": 0}, {"qty_milli": -1}, {"to_location_id": 1}])
def test_a_move_has_two_ends_and_a_quantity(shop: Shop, wrong: dict[str, int]) -> None:
    saw = shop.goods("Saw")
    ends = shop.read(locations_of, shop.shop_id)
    row = {
        "product_id": saw,
        "from_location_id": ends.shop,
        "to_location_id": ends.loss,
        "qty_milli": 1,
        "document_kind": "test",
        "document_id": 1,
        "at": shop.clock.now(),
        "business_date": DAY,
    } | wrong
    row["from_location_id"] = row["to_location_id"] if "to_location_id" in wrong else row["from_location_id"]
    with pytest.raises(DBAPIError), shop.database.writer.begin() as connection:
        connection.execute(insert(StockMove).values(row))


def test_locations_are_made_once(shop: Shop, database: Database) -> None:
    before = shop.read(locations_of, shop.shop_id)
    assert shop.write(ensure_locations, shop.shop_id) == before
    assert len({before.shop, before.supplier, before.customer, before.loss}) == 4


@pytest.mark.parametrize("counted", [0, 1000, 5000, 9000])
def test_counting_moves_the_difference(shop: Shop, counted: int) -> None:
    saw = shop.goods("Saw", stock_milli=5000)
    shop.write(set_level, shop.shop_id, saw, counted, "stock-take")
    assert shop.level(saw) == counted
    assert shop.move_count() == (1 if counted == 5000 else 2)
    assert shop.read(check_levels) == []


def test_losses_are_written_off_with_a_reason(shop: Shop) -> None:
    saw = shop.goods("Saw", stock_milli=5000)
    shop.write(write_off, shop.shop_id, saw, 1000, "  dropped   by a customer ")
    move = shop.read(last_moves, saw, shop.shop_id, 1)[0]
    assert (move.qty_milli, move.other_end, move.reason) == (-1000, "loss", "dropped by a customer")
    assert shop.journal("stock.written_off")[-1]["qty_milli"] == 1000
    shop.write(receive, shop.shop_id, Received(saw, 2000), "second delivery")
    assert shop.level(saw) == 6000
