"""Promotions at the till: a coupon typed and scanned, what one more would bring, and why a line costs that."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.factories.promotions import promote, promotion, series
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def test_a_coupon_is_typed_and_every_price_is_explained(open_till: OpenTill, shop: Shop) -> None:
    twenty_off = {"type": "amount", "value": "20.00", "on": "order"}
    spring = promote(
        shop, twenty_off, name="20 off from 100", trigger="code", code="SPRING26", when={"min_amount": "100.00"}
    )
    thanks = promote(shop, name="A tenth for the next time", trigger="code")
    promote(shop, {"type": "buy_get", "buy": "2", "get": "1"}, name="Three for two", when={"max_amount": "40.00"})
    (code,) = series(shop, thanks)
    till = open_till()

    def look(name: str) -> None:
        looks_right(till.page, f"till-promotions-{name}")

    oil, saw = shop.product("Chain oil", "4.50"), shop.product("Chainsaw", "120.00")
    till.scans(oil)
    till.scans(oil)
    hints = till.page.locator("#promotions")
    expect(hints).to_contain_text("1 more for nothing: Chain oil")
    till.presses("Shift+F3")
    expect(till.dialog.get_by_label("Code of the coupon")).to_be_focused()
    till.types("spring26")
    till.presses("Enter")
    expect(hints).to_contain_text("91.00 still missing")
    look("hints")
    till.presses("ArrowDown")
    till.types("w")
    panel = till.page.locator("#sheet-content")
    expect(panel).to_contain_text("One more costs 0.00 instead of 4.50.")
    look("why")
    till.presses("Escape")
    expect(till.page.locator("#sheet")).to_be_hidden()
    till.scans(saw)
    expect(hints).to_contain_text("20 off from 100")
    expect(hints).to_contain_text("−20.00")
    expect(till.page.locator(".totals__sum")).to_have_text("109.00")
    before = till.version
    till.keys.scan(code)
    expect(till.page.locator("#cart-state")).not_to_have_attribute("data-version", before)
    expect(hints).to_contain_text("A tenth for the next time")
    look("applied")
    hints.get_by_role("button", name="Take the coupon out").first.click()
    expect(till.page.locator(".totals__sum")).to_have_text("116.10")
    till.presses("F10")
    expect(till.done).to_be_visible()
    assert (promotion(shop, spring).used, promotion(shop, thanks).used) == (0, 1)
