"""The scan router in a real browser: any layout, any suffix, no code lost, none typed into a field."""

import pytest
from playwright.sync_api import APIResponse, Route, expect

from app.auth.accounts import AccountData, create_account
from app.auth.roles import list_roles
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import BADGES, SENIOR, TillScreen
from tests.factories.shop import FITTER, Goods, Shop
from tests.support.browser import Screen, axe_violations, intercept, save_picture
from tests.support.web import pin_hash

SCANS = 25
SCANS_PER_SECOND = 5


def test_a_burst_of_25_scans_in_russian_layout_loses_none(till_screen: TillScreen, shop: Shop) -> None:
    goods = [shop.product(f"Thing {index}", "1.00") for index in range(SCANS)]
    for one in goods:
        till_screen.keys.scan(one.code, layout="russian", pause_s=1 / SCANS_PER_SECOND)
    expect(till_screen.lines).to_have_count(SCANS)
    expect(till_screen.to_pay).to_have_text("25.00")
    cart = till_screen.cart
    assert cart is not None
    assert [line.name for line in cart.lines] == [one.name for one in goods]
    expect(till_screen.lines.last).to_be_in_viewport()
    expect(till_screen.page.locator("#find")).to_have_value("")


@pytest.mark.parametrize("layout", ["us", "russian", "azerty"])
def test_every_layout_and_suffix(till_screen: TillScreen, shop: Shop, layout: str) -> None:
    for suffix, name in (("Enter", "Drill"), ("Tab", "Saw"), (None, "Hammer")):
        till_screen.keys.scan(shop.product(name, "79.00").code, layout=layout, suffix=suffix)
        expect(till_screen.lines.last).to_contain_text(name)
    expect(till_screen.lines).to_have_count(3)


def test_a_scan_into_the_search_leaves_what_was_typed_out(till_screen: TillScreen, shop: Shop) -> None:
    goods = shop.product("Drill", "79.00")
    till_screen.presses("F2")
    till_screen.types("sa")
    till_screen.scans(goods)
    expect(till_screen.lines).to_contain_text("Drill")
    expect(till_screen.page.locator("#find")).to_have_value("")


def test_a_scan_whose_keys_come_late_leaves_the_till_at_rest(till_screen: TillScreen, shop: Shop) -> None:
    goods, find = shop.product("Drill", "79.00"), till_screen.page.locator("#find")
    sale = till_screen.desk.sells(goods)
    till_screen.scans(goods)
    till_screen.keys.scan_late(f"R01-{sale.number:07d}", expect(find).to_be_focused)
    expect(till_screen.dialog).to_contain_text(f"Receipt no. {sale.number}")
    till_screen.presses("Escape")
    expect(find).to_have_value("")
    expect(find).not_to_be_focused()
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    assert len(till_screen.sales) == 2


def test_a_suffix_that_comes_late_does_nothing_but_end_the_code(till_screen: TillScreen, shop: Shop) -> None:
    goods = shop.product("Drill", "79.00")
    till_screen.keys.scan(goods.code, suffix=None)
    expect(till_screen.lines).to_have_count(1)
    till_screen.keys.suffix()
    expect(till_screen.page.locator("#received")).not_to_be_focused()
    # Codes of this computer's scanner end with a suffix after all: none is cut off where a key comes late.
    assert till_screen.page.evaluate("localStorage.getItem('regulars.scanner.suffix')") == "yes"


def test_a_key_before_a_closed_dialog_has_left_the_screen_is_the_tills(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("Drill", "79.00"))
    till_screen.presses("F4")
    expect(till_screen.dialog.locator(":focus")).to_be_attached()
    till_screen.page.evaluate(
        """() => {
            document.querySelector("dialog[open]").close();
            const space = { key: " ", code: "Space", bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", space));
        }"""
    )
    expect(till_screen.done).to_be_visible()


def test_a_scan_while_the_cash_is_typed_adds_a_line(till_screen: TillScreen, shop: Shop) -> None:
    first, second = shop.product(price="3.00"), shop.product(price="4.00")
    till_screen.scans(first)
    till_screen.presses("Enter")
    till_screen.types("2")
    till_screen.scans(second)
    expect(till_screen.to_pay).to_have_text("7.00")
    expect(till_screen.page.locator("#received")).to_have_value("2")
    assert till_screen.sales == []


def test_an_unknown_code_has_its_own_sound_and_an_offer_and_no_line(till_screen: TillScreen) -> None:
    till_screen.page.evaluate(
        """() => {
            window.heard = [];
            document.addEventListener("till:sound", (event) => window.heard.push(event.detail));
        }"""
    )
    till_screen.keys.scan("X-404-404")
    expect(till_screen.notices).to_contain_text("Nobody knows the code X-404-404")
    expect(till_screen.notices.get_by_role("button", name="One-off line")).to_be_visible()
    expect(till_screen.lines).to_have_count(0)
    assert till_screen.cart is None
    assert till_screen.page.evaluate("window.heard") == ["unknown"]


@pytest.mark.parametrize("screen", [Screen(1024, 768, "dark")], ids=str)
def test_an_unknown_code_is_attached_to_goods_by_the_keyboard_with_a_lent_right(
    open_till: OpenTill, shop: Shop, screen: Screen
) -> None:
    drill = shop.product("Drill", "79.00", stock="4")
    shop.product("Drill bits, set of ten", "19.90")
    till = open_till()
    digest = pin_hash("1111")
    with shop.database.unit_of_work(FITTER) as tx:
        owner = next(role.id for role in list_roles(tx) if role.code == "owner")
        create_account(tx, AccountData("Olga Marsh", "olga", None, "en", frozenset({owner})), pin_hash=digest)
    till.keys.scan("X-404-404")
    expect(till.notices).to_contain_text("Nobody knows the code X-404-404")
    save_picture(till.page, "till-unknown-code", screen)
    till.presses("Insert")
    expect(till.page.locator("#find-to-attach")).to_be_focused()
    till.types("drill")
    expect(till.dialog.locator(".hit")).to_have_count(2)
    assert axe_violations(till.page) == []
    save_picture(till.page, "till-attach", screen)
    till.presses("Enter")
    expect(till.dialog.get_by_role("button", name="Olga Marsh")).to_have_attribute("aria-pressed", "true")
    till.types("1111")
    till.presses("Enter")
    expect(till.lines).to_have_count(1)
    expect(till.page.locator("dialog[open]")).to_have_count(0)
    expect(till.lines).to_contain_text("Drill")
    expect(till.notices).to_contain_text("The code X-404-404 belongs to Drill from now on")
    till.scans(Goods(drill.id, drill.name, "X-404-404"))
    expect(till.to_pay).to_have_text("158.00")


def test_an_unknown_code_becomes_new_goods_without_leaving_the_sale(open_till: OpenTill, shop: Shop) -> None:
    oil = shop.product("Oil", "3.00")
    digest = pin_hash("1111")
    with shop.database.unit_of_work(FITTER) as tx:
        owner = next(role.id for role in list_roles(tx) if role.code == "owner")
        create_account(tx, AccountData("Olga Marsh", "olga", None, "en", frozenset({owner})), pin_hash=digest)
    till = open_till()
    till.scans(oil)
    till.types("2*")
    till.keys.scan("X-404-404")
    expect(till.notices).to_contain_text("Nobody knows the code X-404-404")
    till.presses("Shift+Insert")
    expect(till.page.locator("#new-goods-name")).to_be_focused()
    assert axe_violations(till.page) == []
    till.types("chainsaw oil")
    till.presses("Enter")
    expect(till.page.locator("#new-goods-price")).to_be_focused()
    till.types("7,50")
    till.presses("Enter")
    expect(till.dialog.get_by_role("button", name="Olga Marsh")).to_have_attribute("aria-pressed", "true")
    till.types("1111")
    till.presses("Enter")
    expect(till.to_pay).to_have_text("18.00")
    expect(till.page.locator("dialog[open]")).to_have_count(0)
    expect(till.lines.last).to_contain_text("chainsaw oil")


def test_a_key_held_down_is_no_scan(till_screen: TillScreen) -> None:
    till_screen.keys.hold("7", 8)
    expect(till_screen.page.locator("#find")).to_have_value("7" * 8)
    expect(till_screen.notices).to_be_empty()


def test_the_quantity_pad_takes_no_scan(till_screen: TillScreen, shop: Shop) -> None:
    first, second = shop.product("First", "3.00"), shop.product("Second", "4.00")
    till_screen.scans(first)
    till_screen.chooses("quantity", "*")
    till_screen.keys.scan(second.code)
    expect(till_screen.dialog.locator(".notice")).to_contain_text("close the pad first")
    expect(till_screen.dialog.locator("input")).to_have_value("1")
    till_screen.presses("Escape")
    expect(till_screen.lines).to_have_count(1)


def test_a_badge_changes_the_cashier_even_from_the_pad(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product("First", "3.00"))
    till_screen.chooses("quantity", "*")
    till_screen.keys.scan(BADGES[SENIOR])
    expect(till_screen.page.get_by_label(SENIOR)).to_be_checked()
    till_screen.page.get_by_label("PIN").fill("2222")
    till_screen.page.keyboard.press("Enter")
    till_screen.wait_ready()
    expect(till_screen.page.locator(".bar__name")).to_have_text(SENIOR)
    expect(till_screen.lines).to_have_count(1)


def test_after_the_first_part_of_a_payment_a_scan_is_refused(till_screen: TillScreen, shop: Shop) -> None:
    goods = shop.product(price="10.10")
    till_screen.scans(goods)
    till_screen.presses("F9")
    till_screen.types("4")
    till_screen.presses("F10")
    till_screen.keys.scan(goods.code)
    expect(till_screen.dialog).to_contain_text("a part is paid already")
    expect(till_screen.dialog.locator("[data-split=rest]")).to_have_text("6.10")
    expect(till_screen.dialog.locator("#split-amount")).to_have_value("6.10")


def test_a_lost_answer_is_asked_for_again_and_the_line_stands_once(till_screen: TillScreen, shop: Shop) -> None:
    goods = shop.product("Drill", "79.00")
    answers: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        answers.append(answer.status)
        if len(answers) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    intercept(till_screen.page, "**/till/scan", lose_the_first)
    till_screen.keys.scan(goods.code)
    expect(till_screen.page.locator("#server-light")).to_contain_text("Server: no answer, retrying")
    expect(till_screen.lines).to_have_count(1)
    expect(till_screen.page.locator("#server-light")).to_be_hidden()
    expect(till_screen.to_pay).to_have_text("79.00")
    assert answers == [200, 200]


def test_scans_wait_for_a_silent_server_and_survive_a_reload(till_screen: TillScreen, shop: Shop) -> None:
    goods = [shop.product(f"Thing {index}", "1.00") for index in range(3)]
    intercept(till_screen.page, "**/till/scan", lambda route: route.abort("connectionrefused"))
    for one in goods:
        till_screen.keys.scan(one.code)
    expect(till_screen.page.locator("#server-light")).to_contain_text("3 scans are waiting")
    till_screen.page.unroute("**/till/scan")
    till_screen.opens()
    expect(till_screen.to_pay).to_have_text("3.00")


def test_scans_sent_while_the_page_is_loaded_again_make_one_cart(till_screen: TillScreen, shop: Shop) -> None:
    goods = [shop.product(f"Thing {index}", "1.00") for index in range(3)]
    page = till_screen.page
    pages_made: list[tuple[Route, APIResponse]] = []
    answered = 0

    def answers_for_a_moment(route: Route) -> None:
        nonlocal answered
        if pages_made and not answered:
            answered += 1
            route.continue_()
            return
        route.abort("connectionrefused")
        if answered and pages_made:
            page.unroute("**/till/scan")
            late, made = pages_made.pop()
            late.fulfill(response=made)

    def made_without_a_cart(route: Route) -> None:
        pages_made.append((route, route.fetch()))

    intercept(page, "**/till/scan", answers_for_a_moment)
    for one in goods:
        till_screen.keys.scan(one.code)
    expect(page.locator("#server-light")).to_contain_text("3 scans are waiting")
    intercept(page, f"{till_screen.address}/till/", made_without_a_cart)
    till_screen.opens()
    expect(till_screen.to_pay).to_have_text("3.00")


def test_pay_waits_behind_a_scan_that_needs_a_look(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(price="5.00"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(till_screen.page, "**/till/scan", hold)
    till_screen.keys.scan("X-404-404")
    till_screen.presses("Space")
    till_screen.page.wait_for_function("() => document.querySelector('#pay-cash.is-busy')")
    for route in held:
        route.continue_()
    expect(till_screen.notices).to_contain_text("Not paid yet")
    assert till_screen.sales == []


def test_a_receipt_opens_the_sale(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.desk.sells(shop.product("Drill", "79.00"))
    number = till_screen.sales[0].number
    till_screen.keys.scan(f"R01-{number:07d}")
    expect(till_screen.dialog).to_contain_text(f"Receipt no. {number}")
    expect(till_screen.dialog.locator("article.paper")).to_contain_text("Drill")
