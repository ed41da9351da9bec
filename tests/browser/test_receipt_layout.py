"""The page of the receipts' layout in a real browser: its picture follows the form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.clock import SetClock
from app.core.db.unit import Database
from tests.support.browser import PHONE_LIGHT, Screen, fits_in_width, looks_right
from tests.support.servers import serve_in_thread
from tests.support.web import PASSWORD, open_web_shop


@pytest.fixture
def office(sqlite_url: str, clock: SetClock, tmp_path: Path, page: Page) -> Iterator[Page]:
    """The owner before the page."""
    database = Database(sqlite_url, clock=clock)
    shop = open_web_shop(database, clock, tmp_path / "data")
    with serve_in_thread(shop.app) as address:
        page.goto(f"{address}/auth/office?next=/office/receipts")
        page.get_by_label("Login").fill("olga")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Receipts")).to_be_visible()
        yield page
        shop.app.extensions["regulars"].close_streams()
    database.close()


def picture_height(page: Page) -> int:
    height: int = page.locator("#preview-picture").evaluate("picture => picture.naturalHeight")
    return height


def test_the_picture_follows_the_form_and_the_form_is_saved(office: Page) -> None:
    shown = office.locator("#preview-picture")
    expect(shown).to_have_js_property("complete", True)
    before, address = picture_height(office), shown.get_attribute("src")
    office.get_by_label("Words below the receipt").first.fill("Thank you for coming!\nUntil soon")
    expect(shown).not_to_have_attribute("src", address or "")
    office.wait_for_function(f"document.getElementById('preview-picture').naturalHeight > {before}")
    office.get_by_label("58 mm").check()
    expect(shown).to_have_attribute("data-width", "58")
    office.get_by_label("Discounts below each line").uncheck()
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    expect(office.get_by_label("Words below the receipt").first).to_have_value("Thank you for coming!\nUntil soon")
    expect(office.get_by_label("Discounts below each line")).not_to_be_checked()
    expect(office.get_by_label("58 mm")).to_be_checked()


def test_the_page_is_fit_for_everybody(office: Page) -> None:
    expect(office.locator("#preview-picture")).to_have_js_property("complete", True)
    looks_right(office, "office-receipts")


@pytest.mark.parametrize("screen", [PHONE_LIGHT], ids=str)
def test_the_page_fits_a_phone(office: Page, screen: Screen) -> None:
    office.get_by_text("Other words on the papers of one language").click()
    assert fits_in_width(office)
