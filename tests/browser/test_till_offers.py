"""An offer by keyboard: made, found again, its barcode scanned, asked about where it is out of date."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def test_an_offer_is_made_scanned_and_sold_with_the_mouse_unplugged(open_till: OpenTill, shop: Shop) -> None:
    till = open_till(printer=True)

    def look(name: str) -> None:
        looks_right(till.page, f"till-offer-{name}")

    till.presses("Shift+F6")
    expect(till.dialog).to_contain_text("No offer was made yet")
    look("none")
    till.presses("Escape")
    till.scans(shop.product("Cordless grinder, 125 mm", "129.00"))
    till.scans(shop.product("Cutting disc, 125 mm", "2.40"))
    till.presses("Shift+F6")
    expect(till.dialog).to_contain_text("Make the sale an offer")
    expect(till.page.get_by_label("For", exact=True)).to_be_focused()
    look("new")
    till.types("Mill Ltd")
    till.presses("Enter")
    expect(till.page.locator("#notices")).to_contain_text("Offer O01-0000001 is made")
    expect(till.lines).to_have_count(0)

    till.keys.scan("O01-0000001")
    expect(till.lines).to_have_count(2)
    expect(till.lines.first).to_contain_text("offered price")
    look("rung-up")
    till.presses("Space")
    expect(till.done).to_be_visible()
    assert till.sold == [money("131.40")]

    shop.clock.advance(timedelta(days=20))
    till.log_in()
    till.presses("Shift+F6")
    look("list")
    till.presses("Enter")
    expect(till.dialog).to_contain_text("Sold already, on receipt no. 1")
    expect(till.dialog).to_contain_text("It was good until")
    look("asks")
    expect(till.dialog.get_by_role("button", name="Ring it up at today's prices")).to_be_focused()
    till.presses("ArrowDown", "Enter")
    till.lend_right()
    expect(till.lines).to_have_count(2)
    expect(till.page.locator("#notices")).to_contain_text("Offer O01-0000001 is rung up")
