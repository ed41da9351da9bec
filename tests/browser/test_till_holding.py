"""Sales put aside, brought back, taken over from another till; and what something costs, without adding it."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def test_one_key_puts_a_sale_aside_and_the_same_key_brings_it_back(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Hammer", "4.00"))
    till_screen.presses("F8")
    expect(till_screen.lines).to_have_count(0)
    expect(till_screen.page.locator("#held")).to_contain_text("1 put aside")
    till_screen.scans(shop.product("Hand saw", "12.50"))
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()

    till_screen.presses("F8")
    expect(till_screen.dialog).to_contain_text("Sales put aside")
    expect(till_screen.dialog).to_contain_text("4.00")
    till_screen.presses("Enter")
    expect(till_screen.lines).to_contain_text("Hammer")
    expect(till_screen.page.locator("#held")).not_to_contain_text("put aside")
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    assert till_screen.sold == [money("12.50"), money("4.00")]


def test_a_note_helps_to_find_it_and_an_old_one_is_warned_about(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Hammer", "4.00"))
    till_screen.presses("Shift+F8")
    expect(till_screen.dialog).to_have_id("hold")
    till_screen.types("forgot the wallet")
    till_screen.presses("Enter")
    expect(till_screen.lines).to_have_count(0)
    shop.clock.advance(timedelta(days=2, minutes=5))
    till_screen.log_in()
    expect(till_screen.page.locator(".held-badge.is-old")).to_be_visible()
    till_screen.presses("F8")
    expect(till_screen.dialog).to_contain_text("forgot the wallet")
    expect(till_screen.dialog.locator(".tag--warn")).to_have_text("2 days")


def test_a_sale_open_at_another_till_is_taken_over_and_that_till_says_so(
    till_screen: TillScreen, open_till: OpenTill, shop: Shop
) -> None:
    hammer = shop.product("Hammer", "4.00")
    till_screen.scans(hammer)
    other = open_till()
    other.presses("F8")
    expect(other.dialog).to_contain_text("Open at another till")
    other.presses("Enter")
    other.lend_right()
    expect(other.lines).to_contain_text("Hammer")
    expect(till_screen.notices).to_contain_text("took this sale over")
    expect(till_screen.lines).to_have_count(0)
    till_screen.scans(hammer)
    other.presses("Space")
    expect(other.done).to_be_visible()
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()


def test_a_price_check_adds_nothing_and_goes_on_until_esc(till_screen: TillScreen, shop: Shop) -> None:
    hammer, saw = shop.product("Hammer", "4.00", stock="2"), shop.product("Hand saw", "12.50")
    till_screen.types("=")
    expect(till_screen.dialog).to_contain_text("Price check")
    till_screen.keys.scan(hammer.code)
    expect(till_screen.dialog.locator(".checked")).to_contain_text("4.00")
    expect(till_screen.dialog.locator(".checked")).to_contain_text("2 left")
    till_screen.keys.scan(saw.code)
    expect(till_screen.dialog.locator(".checked")).to_contain_text("12.50")
    till_screen.types("hamm")
    till_screen.presses("Enter")
    expect(till_screen.dialog.locator(".checked")).to_contain_text("Hammer")
    till_screen.presses("Escape")
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
    assert till_screen.cart is None
    till_screen.scans(hammer)
    expect(till_screen.lines).to_have_count(1)


def test_the_sheets_are_fit_for_everybody(till_screen: TillScreen, shop: Shop) -> None:
    hammer = shop.product("Hammer", "4.00", stock="2")
    shop.product("Hammer handle, ash", "3.20")
    other = shop.till()
    other.adds(hammer)
    till_screen.scans(hammer)
    till_screen.presses("F8")
    expect(till_screen.lines).to_have_count(0)
    till_screen.presses("F8")
    expect(till_screen.dialog).to_contain_text("Open at another till")
    looks_right(till_screen.page, "till-held")
    till_screen.presses("Escape")
    till_screen.types("=")
    expect(till_screen.dialog).to_contain_text("Price check")
    till_screen.types("hammer")
    till_screen.presses("Enter")
    expect(till_screen.dialog.locator(".checked")).to_contain_text("Hammer")
    looks_right(till_screen.page, "till-price-check")
