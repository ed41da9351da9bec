"""A till in a real browser, in front of a shop with a few goods and three people."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

from app.auth.accounts import AccountData, create_account, faces
from app.auth.login import Who, login_by_pin
from app.auth.roles import list_roles
from app.core.money import Money
from app.places.pairing import pair
from pos.cart.service import read_cart
from pos.cart.views import CartView
from pos.sale.reading import SaleHead, recent_sales
from tests.browser.keys import Keys
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from tests.support.browser import DEFAULT_TIMEOUT_MS, intercept
from tests.support.web import PASSWORD, password_hash, pin_hash

CASHIER, SENIOR = "Peter Kern", "Anna Field"
PINS = {CASHIER: "3333", SENIOR: "2222"}
BADGES = {CASHIER: "BADGE-3", SENIOR: "BADGE-2"}


def add_people(shop: Shop) -> None:
    """A cashier and a senior who can lend rights, both with PIN and badge."""
    hashes = {name: pin_hash(pin) for name, pin in PINS.items()}
    with shop.database.unit_of_work(FITTER) as tx:
        roles = {role.code: role.id for role in list_roles(tx)}
        for name, role in ((CASHIER, "cashier"), (SENIOR, "senior")):
            data = AccountData(name, None, BADGES[name], "en", frozenset({roles[role]}))
            create_account(tx, data, pin_hash=hashes[name])


@dataclass
class TillScreen:
    """The till page of one browser window."""

    shop: Shop
    desk: TillDesk
    address: str
    new_context: Callable[[], BrowserContext]
    port: int
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    pairing_id: int = field(init=False)
    keys: Keys = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.new_context()
        with self.shop.database.unit_of_work(FITTER) as tx:
            self.pairing_id, token = pair(tx, self.desk.id, "test browser")
        self._keep("till", token)
        self._open_tab()

    def log_in(self, name: str = CASHIER) -> None:
        """Somebody gives name and PIN, and the till's page opens."""
        database = self.shop.database
        with database.read_unit() as tx:
            who = next(Who(account_id=face.account_id) for face in faces(tx) if face.name == name)
        logged = login_by_pin(database, who, PINS[name], pairing_id=self.pairing_id, address="127.0.0.1")
        self._keep("session", logged.token)
        self._leave_tab()
        self._open_tab()
        self.opens()

    def _leave_tab(self) -> None:
        """Empties the tab of a session that has ended.

        It may just be loading anew, and closing it then can take for ever.
        """
        until_s = time.monotonic() + DEFAULT_TIMEOUT_MS / 1000
        # One try may be told that another got in its way: the page's own, or the try before, which went through.
        while self.page.url != "about:blank":
            assert time.monotonic() < until_s, "the page never stops loading itself anew"
            with suppress(Error):
                self.page.goto("about:blank")

    def _open_tab(self) -> None:
        self.page = self.context.new_page()
        self.keys = Keys(self.page)

    def _keep(self, cookie: str, value: str) -> None:
        self.context.add_cookies([{"name": f"regulars_{cookie}_{self.port}", "value": value, "url": self.address}])

    def log_in_to_the_office(self) -> None:
        """The owner, in the browser of the till."""
        hashed = password_hash(PASSWORD)
        with self.shop.database.unit_of_work(FITTER) as tx:
            roles = {role.code: role.id for role in list_roles(tx)}
            data = AccountData("Olga Marsh", "olga", None, "en", frozenset({roles["owner"]}))
            create_account(tx, data, password_hash=hashed)
        self.page.goto(f"{self.address}/auth/office")
        self.page.get_by_label("Login").fill("olga")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name="Olga")).to_be_visible()

    def opens(self) -> None:
        """Opens the till page again."""
        self.page.goto(f"{self.address}/till/")
        self.wait_ready()

    def wait_ready(self) -> None:
        """Until the page's scripts listen and the browser has nothing left to do for it."""
        expect(self.page.locator("html[data-ready=yes]")).to_be_attached()
        self.page.wait_for_load_state("load")
        self.page.evaluate("() => new Promise((idle) => requestIdleCallback(idle))")

    def scans(self, goods: Goods) -> None:
        """Scans one thing and waits for its line."""
        before = self.version
        self.keys.scan(goods.code)
        expect(self.page.locator("#cart-state")).not_to_have_attribute("data-version", before)

    def presses(self, *keys: str) -> None:
        """Presses keys that are no characters."""
        for key in keys:
            self.keys.press(key)

    @contextmanager
    def answers_late(self, url: str) -> Iterator[None]:
        """Until the end of the block the server has not answered the first request of this address."""
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        intercept(self.page, url, hold)
        with self.page.expect_request(url):
            yield
        for route in held:
            route.continue_()
        self.page.unroute(url)

    def presses_button(self, button: Locator) -> None:
        """Presses Enter on a button, by the clock of all keys: by another it may come before the keys until then."""
        button.focus()
        self.presses("Enter")

    def types(self, text: str) -> None:
        """Types as fingers do."""
        self.keys.type(text)

    def chooses(self, name: str, key: str) -> None:
        """Presses the key of an act on the chosen line and waits for its dialog."""
        self.types(key)
        expect(self.dialog).to_have_id(name)

    def lend_right(self, name: str = SENIOR) -> None:
        """A supervisor allows the act at the PIN pad."""
        expect(self.dialog).to_have_id("lend")
        self.dialog.get_by_role("button", name=name).click()
        self.page.get_by_label("PIN").fill(PINS[name])
        self.presses("Enter")

    @property
    def version(self) -> str:
        """The version of the cart the page shows."""
        return self.page.locator("#cart-state").get_attribute("data-version") or ""

    @property
    def lines(self) -> Locator:
        """The lines of the cart."""
        return self.page.locator("#lines .line")

    @property
    def dialog(self) -> Locator:
        """The dialog on top."""
        return self.page.locator("dialog[open]").last

    @property
    def change(self) -> Locator:
        """The change of the sale just paid."""
        return self.page.locator(".done__change")

    @property
    def done(self) -> Locator:
        """The finished sale."""
        return self.page.locator("#done")

    @property
    def notices(self) -> Locator:
        """Messages at the edge of the page."""
        return self.page.locator("#notices")

    @property
    def to_pay(self) -> Locator:
        """The total."""
        return self.page.locator(".totals__sum")

    @property
    def cart(self) -> CartView | None:
        """The cart on the server."""
        with self.shop.database.read_unit() as tx:
            return read_cart(tx, self.desk.id)

    @property
    def sales(self) -> list[SaleHead]:
        """The sales of this till, newest first."""
        with self.shop.database.read_unit() as tx:
            return recent_sales(tx, till_id=self.desk.id)

    @property
    def sold(self) -> list[Money]:
        """What each sale came to, oldest first."""
        return [sale.to_pay for sale in reversed(self.sales)]
