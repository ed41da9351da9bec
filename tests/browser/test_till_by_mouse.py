"""A sale by mouse or finger, and the acts that need a supervisor."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.browser.till_screen import BADGES, SENIOR, TillScreen
from tests.factories.amounts import money
from tests.factories.shop import FITTER, Shop
from warehouse.shelf.favourites import add_favourite
from warehouse.stock.settings import BELOW_ZERO


@pytest.fixture
def favourites(shop: Shop) -> None:
    """Two tiles: a drill, of which there are two left, and a haircut."""
    drill = shop.product("Drill", "79.00", stock="2")
    haircut = shop.product("Haircut", "18.00", kind="service", stocked=False)
    with shop.database.unit_of_work(FITTER) as tx:
        for goods in (drill, haircut):
            add_favourite(tx, shop.id, goods.id)


@pytest.mark.usefixtures("favourites")
def test_tiles_quick_cash_change_and_a_copy(open_till: OpenTill) -> None:
    till = open_till(printer=True)
    page = till.page
    expect(page.get_by_role("button", name="Drill 79.00")).to_contain_text("2 left")
    page.get_by_role("button", name="Drill 79.00").click()
    page.get_by_role("button", name="Haircut").click()
    expect(till.to_pay).to_have_text("97.00")

    page.locator("#quick-cash").get_by_role("button", name="100").click()
    expect(till.change).to_have_text("3.00")
    assert till.sold == [money("97.00")]

    page.get_by_role("button", name="Show the receipt").click()
    expect(till.dialog.locator("article.paper")).to_contain_text("Haircut")
    till.dialog.get_by_role("button", name="Print a copy").click()
    expect(till.dialog).to_contain_text("A copy is on its way")

    till.presses("Escape")
    page.get_by_role("button", name="Haircut").click()
    expect(till.to_pay).to_have_text("18.00")


@pytest.mark.usefixtures("favourites")
def test_the_stepper_the_pads_and_the_parts(till_screen: TillScreen) -> None:
    page = till_screen.page
    page.get_by_role("button", name="Haircut").click()
    page.get_by_role("button", name="One more").click()
    expect(till_screen.to_pay).to_have_text("36.00")

    page.get_by_role("button", name="Type the amount on a pad").click()
    for key in ("5", "0"):
        till_screen.dialog.locator(f"[data-pad-key='{key}']").click()
    till_screen.dialog.locator("[type=submit]").click()
    expect(till_screen.change).to_have_text("14.00")

    page.get_by_role("button", name="Drill 79.00").click()
    page.get_by_role("button", name="Split").click()
    till_screen.dialog.locator("#split-amount").fill("50")
    till_screen.dialog.get_by_role("button", name="Card").click()
    till_screen.dialog.get_by_role("button", name="Take back").click()
    expect(till_screen.dialog.locator("[data-split=rest]")).to_have_text("79.00")
    till_screen.dialog.get_by_role("button", name="Transfer").click()
    till_screen.dialog.locator("#split-finish").click()
    expect(till_screen.done).to_contain_text("Transfer")
    assert till_screen.sold == [money("36.00"), money("79.00")]


@pytest.mark.usefixtures("favourites")
def test_more_than_there_is_warns_and_goes_on(till_screen: TillScreen, shop: Shop) -> None:
    shop.sets(BELOW_ZERO, "warn")
    for total in ("79.00", "158.00"):
        till_screen.page.locator(".tile", has_text="Drill").click()
        expect(till_screen.to_pay).to_have_text(total)
    expect(till_screen.notices).to_be_empty()
    till_screen.page.locator(".tile", has_text="Drill").click()
    expect(till_screen.to_pay).to_have_text("237.00")
    expect(till_screen.notices).to_contain_text("More is sold than the shop has on its books")


def test_a_discount_waits_for_a_supervisor_and_goes_on(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Drill", "80.00"))
    till_screen.page.get_by_role("toolbar").get_by_role("button", name="Discount").click()
    till_screen.dialog.get_by_label("Discount", exact=True).fill("10")
    till_screen.dialog.get_by_label("Reason").fill("friend of the shop")
    till_screen.presses("Enter")

    expect(till_screen.dialog).to_have_id("lend")
    expect(till_screen.dialog).to_contain_text("Give a discount on a line")
    till_screen.dialog.get_by_role("button", name=SENIOR).click()
    till_screen.page.get_by_label("PIN").fill("9999")
    till_screen.presses("Enter")
    expect(till_screen.dialog.locator(".notice--bad")).to_contain_text("PIN")
    till_screen.page.get_by_label("PIN").fill("2222")
    till_screen.presses("Enter")

    expect(till_screen.to_pay).to_have_text("72.00")
    expect(till_screen.page.locator("dialog[open]")).to_have_count(0)
    expect(till_screen.lines).to_contain_text("10 % off this line")


def test_a_supervisor_is_named_by_badge_and_a_refusal_changes_nothing(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Drill", "80.00"))
    till_screen.page.get_by_role("button", name="Discount on the whole sale").click()
    till_screen.dialog.get_by_role("button", name="Amount").click()
    till_screen.dialog.get_by_label("Discount", exact=True).fill("5,50")
    till_screen.dialog.get_by_label("Reason").fill("scratched")
    till_screen.presses("Enter")
    expect(till_screen.dialog).to_have_id("lend")
    till_screen.presses("Escape")
    expect(till_screen.dialog).to_have_id("cart-discount")
    expect(till_screen.to_pay).to_have_text("80.00")

    till_screen.dialog.locator("[type=submit]").click()
    expect(till_screen.dialog).to_have_id("lend")
    till_screen.keys.scan(BADGES[SENIOR])
    expect(till_screen.dialog).to_contain_text("Badge read")
    till_screen.page.get_by_label("PIN").fill("2222")
    till_screen.presses("Enter")
    expect(till_screen.to_pay).to_have_text("74.50")


def test_a_product_without_a_price_asks_for_one(till_screen: TillScreen, shop: Shop) -> None:
    goods = shop.product("New thing", None)
    till_screen.keys.scan(goods.code)
    expect(till_screen.dialog).to_contain_text("New thing")
    till_screen.dialog.get_by_label("Price", exact=True).fill("12")
    till_screen.dialog.get_by_label("Reason").fill("tag")
    till_screen.presses("Enter")
    till_screen.lend_right()
    expect(till_screen.to_pay).to_have_text("12.00")


def test_a_dropped_sale_needs_a_right_and_leaves_nothing(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Drill", "80.00"))
    till_screen.page.get_by_role("button", name="Drop the whole sale").click()
    till_screen.dialog.get_by_label("Reason").fill("went home")
    till_screen.dialog.get_by_role("button", name="Drop Enter").click()
    till_screen.lend_right()
    expect(till_screen.page.locator("#cart")).to_contain_text("Scan the first item")
    assert till_screen.cart is None
