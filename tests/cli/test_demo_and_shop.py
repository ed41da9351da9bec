"""The demo and the owner's shop beside each other: a real server goes from one to the other and mixes nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.auth.models import Account
from app.auth.recovery import new_code
from app.cli.main import main
from app.core import journal
from app.core.actor import program
from app.core.config import URL_VARIABLE, Config, read_config
from app.core.db import migrate
from app.core.errors import ConfigError
from app.core.installation import facts, is_opened, open_installation
from app.crm.models import Customer
from app.demo.home import SCHEMA, UNFINISHED, demo_config, prepare_home
from app.places.models import Device, Shop
from app.places.service import ShopData, create_shop
from app.wiring import open_database
from pos.sale.models import Sale
from pos.shift.models import Shift
from tests.crash.browser import HttpBrowser
from tests.factories.together import until
from tests.support.servers import ServerProcess, start_quick
from warehouse.catalogue.models import Category, Product
from warehouse.stock.models import StockMove

LONG = "a long password"
DEMO_FILLS = (Product, Category, Customer, Sale, Shift, StockMove, Device)


def serve(data: Path, url: str, *more: str) -> ServerProcess:
    arguments = ["-m", "app.cli.main", "serve", "--port", "0", "--demo-days", "1", "--data", str(data), *more]
    return ServerProcess(arguments, {URL_VARIABLE: url}, start=start_quick)


def eventually(browser: HttpBrowser, path: str, words: str) -> None:
    """Until the page says so; a server whose curtain is down answers 503."""
    until(lambda: words in answer_of(lambda: browser.get(path)))


def answer_of(ask: Callable[[], str]) -> str:
    """The answer, the curtain's too."""
    try:
        return ask()
    except AssertionError as refused:
        if not str(refused).startswith("503"):
            raise
        return str(refused)


def config_in(data: Path, url: str) -> Config:
    return read_config(data_folder=data, environment={URL_VARIABLE: url})


def what_is_in(config: Config) -> str:
    with closing(open_database(config)) as database, database.read_unit() as tx:
        return ("demo" if facts(tx).demo else "shop") if is_opened(tx) else "nothing"


STEPS = (
    ("country", {"country": "BG"}),
    ("rules", {"zone": "Europe/Sofia", "paper_language": "bg"}),
    ("shop", {"name": "Corner"}),
    ("owner", {"name": "Olga", "login": "olga", "language": "en", "pin": "4711", "password": LONG, "again": LONG}),
    ("recovery", {"code": new_code(), "confirmed": "yes"}),
    ("till", {"name": "Till 1", "this_browser": "yes"}),
)


def begin_own_shop(browser: HttpBrowser) -> None:
    """Leave the demo by its button, until the wizard is there."""
    browser.get("/auth/own-shop")
    answer_of(lambda: browser.post("/auth/own-shop", {}))
    eventually(browser, "/auth/first", "Open my shop")


def test_from_the_demo_to_the_own_shop_and_back_until_it_is_open_and_nothing_of_the_demo_is_left(
    empty_database_url: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    config = config_in(data, empty_database_url)
    with serve(data, empty_database_url) as server:
        browser = HttpBrowser(server.address, {})
        assert "This is a demo shop." in browser.get("/auth/till")
        begin_own_shop(browser)
    assert what_is_in(config) == "nothing"
    assert what_is_in(demo_config(config)) == "demo"
    # What an owner has begun goes on after a restart, and the demo is still there to look around in.
    with serve(data, empty_database_url) as server:
        browser = HttpBrowser(server.address, {})
        assert "Open my shop" in browser.get("/auth/first")
        answer_of(lambda: browser.post("/auth/look-around", {}))
        eventually(browser, "/auth/till", "This is a demo shop.")
        begin_own_shop(browser)
        for step, form in STEPS:
            browser.post(f"/auth/first/{step}", form)
        assert "Your shop is open" in browser.get("/office/first-day/done")
        browser.get("/office/")
        with pytest.raises(AssertionError, match="409"):
            browser.post("/auth/look-around", {})
    with closing(open_database(config)) as database, database.read_unit() as tx:
        counted = [tx.execute(select(func.count()).select_from(table)).scalar_one() for table in DEMO_FILLS]
        assert counted == [0] * len(DEMO_FILLS)
        assert list(tx.execute(select(Account.login)).scalars()) == ["olga"]
        assert list(tx.execute(select(Shop.name)).scalars()) == ["Corner"]
        assert journal.verify(tx)[1] == []
    # From now on the server begins with the shop, and knows the way to no other.
    with serve(data, empty_database_url) as server:
        browser = HttpBrowser(server.address, {})
        assert "The office" in browser.get("/")
        assert "demo shop" not in browser.get("/auth/office")
    assert what_is_in(demo_config(config)) == "demo"


def test_commands_speak_of_the_demo_until_there_is_a_shop(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(URL_VARIABLE, empty_database_url)
    config = config_in(tmp_path, empty_database_url)
    open_shop(prepare_home(config), demo=True)
    assert main(["check-ledgers", "--data", str(tmp_path)]) == 0
    assert "about the demo" in capsys.readouterr().err
    open_shop(config, demo=False)
    assert main(["check-ledgers", "--data", str(tmp_path)]) == 0
    assert "about the demo" not in capsys.readouterr().err


def open_shop(config: Config, *, demo: bool) -> None:
    """An upgraded database with an installation, and nothing sold yet."""
    with closing(open_database(config)) as database:
        migrate.upgrade(database)
        with database.unit_of_work(program("tests")) as tx:
            open_installation(tx, "EUR", demo=demo)
            create_shop(tx, ShopData(name="Corner"))


def test_a_demo_broken_off_is_thrown_away_and_nothing_else(empty_database_url: str, tmp_path: Path) -> None:
    config = config_in(tmp_path, empty_database_url)
    demo = prepare_home(config)
    with closing(open_database(demo)) as database, closing(open_database(config)) as own:
        migrate.upgrade(database)
        migrate.upgrade(own)
    (demo.data_folder / UNFINISHED).touch()
    assert prepare_home(config) == demo
    with closing(open_database(demo)) as database, closing(open_database(config)) as own:
        assert migrate.current_revision(database) is None
        migrate.refuse_other_version(own)


def test_a_database_that_gives_the_demo_no_schema_is_told_so(postgresql_url: str, tmp_path: Path) -> None:
    config = config_in(tmp_path, postgresql_url)
    with closing(open_database(config)) as database, database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE regulars_guest LOGIN PASSWORD 'guest'")
    try:
        guest = database.url.set(username="regulars_guest", password="guest").render_as_string(hide_password=False)
        with pytest.raises(ConfigError, match="demo_schema_refused") as refused:
            prepare_home(config_in(tmp_path, guest))
        assert refused.value.facts["schema"] == SCHEMA
    finally:
        with closing(open_database(config)) as database, database.writer.begin() as connection:
            connection.exec_driver_sql("DROP ROLE regulars_guest")
