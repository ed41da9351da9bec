"""A shift from the float to the difference, by keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money
from tests.factories.shop import Shop


def test_open_sell_count_and_close(open_till: OpenTill, shop: Shop) -> None:
    till = open_till(opened=False)
    page = till.page
    expect(page.locator("#no-shift")).to_contain_text("The shift is not open yet")
    # Who scans first is told so, and finds the way from there too.
    till.scans(shop.product(price="15.00"))
    till.presses("Space")
    expect(page.locator("#notices")).to_contain_text("The shift is not open")
    page.get_by_role("link", name="Shift not open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open the shift")
    till.wait_ready()
    page.get_by_label("50", exact=True).focus()
    till.types("2")
    till.presses("Enter")
    till.types("1")
    expect(page.locator("[data-count-total]")).to_have_text("120.00")
    till.presses("Control+Enter")
    expect(till.lines).to_have_count(1)
    till.wait_ready()
    till.presses("Space")
    expect(till.done).to_be_visible()

    page.goto(f"{till.address}/till/shift/close")
    till.wait_ready()
    expect(page.get_by_text("Should be there")).to_have_count(0)
    page.get_by_label("100", exact=True).focus()
    till.types("1")
    till.presses("ArrowDown", "ArrowDown")
    till.types("1")
    till.presses("Enter")
    till.types("1")
    expect(page.locator("#closing [data-count-total]")).to_have_text("130.00")
    till.presses("Control+Enter")
    expect(till.dialog).to_contain_text("Close the shift?")
    till.presses("Enter")

    expect(page.locator(".difference")).to_contain_text("Missing")
    expect(page.locator(".difference strong")).to_have_text("5.00")
    expect(page.locator("article.paper")).to_contain_text("Z report")
    assert till.desk.shift() is None


def test_cash_in_an_x_report_and_back(till_screen: TillScreen) -> None:
    till_screen.presses("Home", "ArrowDown", "Enter")
    page = till_screen.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shift")
    till_screen.wait_ready()
    till_screen.types("20")
    till_screen.presses("Enter")
    till_screen.types("coins")
    till_screen.presses("Enter")
    expect(till_screen.notices).to_contain_text("20.00")
    assert till_screen.desk.expected_cash == money("120.00")

    page.get_by_role("button", name="X report").click()
    till_screen.lend_right()
    expect(page.locator("#shift-paper article")).to_contain_text("120.00")
    till_screen.presses("Escape")
    expect(page.locator("#cart")).to_contain_text("Scan the first item")


def test_more_than_the_drawer_holds_stays_in_it(till_screen: TillScreen) -> None:
    page = till_screen.page
    page.goto(f"{till_screen.address}/till/shift")
    till_screen.wait_ready()
    page.get_by_label("To the safe").check()
    page.get_by_label("Amount").fill("500")
    page.get_by_label("Reason").fill("bank run")
    till_screen.presses("Enter")
    expect(page.locator("#cash-form .notice--bad")).to_be_visible()
    assert till_screen.desk.expected_cash == money("100.00")
