"""A till with a fiscal register: registering, registered, and a doubt that a senior decides."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop
from tests.support.browser import intercept, looks_right


@pytest.fixture
def fiscal(shop: Shop) -> FiscalTill:
    """A till with a register in an open shift."""
    return FiscalTill(shop)


@pytest.fixture
def till(fiscal: FiscalTill, open_till: OpenTill) -> TillScreen:
    """Its page."""
    return open_till(fiscal.desk)


def test_a_sale_is_registering_then_registered_while_the_next_is_rung_up(fiscal: FiscalTill, till: TillScreen) -> None:
    saw = till.shop.product("Hand saw", "12.50")
    till.scans(saw)
    till.presses("Space")
    register = till.done.locator("#fiscal-state")
    expect(register).to_have_text("registering")
    fiscal.works()
    expect(register).to_have_text("registered no. 2")
    expect(till.done.locator("#paper-state")).to_have_text("printed by the register")
    expect(till.page.locator("#lights")).to_contain_text("Register ready")
    looks_right(till.page, "till-registered")
    till.page.get_by_role("button", name="Show the receipt").click()
    till.page.get_by_role("button", name="Copy from the register").click()
    expect(till.dialog).to_contain_text("The register prints its copy")
    fiscal.works()
    assert fiscal.register.texts == ["COPY"]
    expect(till.dialog).to_contain_text("The register has printed its copy")
    till.presses("Escape")
    expect(till.page.locator("dialog[open]")).to_have_count(0)
    till.scans(saw)
    expect(till.done).to_have_count(0)
    last_sale = till.page.locator(".last-sale")
    expect(last_sale).to_be_visible()
    # In a low window it gives way to what is to be paid, instead of lying under it.
    till.page.set_viewport_size({"width": 1366, "height": 560})
    expect(last_sale).to_be_hidden()


def test_what_is_registered_before_the_answer_arrives_is_not_shown_as_under_way(
    fiscal: FiscalTill, till: TillScreen
) -> None:
    def answer_late(route: Route) -> None:
        answer = route.fetch()
        fiscal.works()
        route.fulfill(response=answer)

    till.scans(till.shop.product("Hand saw", "12.50"))
    intercept(till.page, "**/till/pay", answer_late)
    till.presses("Space")
    expect(till.done.locator("#fiscal-state")).to_have_text("registered no. 2")
    expect(till.done.locator("#paper-state")).to_have_text("printed by the register")


def test_a_senior_decides_what_the_register_did(fiscal: FiscalTill, till: TillScreen) -> None:
    saw = till.shop.product("Hand saw", "12.50")
    fiscal.desk.sells(saw)
    fiscal.works()
    till.scans(saw)
    till.presses("Space")
    expect(till.done).to_be_visible()
    number = fiscal.loses_and_cannot_tell()
    expect(till.done.locator("#fiscal-state")).to_have_text("Registration in doubt")
    till.page.get_by_role("button", name="Decide").click()
    expect(till.dialog).to_contain_text("The sale itself is booked")
    till.dialog.get_by_label(f"It is document {number}").check()
    looks_right(till.page, "till-fiscal-doubt")
    till.dialog.get_by_label("Reason").fill("looked at the paper")
    till.dialog.get_by_role("button", name="Decide").click()
    till.lend_right()
    expect(till.notices).to_contain_text("Decided")
    expect(till.done.locator("#fiscal-state")).to_have_text(f"registered no. {number}")
    assert fiscal.standing == []
    (decided,) = [one for one in fiscal.documents if one.decided_by]
    assert (decided.number, decided.is_recovered) == (number, True)
