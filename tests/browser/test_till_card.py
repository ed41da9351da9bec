"""A till with a connected card terminal, by keyboard alone: waiting, declined, in parts, found again, in doubt."""

import pytest
from playwright.sync_api import expect

from app.core.money import Money
from devices.card.port import OperationState
from devices.errors import Trouble
from devices.fakes import Step
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money
from tests.factories.card import CardTill
from tests.factories.shop import Shop
from tests.support.browser import SCREENS, axe_violations, save_picture


@pytest.fixture
def card(shop: Shop) -> CardTill:
    """A till with a terminal whose customer is not ready."""
    till = CardTill(shop)
    till.fake.answer = None
    return till


@pytest.fixture
def till(card: CardTill, open_till: OpenTill) -> TillScreen:
    """Its page with one saw rung up."""
    screen = open_till(card.desk)
    screen.scans(screen.shop.product("Hand saw", "12.50"))
    return screen


def waits(card: CardTill, till: TillScreen) -> None:
    """The sheet waits, and the terminal was told."""
    expect(till.dialog).to_contain_text("Waiting for the card")
    card.works()


def test_a_card_is_waited_for_and_the_sale_closes_by_itself(card: CardTill, till: TillScreen) -> None:
    till.presses("F10")
    waits(card, till)
    assert axe_violations(till.page) == []
    save_picture(till.page, "till-card-waiting", SCREENS[0])
    card.fake.customer(OperationState.APPROVED)
    card.works()
    expect(till.done).to_contain_text("12.50")
    expect(till.dialog).to_have_count(0)
    assert (card.fake.taken, card.booked, card.live) == (money("12.50"), money("12.50"), [])


def test_declined_leaves_every_way_and_another_card_pays_the_rest(card: CardTill, till: TillScreen) -> None:
    till.presses("F10")
    waits(card, till)
    card.fake.customer(OperationState.DECLINED)
    card.works()
    expect(till.dialog).to_contain_text("The card was declined")
    assert axe_violations(till.page) == []
    save_picture(till.page, "till-card-declined", SCREENS[0])
    till.presses("Enter")
    waits(card, till)
    card.fake.customer(OperationState.APPROVED, money("7.00"))
    card.works()
    expect(till.dialog).to_contain_text("The terminal moved another amount")
    save_picture(till.page, "till-card-part", SCREENS[0])
    till.presses("Enter")
    waits(card, till)
    card.fake.customer(OperationState.APPROVED)
    card.works()
    expect(till.done).to_contain_text("12.50")
    assert card.fake.taken == card.booked == money("12.50")


def test_a_page_opened_anew_finds_what_was_paid(card: CardTill, till: TillScreen) -> None:
    till.presses("F10")
    waits(card, till)
    card.fake.customer(OperationState.APPROVED)
    till.page.goto("about:blank")
    card.works()
    till.opens()
    expect(till.dialog).to_contain_text("Approved")
    till.presses("Enter")
    expect(till.done).to_contain_text("12.50")
    assert card.fake.taken == card.booked == money("12.50")


def test_in_doubt_a_senior_decides(card: CardTill, till: TillScreen) -> None:
    card.fake.troubles[Step.AFTER] = Trouble.NO_ANSWER
    card.fake.before_answer = lambda: card.fake.troubles.update({Step.BEFORE: Trouble.UNREACHABLE})
    till.presses("F10")
    waits(card, till)
    expect(till.dialog).to_contain_text("Nobody knows yet")
    till.dialog.get_by_text("A senior decides").click()
    till.dialog.get_by_label("No money was moved").check()
    till.dialog.get_by_label("Reason").fill("looked at the slip")
    assert axe_violations(till.page) == []
    save_picture(till.page, "till-card-doubt", SCREENS[0])
    till.dialog.get_by_role("button", name="Decide").click()
    till.lend_right()
    expect(till.dialog).to_contain_text("decided that no money was moved")
    assert card.live == []
    assert card.booked == Money(0)
