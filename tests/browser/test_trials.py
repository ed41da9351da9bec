"""An emulated register in a real browser: tried with three clicks, its papers on a page, its numbers listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.demo.emulated import EmulatedDevices
from app.factory import create_app
from app.web.shared.context import WebContext
from tests.browser.office import owner_in_the_office, served
from tests.browser.test_goods import shop
from tests.support.browser import SCREENS, axe_violations, fits_in_width, save_picture
from tests.support.web import WebShop

__all__ = ["shop"]


@pytest.fixture
def office(shop: WebShop, page: Page, tmp_path: Path) -> Iterator[Page]:
    """The owner in the office of a server that drives devices."""
    emulated = EmulatedDevices(tmp_path / "devices", shop.database)
    shop.app = create_app(WebContext(shop.config, shop.database, trials=emulated))
    with served(shop) as address:
        yield owner_in_the_office(page, address)
    emulated.stop()


def test_a_register_is_tried_and_says_that_nothing_counts(office: Page) -> None:
    office.goto(office.url.replace("/office/", "/office/registers"))
    office.get_by_text("Try with an emulated register").click()
    office.get_by_label("Which device").select_option("fiscal_register:datecs")
    office.get_by_role("button", name="Try it").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    office.wait_for_load_state("load")
    expect(office.get_by_text("its receipts are none")).to_be_visible()
    assert axe_violations(office) == []
    assert fits_in_width(office)
    save_picture(office, "office-registers-emulated", SCREENS[0])
    office.get_by_role("link", name="See the emulated paper").click()
    office.wait_for_load_state("load")
    office.get_by_role("button", name="Paper out").click()
    expect(office.get_by_label("The device").get_by_text("Paper out").first).to_be_visible()
    office.wait_for_load_state("load")
    assert axe_violations(office) == []
    assert fits_in_width(office)
    save_picture(office, "office-emulated-register", SCREENS[0])
