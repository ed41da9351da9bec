"""Customers at the till with the mouse unplugged, and how it looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from app.crm.customers import CustomerData, create_customer, customers
from pos.account.ledger import account_of, set_credit_limit
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import intercept, looks_right


@pytest.fixture
def panel(till_screen: TillScreen) -> Locator:
    """The customer beside the totals."""
    return till_screen.page.locator("#customer")


def searches(till: TillScreen) -> None:
    """Opens the search for a customer."""
    till.presses("F7")
    expect(till.page.locator("#find-customer")).to_be_focused()


def test_a_scanned_card_is_the_customer_and_the_next_sale_is_nobodys(
    till_screen: TillScreen, shop: Shop, panel: Locator
) -> None:
    ivan = shop.customer("Ivan Lang", card="VIP-000777")
    till_screen.scans(shop.product("Drill", "79.00"))
    till_screen.keys.scan("VIP-000777")
    expect(panel).to_contain_text("Ivan Lang")
    till_screen.presses("Space")
    expect(till_screen.done).to_contain_text("Ivan Lang")
    expect(panel).not_to_contain_text("Ivan Lang")
    assert till_screen.sales[0].customer_id == ivan

    till_screen.keys.scan("VIP-000777")
    expect(panel).to_contain_text("Was here once, last today.")
    expect(till_screen.done).to_have_count(0)
    till_screen.presses("Control+z")
    expect(panel).not_to_contain_text("Ivan Lang")


@pytest.mark.parametrize("before", [(), ("F2",)], ids=["at-rest", "in-the-search"])
def test_what_is_pressed_while_a_sheet_is_on_its_way_is_meant_for_it(
    till_screen: TillScreen, shop: Shop, panel: Locator, before: tuple[str, ...]
) -> None:
    shop.customer("Ivan Lang")
    till_screen.scans(shop.product("Drill", "79.00"))
    till_screen.presses(*before)
    with till_screen.answers_late("**/till/customers"):
        till_screen.presses("F7", "F7")
        till_screen.types("ivan lang")
        till_screen.presses("Enter")
    expect(panel).to_contain_text("Ivan Lang")
    expect(till_screen.page.locator("#find")).to_have_value("")
    assert till_screen.sales == []


def test_the_sheet_asked_for_last_is_the_one_that_comes(till_screen: TillScreen, shop: Shop) -> None:
    shop.customer("Ivan Lang")
    page, price_check = till_screen.page, till_screen.page.get_by_role("button", name="Price check")
    with page.expect_response("**/till/customers") as late, till_screen.answers_late("**/till/customers"):
        till_screen.presses("F7")
        till_screen.types("ivan")
        price_check.click()
        expect(till_screen.dialog.get_by_role("heading")).to_have_text("Price check")
    late.value.finished()
    expect(till_screen.dialog.get_by_role("heading")).to_have_text("Price check")
    till_screen.presses("Escape")

    intercept(page, "**/till/customers", lambda route: route.fulfill(status=500, body="Not today"))
    till_screen.presses("F7")
    expect(till_screen.notices).to_contain_text("Not today")
    intercept(page, "**/till/customers", lambda route: route.abort("connectionrefused"))
    till_screen.presses("F7")
    expect(till_screen.notices).to_contain_text("The server does not answer")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_whoever_closes_the_search_takes_no_customer(till_screen: TillScreen, shop: Shop) -> None:
    shop.customer("Ivan Lang")
    searches(till_screen)
    with till_screen.answers_late("**/till/customers/found*"):
        till_screen.types("ivan")
        till_screen.presses("Enter", "Escape")
    expect(till_screen.page.locator("#customer-hits")).to_have_attribute("data-q", "ivan")
    till_screen.scans(shop.product("Drill", "79.00"))
    assert till_screen.cart is not None
    assert till_screen.cart.customer_id is None


def test_two_cards_in_one_sale_are_asked_about(till_screen: TillScreen, shop: Shop, panel: Locator) -> None:
    shop.customer("Ivan Lang", card="VIP-000777")
    shop.customer("Olga Stone", card="VIP-000888")
    for code in ("VIP-000777", "VIP-000888"):
        till_screen.keys.scan(code)
    expect(till_screen.dialog).to_contain_text("Which customer is it?")
    till_screen.presses("Enter")
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
    expect(panel).to_contain_text("Ivan Lang")
    till_screen.keys.scan("VIP-000888")
    expect(till_screen.dialog).to_contain_text("Which customer is it?")
    till_screen.presses("ArrowDown", "Enter")
    expect(panel).to_contain_text("Olga Stone")


def test_a_new_customer_gets_a_card_and_the_purchase_by_keyboard(
    till_screen: TillScreen, shop: Shop, panel: Locator
) -> None:
    till_screen.scans(shop.product("Drill", "79.00"))
    searches(till_screen)
    till_screen.types("mila weiss")
    till_screen.presses("Enter")
    expect(till_screen.dialog.get_by_label("Name", exact=True)).to_have_value("mila weiss")
    till_screen.presses("Tab")
    till_screen.types("088 812 3456")
    till_screen.presses("Tab")
    till_screen.types("6.3.80")
    till_screen.keys.scan("VIP-000999")
    expect(till_screen.dialog.get_by_label("Card", exact=True)).to_have_value("VIP-000999")
    till_screen.presses("Enter")
    expect(panel).to_contain_text("mila weiss")
    expect(panel).to_contain_text("VIP-000999")
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    with shop.database.read_unit() as tx:
        [mila] = customers(tx)
    assert till_screen.sales[0].customer_id == mila.id


def test_somebody_alike_is_taken_instead_or_left(till_screen: TillScreen, shop: Shop, panel: Locator) -> None:
    shop.changes(lambda tx: create_customer(tx, CustomerData("Vera Novak", "088 812 3456")))
    searches(till_screen)
    till_screen.presses("F7")
    expect(till_screen.dialog.get_by_label("Name", exact=True)).to_be_focused()
    till_screen.types("Paul")
    till_screen.presses("Tab")
    till_screen.types("0888123456")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_contain_text("somebody like this")
    expect(till_screen.dialog.get_by_role("button", name="Vera Novak")).to_be_visible()
    till_screen.presses("Enter")
    expect(panel).to_contain_text("Paul")


def test_found_by_the_last_figures_and_bought_on_account_and_paid_off(
    till_screen: TillScreen, shop: Shop, panel: Locator
) -> None:
    vera = shop.changes(lambda tx: create_customer(tx, CustomerData("Vera Novak", "088 812 3456")))
    shop.changes(lambda tx: set_credit_limit(tx, vera, money("100.00")))
    till_screen.scans(shop.product("Drill", "79.00"))
    till_screen.types("3456")
    expect(till_screen.page.locator("#found")).to_contain_text("Vera Novak")
    searches(till_screen)
    till_screen.presses("Enter")
    expect(panel).to_contain_text("Vera Novak")
    expect(till_screen.page.locator("#account-way")).to_contain_text("100.00 left")

    till_screen.presses("F9")
    till_screen.types("19")
    till_screen.presses("Enter")
    expect(till_screen.page.locator('[data-split="rest"]')).to_have_text("60.00")
    till_screen.presses("F7", "Enter")
    expect(till_screen.done).to_contain_text("On account")

    searches(till_screen)
    till_screen.types("vera")
    till_screen.presses("Enter")
    expect(panel).to_contain_text("60.00")
    till_screen.presses("F7")
    expect(till_screen.dialog).to_contain_text("Left on account")
    till_screen.presses_button(till_screen.dialog.get_by_role("button", name="Pay off"))
    expect(till_screen.dialog.get_by_label("Amount")).to_have_value("60.00")
    till_screen.types("50")
    till_screen.presses("Tab")
    till_screen.types("70")
    till_screen.presses("Enter")
    expect(till_screen.dialog.locator(".paid-off__change")).to_contain_text("20.00")
    expect(till_screen.dialog).to_contain_text("10.00")
    till_screen.presses("Enter")
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
    expect(panel).to_contain_text("10.00")
    with shop.database.read_unit() as tx:
        account = account_of(tx, vera)
    assert account is not None
    assert account.owed == money("10.00")


def test_the_customer_is_named_after_payment_with_a_lent_right(till_screen: TillScreen, shop: Shop) -> None:
    ivan = shop.customer("Ivan Lang", card="VIP-000777")
    till_screen.scans(shop.product("Drill", "79.00"))
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    till_screen.presses("Shift+F7")
    expect(till_screen.page.locator("#find-customer")).to_be_focused()
    till_screen.keys.scan("VIP-000777")
    till_screen.lend_right()
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
    expect(till_screen.done).to_contain_text("Ivan Lang")
    assert till_screen.sales[0].customer_id == ivan


def test_every_screen_about_customers(open_till: OpenTill, shop: Shop) -> None:
    today = shop.clock.now().date()
    data = CustomerData(
        "Alexandra-Maria von Hohenberg-Petrovic",
        "088 812 3456",
        email="alexandra@example.org",
        birth_date=today.replace(year=1980),
        note="Allergic to ammonia: no bleach.",
    )
    anna = shop.changes(lambda tx: create_customer(tx, data, own_card=True))
    shop.changes(lambda tx: create_customer(tx, CustomerData("Alexander Novak", "+49 30 901820")))
    shop.changes(lambda tx: set_credit_limit(tx, anna, money("500.00")))
    desk = shop.till(printer=True)
    for name in ("Cordless angle grinder with brushless motor", "Gloves", "Shampoo moist 9, 1000 ml"):
        desk.adds(shop.product(name, "12.50"))
    desk.is_of(anna)
    desk.pays(account="rest")
    till = open_till(desk)
    page = till.page

    def look(name: str) -> None:
        looks_right(page, f"till-customer-{name}")

    till.scans(shop.product("Saw", "12.40"))
    searches(till)
    till.types("alex")
    expect(till.dialog.locator(".customer-hit")).to_have_count(2)
    look("search")
    till.presses("F7")
    expect(till.dialog.get_by_label("Phone")).to_be_visible()
    look("new")
    till.opens()
    searches(till)
    till.types("3456")
    expect(till.dialog.locator(".customer-hit")).to_have_count(1)
    till.presses("Enter")
    expect(page.locator("#customer")).to_contain_text("Birthday today")
    look("panel")
    _look_further(till, look)


def _look_further(till: TillScreen, look: Callable[[str], None]) -> None:
    till.presses("F9")
    expect(till.dialog.get_by_role("button", name="On account")).to_be_visible()
    look("split")
    till.presses("Escape")
    expect(till.page.locator("dialog[open]")).to_have_count(0)
    till.presses("F7")
    expect(till.dialog).to_contain_text("Left on account")
    look("details")
    till.presses_button(till.dialog.get_by_role("button", name="Pay off"))
    expect(till.dialog.get_by_label("Cash received")).to_be_visible()
    look("pay-off")
    till.presses("Tab")
    till.types("50")
    till.presses("Enter")
    expect(till.dialog.locator(".paid-off__change")).to_be_visible()
    look("paid-off")
