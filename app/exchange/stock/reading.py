"""A row of a table of counts: which product, how many, where."""

from collections.abc import Callable
from typing import Any, Final

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS
from app.core.texts import marked
from app.exchange.cells import Habits, code_of, number_of, text_of
from app.exchange.fields import Field
from app.exchange.goods import read_codes
from app.exchange.kind import Columns, RowProblem, Want
from app.exchange.product_reading import FIELDS as PRODUCT_FIELDS
from app.exchange.shops import NamedShops
from app.exchange.table.row import Cell, TableRow
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.products import NAME_LIMIT, checked_sku

_QTY_DECIMALS: Final = 3
FIELDS: Final = (
    *(field for field in PRODUCT_FIELDS if field.code in ("sku", "name", "barcodes")),
    Field(
        "qty",
        marked("Quantity"),
        ("qty", "stock", "in stock", "on hand", "balance", "count", "counted", "остаток", "остатки", "количество",
         "кол во", "кол-во", "наличие", "в наличии", "bestand", "lagerbestand", "menge", "quantité", "наличност",
         "készlet", "mennyiség", "الكمية", "المخزون"),
        holds="number",
        help=marked("What is there, in the unit of the product"),
    ),
    Field(
        "cost",
        marked("Cost of one"),
        ("cost", "unit cost", "purchase price", "buying price", "себестоимость", "закупочная цена", "цена закупки",
         "einkaufspreis", "ek", "prix d'achat", "доставна цена", "beszerzési ár", "سعر الشراء"),
        holds="number",
        help=marked("Of what is more than the books say"),
    ),
    Field(
        "shop",
        marked("Shop"),
        ("store", "location", "warehouse", "outlet", "магазин", "склад", "точка", "filiale", "lager",
         "magasin", "обект", "üzlet", "raktár", "المتجر"),
        fixed=True,
    ),
)  # fmt: skip


class StockReader:
    """Reads rows of one file."""

    def __init__(self, tx: ReadUnit, columns: Columns, habits: Habits) -> None:
        """Raises BadInput ``mapping_needs``, and what NamedShops raises."""
        if not any(map(columns.has, ("sku", "barcodes", "name"))):
            raise BadInput("mapping_needs", "sku")
        if not columns.has("qty"):
            raise BadInput("mapping_needs", "qty")
        self._columns, self._habits = columns, habits
        self._shops = NamedShops(tx, columns)
        self._cost_decimals = facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS
        self._readers: dict[str, Callable[[TableRow], Any]] = {
            "sku": columns.cell_reader("sku", lambda cell: checked_sku(code_of(cell, "sku"))),
            "name": columns.cell_reader("name", lambda cell: checked_name(text_of(cell), NAME_LIMIT)),
            "barcodes": lambda row: read_codes(columns, row),
            "qty": columns.cell_reader("qty", lambda cell: number_of(cell, _QTY_DECIMALS, habits, "qty")),
            "cost": columns.cell_reader("cost", self._cost),
            "shop": columns.cell_reader("shop", self._shops.of_cell),
        }

    def read(self, row: TableRow) -> Want:
        """The values of the fields that hold something; a row without a quantity leaves the level as it is."""
        want = Want(row.number)
        self._columns.read_into(want, row, self._readers)
        want.values.setdefault("shop", self._shops.only)
        if not want.problems and not {"sku", "barcodes", "name"} & want.values.keys():
            want.problems.append(RowProblem(row.number, self._columns.name("sku"), BadInput("row_without_key", "sku")))
        return want

    def _cost(self, cell: Cell) -> int:
        cost = number_of(cell, self._cost_decimals, self._habits, "cost")
        if cost < 0:
            raise BadInput("cost_negative", "cost")
        return cost
