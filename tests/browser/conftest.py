"""A shop with its pages on a server of its own, and tills in real browsers before it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from app.core import feed
from app.core.clock import SetClock
from app.core.config import read_config
from app.core.db.unit import Database
from app.factory import create_app
from app.web.shared.context import WebContext
from devices.drivers.scales import open_scale
from devices.drivers.scanners import open_scanner
from pos.scanning.readers import Scanners
from pos.weighing.scales import Scales
from tests.browser.till_screen import TillScreen, add_people
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.support.servers import serve_in_thread

OpenTill = Callable[..., TillScreen]


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock) -> Iterator[Shop]:
    """An opened shop on SQLite with people who can log in."""
    database = Database(sqlite_url, clock=clock)
    opened = Shop(database, clock)
    add_people(opened)
    yield opened
    database.close()


@pytest.fixture
def served(shop: Shop, tmp_path: Path) -> Iterator[tuple[str, WebContext]]:
    """The address of the shop's pages, and what they share."""
    scales = Scales(shop.database, open_scale)
    context = WebContext(
        read_config(None, data_folder=tmp_path / "data", environment={}),
        shop.database,
        scales=scales,
        scanners=Scanners(shop.database, open_scanner, feed.WAKE),
    )
    with serve_in_thread(create_app(context)) as address:
        yield address, context
        context.close_streams()
        scales.stop()


@pytest.fixture
def open_till(shop: Shop, served: tuple[str, WebContext], new_context: Callable[[], BrowserContext]) -> OpenTill:
    """``open_till()``: a till somebody is logged in at; ``desk`` for one more window of the same till."""

    def open_one(desk: TillDesk | None = None, *, opened: bool = True, printer: bool = False) -> TillScreen:
        address, context = served
        desk = desk or shop.till(opened=opened, printer=printer)
        screen = TillScreen(shop, desk, address, new_context, context.config.port)
        screen.log_in()
        return screen

    return open_one


@pytest.fixture
def till_screen(open_till: OpenTill) -> TillScreen:
    """A till with an open shift."""
    return open_till()
