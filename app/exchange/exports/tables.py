"""The tables that leave the shop: who may take them, what they hold, and the note in the journal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.texts import marked
from app.crm.held import EXCHANGE
from app.exchange.exports import customers, products, sales, stock
from app.exchange.exports.periods import Period


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table that may be exported. ``numbers`` are the columns whose cells are numbers.

    ``dated``: a period chooses its rows. ``watched``: each export is journaled.
    """

    code: str
    label: str
    right: str
    headers: tuple[str, ...]
    rows: Callable[[ReadUnit, Period], Iterator[tuple[str, ...]]]
    numbers: frozenset[str] = field(default_factory=frozenset)
    dated: bool = False
    watched: bool = False


TABLES: Final = (
    ExportTable(
        "products",
        marked("Products"),
        "catalogue.view",
        products.HEADERS,
        lambda tx, _period: products.product_rows(tx),
        products.NUMBERS,
    ),
    ExportTable(
        "customers",
        marked("Customers"),
        EXCHANGE,
        customers.HEADERS,
        lambda tx, _period: customers.customer_rows(tx),
        watched=True,
    ),
    ExportTable(
        "sales",
        marked("Sales"),
        "sales.view",
        sales.HEADERS,
        sales.sale_rows,
        sales.NUMBERS,
        dated=True,
    ),
    ExportTable(
        "stock",
        marked("Stock"),
        "stock.view",
        stock.LEVEL_HEADERS,
        lambda tx, _period: stock.level_rows(tx),
        stock.LEVEL_NUMBERS,
    ),
    ExportTable(
        "stock-moves",
        marked("Stock moves"),
        "stock.view",
        stock.MOVE_HEADERS,
        stock.move_rows,
        stock.MOVE_NUMBERS,
        dated=True,
    ),
)


def table_named(code: str) -> ExportTable:
    """The table; NotFound ``no_import_kind``."""
    for table in TABLES:
        if table.code == code:
            return table
    raise NotFound("no_import_kind", kind=code)


def note_export(tx: Unit, table: ExportTable, period: Period, form: str) -> None:
    """Writes into the journal that a watched table leaves the shop. Needs the table's right."""
    tx.actor.require(table.right)
    if table.watched:
        body = {"kind": table.code, "file": form, "from": period.first, "to": period.last}
        journal.record(tx, "table.exported", body={name: str(value) for name, value in body.items() if value})
