"""An import taken back leaves the database as it was; what was used since is told."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.errors import Conflict
from app.exchange import runs
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Goods
from tests.service.exchange.conftest import Exchange
from warehouse.catalogue.models import Barcode, Product
from warehouse.catalogue.prices import price_at, set_price
from warehouse.catalogue.products import product
from warehouse.stock.receiving import Received, receive

MINUTE = timedelta(minutes=1)
START = "SKU;Name;Category;Unit;Price;Barcode;VAT\nA-1;One;Food;kg;5;111;20\nA-2;Two;;piece;6;222;20\n"
CHANGED = (
    "SKU;Name;Category;Unit;Price;Barcode;VAT;Kind;Sold;Brings points;Marked\n"
    "A-1;One more;Tools > Saws;l;7;333;none;service;no;no;yes\n"
    "A-2;Two;Tools;;6;;;;;;yes\n"
    "A-3;Three;Food;kg;8;444;20;;;no;\n"
)


def id_of(exchange: Exchange, sku: str) -> int:
    with exchange.shop.database.read_unit() as tx:
        found: int = tx.execute(select(Product.id).where(Product.sku == sku)).scalar_one()
    return found


def test_an_undo_leaves_the_database_as_it_was(exchange: Exchange) -> None:
    empty = exchange.dump()
    first, _ = exchange.run("products", START)
    before = exchange.dump()
    exchange.shop.clock.advance(MINUTE)
    uid, report = exchange.run("products", CHANGED)
    assert (report.created, report.updated) == (1, 2)
    assert exchange.dump() != before
    assert exchange.undo(uid) == []
    assert exchange.dump() == before
    assert exchange.undo(first) == []
    assert exchange.dump() == empty
    assert exchange.shop.faults() == ([], [])


@pytest.mark.parametrize("seed", range(6))
def test_any_import_can_be_taken_back(exchange: Exchange, seed: int) -> None:
    chance = random.Random(seed)
    header = "SKU;Name;Category;Unit;Price;Barcode;VAT;Kind;Sold\n"

    def table(rows: int) -> str:
        def row(number: int) -> str:
            cells = [
                f"P-{chance.randrange(12)}-{number % 2}{number}" if chance.random() < 0.3 else f"P-{number}",
                chance.choice(["Saw", "Drill", "Oil"]),
                chance.choice(["", "Food", "Tools > Saws", "Tools"]),
                chance.choice(["", "kg", "piece"]),
                chance.choice(["", str(chance.randrange(1000))]),
                chance.choice(["", f"{number}0{chance.randrange(3)}"]),
                chance.choice(["20", "none"]),
                chance.choice(["", "goods", "service"]),
                chance.choice(["", "yes", "no"]),
            ]
            return ";".join(cells) + "\n"

        return header + "".join(row(number) for number in range(rows))

    exchange.run("products", table(12), skip_errors=True)
    before = exchange.dump()
    exchange.shop.clock.advance(MINUTE)
    uid, _ = exchange.run("products", table(16), skip_errors=True)
    assert exchange.undo(uid) == []
    assert exchange.dump() == before


def test_what_was_used_since_stays_and_is_told(exchange: Exchange) -> None:
    uid, _ = exchange.run("products", START)
    used, unused = id_of(exchange, "A-1"), id_of(exchange, "A-2")
    exchange.shop.changes(lambda tx: receive(tx, exchange.shop.id, Received(used, 2000), "delivery"))
    kept = exchange.undo(uid)
    assert {(one.row, one.entity, one.code) for one in kept} == {
        (2, "product", "used_since"),
        (2, "category", "used_since"),
    }
    with exchange.shop.database.read_unit() as tx:
        assert not product(tx, used).active
        assert tx.execute(select(Product.id).where(Product.id == unused)).first() is None


def test_what_somebody_changed_since_stays(exchange: Exchange) -> None:
    exchange.run("products", START)
    exchange.shop.clock.advance(MINUTE)
    uid, _ = exchange.run("products", "SKU;Name;Price\nA-1;Imported;9\nA-2;Imported too;9\n")
    exchange.shop.clock.advance(MINUTE)
    one = id_of(exchange, "A-1")
    exchange.shop.changes(lambda tx: set_price(tx, one, unit_price("10")))
    kept = exchange.undo(uid)
    assert [(each.row, each.code) for each in kept] == [(2, "changed_since")]
    with exchange.shop.database.read_unit() as tx:
        assert product(tx, one).data.name == "One"
        assert price_at(tx, one, tx.now) == unit_price("10")


def test_a_price_that_was_sold_under_stays_in_the_history(exchange: Exchange) -> None:
    exchange.run("products", START)
    exchange.shop.clock.advance(MINUTE)
    uid, _ = exchange.run("products", "SKU;Price\nA-2;9\n")
    exchange.shop.clock.advance(MINUTE)
    till = exchange.shop.till()
    till.sells(Goods(id_of(exchange, "A-2"), "Two", "222"))
    exchange.shop.clock.advance(MINUTE)
    assert exchange.undo(uid) == []
    two = id_of(exchange, "A-2")
    with exchange.shop.database.read_unit() as tx:
        assert price_at(tx, two, tx.now) == unit_price("6")
        assert tx.execute(select(Barcode.code).where(Barcode.product_id == two)).scalars().all() == ["222"]


def test_an_import_is_taken_back_once(exchange: Exchange) -> None:
    uid, _ = exchange.run("products", START)
    exchange.undo(uid)
    with pytest.raises(Conflict):
        exchange.undo(uid)


def test_a_stopped_import_leaves_nothing(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "APPLY_ROWS", 2)
    before = exchange.dump()
    rows = "".join(f"S-{number};Name {number};20\n" for number in range(9))
    view = exchange.started("products", "SKU;Name;VAT\n" + rows)

    def stops(state: str, done: int, _total: int) -> None:
        if (state, done) == ("applying", 4):
            exchange.imports.stop(FITTER, view.uid)

    exchange.imports.finish(FITTER, view.uid, stops)
    assert exchange.view(view.uid).state == "undone"
    assert exchange.dump() == before
