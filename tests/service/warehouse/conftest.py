"""A shop with units and taxes, and a quick way to put goods on its shelves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select

from app.core.actor import program
from app.core.clock import SetClock
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.journal import JournalEntry
from app.core.money import UnitPrice
from app.places.service import ShopData, create_shop
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.events import DecimalsLowered
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.shelf.cards import ProductCard
from warehouse.shelf.search import search_products
from warehouse.stock.fractions import refuse_fractions
from warehouse.stock.levels import level
from warehouse.stock.locations import ensure_locations
from warehouse.stock.models import StockMove
from warehouse.stock.receiving import Received, receive
from warehouse.stock.selling import BelowZero, goods_sold

OWNER = program("test")
DAY = date(2026, 3, 6)
T = TypeVar("T")


def euros(text: str) -> UnitPrice:
    """A unit price in a currency of two decimals, up to four more."""
    whole, _, fraction = text.partition(".")
    return UnitPrice(int(whole) * 10**6 + int(fraction.ljust(6, "0") or "0"))


@dataclass
class Shop:
    """The shop under test. Each act is a unit of its own, as on a page."""

    database: Database
    clock: SetClock
    shop_id: int
    standard: int
    exempt: int
    _documents: int = 0

    def write(self, use_case: Any, *args: Any, **named: Any) -> Any:
        """Runs a use case in a unit of its own."""
        with self.database.unit_of_work(OWNER) as tx:
            return use_case(tx, *args, **named)

    def read(self, question: Any, *args: Any, **named: Any) -> Any:
        """Asks in a unit that can only read."""
        with self.database.read_unit() as tx:
            return question(tx, *args, **named)

    def goods(
        self,
        name: str,
        *,
        price: str | None = "1",
        codes: Sequence[Code | str] = (),
        stock_milli: int = 0,
        **data: Any,
    ) -> int:
        """Puts a product on the shelf; answers its id."""
        kept = [code if isinstance(code, Code) else Code(code) for code in codes]
        with self.database.unit_of_work(OWNER) as tx:
            product_id = create_product(
                tx,
                ProductData(name, **{"tax_category_id": self.standard, **data}),
                price=None if price is None else euros(price),
                codes=kept,
            )
            if stock_milli:
                receive(tx, self.shop_id, Received(product_id, stock_milli), "opening stock")
        return product_id

    def finds(self, query: str, limit: int = 20) -> list[str]:
        """The names that a search answers, best first."""
        found: list[ProductCard] = self.read(search_products, query, limit, self.shop_id)
        return [card.name for card in found]

    def sells(self, *lines: tuple[int, int]) -> tuple[BelowZero, ...]:
        """Sells (product, thousandths) in one document of its own number."""
        self._documents += 1
        numbered = [(position, *line) for position, line in enumerate(lines)]
        sold: tuple[BelowZero, ...] = self.write(goods_sold, self.shop_id, DAY, self._documents, numbered)
        return sold

    def level(self, product_id: int) -> int:
        """What the shop holds, in thousandths."""
        found: int = self.read(level, product_id, self.shop_id)
        return found

    def journal(self, kind: str) -> list[dict[str, Any]]:
        """What the journal says of acts of a kind, oldest first."""

        def bodies(tx: ReadUnit) -> list[dict[str, Any]]:
            rows = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == kind).order_by(JournalEntry.id))
            return [json.loads(body) for body in rows.scalars()]

        found: list[dict[str, Any]] = self.read(bodies)
        return found

    def move_count(self) -> int:
        """How many moves the ledger has."""

        def count(tx: ReadUnit) -> int:
            return tx.execute(select(func.count()).select_from(StockMove)).scalar_one()  # type: ignore[no-any-return]

        counted: int = self.read(count)
        return counted


def _opened(tx: Unit) -> tuple[int, int, int]:
    shop_id = create_shop(tx, ShopData(name="Oak & Iron"))
    ensure_locations(tx, shop_id)
    add_standard_units(tx)
    return shop_id, create_tax_category(tx, "Standard", 2000), create_tax_category(tx, "Exempt", None)


@pytest.fixture
def shop(database: Database, clock: SetClock) -> Shop:
    """A shop with empty shelves, on each database in turn."""
    database.events.subscribe(DecimalsLowered, refuse_fractions)
    with database.unit_of_work(OWNER) as tx:
        shop_id, standard, exempt = _opened(tx)
    return Shop(database, clock, shop_id, standard, exempt)
