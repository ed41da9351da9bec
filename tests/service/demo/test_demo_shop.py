"""A demo shop that lived a few days: its books agree, its figures are a shop's, and it comes out the same again."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core import journal, outbox
from app.core.actor import program
from app.core.clock import SetClock
from app.core.config import Config, read_config
from app.core.db import migrate
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.demo.emulated import EmulatedDevices
from app.demo.shop import fill_demo
from app.jobs.dispatcher import Dispatcher
from app.places.devices import devices
from app.places.models import Till
from app.places.service import FISCAL_REGISTER, LABEL_PRINTER, RECEIPT_PRINTER, tills
from app.reports.ledgers import check_ledgers
from app.wiring import held_devices, lane_handlers, open_database
from pos.cart.service import add_product, read_cart
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.fiscal.keeping import documents_of_till
from pos.papers.store import is_kept, registered_document, stored_paper
from pos.sale.models import Sale, SaleLine, Tender
from pos.shift.models import Shift, ShiftClose
from pos.shift.service import current_shift, open_shift
from printing.document import Banner, Document, Qr
from warehouse.catalogue.models import Barcode, Product, ProductPicture, ProductPrice, TaxCategory
from warehouse.stock.models import StockLevel, StockMove

TUESDAY = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)
VISITOR = program("visitor")
DAYS = 4
"""From Friday to Monday, a Sunday among them."""


def empty_database(folder: Path) -> Config:
    config = read_config(data_folder=folder, environment={})
    with closing(open_database(config)) as database:
        migrate.upgrade(database)
    return config


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Where the demo shop of this module lies."""
    config = empty_database(tmp_path_factory.mktemp("demo"))
    fill_demo(config, TUESDAY, days=DAYS)
    return config


@pytest.fixture(scope="module")
def demo(config: Config) -> Iterator[Database]:
    """The demo shop, opened."""
    with closing(open_database(config, SetClock(TUESDAY))) as database:
        yield database


def looks(database: Database) -> list[list[Any]]:
    """What a visitor sees of a shop: goods, prices, pictures, stock, sales. Random identifiers are left out."""
    questions = (
        select(Product.sku, Product.name, Product.unit_code, Product.kind).order_by(Product.id),
        select(ProductPrice.product_id, ProductPrice.valid_from, ProductPrice.price).order_by(
            ProductPrice.product_id, ProductPrice.valid_from
        ),
        select(Barcode.product_id, Barcode.code, Barcode.pack_price).order_by(Barcode.id),
        select(ProductPicture.product_id, ProductPicture.digest).order_by(ProductPicture.product_id),
        select(StockLevel.product_id, StockLevel.qty_milli).order_by(StockLevel.product_id),
        select(Sale.number, Sale.completed_at, Sale.cashier_name, Sale.to_pay).order_by(Sale.id),
        select(SaleLine.sale_id, SaleLine.name, SaleLine.qty_milli, SaleLine.gross).order_by(SaleLine.id),
        select(Tender.sale_id, Tender.kind, Tender.amount).order_by(Tender.id),
    )
    with database.read_unit() as tx:
        return [[tuple(row) for row in tx.execute(question)] for question in questions]


def test_the_books_agree(demo: Database) -> None:
    with demo.read_unit() as tx:
        rows, faults = journal.verify(tx)
        assert check_ledgers(tx) == []
    assert rows > 100
    assert faults == []


def test_three_days_were_lived_and_sunday_was_quiet(demo: Database) -> None:
    with demo.read_unit() as tx:
        days = list(
            tx.execute(
                select(Sale.business_date, func.count()).group_by(Sale.business_date).order_by(Sale.business_date)
            )
        )
    assert [f"{day:%a}" for day, _ in days] == ["Fri", "Sat", "Mon"]
    assert all(10 <= count <= 60 for _, count in days)


def test_every_day_was_closed(demo: Database) -> None:
    with demo.read_unit() as tx:
        shifts: int = tx.execute(select(func.count()).select_from(Shift)).scalar_one()
        closings: int = tx.execute(select(func.count()).select_from(ShiftClose)).scalar_one()
        assert shifts == closings == 3
        assert current_shift(tx, tx.execute(select(Till.id)).scalar_one()) is None


def test_a_day_brings_in_what_a_small_shop_takes(demo: Database) -> None:
    with demo.read_unit() as tx:
        takings = list(tx.execute(select(func.sum(Sale.to_pay)).group_by(Sale.business_date)).scalars())
    assert all(150_00 <= taking.minor <= 3000_00 for taking in takings)


def test_people_pay_in_several_ways_and_buy_goods_and_services(demo: Database) -> None:
    with demo.read_unit() as tx:
        ways = set(tx.execute(select(Tender.kind)).scalars())
        kinds = set(tx.execute(select(Product.kind).join(SaleLine, SaleLine.product_id == Product.id)).scalars())
    assert {"cash", "card"} <= ways
    assert kinds == {"goods", "service"}


def test_nothing_was_sold_that_did_not_lie_there(demo: Database) -> None:
    with demo.read_unit() as tx:
        lowest: int = tx.execute(select(func.min(StockLevel.qty_milli))).scalar_one()
    assert lowest >= 0


def test_nothing_happened_after_now_or_out_of_order(demo: Database) -> None:
    with demo.read_unit() as tx:
        sales = list(tx.execute(select(Sale.completed_at).order_by(Sale.id)).scalars())
        moves = list(tx.execute(select(StockMove.at).order_by(StockMove.id)).scalars())
    assert sales == sorted(sales)
    assert moves == sorted(moves)
    assert max(sales[-1], moves[-1]) < TUESDAY


def test_a_shop_is_not_filled_twice(config: Config, demo: Database) -> None:
    before = looks(demo)
    with pytest.raises(Conflict, match="already_opened"):
        fill_demo(config, TUESDAY, days=DAYS)
    assert looks(demo) == before


def test_the_same_instant_makes_the_same_shop(demo: Database, tmp_path: Path) -> None:
    again = empty_database(tmp_path)
    fill_demo(again, TUESDAY, days=DAYS)
    with closing(open_database(again, SetClock(TUESDAY))) as database:
        assert looks(database) == looks(demo)


def test_the_first_sale_of_a_visitor_is_registered_and_its_paper_says_that_nothing_counts(
    config: Config, tmp_path: Path
) -> None:
    folder = tmp_path / "visited"
    shutil.copytree(config.data_folder, folder)
    with ExitStack() as ending:
        database = ending.enter_context(closing(open_database(read_config(data_folder=folder, environment={}))))
        emulated = EmulatedDevices(folder, database)
        ending.callback(emulated.stop)
        emulated.start()
        dispatcher = Dispatcher(database, lane_handlers(database, held_devices(database), mail_password=""))
        ending.callback(dispatcher.stop)
        dispatcher.start()
        with database.unit_of_work(VISITOR) as tx:
            (place,) = tills(tx)
            open_shift(tx, place.till_id, new_uid(), {})
            sold = [sells(tx, place.till_id, code) for code in ("standard", "reduced", "exempt")]
        paper = registered_paper(database, sold[-1])
        with database.read_unit() as tx:
            assert {device.role for device in devices(tx)} == {RECEIPT_PRINTER, LABEL_PRINTER, FISCAL_REGISTER}
            assert all(device.emulated for device in devices(tx))
            assert len(documents_of_till(tx, place.till_id, 10)) == 4, "the shift and three receipts, none of the past"
    assert [block.text for block in paper.blocks if isinstance(block, Banner)][:2] == [
        "PRACTICE",
        "TRAINING: EMULATED REGISTER",
    ]
    assert any(isinstance(block, Qr) for block in paper.blocks)


def sells(tx: Unit, till_id: int, tax: str) -> str:
    """Sells some goods of a tax category for cash; the sale's uid."""
    wanted = select(Product.id).join(TaxCategory, TaxCategory.id == Product.tax_category_id)
    product_id = tx.execute(wanted.where(TaxCategory.code == tax).limit(1)).scalar_one()
    cart_uid = new_uid()
    add_product(tx, till_id, cart_uid, new_uid(), product_id, 1000)
    cart = read_cart(tx, till_id)
    assert cart is not None
    return checkout(tx, till_id, cart_uid, cart.version, [TenderRequest("cash")]).uid


def registered_paper(database: Database, sale_uid: str) -> Document:
    """The receipt once the register has it; TimeoutError."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        seen = database.wake_ups.seen(outbox.WAKE)
        with database.read_unit() as tx:
            if is_kept(tx, registered_document(sale_uid)):
                return stored_paper(tx, registered_document(sale_uid))
        database.wake_ups.wait(outbox.WAKE, seen, 0.1)
    raise TimeoutError(sale_uid)
