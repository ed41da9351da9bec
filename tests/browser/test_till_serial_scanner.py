"""A serial scanner at the till: its codes go where scans from the keyboard go, each once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app.places.devices import add_device
from app.places.service import SCANNER
from app.web.shared.context import WebContext
from devices.emulators.scanner.server import ScannerEmulator
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.shop import FITTER, Shop

SCANS = 12


@pytest.fixture
def scanner(till_screen: TillScreen, served: tuple[str, WebContext]) -> Iterator[ScannerEmulator]:
    """The till's scanner, whose reader is connected."""
    scanners = served[1].scanners
    assert scanners is not None
    with ScannerEmulator() as emulator:
        with till_screen.shop.database.unit_of_work(FITTER) as tx:
            add_device(tx, till_screen.desk.id, SCANNER, "Scanner", f"scanner+tcp://127.0.0.1:{emulator.port}")
        scanners.start()
        emulator.wait_for(lambda one: one.plugged == 1)
        yield emulator
        scanners.stop()


def test_codes_become_lines_once_in_their_order_and_over_a_reload(
    till_screen: TillScreen, shop: Shop, scanner: ScannerEmulator
) -> None:
    goods = [shop.product(f"Thing {number}", "1.00") for number in range(SCANS)]
    for one in goods:
        scanner.scan(one.code)
    expect(till_screen.lines).to_have_count(SCANS)
    cart = till_screen.cart
    assert cart is not None
    assert [line.name for line in cart.lines] == [one.name for one in goods]

    till_screen.page.reload()
    till_screen.wait_ready()
    saw = shop.product("Hand saw", "12.50")
    scanner.scan(saw.code)
    expect(till_screen.lines).to_have_count(SCANS + 1)

    scanner.scan("NOBODY-KNOWS")
    expect(till_screen.notices).to_contain_text("NOBODY-KNOWS")
    expect(till_screen.lines).to_have_count(SCANS + 1)


def test_of_two_windows_that_wait_for_one_scanner_the_one_that_sells_takes_the_scan(
    till_screen: TillScreen, open_till: OpenTill, shop: Shop, scanner: ScannerEmulator
) -> None:
    saw, drill = shop.product("Hand saw", "12.50"), shop.product("Drill", "79.00")
    second = open_till(till_screen.desk)
    away = till_screen.page.get_by_role("alertdialog")
    expect(away).to_be_visible()
    scanner.scan(saw.code)
    expect(second.lines).to_have_count(1)
    till_screen.page.get_by_role("button", name="Sell in this window").click()
    expect(second.page.get_by_role("alertdialog")).to_be_visible()
    expect(away).to_be_hidden()
    expect(till_screen.lines).to_have_count(1)
    scanner.scan(drill.code)
    expect(till_screen.lines).to_have_count(2)
    cart = till_screen.cart
    assert cart is not None
    assert [line.name for line in cart.lines] == ["Hand saw", "Drill"]
