"""The page of the fiscal registers in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_goods import address, fits_in_width, office, shop
from tests.support.browser import SCREENS, Screen, axe_violations

__all__ = ["address", "office", "shop"]


@pytest.mark.parametrize("screen", [SCREENS[0], Screen(390, 844, "dark")], ids=str)
def test_a_register_is_added_and_told_how_it_calls_things(
    office: Page, address: str, picture: Callable[[str], None], screen: Screen
) -> None:
    office.goto(f"{address}/office/registers")
    office.get_by_label("Address").fill("shtrih+tcp://192.0.2.60:7778")
    office.get_by_role("button", name="Add a fiscal register").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    office.wait_for_load_state("load")
    office.get_by_text("What the register calls taxes").click()
    expect(office.get_by_label("Tax system")).to_be_visible()
    assert axe_violations(office) == []
    assert fits_in_width(office)
    picture("office-registers")
