"""A slow computer: what is done before a page's programs listen is neither lost nor ignored."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenTill
from tests.browser.test_receipt_layout import office
from tests.browser.till_screen import TillScreen
from tests.factories.shop import Shop
from tests.support.browser import intercept
from warehouse.shelf.favourites import add_favourite

__all__ = ["office"]


@contextmanager
def late(page: Page, script: str, address: str) -> Iterator[None]:
    """Opens a page whose program comes only at the end of the block."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, f"**/js/{script}", hold)
    with page.expect_request(f"**/js/{script}"):
        page.goto(address, wait_until="commit")
    yield
    held[0].continue_()
    page.unroute(f"**/js/{script}")


@contextmanager
def half_way(page: Page, address: str) -> Iterator[None]:
    """Opens a page whose programs listen already, while the browser still waits for one more at its end."""

    def with_one_more(route: Route) -> None:
        response = route.fetch()
        more = '<script type="module" src="/static/any/js/one-more.js"></script></body>'
        route.fulfill(response=response, body=response.text().replace("</body>", more))

    def hold(route: Route) -> None:
        held.append(route)

    held: list[Route] = []
    intercept(page, address, with_one_more)
    intercept(page, "**/js/one-more.js", hold)
    with page.expect_request("**/js/one-more.js"):
        page.goto(address, wait_until="commit")
    yield
    held[0].fulfill(body="", content_type="text/javascript")
    page.unroute(address)
    page.unroute("**/js/one-more.js")


def test_what_is_done_while_some_programs_listen_is_done_once(till_screen: TillScreen, shop: Shop) -> None:
    hammer, oil = shop.product("Hammer", "4.00"), shop.product("Oil", "3.00")
    shop.changes(lambda tx: add_favourite(tx, shop.id, oil.id))
    page = till_screen.page
    with half_way(page, f"{till_screen.address}/till/"):
        expect(page.locator("html[data-ready=yes]")).to_be_attached()
        till_screen.keys.scan(hammer.code)
        page.locator(f"#browse [data-product='{oil.id}']").click()
    till_screen.wait_ready()
    expect(till_screen.lines).to_have_count(2)
    expect(till_screen.lines.last).to_contain_text("Oil")
    till_screen.scans(hammer)
    cart = till_screen.cart
    assert cart is not None
    assert [(line.name, line.qty_milli) for line in cart.lines] == [("Hammer", 1000), ("Oil", 1000), ("Hammer", 1000)]


def test_a_scan_a_tap_and_a_search_before_the_till_listens(till_screen: TillScreen, shop: Shop) -> None:
    hammer, saw = shop.product("Hammer", "4.00"), shop.product("Hand saw", "12.50")
    oil = shop.product("Oil", "3.00")
    shop.changes(lambda tx: add_favourite(tx, shop.id, oil.id))
    page, address = till_screen.page, f"{till_screen.address}/till/"
    with late(page, "till/main.js", address):
        expect(page.locator("#find")).to_be_visible()
        till_screen.keys.scan(hammer.code)
        till_screen.keys.scan(saw.code)
        page.locator(f"#browse [data-product='{oil.id}']").dblclick()
    till_screen.wait_ready()
    expect(till_screen.lines).to_have_count(3)
    expect(till_screen.lines.last).to_contain_text("Oil")
    with late(page, "till/main.js", address):
        page.locator("#find").click()
        till_screen.types("saw")
    till_screen.wait_ready()
    expect(page.locator("#found .hit")).to_contain_text("Hand saw")
    expect(page.locator("#find")).to_be_focused()
    cart = till_screen.cart
    assert cart is not None
    assert [(line.name, line.qty_milli) for line in cart.lines] == [("Hammer", 1000), ("Hand saw", 1000), ("Oil", 1000)]


def test_a_count_begun_before_the_page_of_the_shift_listens(open_till: OpenTill) -> None:
    till = open_till(opened=False)
    page = till.page
    with late(page, "shift/main.js", f"{till.address}/till/shift/open"):
        second = page.locator(".count__pieces").nth(1)
        second.click()
        till.types("2")
    till.wait_ready()
    expect(page.locator("[data-count-total]").first).not_to_have_text("–")
    expect(second).to_be_focused()


def test_a_layout_changed_before_its_picture_follows_is_drawn(office: Page) -> None:
    with late(office, "receipt-layout.js", office.url):
        office.get_by_label("58 mm").check()
    expect(office.locator("#preview-picture")).to_have_attribute("data-width", "58")
