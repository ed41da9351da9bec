"""The drawer is handed over at the till: counted blind, signed by PIN, and the colleague sells on."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.browser.till_screen import BADGES, PINS, SENIOR
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def test_a_colleague_takes_over_by_badge_and_pin(open_till: OpenTill, shop: Shop) -> None:
    till = open_till(printer=True)
    page, goods = till.page, shop.product("Drill", "50.00")
    till.scans(goods)
    till.presses("Space")
    expect(till.done).to_be_visible()
    page.goto(f"{till.address}/till/shift")
    page.get_by_role("link", name="Hand the drawer over").click()
    till.wait_ready()
    expect(page.get_by_text("150.00")).to_have_count(0)
    page.locator("#count-10000").fill("1")
    page.locator("#count-1000").fill("4")
    till.keys.scan(BADGES[SENIOR])
    expect(page.locator("#taker-read")).to_be_visible()
    page.locator("#taker-pin").fill("9999")
    till.presses("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("PIN")
    looks_right(page, "handover-counting")
    page.locator("#taker-pin").fill(PINS[SENIOR])
    till.presses("Control+Enter")
    expect(page.get_by_role("heading", name="The drawer is handed over")).to_be_visible()
    expect(page.locator(".difference")).to_contain_text("Missing")
    expect(page.locator(".difference")).to_contain_text("10.00")
    expect(page.locator(".bar__name")).to_have_text(SENIOR)
    looks_right(page, "handover-done")
    page.get_by_role("link", name="To the till", exact=True).click()
    till.wait_ready()
    till.scans(goods)
    till.presses("Space")
    expect(till.done).to_be_visible()
    assert [sale.cashier_name for sale in till.sales] == [SENIOR, "Peter Kern"]
