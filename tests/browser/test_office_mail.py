"""The pages of the mail server and of short messages in a real browser."""

from playwright.sync_api import Page

from tests.browser.test_goods import address, office, shop
from tests.support.browser import PHONE_LIGHT, SCREENS, looks_right
from tests.support.web import WebShop
from tests.web.office.test_mail import in_doubt
from tests.web.office.test_messages import message_in_doubt

__all__ = ["address", "office", "shop"]


def test_the_pages_are_fit_for_everybody(shop: WebShop, office: Page, address: str) -> None:
    in_doubt(shop)
    message_in_doubt(shop)
    for name in ("mail", "messages"):
        office.goto(f"{address}/office/{name}")
        looks_right(office, f"office-{name}", (*SCREENS, PHONE_LIGHT))
