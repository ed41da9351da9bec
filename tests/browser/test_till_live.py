"""What happens elsewhere reaches the page: the printer, another window, a shift closed."""

import pytest
from playwright.sync_api import Route, expect

from app.core import outbox
from devices.errors import Trouble
from pos.papers.store import printer_lane, queue_print
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.shop import Shop
from tests.support.browser import Screen, axe_violations, intercept, save_picture


def test_the_lights_say_what_the_printer_waits_for(open_till: OpenTill, shop: Shop) -> None:
    till = open_till(printer=True)
    lights = till.page.locator("#lights")
    expect(lights).to_contain_text("Printer ready")
    till.scans(shop.product(price="5.00"))
    till.presses("Space")
    expect(till.done).to_contain_text("printing")

    lane = printer_lane(till.desk.id)
    shop.changes(lambda tx: queue_print(tx, till.desk.id, "receipt:another"))
    shop.changes(lambda tx: outbox.set_lane_state(tx, lane, "waiting", Trouble.PAPER_OUT))
    expect(lights).to_contain_text("Paper out, 3 papers waiting")
    expect(till.done).to_contain_text("waits: paper out")
    expect(lights.locator(".light--warn")).to_have_attribute("title", "The printer is out of paper: put in a new roll.")


def test_a_paper_in_doubt_is_looked_at(open_till: OpenTill, shop: Shop) -> None:
    till = open_till(printer=True)
    till.desk.sells(shop.product(price="5.00"))
    lane = printer_lane(till.desk.id)
    for _drawer_then_paper in range(2):
        assert shop.changes(lambda tx: outbox.claim(tx, lane)) is not None
    shop.changes(outbox.mark_interrupted)
    shop.changes(lambda tx: outbox.set_lane_state(tx, lane, "waiting", "may_have_printed"))
    till.page.get_by_role("button", name="Look at it").click()
    expect(till.dialog).to_contain_text("Did it come out of the printer?")
    till.dialog.get_by_role("button", name="Print a copy").click()
    expect(till.dialog).to_contain_text("Nothing is in doubt any more")


def test_one_window_sells_and_the_other_says_so(till_screen: TillScreen, open_till: OpenTill, shop: Shop) -> None:
    goods = shop.product("Drill", "79.00")
    till_screen.scans(goods)
    second = open_till(till_screen.desk)
    expect(till_screen.page.get_by_role("alertdialog")).to_contain_text("open in another window")
    expect(second.lines).to_have_count(1)

    till_screen.keys.scan(goods.code)
    expect(till_screen.notices).to_contain_text("not the open till")

    second.presses("Space")
    expect(second.done).to_be_visible()
    till_screen.page.get_by_role("button", name="Sell in this window").click()
    expect(second.page.get_by_role("alertdialog")).to_be_visible()
    expect(till_screen.lines).to_have_count(0)
    till_screen.scans(goods)
    expect(till_screen.lines).to_have_count(1)


def test_a_shift_closed_elsewhere_shows_at_once(till_screen: TillScreen) -> None:
    till_screen.desk.closes()
    expect(till_screen.page.locator("#no-shift")).to_be_visible()


@pytest.mark.parametrize("path", ["", "shift"])
def test_what_happened_before_the_page_could_listen_is_told(till_screen: TillScreen, path: str) -> None:
    page = till_screen.page

    def comes_after_the_closing(route: Route) -> None:
        if till_screen.desk.shift() is not None:
            till_screen.desk.closes_by_itself()
        route.continue_()

    intercept(page, "**/js/*/main.js*", comes_after_the_closing)
    page.goto(f"{till_screen.address}/till/{path}")
    expect(page.locator("#no-shift")).to_contain_text("Its drawer was not counted.")


@pytest.mark.parametrize("path", ["", "shift"])
def test_a_shift_that_closes_by_itself_is_told_at_once(till_screen: TillScreen, screen: Screen, path: str) -> None:
    page = till_screen.page
    page.goto(f"{till_screen.address}/till/{path}")
    till_screen.wait_ready()
    till_screen.desk.closes_by_itself()
    expect(page.locator("#no-shift")).to_contain_text("Its drawer was not counted.")
    assert axe_violations(page) == []
    save_picture(page, "till-closed-by-itself", screen)
