"""Every screen of the till: accessible, nothing cut off, in both colours and at both sizes of till monitors."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.places.day import local_time
from app.places.opening_changes import set_opening_hours
from app.places.opening_hours import WEEK
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.shop import FITTER, Shop
from tests.support.browser import SCREENS, Screen, axe_violations, save_picture
from warehouse.shelf.favourites import add_favourite

# axe takes its time: each colour and each width is looked at once, the texts in all four.
LOOKED_AT_BY_AXE = (Screen(1366, 768, "light"), Screen(1024, 768, "dark"))
LONG = "Cordless angle grinder with brushless motor, two batteries, charger and case, 125 mm"


def cut_off(page: Page) -> list[str]:
    """Texts that are wider than their place and hidden there, and whether the page scrolls sideways."""
    found: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll("button, h1, h2, dt, dd, strong, label, .light"))
            .filter((one) => one.checkVisibility() && !one.matches(".only-heard, .skip"))
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden")
            .map((one) => one.textContent.trim())"""
    )
    if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
        found.append("the page scrolls sideways")
    return found


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_screen_of_the_till(open_till: OpenTill, shop: Shop, screen: Screen) -> None:
    grinder = shop.product(LONG, "12345.67", stock="40")
    nails = shop.product("Nails 3.0 × 80, loose", "4.20", unit="kg", stock="40")
    with shop.database.unit_of_work(FITTER) as tx:
        for goods in (grinder, nails):
            add_favourite(tx, shop.id, goods.id)
    till = open_till(opened=False, printer=True)
    page = till.page

    def looks_right(name: str) -> None:
        if screen in LOOKED_AT_BY_AXE:
            assert axe_violations(page) == []
        assert cut_off(page) == []
        save_picture(page, f"till-{name}", screen)

    looks_right("no-shift")
    page.goto(f"{till.address}/till/shift/open")
    till.wait_ready()
    looks_right("shift-open")
    till.desk.opens()
    till.opens()
    looks_right("empty")
    till.scans(grinder)
    till.scans(nails)
    till.scans(grinder)
    looks_right("sale")
    _look_at_dialogs(till, looks_right)
    till.types("nails")
    expect(page.locator("#found .hit")).to_have_count(1)
    looks_right("find")
    till.presses("Escape", "Enter")
    till.types("30000")
    till.presses("Enter")
    expect(till.done).to_be_visible()
    looks_right("change")
    till.presses("F6")
    expect(till.dialog).to_contain_text("Last receipts")
    looks_right("receipts")
    till.presses("Enter")
    expect(till.dialog.locator("article.paper")).to_be_visible()
    looks_right("receipt")
    for path in ("shift", "shift/close"):
        page.goto(f"{till.address}/till/{path}")
        till.wait_ready()
        looks_right(path.replace("/", "-"))
    till.presses("Control+Enter")
    expect(till.dialog).to_contain_text("Close the shift?")
    till.presses("Enter")
    expect(page.locator(".difference")).to_be_visible()
    looks_right("shift-closed")


@pytest.mark.parametrize("screen", LOOKED_AT_BY_AXE, ids=str)
def test_a_till_outside_of_the_opening_hours(open_till: OpenTill, shop: Shop, screen: Screen) -> None:
    shop.changes(lambda tx: set_opening_hours(tx, [[("02:00", "02:30"), ("03:00", "03:30")] for _ in WEEK], kept=True))
    till = open_till(opened=False, printer=True)
    page = till.page

    def looks_right(name: str) -> None:
        assert axe_violations(page) == []
        assert cut_off(page) == []
        save_picture(page, f"till-closed-{name}", screen)

    looks_right("no-shift")
    page.goto(f"{till.address}/till/shift/open")
    till.wait_ready()
    looks_right("shift-open")
    till.desk.opens()
    till.opens()
    till.scans(shop.product("Oil", "5.00"))
    till.presses("Space")
    expect(till.done).to_contain_text("Outside the opening hours: today 02:00–02:30, 03:00–03:30.")
    looks_right("change")


def test_the_light_comes_when_the_shop_closes(open_till: OpenTill, shop: Shop) -> None:
    with shop.database.read_unit() as tx:
        closes = local_time(tx, shop.clock.now()).replace(second=0, microsecond=0) + timedelta(minutes=1)
    shop.changes(lambda tx: set_opening_hours(tx, [[("04:00", f"{closes:%H:%M}")] for _ in WEEK], kept=True))
    shop.clock.set(closes - timedelta(seconds=1))
    till = open_till()
    expect(till.page.locator("#lights")).not_to_contain_text("Outside opening hours")
    shop.clock.set(closes)
    expect(till.page.locator("#lights")).to_contain_text("Outside opening hours")


def _look_at_dialogs(till: TillScreen, looks_right: Callable[[str], None]) -> None:
    tools = till.page.get_by_role("toolbar")
    opening: dict[str, Callable[[], None]] = {
        "quantity": lambda: till.types("*"),
        "key-map": lambda: till.presses("F1"),
        "one-off": lambda: till.presses("F4"),
        "split": lambda: till.presses("F9"),
        "discount": tools.get_by_role("button", name="Discount").click,
        "price": tools.get_by_role("button", name="Price").click,
    }
    for name, open_it in opening.items():
        open_it()
        expect(till.dialog).to_have_id(name)
        looks_right(name)
        till.presses("Escape")
        expect(till.page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("screen", [Screen(683, 384, "light"), Screen(512, 384, "dark")], ids=str)
def test_at_twice_the_size_everything_can_still_be_reached(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(LONG, "12345.67"))
    page = till_screen.page
    assert axe_violations(page) == []
    assert cut_off(page) == []
    page.get_by_role("button", name="Pay in cash").click()
    expect(till_screen.done).to_be_visible()
