"""Every screen of the till: accessible, nothing cut off, in both colours and at both sizes of till monitors."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from app.auth.models import Account
from app.places.day import local_time
from app.places.opening_changes import set_opening_hours
from app.places.opening_hours import WEEK
from pos.account.ledger import set_credit_limit
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money
from tests.factories.gift_cards import sells_balance
from tests.factories.shop import FITTER, Shop
from tests.support.browser import Screen, axe_violations, cut_off, looks_right
from warehouse.shelf.favourites import add_favourite

LONG = "Cordless angle grinder with brushless motor, two batteries, charger and case, 125 mm"


def test_every_screen_of_the_till(open_till: OpenTill, shop: Shop) -> None:
    grinder = shop.product(LONG, "12345.67", stock="40")
    nails = shop.product("Nails 3.0 × 80, loose", "4.20", unit="kg", stock="40")
    with shop.database.unit_of_work(FITTER) as tx:
        for goods in (grinder, nails):
            add_favourite(tx, shop.id, goods.id)
    till = open_till(opened=False, printer=True)
    page = till.page

    def look(name: str) -> None:
        looks_right(page, f"till-{name}")

    look("no-shift")
    page.goto(f"{till.address}/till/shift/open")
    till.wait_ready()
    look("shift-open")
    till.desk.opens()
    till.opens()
    look("empty")
    till.scans(grinder)
    till.scans(nails)
    till.scans(grinder)
    look("sale")
    _look_at_dialogs(till, look)
    till.types("nails")
    expect(page.locator("#found .hit")).to_have_count(1)
    look("find")
    till.presses("Escape", "Enter")
    till.types("30000")
    till.presses("Enter")
    expect(till.done).to_be_visible()
    look("change")
    till.presses("F6")
    expect(till.dialog).to_contain_text("Last receipts")
    look("receipts")
    till.presses("Enter")
    expect(till.dialog.locator("article.paper")).to_be_visible()
    look("receipt")
    for path in ("shift", "shift/close"):
        page.goto(f"{till.address}/till/{path}")
        till.wait_ready()
        look(path.replace("/", "-"))
    till.presses("Control+Enter")
    expect(till.dialog).to_contain_text("Close the shift?")
    till.presses("Enter")
    expect(page.locator(".difference")).to_be_visible()
    look("shift-closed")


def test_a_till_outside_of_the_opening_hours(open_till: OpenTill, shop: Shop) -> None:
    shop.changes(lambda tx: set_opening_hours(tx, [[("02:00", "02:30"), ("03:00", "03:30")] for _ in WEEK], kept=True))
    till = open_till(opened=False, printer=True)
    page = till.page

    def look(name: str) -> None:
        looks_right(page, f"till-closed-{name}")

    look("no-shift")
    page.goto(f"{till.address}/till/shift/open")
    till.wait_ready()
    look("shift-open")
    till.desk.opens()
    till.opens()
    till.scans(shop.product("Oil", "5.00"))
    till.presses("Space")
    expect(till.done).to_contain_text("Outside the opening hours: today 02:00–02:30, 03:00–03:30.")
    look("change")


def test_the_light_comes_when_the_shop_closes(open_till: OpenTill, shop: Shop) -> None:
    with shop.database.read_unit() as tx:
        closes = local_time(tx, shop.clock.now()).replace(second=0, microsecond=0) + timedelta(minutes=1)
    shop.changes(lambda tx: set_opening_hours(tx, [[("04:00", f"{closes:%H:%M}")] for _ in WEEK], kept=True))
    shop.clock.set(closes - timedelta(seconds=1))
    till = open_till()
    expect(till.page.locator("#lights")).not_to_contain_text("Outside opening hours")
    shop.clock.set(closes)
    expect(till.page.locator("#lights")).to_contain_text("Outside opening hours")


def _look_at_dialogs(till: TillScreen, look: Callable[[str], None]) -> None:
    tools = till.page.get_by_role("toolbar")
    opening: dict[str, Callable[[], None]] = {
        "quantity": lambda: till.types("*"),
        "key-map": lambda: till.presses("F1"),
        "one-off": lambda: till.presses("F4"),
        "split": lambda: till.presses("F9"),
        "discount": tools.get_by_role("button", name="Discount").click,
        "price": tools.get_by_role("button", name="Price").click,
    }
    for name, open_it in opening.items():
        open_it()
        expect(till.dialog).to_have_id(name)
        look(name)
        till.presses("Escape")
        expect(till.page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("screen", [Screen(683, 384, "light"), Screen(512, 384, "dark")], ids=str)
def test_at_twice_the_size_everything_can_still_be_reached(till_screen: TillScreen, shop: Shop) -> None:
    till_screen.scans(shop.product(LONG, "12345.67"))
    page = till_screen.page
    assert axe_violations(page) == []
    assert cut_off(page) == []
    page.get_by_role("button", name="Pay in cash").click()
    expect(till_screen.done).to_be_visible()


def test_what_a_customer_has_prepaid_fits_in_with_the_long_words_of_russian(open_till: OpenTill, shop: Shop) -> None:
    desk, anna = shop.till(), shop.customer("Anna Petrova", card="CARD-7")
    sells_balance(desk, anna, "12345.60")
    shop.changes(lambda tx: set_credit_limit(tx, anna, money("5000.00")))
    shop.changes(lambda tx: tx.execute(update(Account).values(language="ru")))
    till = open_till(desk)
    till.scans(shop.product(LONG, "12345.67"))
    till.keys.scan("CARD-7")
    expect(till.page.locator("#account-way")).to_contain_text("Предоплаченный остаток")
    looks_right(till.page, "till-prepaid-in-russian")
