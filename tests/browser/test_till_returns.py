"""Goods come back, money goes out, a sale is voided and rung up again: with the mouse unplugged."""

from datetime import timedelta

from playwright.sync_api import expect

from app.places.service import place_of
from pos.checkout.completed import CompletedSale
from pos.sale.reading import SaleView, sale_by_uid
from pos.sale.receipt_code import receipt_barcode
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import SENIOR, TillScreen
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def barcode(till: TillScreen, sale: CompletedSale) -> str:
    """What a scanner reads from the receipt of a sale of this till."""
    with till.shop.database.read_unit() as tx:
        return receipt_barcode(place_of(tx, till.desk.id).till_number, sale.number)


def newest(till: TillScreen) -> SaleView:
    """The newest document of the till."""
    uid = till.sales[0].uid
    with till.shop.database.read_unit() as tx:
        return sale_by_uid(tx, uid)


def bought(till: TillScreen, *, card: bool = False) -> CompletedSale:
    """Three hammers and a saw, sold at this till."""
    hammer, saw = till.shop.product("Hammer", "4.00"), till.shop.product("Hand saw", "12.50")
    till.desk.adds(hammer, "3")
    till.desk.adds(saw)
    return till.desk.pays(card="rest") if card else till.desk.pays(cash="rest")


def takes_back(till: TillScreen, sale: CompletedSale, *ticked: int, reason: str = "loose head") -> None:
    """Scans the receipt, ticks lines by their place, gives a reason, goes on."""
    till.keys.scan(barcode(till, sale))
    expect(till.dialog).to_contain_text("Take goods back")
    till.presses("Enter")
    expect(till.dialog.locator("[data-tick]").first).to_be_focused()
    at = 0
    for place in ticked:
        till.presses(*["ArrowDown"] * (place - at), "Space")
        at = place
    till.presses("Enter")
    expect(till.dialog.get_by_label("Reason", exact=True)).to_be_focused()
    till.types(reason)
    till.presses("Enter")
    expect(till.page.locator("dialog[open]")).to_have_count(0)


def test_a_receipt_is_scanned_and_a_line_of_it_comes_back(till_screen: TillScreen) -> None:
    sale = bought(till_screen)
    takes_back(till_screen, sale, 1)
    line = till_screen.lines
    expect(line).to_contain_text("−1")
    expect(line).to_contain_text(f"Return from receipt no. {sale.number}")
    expect(line).to_contain_text("loose head")
    expect(till_screen.page.locator("#totals")).to_contain_text("To pay out")
    expect(till_screen.to_pay).to_have_text("12.50")

    till_screen.presses("Space")
    expect(till_screen.dialog).to_contain_text("Take 12.50 out of the drawer")
    till_screen.presses("Enter")
    expect(till_screen.done).to_contain_text("Paid out")
    expect(till_screen.change).to_have_text("12.50")
    assert till_screen.sales[0].to_pay == -money("12.50")
    assert newest(till_screen).lines[0].return_reason == "loose head"


def test_a_part_of_a_line_comes_back_and_the_rest_is_still_there(till_screen: TillScreen) -> None:
    sale = bought(till_screen)
    till_screen.keys.scan(barcode(till_screen, sale))
    expect(till_screen.dialog).to_contain_text("Take goods back")
    till_screen.presses("Enter")
    expect(till_screen.dialog.locator("[data-tick]").first).to_be_focused()
    till_screen.presses("Tab")
    till_screen.types("2")
    expect(till_screen.dialog.locator("[data-tick]").first).to_be_checked()
    till_screen.presses("Enter")
    till_screen.presses_button(till_screen.dialog.get_by_role("button", name="Broken"))
    expect(till_screen.dialog.get_by_label("Reason", exact=True)).to_have_value("Broken")
    till_screen.presses("Enter")
    expect(till_screen.to_pay).to_have_text("8.00")
    till_screen.presses("Space")
    expect(till_screen.dialog).to_have_id("pay-out")
    till_screen.presses("Enter")
    expect(till_screen.done).to_be_visible()

    till_screen.keys.scan(barcode(till_screen, sale))
    expect(till_screen.dialog).to_contain_text("Take goods back")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_contain_text("2 came back already")
    expect(till_screen.dialog.locator("[data-back-qty]").first).to_have_value("1")


def test_an_even_exchange_is_finished_with_one_key(till_screen: TillScreen) -> None:
    sale = bought(till_screen)
    other = till_screen.shop.product("Another saw", "12.50")
    takes_back(till_screen, sale, 1, reason="wrong teeth")
    till_screen.scans(other)
    expect(till_screen.lines).to_have_count(2)
    expect(till_screen.to_pay).to_have_text("0.00")
    expect(till_screen.page.locator("#payout")).to_contain_text("Nothing is to be paid")
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    assert till_screen.sales[0].kind == "exchange"


def test_an_exchange_for_something_dearer_is_paid_as_any_sale(till_screen: TillScreen) -> None:
    sale = bought(till_screen)
    takes_back(till_screen, sale, 1)
    till_screen.scans(till_screen.shop.product("Better saw", "20.00"))
    expect(till_screen.to_pay).to_have_text("7.50")
    till_screen.presses("Enter")
    till_screen.types("10")
    till_screen.presses("Enter")
    expect(till_screen.change).to_have_text("2.50")


def test_money_goes_back_to_the_card_and_in_cash_by_a_right_only(till_screen: TillScreen) -> None:
    sale = bought(till_screen, card=True)
    takes_back(till_screen, sale, 1)
    expect(till_screen.page.locator("#payout")).to_contain_text("Card")
    till_screen.presses("F9")
    expect(till_screen.dialog).to_contain_text("Take 12.50 out of the drawer")
    till_screen.presses("Enter")
    till_screen.lend_right()
    expect(till_screen.done).to_contain_text("Cash")
    assert newest(till_screen).tenders == (("cash", -money("12.50")),)

    takes_back(till_screen, sale, 0)
    till_screen.presses("Space")
    expect(till_screen.dialog).to_contain_text("Give 12.00 back at the card terminal")
    till_screen.presses("Enter")
    expect(till_screen.change).to_have_text("12.00")
    assert newest(till_screen).tenders == (("card", -money("12.00")),)


def test_a_payout_is_split_by_hand_and_never_above_what_may_go_back(till_screen: TillScreen) -> None:
    takes_back(till_screen, bought(till_screen, card=True), 0)
    till_screen.presses("Shift+F9")
    card = till_screen.dialog.get_by_label("Card")
    expect(card).to_be_focused()
    expect(card).to_have_value("12.00")
    till_screen.types("12.50")
    till_screen.presses("Enter")
    expect(card).to_have_attribute("aria-invalid", "true")
    assert len(till_screen.sales) == 1
    till_screen.types("5")
    expect(till_screen.dialog).to_contain_text("7.00")
    looks_right(till_screen.page, "till-payout-parts")
    till_screen.presses("Enter")
    till_screen.lend_right()
    expect(till_screen.done).to_be_visible()
    assert newest(till_screen).tenders == (("card", -money("5.00")), ("cash", -money("7.00")))


def test_a_late_return_asks_for_the_right_over_the_screen(till_screen: TillScreen) -> None:
    sale = bought(till_screen)
    till_screen.desk.closes()
    till_screen.shop.clock.advance(timedelta(days=20))
    till_screen.desk.opens()
    till_screen.log_in()
    till_screen.keys.scan(barcode(till_screen, sale))
    expect(till_screen.dialog).to_contain_text("Take goods back")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_contain_text("more than 14 days ago")
    till_screen.presses("Control+a")
    till_screen.types("moth")
    till_screen.presses("Enter")
    till_screen.lend_right()
    expect(till_screen.lines).to_have_count(2)


def test_a_paid_sale_is_voided_and_stands_in_the_cart_again(open_till: OpenTill) -> None:
    till = open_till()
    till.log_in(SENIOR)
    till.scans(till.shop.product("Hammer", "4.00"))
    till.scans(till.shop.product("Hand saw", "12.50"))
    till.presses("Space")
    expect(till.done).to_be_visible()
    till.presses_button(till.page.get_by_role("button", name="Void and ring up again"))
    expect(till.dialog).to_contain_text("Take 16.50 out of the drawer")
    till.types("forgot the nails")
    till.presses("Enter")
    expect(till.lines).to_have_count(2)
    expect(till.notices).to_contain_text("is voided")
    expect(till.to_pay).to_have_text("16.50")
    till.presses("Space")
    expect(till.done).to_be_visible()
    assert [sale.kind for sale in reversed(till.sales)] == ["sale", "void", "sale"]


def test_a_junior_voids_with_a_right_that_was_lent(till_screen: TillScreen) -> None:
    till_screen.scans(till_screen.shop.product("Hammer", "4.00"))
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    till_screen.presses("F6")
    expect(till_screen.dialog).to_contain_text("Last receipts")
    till_screen.presses("Enter")
    till_screen.presses_button(till_screen.dialog.get_by_role("button", name="Void the sale"))
    expect(till_screen.dialog).to_contain_text("The whole sale is taken back")
    till_screen.types("mistake")
    till_screen.presses("Enter")
    till_screen.lend_right()
    expect(till_screen.done).to_contain_text("is voided")
    expect(till_screen.change).to_have_text("4.00")


def test_a_receipt_is_found_by_the_goods_and_goods_come_back_without_one(open_till: OpenTill) -> None:
    till = open_till()
    till.log_in(SENIOR)
    sale = bought(till)
    till.presses("F6")
    till.dialog.get_by_label("Number, item, code or customer").fill("claw")
    till.presses("Enter")
    expect(till.dialog).to_contain_text("Nothing was found")
    till.types("hand saw")
    till.presses("Enter")
    expect(till.dialog.locator(".receipts__one")).to_be_focused()
    till.presses("Enter")
    expect(till.dialog).to_contain_text(f"Receipt no. {sale.number}")
    till.presses_button(till.dialog.get_by_role("button", name="Other receipts"))
    till.presses_button(till.dialog.get_by_role("button", name="Return without a receipt"))
    expect(till.dialog).to_contain_text("known customer only")
    till.types("hand saw")
    till.presses("Enter")
    expect(till.dialog.get_by_label("Quantity")).to_be_focused()
    till.presses("Enter")
    till.types("found at home")
    till.presses("Enter")
    expect(till.lines).to_contain_text("Return without a receipt")
    expect(till.page.locator("dialog[open]")).to_have_count(0)
    expect(till.page.locator("body")).to_be_focused()
    till.presses("Space")
    expect(till.dialog).to_have_id("pay-out")
    till.presses("Enter")
    expect(till.dialog).to_contain_text("This needs a customer")


def test_the_screens_of_a_return_are_fit_for_everybody(open_till: OpenTill, shop: Shop) -> None:
    till = open_till()
    sale = bought(till)

    def look(name: str) -> None:
        looks_right(till.page, f"till-{name}")

    till.keys.scan(barcode(till, sale))
    expect(till.dialog).to_contain_text("Take goods back")
    look("receipt-scanned")
    till.presses("Enter")
    expect(till.dialog.locator("[data-tick]").first).to_be_focused()
    look("take-back")
    till.presses("Control+a")
    till.types("not wanted")
    till.presses("Enter")
    expect(till.lines).to_have_count(2)
    look("payout")
    till.presses("Space")
    expect(till.dialog).to_have_id("pay-out")
    look("payout-words")
    till.presses("Enter")
    expect(till.done).to_be_visible()
    look("paid-out")
