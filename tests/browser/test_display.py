"""The customer display: the till's second window, live beside it, calm when the server is gone."""

import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from app.core.pictures import prepare_picture
from app.places.display_pictures import LONGEST_SIDE, add_display_picture
from app.web.shared.context import WebContext
from pos.customer_display import THANKED_FOR
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.shop import Shop
from tests.support.browser import Screen, axe_violations, save_picture

SIZES = (Screen(800, 480, "light"), Screen(1024, 768, "dark"), Screen(1366, 768, "light"), Screen(1920, 1080, "dark"))


def open_display(till: TillScreen) -> Page:
    """The second window, opened from the till's menu."""
    till.page.get_by_role("button", name="menu of the till").click()
    with till.context.expect_page() as opened:
        till.page.get_by_role("link", name="Customer display").click()
    expect(opened.value.locator("html[data-ready=yes]")).to_be_attached()
    return opened.value


def test_lines_total_and_change_appear_in_the_other_window(till_screen: TillScreen, shop: Shop) -> None:
    drill, tape = shop.product("Drill", "79.00"), shop.product("Tape", "3.50")
    display = open_display(till_screen)
    expect(display.locator(".hello")).to_contain_text("Oak & Iron")

    till_screen.scans(drill)
    expect(display.locator(".goods__line")).to_contain_text(["Drill"])
    expect(display.locator("#sum")).to_have_text("€79.00")
    till_screen.scans(tape)
    expect(display.locator(".goods__line.is-newest")).to_contain_text("Tape")
    expect(display.locator("#sum")).to_have_text("€82.50")

    till_screen.presses("Enter")
    till_screen.types("100")
    till_screen.presses("Enter")
    expect(display.locator("#sum")).to_have_text("€17.50")
    expect(display.locator(".qr__code")).to_be_visible()
    expect(display.locator(".sum__thanks")).to_have_text("Thank you!")

    till_screen.scans(tape)
    expect(display.locator(".goods__line")).to_have_count(1)
    expect(display.locator("#sum")).to_have_text("€3.50")


def test_the_display_survives_a_reload_and_a_log_out(till_screen: TillScreen, shop: Shop) -> None:
    goods = shop.product("Drill", "79.00")
    display = open_display(till_screen)
    till_screen.scans(goods)
    display.reload()
    expect(display.locator("#sum")).to_have_text("€79.00")
    till_screen.page.get_by_role("button", name="menu of the till").click()
    till_screen.page.get_by_role("button", name="Lock, or change the cashier").click()
    expect(till_screen.page.get_by_label("PIN")).to_be_visible()
    till_screen.log_in("Anna Field")
    till_screen.scans(goods)
    expect(display.locator("#sum")).to_have_text("€158.00")


def test_a_server_that_is_gone_is_a_moment_and_back_by_itself(
    till_screen: TillScreen, served: tuple[str, WebContext], shop: Shop
) -> None:
    _, context = served
    display = open_display(till_screen)
    till_screen.desk.adds(shop.product("Drill", "79.00"))
    expect(display.locator("#sum")).to_have_text("€79.00")
    # The server is stopped and started anew: its streams end, and there is no answer meanwhile.
    display.context.set_offline(True)
    context.close_streams()
    expect(display.locator("#moment")).to_be_visible()
    till_screen.desk.adds(shop.product("Tape", "3.50"))
    context.stopping.clear()
    display.context.set_offline(False)
    expect(display.locator("#moment")).to_be_hidden()
    expect(display.locator("#sum")).to_have_text("€82.50")


def test_four_tabs_are_live_at_once(till_screen: TillScreen, open_till: OpenTill, shop: Shop) -> None:
    """The till, its display and the office's sales in one browser, a second till in another."""
    goods = shop.product("Drill", "79.00")
    display = open_display(till_screen)
    second = open_till()
    till_screen.log_in_to_the_office()
    till_screen.opens()
    office = till_screen.context.new_page()
    office.goto(f"{till_screen.address}/office/sales")
    expect(office.locator("html[data-ready=yes]")).to_be_attached()
    expect(office.get_by_text("No sale here")).to_be_visible()

    till_screen.scans(goods)
    expect(display.locator("#sum")).to_have_text("€79.00")
    second.scans(goods)
    second.presses("Space")
    expect(second.done).to_be_visible()
    expect(office.locator("#sales tbody tr")).to_have_count(1)
    expect(display.locator("#sum")).to_have_text("€79.00")
    till_screen.presses("Space")
    expect(display.locator(".sum__thanks")).to_be_visible()
    expect(office.locator("#sales tbody tr")).to_have_count(2)
    for till in (second, till_screen):
        till.desk.closes()
        expect(till.page.locator("#lights")).to_contain_text("Shift not open")


def draw_picture(shop: Shop) -> None:
    drawn = io.BytesIO()
    image = Image.new("RGB", (1600, 900), (24, 84, 78))
    ImageDraw.Draw(image).ellipse((500, 150, 1100, 750), fill=(232, 196, 120))
    image.save(drawn, "PNG")
    picture = prepare_picture(drawn.getvalue(), LONGEST_SIDE)
    shop.changes(lambda tx: add_display_picture(tx, shop.id, picture))


@pytest.mark.parametrize("screen", SIZES, ids=str)
def test_the_display_is_readable_on_every_screen(till_screen: TillScreen, shop: Shop, screen: Screen) -> None:
    till = till_screen
    display = till.context.new_page()
    display.goto(f"{till.address}/display/")

    def looks_right(name: str) -> None:
        assert axe_violations(display) == []
        too_wide = display.evaluate(
            """() => Array.from(document.querySelectorAll("#shown *"))
                .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
                .map((one) => one.className)"""
        )
        assert [found for found in too_wide if found] == []
        assert display.evaluate("() => document.documentElement.scrollHeight <= window.innerHeight")
        save_picture(display, f"display-{name}", screen)

    expect(display.locator(".hello")).to_be_visible()
    looks_right("hello")
    for number in range(9):
        till.desk.adds(shop.product(f"Cordless angle grinder with two batteries, 125 mm, model {number}", "1234.56"))
    till.desk.adds(shop.product("Nails 3.0 × 80, loose", "4.20", unit="kg"), "0.35")
    newest = display.locator(".goods__line.is-newest")
    expect(newest).to_contain_text("Nails")
    expect(newest).to_be_in_viewport(ratio=0.9)
    size = display.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.goods__line')).fontSize)")
    assert size * 36 >= min(screen.width_px, screen.height_px)
    looks_right("sale")
    till.desk.pays(cash="12000.00")
    expect(display.locator(".sum__thanks")).to_be_visible()
    looks_right("paid")
    shop.clock.advance(THANKED_FOR)
    draw_picture(shop)
    display.reload()
    expect(display.locator(".slide.is-on")).to_be_visible()
    looks_right("pictures")
