"""Coming and going at a till in a real browser."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.support.browser import looks_right


def test_a_day_by_keyboard_and_by_touch(open_till: OpenTill) -> None:
    till = open_till()
    page = till.page
    page.goto(f"{till.address}/auth/till")
    page.get_by_role("link", name="Time clock").click()
    page.get_by_label("Peter Kern").check()
    expect(page.get_by_role("button", name="I go")).to_be_disabled()
    page.get_by_label("PIN", exact=True).fill("3333")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(["Peter Kern came at"])
    expect(page.get_by_label("Peter Kern")).to_have_attribute("data-next", "break go")
    looks_right(page, "time-clock")

    page.get_by_label("Peter Kern").check()
    expect(page.get_by_role("button", name="I come")).to_be_disabled()
    page.get_by_label("PIN", exact=True).fill("3333")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Break")).to_be_focused()
    page.get_by_role("button", name="I go").click()
    expect(page.get_by_role("status")).to_contain_text(["Peter Kern went at"])

    till.log_in_to_the_office()
    page.goto(f"{till.address}/office/hours")
    page.get_by_role("link", name="Peter Kern").click()
    expect(page.get_by_role("heading", name="Peter Kern")).to_be_visible()
    page.get_by_label("What").select_option("break")
    page.get_by_label("Day").fill("2026-03-05")
    page.get_by_label("Time").fill("12:30")
    page.get_by_label("Reason").last.fill("the printer was on fire")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("the printer was on fire")).to_be_visible()
    looks_right(page, "working-hours")
