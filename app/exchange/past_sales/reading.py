"""A row of a table of past sales: one line of one sale."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from app.core import settings
from app.core.codes import checked_code, match_code
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.money import MOST_AMOUNT
from app.core.texts import marked
from app.crm.customers import checked_phone
from app.crm.settings import COUNTRY
from app.crm.typed import NAME_MOST, clean_line
from app.exchange.cells import Habits, code_of, date_of, number_of, text_of
from app.exchange.fields import Field
from app.exchange.goods import read_codes
from app.exchange.kind import Columns, RowProblem, Want
from app.exchange.product_reading import FIELDS as PRODUCT_FIELDS
from app.exchange.shops import NamedShops
from app.exchange.stock.reading import FIELDS as STOCK_FIELDS
from app.exchange.table.row import Cell, TableRow
from app.places.day import today
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.products import NAME_LIMIT, checked_sku

NUMBER_MOST: Final = 60
_QTY_DECIMALS: Final = 3
_ONE_MILLI: Final = 1000
FIELDS: Final = (
    Field(
        "number",
        marked("Number"),
        ("receipt", "receipt number", "receipt no", "document", "invoice", "order", "номер", "номер чека", "чек",
         "документ", "заказ", "bon", "bonnummer", "belegnummer", "rechnungsnummer", "numéro", "ticket", "facture",
         "бележка", "фактура", "bizonylatszám", "nyugta", "رقم الفاتورة"),
        help=marked("Rows of one number and day are one sale"),
    ),
    Field("date", marked("Date"), ("day", "sold on", "sale date", "business date", "дата", "дата продажи",
                                   "datum", "verkaufsdatum", "dátum", "التاريخ"),
          holds="date"),
    Field("sale_uid", marked("Sale ID"), (), help=marked("As an export of this program wrote it")),
    Field("uid", marked("Customer ID"), ("regulars id",), help=marked("As an export of this program wrote it")),
    Field("card", marked("Card"), ("card number", "card code", "discount card", "карта", "номер карты", "код карты",
                                   "дисконтная карта")),
    Field("phone", marked("Phone"), ("telephone", "mobile", "phone number", "customer phone", "телефон",
                                     "номер телефона")),
    Field("customer", marked("Customer"), ("customer name", "client", "buyer", "клиент", "покупатель", "фио",
                                           "контрагент")),
    *(field for field in PRODUCT_FIELDS if field.code in ("sku", "name", "barcodes")),
    Field("qty", marked("Quantity"), ("qty", "pieces", "количество", "кол во", "menge", "quantité",
                                         "mennyiség", "الكمية"), holds="number",
          help=marked("1 where nothing is said")),
    Field(
        "amount",
        marked("Amount"),
        ("sum", "total", "paid", "line total", "gross", "сумма", "итого", "оплачено", "стоимость",
         "betrag", "summe", "montant", "сума", "összeg", "végösszeg", "المبلغ"),
        holds="number",
        help=marked("What was paid for the row in all"),
    ),
    *(field for field in STOCK_FIELDS if field.code == "shop"),
)  # fmt: skip


class PastSaleReader:
    """Reads rows of one file; counts the lines of each sale."""

    def __init__(self, tx: ReadUnit, columns: Columns, habits: Habits) -> None:
        """Raises BadInput ``mapping_needs``, and what NamedShops raises."""
        for needed in ("number", "date", "amount"):
            if not columns.has(needed):
                raise BadInput("mapping_needs", needed)
        self._columns, self._habits = columns, habits
        self._today, self._country = today(tx), settings.get(tx, COUNTRY)
        self._shops = NamedShops(tx, columns)
        decimals = facts(tx).decimals
        self._lines: dict[tuple[Any, ...], int] = {}
        self._readers: dict[str, Callable[[TableRow], Any]] = {
            "number": columns.cell_reader("number", lambda cell: clean_line(text_of(cell), "number", NUMBER_MOST)),
            "date": columns.cell_reader("date", self._day),
            "sale_uid": columns.cell_reader("sale_uid", lambda cell: parse_uid(text_of(cell))),
            "uid": columns.cell_reader("uid", lambda cell: parse_uid(text_of(cell))),
            "cards": columns.cell_reader("card", _card),
            "phone": columns.cell_reader("phone", lambda cell: [checked_phone(code_of(cell, "phone"), self._country)]),
            "customer": columns.cell_reader("customer", lambda cell: clean_line(text_of(cell), "customer", NAME_MOST)),
            "sku": columns.cell_reader("sku", lambda cell: checked_sku(code_of(cell, "sku"))),
            "name": columns.cell_reader("name", lambda cell: checked_name(text_of(cell), NAME_LIMIT)),
            "barcodes": lambda row: read_codes(columns, row),
            "qty": columns.cell_reader("qty", self._qty),
            "amount": columns.cell_reader("amount", lambda cell: self._amount(cell, decimals)),
            "shop": columns.cell_reader("shop", self._shops.of_cell),
        }

    def read(self, row: TableRow) -> Want:
        """The line; its position is the how manieth of its sale in this file it is."""
        want = Want(row.number)
        self._columns.read_into(want, row, self._readers)
        values = want.values
        values.setdefault("shop", self._shops.only)
        values.setdefault("qty", _ONE_MILLI)
        for needed in ("number", "date", "amount"):
            if needed not in values and not any(one.column == self._columns.name(needed) for one in want.problems):
                problem = BadInput("past_sale_needs", needed, field=self._columns.name(needed))
                want.problems.append(RowProblem(row.number, self._columns.name(needed), problem))
        key = sale_key(want)
        values["position"] = self._lines[key] = self._lines.get(key, 0) + 1
        return want

    def _day(self, cell: Cell) -> date:
        day = date_of(cell, self._habits, "date")
        if day > self._today:
            raise BadInput("past_sale_to_come", "date")
        return day

    def _qty(self, cell: Cell) -> int:
        qty_milli = number_of(cell, _QTY_DECIMALS, self._habits, "qty")
        if not qty_milli:
            raise BadInput("past_sale_of_nothing", "qty")
        return qty_milli

    def _amount(self, cell: Cell, decimals: int) -> int:
        amount = number_of(cell, decimals, self._habits, "amount")
        if abs(amount) > MOST_AMOUNT.minor:
            raise BadInput("past_sale_too_large", "amount")
        return amount


def sale_key(want: Want) -> tuple[Any, ...]:
    """What the rows of one sale share: shop, day, number, and where it came from."""
    return tuple(want.values.get(name) for name in ("shop", "date", "number", "sale_uid"))


def _card(cell: Cell) -> dict[str, str]:
    code = checked_code(code_of(cell, "card"), "card")
    return {match_code(code): code}
