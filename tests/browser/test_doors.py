"""The doors in a real browser: tap, badge and PIN, the lock-out, the office; every page looked at by axe."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.places.pairing import pair
from tests.browser.keys import Keys
from tests.browser.office import owner_in_the_office, served
from tests.support.browser import SMALL, fits_on, looks_right
from tests.support.web import SETUP, WebShop, open_web_shop

OFFICE_PAGES = (
    "/office/",
    "/office/staff",
    "/office/staff/new",
    "/office/staff/3",
    "/office/roles",
    "/office/roles/1",
    "/office/settings",
    "/office/journal",
    "/office/api-tokens",
    "/office/tills",
    "/auth/mine",
)


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[WebShop]:
    """The shop behind the doors."""
    opened = Database(sqlite_url, clock=clock)
    yield open_web_shop(opened, clock, tmp_path / "data")
    opened.close()


@pytest.fixture
def address(shop: WebShop) -> Iterator[str]:
    """Where the pages are served."""
    with served(shop) as address:
        yield address


@pytest.fixture
def till(shop: WebShop, address: str, page: Page) -> Page:
    """The login of a till."""
    with shop.database.unit_of_work(SETUP) as tx:
        _, token = pair(tx, shop.till_id, "test browser")
    cookie = {"name": f"regulars_till_{shop.config.port}", "value": token, "url": address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a mapping with the keys of SetCookieParam
    page.goto(f"{address}/auth/till")
    return page


@pytest.fixture
def office(address: str, page: Page) -> Page:
    """The owner in the office."""
    return owner_in_the_office(page, address)


def test_a_tap_on_the_name_and_the_pad_open_the_till(till: Page) -> None:
    till.get_by_label("Peter").check()
    expect(till.get_by_label("PIN")).to_be_focused()
    for _ in range(4):
        till.get_by_role("button", name="3", exact=True).click()
    till.get_by_role("button", name="Log in").click()
    expect(till).to_have_url(re.compile("/till/$"))


def test_the_keyboard_alone_opens_the_till(till: Page) -> None:
    till.keyboard.press("Tab")
    till.keyboard.press("Tab")
    till.keyboard.press("ArrowDown")
    till.keyboard.press("ArrowDown")
    expect(till.get_by_label("Peter")).to_be_checked()
    till.keyboard.type("3333", delay=120)
    till.keyboard.press("Enter")
    expect(till).to_have_url(re.compile("/till/$"))


def test_a_badge_scanned_in_any_layout_and_the_pin_open_the_till(till: Page) -> None:
    Keys(till).scan("B-003", layout="russian")
    expect(till.get_by_text("Badge read. Now the PIN.")).to_be_visible()
    expect(till.get_by_label("PIN")).to_have_value("")
    till.keyboard.type("3333", delay=120)
    till.keyboard.press("Enter")
    expect(till).to_have_url(re.compile("/till/$"))


def test_a_cashier_changes_his_own_pin_by_the_keyboard(till: Page, picture: Callable[[str], None]) -> None:
    till.get_by_label("Peter").check()
    till.get_by_label("PIN").fill("3333")
    till.keyboard.press("Enter")
    till.get_by_role("button", name="Peter").click()
    till.get_by_role("link", name="My PIN and password").click()
    till.get_by_label("The PIN you have").focus()
    for typed in ("3333", "1234", "1234"):
        till.keyboard.type(typed)
        till.keyboard.press("Tab")
    till.keyboard.press("Enter")
    expect(till.get_by_text("Your PIN is changed")).to_be_visible()
    expect(till.get_by_text("easy to guess")).to_be_visible()
    picture("my-pin-changed")
    till.get_by_role("link", name="Back").click()
    expect(till).to_have_url(re.compile("/till/$"))


def test_five_wrong_pins_lock_and_the_screen_says_how_long(till: Page) -> None:
    for attempt in range(5):
        till.get_by_label("Peter").check()
        till.get_by_label("PIN").fill("0000")
        till.keyboard.press("Enter")
        words = "Wait 30 seconds" if attempt == 4 else "The PIN is not right"
        expect(till.get_by_role("alert")).to_contain_text(words)


def test_the_login_of_a_till_is_fit_for_everybody(till: Page) -> None:
    looks_right(till, "login-till")


def test_the_doors_and_the_office_are_fit_for_everybody_and_for_small_screens(office: Page, address: str) -> None:
    for path in ("/auth/office", "/auth/till", *OFFICE_PAGES):
        office.goto(address + path)
        if path in OFFICE_PAGES:
            looks_right(office, path.strip("/").replace("/", "-"))
        fits_on(office, path, SMALL)


def test_a_token_is_made_and_shown_once(office: Page, address: str) -> None:
    office.get_by_role("link", name="API tokens").first.click()
    office.get_by_label("Name").fill("Web shop")
    office.get_by_label("Read stock levels").check()
    office.get_by_role("button", name="Make the token").click()
    expect(office.get_by_label("The new token")).to_have_value(re.compile("^rgl_"))
    office.goto(f"{address}/office/api-tokens")
    expect(office.get_by_label("The new token")).to_have_count(0)
    expect(office.get_by_role("row", name="Web shop")).to_be_visible()
