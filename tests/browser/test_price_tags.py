"""Price tags in a real browser: chosen, printed, counted after a broken cable, and looked at by axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.outbox import LaneHandler
from app.core.registry import Registry
from app.jobs.dispatcher import Dispatcher
from app.places.devices import add_device
from app.places.service import LABEL_PRINTER, place_of
from devices.labels.fake import FakeLabelPrinter
from tests.browser.office import owner_in_the_office, served
from tests.factories.amounts import unit_price
from tests.support.browser import WIDE_LIGHT, Screen, axe_violations
from tests.support.web import SETUP, WebShop, open_web_shop
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import ensure_locations
from warehouse.tags.jobs import TAGS_KIND
from warehouse.tags.lane import TagHandler, TagPrinters

NAMES = ("Hammer", "Hand saw, fine", "Screwdriver, cross, 150 mm, with a grip of two colours")
SCREENS = (Screen(1024, 768, "light"), Screen(1920, 1080, "dark"), Screen(390, 844, "light"))


@pytest.fixture
def printer() -> FakeLabelPrinter:
    """What stands in the back room."""
    return FakeLabelPrinter()


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock, tmp_path: Path, printer: FakeLabelPrinter) -> Iterator[WebShop]:
    """A shop with three tools and a label printer, its lane at work."""
    opened = Database(sqlite_url, clock=clock)
    web = open_web_shop(opened, clock, tmp_path / "data")
    with web.database.unit_of_work(SETUP) as tx:
        ensure_locations(tx, place_of(tx, web.till_id).shop_id)
        add_standard_units(tx)
        tax = create_tax_category(tx, "Standard", 2000)
        for place, name in enumerate(NAMES):
            create_product(tx, ProductData(name, tax), price=unit_price("15.99"), codes=[Code(f"TOOL-{place}")])
        address = "tspl+tcp://192.0.2.60:9100?width_mm=43&height_mm=25"
        add_device(tx, web.till_id, LABEL_PRINTER, "Back room", address)
    handlers: Registry[LaneHandler] = Registry("outbox message")
    handlers.add(TAGS_KIND, TagHandler(opened, TagPrinters(opened, lambda _address: printer)))
    worker = Dispatcher(opened, handlers)
    worker.start()
    yield web
    worker.stop()
    opened.close()


def test_tags_are_printed_counted_and_go_on(shop: WebShop, printer: FakeLabelPrinter, page: Page) -> None:
    printer.cut_at = 7
    with served(shop) as address:
        page = owner_in_the_office(page, address)
        page.goto(f"{address}/office/products/tags")
        expect(page.get_by_text("Every tag says the price of today")).to_be_visible()
        page.get_by_label("Which goods").select_option("untagged")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_label("Tags of Hammer")).to_be_visible()
        page.wait_for_load_state("load")
        page.get_by_label("Tags of Hammer").fill("9")
        page.get_by_label("Tags of Hand saw, fine").fill("0")
        expect(page.locator("#tag-preview")).to_have_attribute("src", "/office/products/2/tag.png?device=1")
        page.get_by_role("button", name="Print the tags").click()
        expect(page.get_by_text("between 0 and 10 of 10 can lie there")).to_be_visible()
        expect(page.get_by_label("Came out")).to_have_value("7")
        page.wait_for_load_state("load")
        for screen in SCREENS:
            page.set_viewport_size({"width": screen.width_px, "height": screen.height_px})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size({"width": WIDE_LIGHT.width_px, "height": WIDE_LIGHT.height_px})
        assert axe_violations(page) == []
        page.get_by_role("button", name="Print the rest").click()
        expect(page.locator(".tag-job").get_by_text("Printed")).to_be_visible()
        names = [label.texts[0].text for label in printer.labels]
        assert names == ["Hammer"] * 9 + [printer.labels[-1].texts[0].text]
        assert names[-1].startswith("Screwdriver")
        page.goto(f"{address}/office/devices")
        assert axe_violations(page) == []
