"""Imports and exports in a real browser: customers come in and go back, and the pages are fit for everybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core.clock import SetClock
from app.core.db.unit import Database
from tests.browser.office import owner_in_the_office, served
from tests.support.browser import PHONE_LIGHT, SMALL, Screen, axe_violations, fits_on, looks_right
from tests.support.web import SETUP, WebShop, open_web_shop
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units

PEOPLE = (
    "Surname;First name;Phone;Birthday;Card;SMS;Remarks\n"
    "Petrova;Anna;0888 123 456;6 March 1980;VIP-1;yes 2024-05-01;likes tea\n"
    "Ivanov;Peter;+359 2 987 65 43;31.12.81;VIP-2;no;\n"
    "Sidorov;Ivan;12345;1.1.2190;VIP-1;maybe;\n"
)
MOST_STEPS = 60


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[WebShop]:
    """A shop without goods and customers."""
    opened = Database(sqlite_url, clock=clock)
    web = open_web_shop(opened, clock, tmp_path / "data")
    with opened.unit_of_work(SETUP) as tx:
        add_standard_units(tx)
        create_tax_category(tx, "Standard", 2000)
    yield web
    opened.close()


@pytest.fixture
def address(shop: WebShop) -> Iterator[str]:
    """Where the pages are served."""
    with served(shop) as address:
        yield address


@pytest.fixture
def office(address: str, page: Page) -> Page:
    """The owner in the office."""
    return owner_in_the_office(page, address)


def dropped(office: Page, address: str, tmp_path: Path, text: str = PEOPLE) -> None:
    """A spreadsheet of customers is chosen and looked at."""
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="cp1251")
    office.goto(f"{address}/office/imports")
    office.get_by_label("File").set_input_files(file)
    office.get_by_label("It holds").select_option("customers")
    office.get_by_role("button", name="Look at it").click()
    expect(office.get_by_role("heading", name="people.csv")).to_be_visible()


def test_customers_come_in_and_go_back(office: Page, address: str, tmp_path: Path) -> None:
    dropped(office, address, tmp_path)
    preview = office.get_by_role("region", name="Preview")
    expect(preview.get_by_role("row", name="Petrova")).to_contain_text("new")
    wrong = preview.get_by_role("row", name="Sidorov")
    for sentence in ("no phone number that exists", "Nobody who lives", "Write yes, no"):
        expect(wrong).to_contain_text(sentence)
    office.get_by_label("Take the good rows").check()
    office.get_by_role("button", name="Import").click()
    expect(office.get_by_text("Imported.")).to_be_visible()
    office.goto(f"{address}/office/customers")
    office.get_by_role("link", name="Petrova Anna").click()
    expect(office.get_by_label("Birth date")).to_have_value(re.compile("1980"))
    office.goto(f"{address}/office/imports")
    office.get_by_role("link", name="people.csv").click()
    office.get_by_role("button", name="Take it all back").click()
    expect(office.get_by_text("Taken back.")).to_be_visible()
    office.goto(f"{address}/office/customers")
    expect(office.get_by_role("link", name="Petrova Anna")).to_have_count(0)


def test_a_file_comes_in_by_keyboard_alone(office: Page, address: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("List of members\nName;Phone\nAnna;0888 123 456\n", encoding="utf-8")
    office.goto(f"{address}/office/imports")
    with office.expect_file_chooser() as chooser:
        # A key may overtake the word that files are asked of us, but what the page answers after that word may not.
        goes_to(office, office.get_by_label("File"))
        office.keyboard.press("Space")
    chooser.value.set_files(file)
    goes_to(office, office.get_by_label("It holds"))
    office.keyboard.type("Customers")
    goes_to(office, office.get_by_role("button", name="Look at it"))
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", name="people.csv")).to_be_visible()
    office.wait_for_load_state("load")
    goes_to(office, office.get_by_role("button", name="Import", exact=True))
    office.keyboard.press("Enter")
    expect(office.get_by_text("Imported.")).to_be_visible()
    office.wait_for_load_state("load")
    goes_to(office, office.get_by_role("link", name="See the customers"))
    office.keyboard.press("Enter")
    expect(office.get_by_role("link", name="Anna")).to_be_visible()


def goes_to(page: Page, place: Locator) -> None:
    """Tab by Tab."""
    expect(place).to_be_visible()
    for _ in range(MOST_STEPS):
        if place.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never comes there")


def test_the_client_book_is_downloaded(office: Page, address: str, tmp_path: Path) -> None:
    dropped(office, address, tmp_path, "Name;Phone\nAnna;0888 123 456\n")
    office.get_by_role("button", name="Import").click()
    expect(office.get_by_text("Imported.")).to_be_visible()
    office.goto(f"{address}/office/imports")
    with office.expect_download() as download:
        office.get_by_role("button", name="Customers as CSV").click()
    assert "Anna" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    office.get_by_label("from").first.fill("2026-03-05")
    office.get_by_label("to", exact=True).first.fill("2026-03-01")
    office.get_by_role("button", name="Sales as XLSX").click()
    expect(office.get_by_role("alert")).to_contain_text("The last day is before the first")


def pages(office: Page, address: str, tmp_path: Path) -> Iterator[str]:
    """Opens each page of imports in turn; answers its name."""
    office.goto(f"{address}/office/imports")
    yield "imports-empty"
    dropped(office, address, tmp_path)
    for branch in office.locator("details").all():
        branch.locator("summary").click()
    yield "imports-customers-draft"
    office.get_by_role("button", name="Import").click()
    expect(office.get_by_text("Nothing was written.")).to_be_visible()
    yield "imports-customers-refused"
    office.goto(f"{address}/office/imports")
    yield "imports-list"


def test_the_pages_of_imports_are_fit_for_everybody_and_for_small_screens(
    office: Page, address: str, tmp_path: Path
) -> None:
    for name in pages(office, address, tmp_path):
        looks_right(office, name)
        fits_on(office, name, SMALL)


@pytest.mark.parametrize("screen", [PHONE_LIGHT], ids=str)
def test_a_wide_preview_is_scrolled_by_keys(office: Page, address: str, tmp_path: Path, screen: Screen) -> None:
    dropped(office, address, tmp_path)
    table = office.locator("#preview .table-scroll")
    expect(table).to_have_attribute("tabindex", "0")
    table.press("ArrowRight")
    office.wait_for_function("() => document.querySelector('#preview .table-scroll').scrollLeft > 0")
    assert axe_violations(office) == []
