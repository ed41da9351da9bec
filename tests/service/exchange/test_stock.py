"""What was counted, from a table: the levels come there by moves, and go back by moves."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import BadInput
from app.core.money import Money
from app.exchange.exports.periods import Period
from app.exchange.runs import Report
from app.places.service import ShopData, create_shop
from tests.factories.shop import Goods
from tests.service.exchange.conftest import Exchange
from tests.service.exchange.test_export import exported
from warehouse.catalogue.products import product
from warehouse.stock.locations import ensure_locations
from warehouse.stock.models import StockMove
from warehouse.stock.receiving import last_moves

Codes = Callable[[Report], list[tuple[int, str, str]]]


def sku(exchange: Exchange, goods: Goods) -> str:
    with exchange.shop.database.read_unit() as tx:
        return product(tx, goods.id).data.sku


def test_levels_come_to_what_was_counted(exchange: Exchange) -> None:
    shop = exchange.shop
    saw, oil, nail = shop.product("Saw", stock="5"), shop.product("Oil", unit="l"), shop.product("Nail", stock="7")
    table = f"Артикул;Штрихкод;Остаток;Себестоимость\n{sku(exchange, saw)};;3;\n;{oil.code};2,5;4,20\n;{nail.code};;\n"
    _, report = exchange.run("stock", table)
    assert (report.created, report.updated, report.unchanged, report.problems) == (1, 1, 1, [])
    assert [shop.stock_of(one) for one in (saw, oil, nail)] == [3000, 2500, 7000]
    with shop.database.read_unit() as tx:
        moves = {one: last_moves(tx, one.id, shop.id, 1)[0] for one in (saw, oil)}
        costs = tx.execute(select(StockMove.cost).where(StockMove.product_id == oil.id)).scalars().all()
    assert [(one.qty_milli, one.other_end, one.document_kind) for one in moves.values()] == [
        (-2000, "loss", "count"),
        (2500, "supplier", "count"),
    ]
    assert costs == [Money(1050)]
    _, again = exchange.run("stock", table)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    assert shop.faults() == ([], [])


def test_what_was_sold_since_stays_sold_when_a_count_is_taken_back(exchange: Exchange) -> None:
    shop = exchange.shop
    saw, oil = shop.product("Saw", stock="5"), shop.product("Oil")
    uid, _ = exchange.run("stock", f"Barcode;Qty\n{saw.code};20\n{oil.code};4\n")
    till = shop.till()
    till.sells(saw)
    shop.clock.advance(timedelta(hours=1))
    assert exchange.undo(uid) == []
    assert (shop.stock_of(saw), shop.stock_of(oil)) == (4000, 0)
    assert shop.faults() == ([], [])
    _, again = exchange.run("stock", f"Barcode;Qty\n{saw.code};4\n{oil.code};0\n")
    assert again.unchanged == 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("NOPE;;1;;", "SKU", "no_such_product"),
        (";999;1;;", "Barcode", "no_such_product"),
        (";{saw};-1;;", "Quantity", "count_out_of_range"),
        (";{saw};1.5;;", "Quantity", "count_decimals"),
        (";{saw};many;;", "Quantity", "not_a_number"),
        (";{service};1;;", "Quantity", "not_stocked"),
        (";{saw};1;-2;", "Cost", "cost_negative"),
        (";{saw};1;;Nowhere", "Shop", "no_such_shop"),
        (";;1;;", "SKU", "row_without_key"),
        (";{oil};1;;", "SKU", "row_twice"),
    ],
)
def test_what_is_wrong_is_told(exchange: Exchange, codes_of: Codes, row: str, column: str, code: str) -> None:
    shop = exchange.shop
    saw, oil, service = shop.product("Saw"), shop.product("Oil"), shop.product("Cut", stocked=False)
    row = row.format(saw=saw.code, service=service.code, oil=oil.code)
    _, report = exchange.run("stock", f"SKU;Barcode;Quantity;Cost;Shop\n;{oil.code};1;;\n{row}\n")
    assert codes_of(report) == [(3, column, code)]
    assert shop.stock_of(oil) == 0


def test_several_shops_are_named(exchange: Exchange) -> None:
    shop = exchange.shop
    saw = shop.product("Saw")
    second = shop.changes(lambda tx: create_shop(tx, ShopData("Second")))
    shop.changes(lambda tx: ensure_locations(tx, second))
    with pytest.raises(BadInput) as refused:
        exchange.run("stock", f"Barcode;Qty\n{saw.code};1\n")
    assert refused.value.code == "shop_needed"
    _, report = exchange.run("stock", f"Barcode;Qty;Store\n{saw.code};1\n{saw.code};2\n", shop={"value": "second"})
    assert [one.error.code for one in report.problems] == ["row_twice"]
    named = f"Barcode;Qty;Store\n{saw.code};1;SECOND\n{saw.code};2;Oak & Iron\n"
    _, report = exchange.run("stock", named, shop="Store")
    assert (report.created, shop.stock_of(saw)) == (2, 2000)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_levels_exported_and_imported_again_are_unchanged(exchange: Exchange, tmp_path: Path, form: str) -> None:
    shop, chance = exchange.shop, random.Random(5)
    for number in range(20):
        unit = chance.choice(["piece", "kg"])
        stock = chance.choice([None, "1", "1234", "0.125" if unit == "kg" else "5", "1000.5" if unit == "kg" else "7"])
        shop.product(chance.choice(["=Saw", "Oil", "-5 %"]) + f" {number}", unit=unit, stock=stock)
    sold_out = shop.product("Sold out", stock="1")
    till = shop.till()
    till.sells(sold_out, "2")
    assert shop.stock_of(sold_out) == -1000
    before = exchange.dump()
    _, report = exchange.run("stock", exported(exchange, "stock", form, tmp_path))
    assert (report.created, report.updated, report.unchanged, report.problems) == (0, 0, 21, [])
    assert exchange.dump() == before


def test_moves_are_exported_by_their_day(exchange: Exchange, tmp_path: Path) -> None:
    shop = exchange.shop
    saw = shop.product("Saw", stock="5")
    shop.clock.advance(timedelta(days=1))
    shop.till().sells(saw)
    lines = exported(exchange, "stock-moves", "csv", tmp_path).decode("utf-8-sig").splitlines()
    assert [line.split(";")[3:8] for line in lines[1:]] == [
        ["Saw", "5", "piece", "supplier", "Oak & Iron"],
        ["Saw", "1", "piece", "Oak & Iron", "customer"],
    ]
    today = shop.clock.now().date()
    lines = exported(exchange, "stock-moves", "csv", tmp_path, Period(today, today)).decode().splitlines()
    assert len(lines) == 2
