"""A clock that is behind, with the mouse unplugged: asked about once, and its page in the office."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import WIDE_LIGHT, looks_right, save_picture


def test_a_sale_is_paid_all_the_same_after_a_word(open_till: OpenTill, shop: Shop) -> None:
    till, saw = open_till(), shop.product("Saw", "12.50")
    shop.clock.advance(timedelta(days=40))
    till.desk.sells(saw)
    shop.clock.advance(timedelta(days=-40))
    till.log_in()
    till.scans(saw)
    till.presses("Space")
    expect(till.dialog).to_contain_text("The clock of this PC shows")
    expect(till.page.locator("dialog[open]")).to_have_count(1)
    looks_right(till.page, "till-clock-behind")
    till.presses("Escape")
    expect(till.page.locator("dialog[open]")).to_have_count(0)
    expect(till.lines).to_have_count(1)
    till.presses("Space")
    expect(till.dialog).to_have_id("clock-behind")
    till.presses("Enter")
    expect(till.done).to_be_visible()
    till.scans(saw)
    till.presses("Space")
    expect(till.done).to_be_visible()
    assert till.sold == [money("12.50")] * 3
    till.log_in_to_the_office()
    save_picture(till.page, "office-clock-behind", WIDE_LIGHT)
    till.page.get_by_role("link", name="Look at it").click()
    expect(till.page.get_by_role("heading", name="The clock is right now")).to_be_visible()
    looks_right(till.page, "office-pc-clock")
    till.page.get_by_label("What happened?").fill("The year was typed wrong")
    till.page.keyboard.press("Enter")
    expect(till.page.get_by_text("Nothing is wrong with the clock")).to_be_visible()
