"""Goods that ask the cashier something first: their price, or how old the buyer is."""

from playwright.sync_api import expect

from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money
from tests.factories.shop import Shop


def test_a_price_is_typed_at_each_sale(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.keys.scan(shop.product("Bouquet", None, price_at_sale=True).code)
    expect(till_screen.dialog).to_contain_text("Bouquet")
    till_screen.types("31,50")
    till_screen.presses("Enter")
    expect(till_screen.to_pay).to_have_text("31.50")
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    assert till_screen.sold == [money("31.50")]


def test_the_age_is_asked_before_the_money_is_taken(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Wine", "9.00", min_age=18))
    till_screen.presses("Space")
    expect(till_screen.dialog).to_contain_text("18 years old")
    assert till_screen.sold == []
    till_screen.presses("Escape", "F9")
    till_screen.types("4")
    till_screen.presses("F10", "Enter")
    expect(till_screen.page.locator("#split-finish")).to_be_focused()
    till_screen.presses("Enter")
    expect(till_screen.page.locator("#age [type=submit]")).to_be_focused()
    till_screen.presses("Enter")
    expect(till_screen.done).to_be_visible()
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
    assert till_screen.sold == [money("9.00")]
