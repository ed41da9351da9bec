"""The pages of the mail server and of short messages in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_goods import address, fits_in_width, office, shop
from tests.support.browser import SCREENS, Screen, axe_violations
from tests.support.web import WebShop
from tests.web.office.test_mail import in_doubt
from tests.web.office.test_messages import message_in_doubt

__all__ = ["address", "office", "shop"]


@pytest.mark.parametrize("screen", [*SCREENS, Screen(390, 844, "light")], ids=str)
def test_the_pages_are_fit_for_everybody(
    shop: WebShop, office: Page, address: str, picture: Callable[[str], None], screen: Screen
) -> None:
    in_doubt(shop)
    message_in_doubt(shop)
    for name in ("mail", "messages"):
        office.goto(f"{address}/office/{name}")
        assert axe_violations(office) == []
        assert fits_in_width(office)
        picture(f"office-{name}")
