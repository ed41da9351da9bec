"""A shop for tests, opened and filled by the real services. Each builder states only what matters to its test."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar

import app.schema  # noqa: F401  # every table must be known to the models that point at it
from app.auth.accounts import AccountData, create_account, rights_of
from app.auth.roles import list_roles, make_built_in_roles
from app.core import journal, settings
from app.core.actor import Actor, program
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.installation import open_installation
from app.core.outbox import WAKE, LaneHandler
from app.core.registry import Registry
from app.core.settings import Setting
from app.crm.customers import CustomerData, create_customer
from app.jobs.dispatcher import Dispatcher
from app.places.devices import add_device
from app.places.service import RECEIPT_PRINTER, ShopData, create_shop, create_till
from app.reports.ledgers import Difference, check_ledgers
from devices.fakes import FakeReceiptPrinter
from pos.account.ledger import set_credit_limit
from pos.papers.lane import DrawerHandler, Printers, PrintHandler
from pos.papers.store import DRAWER_KIND, PRINT_KIND
from tests.factories.amounts import money, qty, unit_price
from tests.factories.till import TillDesk
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.models import ProductType
from warehouse.catalogue.pledges import set_pledge
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.levels import level
from warehouse.stock.locations import ensure_locations
from warehouse.stock.receiving import Received, receive

V = TypeVar("V", int, str, bool)
T = TypeVar("T")

FITTER = program("console:fitter")
"""Whoever sets the shop up: holds every right."""
PRINTER_ADDRESS = "escpos+tcp://127.0.0.1:9100"


@dataclass(frozen=True)
class Goods:
    """A product of the test shop, with the code that is scanned for it."""

    id: int
    name: str
    code: str


class Shop:
    """An opened shop. Tills and goods are made as a test asks for them."""

    def __init__(self, database: Database, clock: SetClock, currency: str = "EUR") -> None:
        self.database = database
        self.clock = clock
        self._taxes: dict[str, int] = {}
        self._made = 0
        with database.unit_of_work(FITTER) as tx:
            open_installation(tx, currency, demo=False)
            data = ShopData(
                "Oak & Iron", "Oak & Iron Ltd", "BG123456789", "12 Mill Street\n1000 Sofia", "+359 2 555 0123"
            )
            self.id = create_shop(tx, data)
            ensure_locations(tx, self.id)
            add_standard_units(tx)
            make_built_in_roles(tx)

    def till(self, *, role: str = "senior", opened: bool = True, printer: bool = False) -> TillDesk:
        """A new till with a cashier of its own, its shift open with 100.00 in the drawer."""
        self._made += 1
        with self.database.unit_of_work(FITTER) as tx:
            till_id = create_till(tx, self.id, f"Till {self._made}")
            if printer:
                add_device(tx, till_id, RECEIPT_PRINTER, "Printer", PRINTER_ADDRESS)
        till = TillDesk(self, till_id, self.cashier(role=role))
        if opened:
            till.opens()
        return till

    def cashier(self, name: str = "", *, role: str = "cashier", without: Collection[str] = ()) -> Actor:
        """A person with an account and the rights of a role."""
        self._made += 1
        name = name or f"Cashier {self._made}"
        with self.database.unit_of_work(FITTER) as tx:
            roles = {one.code: one.id for one in list_roles(tx)}
            account_id = create_account(tx, AccountData(name, None, None, "en", frozenset({roles[role]})))
            rights = rights_of(tx, account_id) - frozenset(without)
        return Actor(name, account_id, rights)

    def tax(self, rate: str) -> int:
        """The tax category of a rate in percent, ``"none"`` for exempt."""
        if rate not in self._taxes:
            with self.database.unit_of_work(FITTER) as tx:
                rate_bp = None if rate == "none" else qty(rate) // 10
                self._taxes[rate] = create_tax_category(tx, f"Tax {rate}", rate_bp, code=f"t{rate}")
        return self._taxes[rate]

    def product(
        self,
        name: str = "",
        price: str | None = "10.00",
        *,
        tax: str = "20",
        unit: str = "piece",
        stock: str | None = None,
        stocked: bool = True,
        discountable: bool = True,
        kind: ProductType = "goods",
        price_at_sale: bool = False,
        min_age: int | None = None,
        is_marked: bool = False,
        packs: Collection[Code] = (),
        pledges: Mapping[Goods, int] = MappingProxyType({}),
    ) -> Goods:
        """A product with a code; ``price`` None leaves it without one, ``stock`` is what the shop holds of it.

        ``pledges`` are pieces of each pledge on one unit.
        """
        self._made += 1
        name, code = name or f"Thing {self._made}", f"C{self._made:06}"
        tax_id = self.tax(tax)
        with self.database.unit_of_work(FITTER) as tx:
            product_id = create_product(
                tx,
                ProductData(
                    name,
                    tax_id,
                    unit,
                    kind=kind,
                    stocked=stocked,
                    discountable=discountable,
                    price_at_sale=price_at_sale,
                    min_age=min_age,
                    is_marked=is_marked,
                ),
                price=None if price is None else unit_price(price),
                codes=[Code(code), *packs],
            )
            for pledge, pieces in pledges.items():
                set_pledge(tx, product_id, pledge.id, pieces)
        goods = Goods(product_id, name, code)
        if stock is not None:
            self.receives(goods, stock)
        return goods

    def pledge(self, name: str, price: str | None = "0.25", *, tax: str = "none") -> Goods:
        """A pledge on bottles; its code is what empties are scanned by."""
        return self.product(name, price, tax=tax, kind="pledge")

    def customer(self, name: str = "", *, card: str = "", credit: str | None = None) -> int:
        """A customer of the shop; ``credit`` is what he may owe."""
        self._made += 1
        data = CustomerData(name or f"Customer {self._made}")
        customer_id = self.changes(lambda tx: create_customer(tx, data, card_code=card))
        if credit is not None:
            self.changes(lambda tx: set_credit_limit(tx, customer_id, money(credit)))
        return customer_id

    def receives(self, goods: Goods, amount: str) -> None:
        """Goods come in."""
        self.changes(lambda tx: receive(tx, self.id, Received(goods.id, qty(amount)), "delivery"))

    def stock_of(self, goods: Goods) -> int:
        """What the shop holds, in thousandths."""
        with self.database.read_unit() as tx:
            return level(tx, goods.id, self.id)

    def sets(self, setting: Setting[V], value: V) -> None:
        """The owner changes a setting."""
        self.changes(lambda tx: settings.put(tx, setting, value))

    def changes(self, act: Callable[[Unit], T]) -> T:
        """Somebody in the office does something."""
        return self.database.transact(FITTER, act)

    def waits(self, duration: timedelta) -> None:
        """Time goes by; who looks into the outbox every other second looks at once."""
        self.clock.advance(duration)
        self.database.wake_ups.notify(WAKE)

    def outbox_worker(self, printer: FakeReceiptPrinter) -> Dispatcher:
        """A dispatcher whose every lane ends at this printer; start and stop it."""
        return Dispatcher(self.database, handlers_for(self.database, printer))

    def faults(self) -> tuple[list[journal.Fault], list[Difference]]:
        """What the books say against themselves: faults of the journal, differences of the ledgers."""
        with self.database.read_unit() as tx:
            return journal.verify(tx)[1], check_ledgers(tx)


def no_register(till_id: int) -> None:
    """Where a drawer would be opened that hangs on a register."""
    raise AssertionError(f"till {till_id} has no register")


def handlers_for(database: Database, printer: FakeReceiptPrinter) -> Registry[LaneHandler]:
    """The lane handlers of the program, in front of one printer."""
    printers = Printers(database, lambda _address: printer)
    handlers: Registry[LaneHandler] = Registry("outbox message")
    handlers.add(PRINT_KIND, PrintHandler(database, printers))
    handlers.add(DRAWER_KIND, DrawerHandler(database, printers, no_register))
    return handlers
