"""The page of the mail server in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_goods import address, fits_in_width, office, shop
from tests.support.browser import SCREENS, Screen, axe_violations
from tests.support.web import WebShop
from tests.web.office.test_mail import in_doubt

__all__ = ["address", "office", "shop"]


@pytest.mark.parametrize("screen", [*SCREENS, Screen(390, 844, "light")], ids=str)
def test_the_page_is_fit_for_everybody(
    shop: WebShop, office: Page, address: str, picture: Callable[[str], None], screen: Screen
) -> None:
    in_doubt(shop)
    office.goto(f"{address}/office/mail")
    assert axe_violations(office) == []
    assert fits_in_width(office)
    picture("office-mail")
