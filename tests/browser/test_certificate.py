"""The pages about the certificate in a real browser, and the till behind TLS."""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.cli.listening import Ports
from app.cli.practice import PracticeShop
from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.tls.keeper import CertificateKeeper
from app.factory import create_app
from app.places.pairing import pair
from app.web.shared.context import WebContext
from app.web.shared.secure_door import SecureDoor
from tests.support.browser import PHONE_LIGHT, SCREENS, looks_right
from tests.support.web import PASSWORD, SETUP, WebShop, open_web_shop
from tests.unit.core.test_certificate import AT_HOME
from warehouse.stock.locations import ensure_locations

ELSEWHERE = "127.0.0.2"
"""Stands for an address of the network."""


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[WebShop]:
    """The shop behind the ports."""
    opened = Database(sqlite_url, clock=clock)
    yield open_web_shop(opened, clock, tmp_path / "data")
    opened.close()


@pytest.fixture
def door(shop: WebShop) -> Iterator[SecureDoor]:
    """The ports of a server that lets its network in."""
    config = replace(shop.config, host=ELSEWHERE, port=0, tls_port=0, practice_port=0, practice_tls_port=0)
    keeper = CertificateKeeper(config.data_folder, lambda: AT_HOME, SetClock(datetime.now(UTC)))
    ports = Ports(config, keeper)
    with shop.database.unit_of_work(SETUP) as tx:
        ensure_locations(tx, 1)
    with closing(PracticeShop(config, shop.database, ports)) as practice:
        context = WebContext(config, shop.database, secure_door=ports.secure_door, practice=practice)
        ports.open_to(create_app(context))
        ports.start()
        assert ports.secure_door is not None
        yield ports.secure_door
        context.close_streams()
    ports.stop()


def test_the_pages_are_fit_for_everybody(door: SecureDoor, page: Page) -> None:
    own = f"http://127.0.0.1:{door.port}"
    page.goto(f"{own}/auth/certificate")
    expect(page.locator("details[open]")).to_have_count(1)
    looks_right(page, "certificate", (*SCREENS, PHONE_LIGHT))
    page.goto(f"{own}/auth/office?next=/office/other-machines")
    page.get_by_label("Login").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Other machines")).to_be_visible()
    looks_right(page, "other-machines", (*SCREENS, PHONE_LIGHT))
    code = page.get_by_role("img", name="QR code of")
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    assert read.text == f"{door.first_address}auth/certificate"


def test_the_way_in_is_found_by_the_keyboard(door: SecureDoor, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/auth/certificate")
    page.get_by_text("Android", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("CA certificate")).to_be_visible()
    with page.expect_download() as download:
        page.locator("details[open]").get_by_role("link", name="Download the certificate").press("Enter")
    assert download.value.suggested_filename == "regulars.crt"


def test_a_till_sells_behind_tls_with_live_updates(shop: WebShop, door: SecureDoor, browser: Browser) -> None:
    address = f"https://{ELSEWHERE}:{door.tls_port}"
    # Chromium of the tests knows no certificate of ours; that devices which do come in is shown without it.
    context = browser.new_context(ignore_https_errors=True)
    try:
        with shop.database.unit_of_work(SETUP) as tx:
            _, token = pair(tx, shop.till_id, "test browser")
        context.add_cookies([{"name": "regulars_till_0", "value": token, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/auth/till")
        page.get_by_label("Peter").check()
        page.get_by_label("PIN").fill("3333")
        page.keyboard.press("Enter")
        expect(page.locator("html[data-ready=yes]")).to_be_attached()
        session = next(each for each in context.cookies() if each["name"].startswith("regulars_session"))
        assert session["secure"]
        with page.expect_event("popup") as second:
            page.evaluate("window.open(location.href)")
        # The first window hears by the stream that the second took the till.
        expect(page.get_by_role("alertdialog")).to_contain_text("open in another window")
        second.value.close()
        # Whoever came by TLS practises by TLS, and comes back by it.
        page.get_by_role("button", name="Sell in this window").click()
        page.get_by_role("button", name="menu of the till").click()
        page.get_by_role("button", name="Practise", exact=True).click()
        expect(page.get_by_text("Practice: nothing here is real")).to_be_visible()
        assert page.url.startswith(f"https://{ELSEWHERE}:")
        assert not page.url.startswith(address)
        assert all(each["secure"] for each in context.cookies() if each["name"] != "regulars_till_0")
        page.get_by_role("link", name="Back to the real till").click()
        expect(page).to_have_url(f"{address}/till/")
    finally:
        context.close()
