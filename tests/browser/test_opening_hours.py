"""The page of the opening hours in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_goods import address, office, shop
from tests.support.browser import PHONE_DARK, WIDE_LIGHT, looks_right

__all__ = ["address", "office", "shop"]


def test_hours_are_typed_and_a_holiday_is_added(office: Page, address: str) -> None:
    office.goto(f"{address}/office/opening-hours")
    office.get_by_role("switch", name="The shop has opening hours").check()
    office.get_by_label("Saturday: closes", exact=True).fill("14:00")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    expect(office.get_by_label("Saturday: closes", exact=True)).to_have_value("14:00")
    office.wait_for_load_state("load")

    office.get_by_label("Date", exact=True).fill("2026-12-25")
    office.get_by_label("Why", exact=True).fill("Christmas")
    office.get_by_role("switch", name="Every year on this date").check()
    office.get_by_role("button", name="Add the day").click()
    expect(office.get_by_role("listitem").filter(has_text="Christmas")).to_contain_text("every year")
    # The answer leads to a part of its page, and takes the focus there.
    office.goto(f"{address}/office/opening-hours")
    office.get_by_label("Friday: closes", exact=True).fill("05:00")
    office.get_by_role("button", name="Save").click()
    expect(office.locator(".field__error")).to_contain_text("run into the next day")
    looks_right(office, "office-opening-hours", (WIDE_LIGHT, PHONE_DARK))
