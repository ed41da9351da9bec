"""The pages of a shop without a till: served, and the owner logged in at them."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.support.servers import serve_in_thread
from tests.support.web import PASSWORD, WebShop


@contextmanager
def served(shop: WebShop) -> Iterator[str]:
    """Where the pages are served, until the block ends."""
    with serve_in_thread(shop.app) as address:
        yield address
        shop.app.extensions["regulars"].close_streams()


def owner_in_the_office(page: Page, address: str) -> Page:
    """The page after the owner has logged in to the office."""
    page.goto(f"{address}/auth/office")
    page.get_by_label("Login").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{address}/office/")
    return page
