"""The shop to practise in: what it takes over from the real one, and that the real one stays as it was."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from app.auth.models import ApiToken
from app.core import installation
from app.core.clock import SetClock
from app.core.db import migrate
from app.core.db.engine import sqlite_url
from app.core.db.unit import Database
from app.core.errors import Conflict
from app.crm.customers import CustomerData, create_customer
from app.crm.models import Customer
from app.flows.practising import copied_tables, copy_shop
from app.messaging.settings import MAIL_HOST, MAIL_SENDER, mail_is_set_up
from app.places.devices import add_device, devices
from app.places.service import (
    CARD_TERMINAL,
    FISCAL_REGISTER,
    LABEL_PRINTER,
    POLE_DISPLAY,
    RECEIPT_PRINTER,
    SCALE,
    SCANNER,
    tills,
)
from app.reports.ledgers import check_ledgers
from app.wiring import held_devices, practice_handlers
from loyalty.promotions.stored import promotion_by_uid
from pos.fiscal.queue import FISCAL_KIND
from pos.papers.layout import RECEIPT_FOOTER
from pos.papers.store import DRAWER_KIND, PRINT_KIND, store_paper, stored_paper
from pos.payments.devices import add_terminal
from pos.payments.keeping import CARD_KIND
from pos.sale.models import Sale
from printing.document import Banner, Direction, Document, Text
from tests.factories.amounts import money, qty
from tests.factories.fiscal import FiscalTill
from tests.factories.promotions import promote, promotion
from tests.factories.shop import FITTER, Goods, Shop
from tests.support.snapshot import snapshot
from warehouse.catalogue.models import Product
from warehouse.stock.levels import level
from warehouse.tags.jobs import TAGS_KIND

PRINTER = "escpos+tcp://127.0.0.1:9100?width=48"


@pytest.fixture
def practice(tmp_path: Path, clock: SetClock) -> Iterator[Database]:
    """An empty database for the shop to practise in."""
    with closing(Database(sqlite_url(tmp_path / "practice.db"), clock=clock)) as database:
        migrate.upgrade(database)
        yield database


@pytest.fixture
def goods(shop: Shop) -> Goods:
    """What the shop sells, and a day on which something happened."""
    saw = shop.product("Chainsaw", "299.00", stock="3")
    shop.product("Nails, loose", "2.10", unit="kg", stock="25.5")
    shop.sets(RECEIPT_FOOTER, "Thank you!")
    till = shop.till(printer=True)
    till.sells(saw)
    oversold = shop.product("Rope", "4.00")
    till.sells(oversold)
    with shop.database.unit_of_work(FITTER) as tx:
        create_customer(tx, CustomerData(name="Anna Berg"))
        tx.execute(
            insert(ApiToken),
            {"name": "x", "token_digest": "0" * 64, "scopes": "", "till_id": till.id, "created_at": tx.now},
        )
    return saw


def test_goods_people_and_settings_come_along_and_nothing_that_happened(
    shop: Shop, goods: Goods, practice: Database
) -> None:
    before = snapshot(shop.database)
    copy_shop(shop.database, practice, PRINTER)
    assert snapshot(shop.database) == before
    after = snapshot(practice)
    for table in copied_tables():
        # The order of rows without a meaning of their own may differ between two database products.
        assert sorted(map(repr, after[table.name])) == sorted(map(repr, before[table.name])), table.name
    filled = {name for name, rows in after.items() if rows} - {table.name for table in copied_tables()}
    own_books = {"installation", "stock_move", "stock_level", "device", "number_series"}
    assert filled - own_books <= {"journal_entry", "journal_head", "journal_detail", "event_feed"}
    with shop.database.read_unit() as tx:
        assert tx.execute(select(func.count()).select_from(Customer)).scalar() == 1


def test_the_stock_is_the_same_and_its_books_agree(shop: Shop, goods: Goods, practice: Database) -> None:
    copy_shop(shop.database, practice, PRINTER)
    with shop.database.read_unit() as tx:
        held = {product_id: level(tx, product_id, shop.id) for product_id in tx.execute(select(Product.id)).scalars()}
    with practice.read_unit() as tx:
        assert {product_id: level(tx, product_id, shop.id) for product_id in held} == held
        assert check_ledgers(tx) == []
    assert sorted(held.values()) == [-1000, 2000, 25500]


def test_it_says_what_it_is_and_its_tills_print_on_emulators(shop: Shop, goods: Goods, practice: Database) -> None:
    copy_shop(shop.database, practice, PRINTER)
    with practice.read_unit() as tx:
        facts = installation.facts(tx)
        assert (facts.practice, facts.demo, facts.currency) == (True, False, "EUR")
        assert [(device.role, device.address, device.emulated) for device in devices(tx)] == [
            (RECEIPT_PRINTER, PRINTER, True),
            (LABEL_PRINTER, "tspl+tcp://127.0.0.1:9102?width_mm=58&height_mm=40", True),
        ]
    with shop.database.read_unit() as tx:
        assert not installation.facts(tx).practice


def test_a_till_with_a_fiscal_register_and_a_card_terminal_has_emulated_ones(shop: Shop, practice: Database) -> None:
    till = FiscalTill(shop, address="datecs+tcp://192.0.2.70:4999?dialect=x&password=0001")
    with shop.database.unit_of_work(FITTER) as tx:
        add_terminal(tx, till.desk.id, "Card terminal", "training+tcp://192.0.2.71:9150")
        add_device(tx, till.desk.id, SCALE, "Scale", "massa+serial:///dev/ttyUSB0")
        add_device(tx, till.desk.id, POLE_DISPLAY, "Pole", "led+serial:///dev/ttyUSB1")
        add_device(tx, till.desk.id, SCANNER, "Scanner", "scanner+serial:///dev/ttyUSB2")
    copy_shop(shop.database, practice, PRINTER)
    with practice.read_unit() as tx:
        at_hand = {one.role: one.address for one in devices(tx) if one.role in (SCALE, POLE_DISPLAY, SCANNER)}
        (register,) = [one for one in devices(tx) if one.role == FISCAL_REGISTER]
        (terminal,) = [one for one in devices(tx) if one.role == CARD_TERMINAL]
        (place,) = tills(tx)
    assert (register.address, register.emulated) == ("datecs+tcp://127.0.0.1:4999?dialect=x", True)
    assert (terminal.address, terminal.emulated) == ("training+tcp://127.0.0.1:9150", True)
    assert place.has_emulated_register
    assert at_hand == {
        SCALE: "massa+tcp://127.0.0.1:5001",
        POLE_DISPLAY: "epson+tcp://127.0.0.1:9106?codepage=cp866",
        SCANNER: "scanner+tcp://127.0.0.1:9108",
    }
    assert {FISCAL_KIND, CARD_KIND, TAGS_KIND} <= set(practice_handlers(practice, held_devices(practice)))


def test_every_paper_says_so_once(shop: Shop, goods: Goods, practice: Database) -> None:
    copy_shop(shop.database, practice, PRINTER)
    paper = Document("ru", Direction.LEFT_TO_RIGHT, (Text("Rope"),))
    with practice.unit_of_work(FITTER) as tx:
        store_paper(tx, "test:1", paper)
        store_paper(tx, "test:2", stored_paper(tx, "test:1"))
    with practice.read_unit() as tx:
        kept = stored_paper(tx, "test:1")
        assert kept.blocks == (Banner("УЧЁБА"), Text("Rope"))
        assert stored_paper(tx, "test:2") == kept
    with shop.database.unit_of_work(FITTER) as tx:
        store_paper(tx, "test:1", paper)
        assert stored_paper(tx, "test:1") == paper


def test_nothing_leaves_the_machine(practice: Database) -> None:
    handlers = practice_handlers(practice, held_devices(practice))
    assert {PRINT_KIND, DRAWER_KIND} == {kind for kind in (PRINT_KIND, DRAWER_KIND, "mail", "sms") if kind in handlers}


def test_no_mail_is_even_queued(shop: Shop, goods: Goods, practice: Database) -> None:
    shop.sets(MAIL_HOST, "mail.oak.example")
    shop.sets(MAIL_SENDER, "shop@oak.example")
    copy_shop(shop.database, practice, PRINTER)
    for database, is_set_up in ((shop.database, True), (practice, False)):
        with database.read_unit() as tx:
            assert mail_is_set_up(tx) is is_set_up


def test_a_day_can_be_lived_in_it_and_the_real_one_knows_nothing(
    shop: Shop, goods: Goods, practice: Database, clock: SetClock
) -> None:
    till = shop.till()
    before = snapshot(shop.database)
    copy_shop(shop.database, practice, PRINTER)
    shop.database, real = practice, shop.database
    till.opens()
    sale = till.sells(goods)
    till.closes()
    assert sale.to_pay == money("299.00")
    with practice.read_unit() as tx:
        assert tx.execute(select(func.count()).select_from(Sale)).scalar() == 1
        assert level(tx, goods.id, shop.id) == qty("1")
        assert check_ledgers(tx) == []
        receipt = stored_paper(tx, f"receipt:{sale.uid}")
        assert receipt.blocks[0] == Banner("PRACTICE")
    assert snapshot(real) == before


def test_an_unopened_shop_has_nothing_to_practise_with(database: Database, practice: Database) -> None:
    with pytest.raises(Conflict, match="not_opened"):
        copy_shop(database, practice, PRINTER)


def test_what_is_copied_points_only_at_what_is_copied_and_at_no_customer() -> None:
    tables = copied_tables()
    names = {table.name for table in tables}
    for table in tables:
        assert {key.column.table.name for key in table.foreign_keys} <= names, table.name
        assert "customer_id" not in table.columns, table.name
    assert {"product", "barcode", "product_price", "account", "role", "setting", "till", "shop", "location"} <= names
    assert not {"sale", "customer", "api_token", "web_session", "till_pairing", "device", "stock_move"} & names


def test_promotions_come_along_and_nobody_used_them_yet(shop: Shop, practice: Database) -> None:
    uid = promote(shop, limits={"total": 5})
    shop.till().sells(shop.product("Saw", "12.50"))
    assert promotion(shop, uid).used == 1
    copy_shop(shop.database, practice, PRINTER)
    with practice.read_unit() as tx:
        copied = promotion_by_uid(tx, uid)
        assert (copied.state, copied.used, copied.promotion.limits.total) == ("on", 0, 5)
        assert check_ledgers(tx) == []
