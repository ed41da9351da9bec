"""Goods by weight at the till's page: the live weight, and the line it becomes by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app.places.devices import add_device
from app.places.service import SCALE
from devices.emulators.scale.server import ScaleEmulator
from tests.browser.till_screen import TillScreen
from tests.factories.shop import FITTER, Shop
from tests.support.browser import SCREENS, axe_violations, save_picture


@pytest.fixture
def emulator(till_screen: TillScreen) -> Iterator[ScaleEmulator]:
    """The till's scale, with goods on it that do not come to rest."""
    with ScaleEmulator(protocol="sics") as emulator:
        with till_screen.shop.database.unit_of_work(FITTER) as tx:
            add_device(tx, till_screen.desk.id, SCALE, "Scale", f"sics+tcp://127.0.0.1:{emulator.port}")
        for order in ("settle 0", "steady off", "weight 1500"):
            emulator.order(order)
        yield emulator


def test_the_weight_is_shown_live_and_taken_once_it_rests(
    till_screen: TillScreen, shop: Shop, emulator: ScaleEmulator
) -> None:
    apples, saw = shop.product("Apples", "2.00", unit="kg"), shop.product("Hand saw", "12.50")
    till_screen.keys.scan(apples.code)
    expect(till_screen.dialog).to_have_id("weigh")
    expect(till_screen.dialog.locator("#scale-now")).to_contain_text("not at rest")
    expect(till_screen.dialog.locator(".scale__weight")).to_contain_text("1.500")
    assert axe_violations(till_screen.page) == []
    save_picture(till_screen.page, "till-weighing", SCREENS[0])
    till_screen.keys.scan(saw.code)
    expect(till_screen.dialog.locator("[data-errors]")).to_contain_text("A scan does not count here")

    emulator.order("steady on")
    expect(till_screen.lines).to_have_count(1)
    expect(till_screen.dialog).to_have_count(0)
    expect(till_screen.lines.first).to_contain_text("1.500")

    till_screen.keys.scan(apples.code)
    expect(till_screen.dialog.locator("#scale-now")).to_contain_text("weighed a moment ago")
    till_screen.presses("F3")
    expect(till_screen.dialog.locator("#scale-now")).to_contain_text("Nothing lies on the scale")
    save_picture(till_screen.page, "till-weighing-net", SCREENS[0])
    till_screen.presses("F3")
    expect(till_screen.dialog.locator("#tare-words")).to_contain_text("Lay the packing")
    till_screen.presses("F3")
    till_screen.types("0,25")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_have_count(0)
    expect(till_screen.lines).to_have_count(2)
    cart = till_screen.cart
    assert cart is not None
    assert [line.qty_milli for line in cart.lines] == [1500, 250]
