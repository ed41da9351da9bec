"""The stage of the crash tests: a shop, its printer, and a server in a process of its own that is killed."""

import json
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from app.auth.accounts import AccountData, create_account
from app.auth.api_tokens import create_token
from app.auth.roles import list_roles
from app.core.clock import SetClock, SystemClock
from app.core.config import URL_VARIABLE
from app.core.db.unit import Database
from app.places.devices import add_device
from app.places.pairing import pair
from app.places.service import RECEIPT_PRINTER
from devices.emulators.escpos.server import EscposEmulator
from pos.papers.store import Printing, printings
from pos.sale.models import Sale
from tests.crash.browser import HttpBrowser
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from tests.support.databases import Backend
from tests.support.servers import ServerProcess, start_quick
from tests.support.web import pin_hash
from warehouse.stock.models import StockMove

PIN: Final = "2222"


@dataclass
class Scene:
    """A shop, its printer, and the server that is killed; ``start(step)`` starts one that dies at the step."""

    shop: Shop
    desk: TillDesk
    saw: Goods
    printer: EscposEmulator
    browser: HttpBrowser
    start: Callable[[str], AbstractContextManager[ServerProcess]]
    account_id: int
    api_token: str

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

    def log_in(self) -> None:
        """The cashier opens the till's page."""
        self.browser.get("/auth/till")
        self.browser.post("/auth/till", {"account_id": str(self.account_id), "pin": PIN})
        self.browser.get("/till/")


MakeScene = Callable[[Backend, EscposEmulator], Scene]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def open_scene(url: str, printer: EscposEmulator, data: Path) -> Scene:
    """Opens a shop in the database, with an empty cart, ready to be served."""
    shop = Shop(Database(url, clock=SystemClock()), SetClock(SystemClock().now()))
    desk = shop.till()
    pin = pin_hash(PIN)
    with shop.database.unit_of_work(FITTER) as tx:
        senior = next(role.id for role in list_roles(tx) if role.code == "senior")
        account_id = create_account(tx, AccountData("Anna", None, None, "en", frozenset({senior})), pin_hash=pin)
        add_device(tx, desk.id, RECEIPT_PRINTER, "Printer", f"escpos+tcp://127.0.0.1:{printer.port}?width=48")
        _, token = pair(tx, desk.id, "test browser")
        api_token = create_token(tx, "web shop", ["sales:write"], desk.id)
    port = free_port()
    browser = HttpBrowser(f"http://127.0.0.1:{port}", {f"regulars_till_{port}": token})

    def start(step: str) -> AbstractContextManager[ServerProcess]:
        arguments = ["-m", "tests.crash.launcher", step, "serve", "--data", str(data)]
        return ServerProcess([*arguments, "--port", str(port)], {URL_VARIABLE: url}, start=start_quick)

    return Scene(shop, desk, shop.product("Saw", "120.00", stock="5"), printer, browser, start, account_id, api_token)
