"""The editor of promotions in a real browser: words and example as one types, kept, switched on, coupons made."""

from playwright.sync_api import Page, expect

from tests.browser.test_goods import address, office, shop
from tests.support.browser import looks_right

__all__ = ["address", "office", "shop"]


def test_a_promotion_is_written_in_plain_words_with_a_live_example(office: Page, address: str) -> None:
    def look(name: str) -> None:
        looks_right(office, f"office-promotions-{name}")

    office.goto(f"{address}/office/promotions")
    expect(office.get_by_text("No promotion yet")).to_be_visible()
    office.get_by_role("link", name="New promotion").first.click()
    office.wait_for_load_state("load")
    look("kinds")
    office.get_by_role("link", name="A percentage off").click()
    office.wait_for_load_state("load")
    preview = office.locator("#preview")
    expect(preview).to_contain_text("Fill in the form")
    office.get_by_label("Name", exact=True).fill("Spring")
    office.get_by_label("How much").fill("10")
    expect(preview).to_contain_text("10 % off all goods")
    expect(preview).to_contain_text("For example")
    office.get_by_label("What sets it off").select_option("series")
    expect(preview).to_contain_text("With a coupon that is good once")
    look("editor")
    office.get_by_label("How much").fill("120")
    office.get_by_role("button", name="Save and switch on").click()
    expect(office.locator(".field__error")).to_contain_text("between 0 and 100")
    office.get_by_label("How much").fill("10")
    office.get_by_role("button", name="Save and switch on").click()
    expect(office.get_by_text("Saved.")).to_be_visible()
    office.wait_for_load_state("load")
    office.get_by_label("What are they for?").fill("Leaflet in May")
    office.get_by_label("How many").fill("20")
    office.get_by_role("button", name="Make coupons").click()
    expect(office.locator("#coupons")).to_contain_text("20 coupons")
    office.wait_for_load_state("load")
    look("one")
    office.get_by_role("link", name="Promotions").first.click()
    expect(office.get_by_role("row", name="Spring")).to_contain_text("10 % off all goods")
    office.wait_for_load_state("load")
    look("list")
