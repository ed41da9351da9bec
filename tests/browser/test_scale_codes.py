"""The page of the scales' barcodes in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_goods import address, office, shop
from tests.support.browser import PHONE_DARK, WIDE_LIGHT, looks_right

__all__ = ["address", "office", "shop"]


def test_a_pattern_is_tried_while_it_is_written(office: Page, address: str) -> None:
    office.goto(f"{address}/office/settings/scales")
    office.get_by_label("How its figures are built").fill("22IIIIINNDDD")
    expect(office.locator("#tried")).to_have_text(
        "221234501250 is article 12345, 1.250 kg. No goods have this article yet."
    )
    office.get_by_label("How its figures are built").fill("22IIIIINNDDDC")
    office.get_by_label("Try it").fill("2212345012506")
    expect(office.locator("#tried")).to_contain_text("check digit does not fit")
    # A scanner ends with Enter: that keeps nothing.
    office.get_by_label("Try it").press("Enter")
    looks_right(office, "office-scale-codes-trying", (WIDE_LIGHT, PHONE_DARK))
    office.get_by_role("button", name="Add the pattern").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    expect(office.get_by_role("listitem").filter(has_text="22IIIIINNDDDC")).to_contain_text("1.250 kg")
    office.wait_for_load_state("load")
    looks_right(office, "office-scale-codes", (WIDE_LIGHT, PHONE_DARK))
    office.get_by_role("button", name="Remove 22IIIIINNDDDC").click()
    expect(office.get_by_text("Removed.")).to_be_visible()
