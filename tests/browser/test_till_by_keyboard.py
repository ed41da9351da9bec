"""A whole sale with the mouse unplugged."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.browser.till_screen import SENIOR, TillScreen
from tests.factories.amounts import money
from tests.factories.shop import Shop


def test_scan_scan_one_key_is_a_cash_sale_and_the_next_scan_begins_the_next(
    till_screen: TillScreen, shop: Shop
) -> None:
    drill, disc = shop.product("Drill", "79.00"), shop.product("Disc", "1.30")
    till_screen.scans(drill)
    till_screen.scans(disc)
    expect(till_screen.to_pay).to_have_text("80.30")

    till_screen.presses("Space")
    expect(till_screen.done).to_contain_text("No change")
    assert till_screen.sold == [money("80.30")]

    till_screen.scans(disc)
    expect(till_screen.lines).to_have_count(1)
    expect(till_screen.done).to_have_count(0)


def test_a_typed_amount_is_cash_and_the_change_is_the_largest_text(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(price="12.40"))
    till_screen.presses("Enter")
    till_screen.types("20,5")
    expect(till_screen.page.locator("#received-change")).to_have_text("Change 8.10")
    till_screen.presses("Enter")

    expect(till_screen.change).to_have_text("8.10")
    largest = till_screen.page.evaluate(
        """() => {
            const size = (element) => parseFloat(getComputedStyle(element).fontSize);
            const visible = Array.from(document.querySelectorAll("body *")).filter((one) => one.checkVisibility());
            return visible.reduce((a, b) => (size(a) >= size(b) ? a : b)).className;
        }"""
    )
    assert "done__change" in largest


def test_too_little_cash_books_nothing(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(price="12.40"))
    till_screen.presses("Enter")
    till_screen.types("10")
    expect(till_screen.page.locator("#received-change")).to_have_text("2.40 missing")
    till_screen.presses("Enter")
    expect(till_screen.notices).to_contain_text("Nothing was sold")
    assert till_screen.sales == []


def test_pressing_pay_twice_is_one_sale(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(price="5.00"))
    till_screen.presses("Space", "Space", "Space")
    expect(till_screen.done).to_be_visible()
    assert till_screen.sold == [money("5.00")]


def test_quantity_before_the_scan(till_screen: TillScreen, shop: Shop) -> None:
    gloves = shop.product("Gloves", "2.00")
    till_screen.types("3*")
    expect(till_screen.page.locator("#pending-qty")).to_have_text("3 ×")
    till_screen.scans(gloves)
    expect(till_screen.to_pay).to_have_text("6.00")
    expect(till_screen.page.locator("#pending-qty")).to_be_hidden()


def test_plus_minus_repeat_remove_and_undo(till_screen: TillScreen, shop: Shop) -> None:
    first, second = shop.product("First", "1.00"), shop.product("Second", "10.00")
    till_screen.scans(first)
    till_screen.scans(second)
    till_screen.types("+")
    expect(till_screen.to_pay).to_have_text("21.00")
    till_screen.types("-")
    expect(till_screen.to_pay).to_have_text("11.00")
    till_screen.presses("F3")
    expect(till_screen.to_pay).to_have_text("21.00")

    till_screen.presses("ArrowUp", "ArrowUp", "Delete")
    expect(till_screen.lines).to_have_count(1)
    expect(till_screen.page.locator("#undo")).to_contain_text("Removed First")
    till_screen.presses("Control+z")
    expect(till_screen.lines).to_have_count(2)
    expect(till_screen.to_pay).to_have_text("21.00")


def test_a_one_off_line_is_a_name_and_a_price(till_screen: TillScreen, shop: Shop) -> None:
    shop.tax("20")
    till_screen.opens()
    till_screen.presses("F4")
    expect(till_screen.dialog).to_have_id("one-off")
    till_screen.types("Rose")
    till_screen.presses("Tab")
    price = till_screen.dialog.get_by_label("Price of one")
    expect(price).to_be_focused()
    till_screen.types("3,5")
    expect(price).to_have_value("3,5")
    till_screen.presses("Enter")
    expect(till_screen.lines).to_contain_text("Rose")
    expect(till_screen.to_pay).to_have_text("3.50")


def test_the_quantity_pad_takes_a_comma_and_refuses_parts_of_a_piece(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Nails", "4.00", unit="kg"))
    till_screen.chooses("quantity", "*")
    till_screen.types("0,35")
    till_screen.presses("Enter")
    expect(till_screen.to_pay).to_have_text("1.40")

    till_screen.scans(shop.product("Drill", "79.00"))
    till_screen.chooses("quantity", "*")
    till_screen.types("2.5")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_contain_text("Drill")
    expect(till_screen.dialog.locator(".notice")).to_contain_text("Nothing was changed")
    till_screen.presses("Escape")
    expect(till_screen.to_pay).to_have_text("80.40")


@pytest.mark.parametrize("typed", ["moist", "9 sham moist", "шампу", "ifvge"])
def test_letters_begin_a_search_and_enter_adds_the_best_hit(till_screen: TillScreen, shop: Shop, typed: str) -> None:
    shop.product("Shampoo moist 9", "9.90") if typed[0] in "m9" else shop.product("Шампунь", "9.90")
    shop.product("Saw", "20.00")
    till_screen.types(typed)
    till_screen.presses("Enter")
    expect(till_screen.to_pay).to_have_text("9.90")
    expect(till_screen.page.locator("#find")).to_have_value("")


def test_a_payment_in_parts(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(price="12345.60"))
    till_screen.presses("F9")
    expect(till_screen.dialog).to_have_id("split")
    till_screen.types("10000")
    till_screen.presses("F10")
    expect(till_screen.dialog.locator("[data-split=rest]")).to_have_text("2,345.60")
    till_screen.types("345,6")
    till_screen.presses("F9")
    expect(till_screen.dialog.locator("#split-amount")).to_have_value("2000")
    till_screen.types("2010")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_contain_text("Change")
    till_screen.presses("Enter")
    expect(till_screen.change).to_have_text("10.00")
    expect(till_screen.done).to_contain_text("Transfer")


def test_a_price_filled_in_can_be_sent_as_it_is(open_till: OpenTill, shop: Shop) -> None:
    till = open_till()
    till.log_in(SENIOR)
    till.scans(shop.product(price="12345.60"))
    till.presses("ArrowDown")
    till.chooses("price", "p")
    expect(till.dialog.get_by_label("Price", exact=True)).to_have_value("12345.6")
    till.dialog.get_by_label("Reason").fill("as it was")
    till.presses("Enter")
    expect(till.lines).to_contain_text("changed price")
    expect(till.to_pay).to_have_text("12,345.60")
    till.chooses("quantity", "*")
    expect(till.dialog.locator("input")).to_have_value("1")


def test_a_one_off_line_and_a_note(till_screen: TillScreen, shop: Shop) -> None:
    shop.tax("20")
    till_screen.opens()
    till_screen.presses("F4")
    till_screen.types("key copy")
    till_screen.presses("Enter")
    till_screen.types("2.5")
    till_screen.presses("Enter")
    expect(till_screen.lines).to_contain_text("key copy")
    expect(till_screen.to_pay).to_have_text("2.50")

    till_screen.presses("ArrowDown")
    till_screen.chooses("note", "n")
    till_screen.types("blue")
    till_screen.presses("Enter")
    expect(till_screen.lines).to_contain_text("blue")


def test_the_key_map_and_back(till_screen: TillScreen) -> None:
    till_screen.presses("F1")
    expect(till_screen.dialog).to_contain_text("Exact cash")
    till_screen.presses("Escape")
    till_screen.chooses("key-map", "?")
    expect(till_screen.dialog).to_contain_text("Exact cash")
    till_screen.presses("Escape")
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
