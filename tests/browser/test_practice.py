"""Practising in a real browser: a press at the till, a sale that is not real, and back."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.cli.listening import Ports
from app.cli.practice import PracticeShop
from app.core.config import read_config
from app.factory import create_app
from app.web.shared.context import WebContext
from tests.browser.till_screen import TillScreen
from tests.factories.shop import Shop
from tests.support.browser import SCREENS, looks_right, save_picture, show_on
from tests.support.snapshot import snapshot


@pytest.fixture
def address(shop: Shop, tmp_path: Path) -> Iterator[str]:
    """The real shop, served with the way to the other one."""
    config = replace(read_config(data_folder=tmp_path / "data", port=0, environment={}), practice_port=0)
    ports = Ports(config, None)
    with closing(PracticeShop(config, shop.database, ports)) as practice:
        context = WebContext(config, shop.database, practice=practice)
        ports.open_to(create_app(context))
        ports.start()
        yield f"http://127.0.0.1:{ports.port}"
        context.close_streams()
    ports.stop()


@pytest.fixture
def till(shop: Shop, address: str, new_context: Callable[[], BrowserContext]) -> TillScreen:
    """A till with an open shift."""
    screen = TillScreen(shop, shop.till(), address, new_context, 0)
    screen.log_in()
    return screen


def practises(page: Page) -> None:
    """From the menu of the real till to the practice till."""
    page.get_by_role("button", name="menu of the till").click()
    page.get_by_role("button", name="Practise", exact=True).click()
    expect(page.get_by_text("Practice: nothing here is real")).to_be_visible()


def test_a_sale_to_practise_leaves_the_real_shop_as_it_was(till: TillScreen, shop: Shop, address: str) -> None:
    goods = shop.product("Drill", "79.00", stock="5")
    till.scans(goods)
    before = snapshot(shop.database)
    page = till.page
    practises(page)
    assert page.url.startswith("http://127.0.0.1:")
    assert not page.url.startswith(address)
    # It knows the goods, but neither the cart nor the shift.
    till.wait_ready()
    till.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open the shift")
    till.wait_ready()
    page.get_by_label("50", exact=True).focus()
    till.types("2")
    till.presses("Control+Enter")
    expect(page.locator("#cart")).to_contain_text("Scan the first item")
    till.wait_ready()
    expect(till.lines).to_have_count(0)
    till.scans(goods)
    till.scans(goods)
    till.presses("Space")
    expect(till.done).to_contain_text("158.00")
    assert snapshot(shop.database) == before
    page.get_by_role("link", name="Back to the real till").click()
    till.wait_ready()
    expect(page).to_have_url(f"{address}/till/")
    expect(till.lines).to_have_count(1)
    expect(page.get_by_text("Practice: nothing here is real")).to_have_count(0)
    assert till.sales == []


def test_it_looks_like_another_place(till: TillScreen, shop: Shop) -> None:
    shop.product("Drill", "79.00", stock="5")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    real = till.page.evaluate(accent)
    practises(till.page)
    till.wait_ready()
    assert till.page.evaluate(accent) != real
    looks_right(till.page, "practice")
    till.page.goto(urljoin(till.page.url, "/display/"))
    expect(till.page.get_by_text("Practice: nothing here is real")).to_be_visible()
    for screen in SCREENS:
        show_on(till.page, screen)
        assert till.page.evaluate("document.getElementById('main').getBoundingClientRect().bottom <= innerHeight")
        save_picture(till.page, "practice-display", screen)
