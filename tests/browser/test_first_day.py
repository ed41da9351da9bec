"""The first day of a shop in each country, by keyboard: from an empty server to the first sale and its receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.clock import SetClock
from app.core.config import URL_VARIABLE, read_config
from app.core.db.unit import Database
from app.core.installation import facts
from app.factory import create_app
from app.web.shared.context import WebContext
from app.wiring import Program, build
from devices.emulators.escpos.server import EscposEmulator
from pos.papers.store import stored_paper
from pos.sale.reading import recent_sales
from printing.document import Document
from tests.browser.keys import Keys
from tests.factories.countries import COUNTRIES, Expected
from tests.support.browser import looks_right
from tests.support.servers import serve_in_thread

MOST_STEPS = 60


@pytest.fixture
def program(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[Program]:
    """A server's parts over an empty database."""
    built = build(read_config(data_folder=tmp_path / "data", environment={URL_VARIABLE: sqlite_url}), clock)
    built.dispatcher.start()
    yield built
    built.dispatcher.stop()
    built.database.close()


@pytest.fixture
def address(program: Program) -> Iterator[str]:
    """Where the empty server answers."""
    context = WebContext(program.config, program.database, change_play=lambda _play: None)
    with serve_in_thread(create_app(context)) as served:
        yield served
        context.close_streams()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[EscposEmulator]:
    """The printer on the counter."""
    emulator = EscposEmulator(0, tmp_path / "paper")
    emulator.start()
    yield emulator
    emulator.stop()


class Owner:
    """An owner without a mouse."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def is_on(self, title: str, *, focused: bool = True) -> None:
        """The page is there and, where something is to be typed or pressed first, the keyboard is on it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.page.wait_for_load_state("load")
        if focused:
            expect(self.page.locator(":focus")).to_have_count(1)

    def goes_to(self, element: str) -> None:
        """Tab by Tab."""
        for _ in range(MOST_STEPS):
            if self.page.evaluate("() => document.activeElement?.id") == element:
                return
            self.presses("Tab")
        raise AssertionError(f"Tab never comes to {element}")

    def chooses(self, country: str) -> None:
        """Arrow by arrow."""
        self.presses("Space")
        for _ in range(MOST_STEPS):
            if self.page.evaluate("() => document.querySelector('input:checked')?.value") == country:
                return
            self.presses("ArrowDown")
        raise AssertionError(f"no arrow comes to {country!r}")

    def names_the_country(self, country: str) -> None:
        self.page.goto(f"{self.address}/")
        self.is_on("Welcome")
        self.presses("Enter")
        self.is_on("Where is your shop?")
        self.chooses(country)
        self.presses("Enter")
        self.is_on("What holds in your shop")
        if not country:
            self.goes_to("field-rate")
            self.types("8")
            self.goes_to("field-zone")
            self.types("Asia/Tokyo")
        self.goes_to("go-on")
        self.presses("Enter")

    def names_the_shop_and_himself(self) -> None:
        self.is_on("Your shop")
        self.types("Corner Shop")
        self.goes_to("field-tax_number")
        self.types("123456789")
        self.presses("Enter")
        self.is_on("You, the owner")
        self.types("Olga Marsh")
        for field, text in (("login", "olga"), ("pin", "4711"), ("password", "a long password")):
            self.goes_to(f"field-{field}")
            self.types(text)
        self.goes_to("field-again")
        self.types("a long password")
        self.presses("Enter")

    def keeps_the_code(self) -> str:
        self.is_on("Your recovery code")
        code = self.page.locator("#recovery-code").inner_text()
        self.presses("Space", "Enter")
        return code

    def opens_the_shop(self) -> None:
        self.is_on("The till, the last step")
        self.presses("Enter")

    def sets_up_the_printer(self, port: int) -> None:
        self.is_on("Your shop is open. Now its printer")
        self.types(f"escpos+tcp://127.0.0.1:{port}?width=48")
        self.presses("Enter")
        expect(self.page.locator("#printer-state")).to_contain_text("The test was printed")

    def goes_to_the_till(self) -> None:
        self.page.get_by_role("link", name="Go on").focus()
        self.presses("Enter")
        self.is_on("Your shop is open")
        self.presses("Enter")
        self.is_ready()

    def is_ready(self) -> None:
        expect(self.page.locator("html[data-ready=yes]")).to_be_attached()
        self.page.wait_for_load_state("load")
        self.page.evaluate("() => new Promise((idle) => requestIdleCallback(idle))")

    def sells(self, price: str) -> None:
        keys = Keys(self.page)
        keys.press("Enter")
        self.is_on("Open the shift", focused=False)
        self.is_ready()
        keys.press("Control+Enter")
        expect(self.page.locator("#cart")).to_be_visible()
        self.is_ready()
        keys.press("F4")
        expect(self.page.locator("#one-off-name")).to_be_focused()
        keys.type("broom")
        keys.press("Enter")
        keys.type(price)
        keys.press("Enter")
        expect(self.page.locator("#lines .line")).to_have_count(1)
        expect(self.page.locator("dialog[open]")).to_have_count(0)
        keys.press("Space")
        expect(self.page.locator("#done")).to_be_visible()


def first_receipt(database: Database) -> Document:
    with database.read_unit() as tx:
        (sale,) = recent_sales(tx)
        return stored_paper(tx, f"receipt:{sale.uid}")


@pytest.mark.sampled("expected", COUNTRIES, count=4)
def test_from_an_empty_server_to_the_first_sale(
    page: Page, address: str, program: Program, printer: EscposEmulator, expected: Expected
) -> None:
    owner = Owner(page, address)
    owner.names_the_country(expected.country)
    owner.names_the_shop_and_himself()
    owner.keeps_the_code()
    owner.opens_the_shop()
    owner.sets_up_the_printer(printer.port)
    owner.goes_to_the_till()
    owner.sells(expected.price)
    receipt = first_receipt(program.database)
    expected.stands_on(receipt)
    with program.database.read_unit() as tx:
        assert not facts(tx).demo


def test_the_recovery_code_of_the_first_day_lets_the_owner_back_in(page: Page, address: str) -> None:
    owner = Owner(page, address)
    owner.names_the_country("FR")
    owner.names_the_shop_and_himself()
    code = owner.keeps_the_code()
    owner.opens_the_shop()
    owner.is_on("Your shop is open. Now its printer")
    page.goto(f"{address}/auth/office")
    page.get_by_role("link", name="Forgot the password").focus()
    owner.presses("Enter")
    owner.is_on("Forgot the password")
    owner.types("olga")
    for field, text in (("code", code.lower()), ("password", "another password"), ("again", "another password")):
        owner.goes_to(f"field-{field}")
        owner.types(text)
    owner.presses("Enter")
    owner.is_on("Your new recovery code", focused=False)
    assert page.locator("#recovery-code").inner_text() != code
    page.goto(f"{address}/office/")
    expect(page).to_have_url(f"{address}/auth/office?next=/office/")
    owner.types("olga")
    owner.presses("Tab")
    owner.types("another password")
    owner.presses("Enter")
    owner.is_on("Hello, Olga Marsh", focused=False)


def test_every_page_of_the_first_day(page: Page, address: str) -> None:
    owner = Owner(page, address)

    def look(name: str) -> None:
        looks_right(page, f"first-{name}")

    page.goto(address)
    look("welcome")
    page.goto(f"{address}/auth/first/country")
    look("country")
    owner.names_the_country("HU")
    owner.is_on("Your shop")
    look("shop")
    page.goto(f"{address}/auth/first/rules")
    look("rules")
    page.goto(f"{address}/auth/first/shop")
    owner.names_the_shop_and_himself()
    owner.is_on("Your recovery code")
    look("recovery")
    page.goto(f"{address}/auth/first/owner")
    look("owner")
    page.goto(f"{address}/auth/first/recovery")
    owner.keeps_the_code()
    owner.is_on("The till, the last step")
    look("till")
    owner.opens_the_shop()
    owner.is_on("Your shop is open. Now its printer")
    look("printer")
    for name, path in (("done", "/office/first-day/done"), ("law", "/office/settings"), ("recover", "/auth/recover")):
        page.goto(f"{address}{path}")
        look(name)
