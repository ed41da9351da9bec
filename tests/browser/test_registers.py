"""The page of the fiscal registers in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_goods import address, office, shop
from tests.support.browser import PHONE_DARK, WIDE_LIGHT, looks_right

__all__ = ["address", "office", "shop"]


def test_a_register_is_added_and_told_how_it_calls_things(office: Page, address: str) -> None:
    office.goto(f"{address}/office/registers")
    office.get_by_label("Address").fill("shtrih+tcp://192.0.2.60:7778")
    office.get_by_role("button", name="Add a fiscal register").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    office.wait_for_load_state("load")
    office.get_by_text("What the register calls taxes").click()
    expect(office.get_by_label("Tax system")).to_be_visible()
    looks_right(office, "office-registers", (WIDE_LIGHT, PHONE_DARK))
