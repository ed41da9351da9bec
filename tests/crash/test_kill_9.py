"""The plug is pulled at every step between PAY and the paper; the shop is opened again and counted."""

import contextlib
import json
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.auth.accounts import AccountData, create_account
from app.auth.roles import list_roles
from app.core.clock import SystemClock
from app.core.config import URL_VARIABLE
from app.core.db.unit import Database
from app.places.devices import add_device
from app.places.pairing import pair
from app.places.service import RECEIPT_PRINTER
from devices.emulators.escpos.server import EscposEmulator
from pos.cart.service import read_cart
from pos.papers.store import Printing, printings
from pos.sale.models import Sale
from pos.status import till_status
from tests.crash.browser import HttpBrowser, LostAnswer
from tests.crash.launcher import STEPS
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from tests.support.databases import Backend, DatabasesFor
from tests.support.servers import ServerProcess
from tests.support.web import pin_hash
from warehouse.stock.models import StockMove

PIN = "2222"
PAID_BEFORE_THE_COMMIT = ("before the checkout", "before the commit")
PRINTS_AGAIN_BY_ITSELF = (
    *PAID_BEFORE_THE_COMMIT,
    "after the commit, before the answer",
    "before the drawer is settled",
    "after the drawer is settled",
)
ON_POSTGRESQL_TOO = ("before the commit", "after the commit, before the answer", "half of the bytes sent")
CASES: list[tuple[Backend, str]] = [
    *(("sqlite", step) for step in STEPS if step != "never"),
    *(("postgresql", step) for step in ON_POSTGRESQL_TOO),
]


@dataclass
class Scene:
    """A shop with a rung-up cart, its printer, and the server that is killed."""

    shop: Shop
    desk: TillDesk
    saw: Goods
    printer: EscposEmulator
    browser: HttpBrowser
    start: Callable[[str], AbstractContextManager[ServerProcess]]
    account_id: int

    def pay(self) -> str:
        """Presses PAY for the cart the cashier sees."""
        cart = self.desk.rung_up
        return self.browser.post("/till/pay", self.form(cart.version))

    def form(self, version: int) -> dict[str, str]:
        return {
            "cart_uid": self.desk.cart_uid,
            "version": str(version),
            "tenders": json.dumps([{"kind": "cash", "amount": None}]),
        }

    def sales(self) -> list[int]:
        """The numbers of all sales."""
        with self.shop.database.read_unit() as tx:
            return list(tx.execute(select(Sale.number).order_by(Sale.id)).scalars())

    def moves(self) -> int:
        """How many moves took goods out of the shop."""
        with self.shop.database.read_unit() as tx:
            count: int = tx.execute(
                select(func.count()).where(StockMove.product_id == self.saw.id, StockMove.document_kind == "sale")
            ).scalar_one()
            return count

    def printed(self) -> list[Printing]:
        """What the books say of the receipt's printings."""
        with self.shop.database.read_unit() as tx:
            return printings(tx, f"receipt:{self.desk.cart_uid}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def make_scene(databases_for: DatabasesFor, tmp_path: Path) -> Callable[[Backend, EscposEmulator], Scene]:
    """Opens a shop whose server is a process of its own."""

    def make(backend: Backend, printer: EscposEmulator) -> Scene:
        url = databases_for(backend).create()
        shop = Shop(Database(url, clock=SystemClock()), None)  # type: ignore[arg-type]  # nobody moves this clock
        desk = shop.till()
        pin = pin_hash(PIN)
        with shop.database.unit_of_work(FITTER) as tx:
            senior = next(role.id for role in list_roles(tx) if role.code == "senior")
            account_id = create_account(tx, AccountData("Anna", None, None, "en", frozenset({senior})), pin_hash=pin)
            add_device(tx, desk.id, RECEIPT_PRINTER, "Printer", f"escpos+tcp://127.0.0.1:{printer.port}?width=48")
            _, token = pair(tx, desk.id, "test browser")
        saw = shop.product("Saw", "120.00", stock="5")
        desk.adds(saw, "2")
        port = free_port()
        browser = HttpBrowser(f"http://127.0.0.1:{port}", {f"regulars_till_{port}": token})

        def start(step: str) -> AbstractContextManager[ServerProcess]:
            arguments = ["-m", "tests.crash.launcher", step, "serve", "--data", str(tmp_path / "data")]
            return ServerProcess([*arguments, "--port", str(port)], {URL_VARIABLE: url})

        return Scene(shop, desk, saw, printer, browser, start, account_id)

    return make


def log_in(scene: Scene) -> None:
    scene.browser.get("/auth/till")
    scene.browser.post("/auth/till", {"account_id": str(scene.account_id), "pin": PIN})
    scene.browser.get("/till/")


def pull_the_plug_while_paying(scene: Scene, step: str) -> int:
    """Pays on a server that dies at the step; answers the version of the cart that was on the screen."""
    with scene.start(step) as server:
        log_in(scene)
        version = scene.desk.rung_up.version
        with contextlib.suppress(LostAnswer):
            scene.pay()
        if step != "never":
            assert server.wait() != 0, "".join(server.output)
    return version


@pytest.mark.parametrize(("backend", "step"), CASES)
def test_one_sale_and_one_paper_or_an_honest_doubt(
    backend: Backend, step: str, make_scene: Callable[[Backend, EscposEmulator], Scene]
) -> None:
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        version = pull_the_plug_while_paying(scene, step)

        if step in PAID_BEFORE_THE_COMMIT:
            assert scene.sales() == []
            assert scene.desk.rung_up.lines[0].qty_milli == 2000, "the cart is lost"

        with scene.start("never") as server:
            scene.browser.get("/till/")
            scene.browser.post("/till/pay", scene.form(version))
            if step in PRINTS_AGAIN_BY_ITSELF:
                printer.wait_for_papers(1)
            # Another sale comes after it: what is printed then, was printed in order.
            scene.desk.cart_uid, first = scene.desk.cart_uid.replace("0", "1", 1), scene.desk.cart_uid
            scene.desk.adds(scene.saw)
            scene.pay()
            printer.wait_for(lambda p: any("R" in piece.text and "0000002" in piece.text for piece in p.papers))
            scene.desk.cart_uid = first
            server.stop()

        assert scene.sales() == [1, 2]
        assert scene.moves() == 2
        assert scene.shop.stock_of(scene.saw) == 2000
        assert scene.shop.faults() == ([], [])
        papers = [piece for piece in printer.papers if "0000001" in piece.text]
        assert len(papers) <= 1, "the receipt came out twice"
        outcomes = [one.outcome for one in scene.printed()]
        if step in PRINTS_AGAIN_BY_ITSELF:
            assert (len(papers), outcomes) == (1, ["printed"])
        else:
            assert outcomes == ["may_have_printed"]
            with scene.shop.database.read_unit() as tx:
                doubtful = till_status(tx, scene.desk.id).doubtful_papers
            assert [one.payload["document"] for one in doubtful] == [f"receipt:{first}"]
        with scene.shop.database.read_unit() as tx:
            assert read_cart(tx, scene.desk.id) is None
        scene.shop.database.close()


def test_without_a_plug_pulled_everything_happens_once(
    make_scene: Callable[[Backend, EscposEmulator], Scene],
) -> None:
    with EscposEmulator() as printer:
        scene = make_scene("sqlite", printer)
        with scene.start("never") as server:
            log_in(scene)
            scene.pay()
            printer.wait_for_papers(1)
            server.stop()
        assert scene.sales() == [1]
        assert [one.outcome for one in scene.printed()] == ["printed"]
        assert printer.condition.kicks == 1
        scene.shop.database.close()
