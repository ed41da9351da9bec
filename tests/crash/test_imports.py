"""An import killed in the middle is neither lost nor half there: the next start finishes it, and it can be undone."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

import app.schema  # noqa: F401  # every table must be known
from app.core import journal
from app.core.actor import program
from app.core.config import URL_VARIABLE
from app.core.db.unit import Database
from app.core.installation import open_installation
from app.crm.models import Customer, CustomerCard
from app.exchange import store
from app.exchange.kinds import KIND_CODES
from app.exchange.models import ImportChangeDetail
from app.exchange.runs import Imports
from app.exchange.store import ImportView
from app.places.service import ShopData, create_shop
from pos.past_sales.models import PastSale, PastSaleLine, PastSaleWithdrawal
from tests.support.servers import start_quick
from warehouse.catalogue.models import Barcode, Product, ProductPrice
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units

ROWS = 3_000
PATIENCE_SECONDS = 120
CONSOLE = program("console:test")


@pytest.fixture
def shop(database_url: str) -> Iterator[Database]:
    with closing(Database(database_url)) as database:
        with database.unit_of_work(CONSOLE) as tx:
            open_installation(tx, "EUR", demo=False)
            add_standard_units(tx)
            create_tax_category(tx, "Standard", 2000)
        yield database


def counts(database: Database) -> list[int]:
    with database.read_unit() as tx:
        return [
            int(tx.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (Product, Barcode, ProductPrice)
        ]


def one_import(database: Database) -> ImportView | None:
    with database.read_unit() as tx:
        return next(iter(store.newest(tx, 1, KIND_CODES)), None)


def killed_midway(database: Database, folder: Path, table: Path, kind: str = "products") -> ImportView:
    """Starts the command, and kills it once some rows are kept and some are not."""
    url = database.url.render_as_string(hide_password=False)
    folder.mkdir()
    if database.is_sqlite:
        # The command looks whether a shop lies in the folder; the database of this test lies elsewhere.
        (folder / "regulars.db").touch()
    command = ["-m", "app.cli.main", "import", kind, str(table), "--data", str(folder)]
    with Path(os.devnull).open("wb") as nowhere:
        process = start_quick(command, {URL_VARIABLE: url, "PATH": ""}, nowhere.fileno())
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = one_import(database)
            if found is not None and found.applied_row:
                break
            assert process.poll() is None, "the command ended by itself"
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)
    found = one_import(database)
    assert found is not None
    assert (found.state, 0 < found.applied_row < ROWS) == ("applying", True)
    return found


def test_a_killed_import_goes_on_and_can_be_taken_back(shop: Database, tmp_path: Path) -> None:
    table = tmp_path / "goods.csv"
    table.write_text(
        "SKU;Name;Price;Barcode\n" + "".join(f"K-{row};Name {row};{row},50;C{row}\n" for row in range(ROWS))
    )
    folder = tmp_path / "data"
    broken_off = killed_midway(shop, folder, table)
    assert counts(shop) == [broken_off.created] * 3
    imports = Imports(shop, folder)
    assert imports.finish_all() == 1
    assert counts(shop) == [ROWS] * 3
    finished = one_import(shop)
    assert finished is not None
    assert (finished.state, finished.created, finished.failed) == ("done", ROWS, 0)
    imports.undo(CONSOLE, finished.uid)
    imports.finish(CONSOLE, finished.uid)
    assert counts(shop) == [0, 0, 0]
    with shop.read_unit() as tx:
        assert journal.verify(tx)[1] == []


def test_a_killed_import_whose_file_is_gone_is_taken_back(shop: Database, tmp_path: Path) -> None:
    table = tmp_path / "goods.csv"
    table.write_text("SKU;Name\n" + "".join(f"K-{row};Name {row}\n" for row in range(ROWS)))
    folder = tmp_path / "data"
    broken_off = killed_midway(shop, folder, table)
    imports = Imports(shop, folder)
    imports.path(broken_off).unlink()
    imports.finish_all()
    assert counts(shop) == [0, 0, 0]
    finished = one_import(shop)
    assert finished is not None
    assert finished.state == "undone"


def people(database: Database) -> list[int]:
    with database.read_unit() as tx:
        return [
            int(tx.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (Customer, CustomerCard, ImportChangeDetail)
        ]


def test_a_killed_import_of_customers_goes_on_and_can_be_taken_back(shop: Database, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text(
        "Name;Phone;Card;Note\n" + "".join(f"Name {row};+35988{row:07};C-{row};tea\n" for row in range(ROWS))
    )
    folder = tmp_path / "data"
    broken_off = killed_midway(shop, folder, table, "customers")
    assert people(shop) == [broken_off.created] * 3
    imports = Imports(shop, folder)
    assert imports.finish_all() == 1
    assert people(shop) == [ROWS] * 3
    finished = one_import(shop)
    assert finished is not None
    assert (finished.state, finished.created, finished.failed) == ("done", ROWS, 0)
    imports.undo(CONSOLE, finished.uid)
    imports.finish(CONSOLE, finished.uid)
    assert people(shop) == [0, 0, 0]
    with shop.read_unit() as tx:
        assert journal.verify(tx)[1] == []


def history(database: Database) -> list[int]:
    with database.read_unit() as tx:
        return [
            int(tx.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (PastSale, PastSaleLine, PastSaleWithdrawal)
        ]


def test_a_killed_import_of_past_sales_writes_each_line_once_and_can_be_taken_back(
    shop: Database, tmp_path: Path
) -> None:
    with shop.unit_of_work(CONSOLE) as tx:
        create_shop(tx, ShopData("Corner"))
    table = tmp_path / "sales.csv"
    # Seven lines a sale: a step ends inside one, whose other lines come after the restart.
    table.write_text(
        "Number;Date;Name;Amount\n" + "".join(f"{row // 7};1.03.2024;Saw;{row},50\n" for row in range(ROWS))
    )
    folder = tmp_path / "data"
    broken_off = killed_midway(shop, folder, table, "sales")
    assert history(shop)[1] == broken_off.created
    imports = Imports(shop, folder)
    assert imports.finish_all() == 1
    sales = -(-ROWS // 7)
    assert history(shop) == [sales, ROWS, 0]
    finished = one_import(shop)
    assert finished is not None
    assert (finished.state, finished.created, finished.failed) == ("done", ROWS, 0)
    imports.undo(CONSOLE, finished.uid)
    imports.finish(CONSOLE, finished.uid)
    assert history(shop) == [sales, ROWS, ROWS]
    with shop.read_unit() as tx:
        assert journal.verify(tx)[1] == []
