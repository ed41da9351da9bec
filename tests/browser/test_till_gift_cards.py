"""Gift cards at the till: sold with a code on the receipt, scanned, paid with, and given back to."""

from playwright.sync_api import expect

from app.core.ids import new_uid
from tests.browser.conftest import OpenTill
from tests.factories.amounts import money
from tests.factories.gift_cards import card, code_of
from tests.factories.shop import Shop
from tests.support.browser import Screen, axe_violations, looks_right, save_picture


def test_a_card_is_sold_and_pays(open_till: OpenTill, shop: Shop) -> None:
    till, oil = open_till(), shop.product("Chain oil", "12.50")
    sheet = till.page.locator("#sheet-content")

    def look(name: str) -> None:
        looks_right(till.page, f"till-gift-cards-{name}")

    till.presses("Shift+F1")
    amount = sheet.get_by_label("Amount")
    expect(amount).to_be_visible()
    look("sell")
    till.keys.scan("PRINTED-77")
    expect(sheet).to_contain_text("This card is not sold yet")
    expect(amount).to_be_focused()
    till.types("30")
    till.presses("Enter")
    expect(till.page.locator("#lines")).to_contain_text("Gift card")
    expect(till.page.locator(".totals__sum")).to_have_text("30.00")
    till.presses("F10")
    expect(till.done).to_contain_text("Left on gift card")
    code = code_of(till.desk, till.sales[0].id)
    till.scans(oil)
    till.keys.scan(code)
    expect(sheet).to_contain_text("on the card")
    expect(sheet.get_by_label("How much it pays")).to_be_focused()
    look("card")
    till.presses("Enter")
    expect(till.page.locator("#promotions")).to_contain_text("pays 12.50, 17.50 stays on it")
    expect(till.page.locator(".totals__sum")).to_have_text("0.00")
    till.keys.scan(code)
    expect(sheet).to_contain_text("It pays for this sale already: 12.50.")
    expect(sheet.get_by_label("How much it pays")).to_be_focused()
    till.types("10")
    look("part")
    till.presses("Enter")
    expect(till.page.locator("#promotions")).to_contain_text("pays 10.00, 20.00 stays on it")
    look("paying")
    till.presses("F10")
    expect(till.done).to_contain_text("20.00")
    look("paid")
    assert card(shop, code).balance == money("20.00")


def test_store_credit_goes_onto_a_printed_card(open_till: OpenTill, shop: Shop) -> None:
    till, oil = open_till(), shop.product("Chain oil", "12.50")
    bought = till.desk.sells(oil, "2")
    till.desk.takes_back(bought, "1")
    till.opens()
    till.presses_button(till.page.get_by_role("button", name="On a gift card"))
    code = till.dialog.get_by_label("Code of a printed card")
    expect(code).to_be_focused()
    till.keys.scan("PRINTED-88")
    expect(code).to_have_value("PRINTED-88")
    confirm = till.dialog.get_by_role("button", name="It is given back")
    expect(confirm).to_be_focused()
    assert axe_violations(till.page) == []
    save_picture(till.page, "till-gift-cards-pay-out", Screen(1366, 768, "light"))
    till.presses("Enter")
    expect(till.done).to_contain_text("Left on gift card")
    assert card(shop, "PRINTED-88").balance == money("12.50")

    till.desk.cart_uid = new_uid()
    till.desk.takes_back(bought, "1")
    till.opens()
    till.keys.scan("PRINTED-88")
    expect(till.dialog.get_by_role("button", name="Pay 12.50 out onto it")).to_be_focused()
    save_picture(till.page, "till-gift-cards-pay-out-scanned", Screen(1366, 768, "dark"))
    till.presses("Enter")
    expect(code).to_have_value("PRINTED-88")
    expect(confirm).to_be_focused()
    till.presses("Enter")
    expect(till.done).to_contain_text("25.00")
