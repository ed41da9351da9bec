"""A row of a table of products, as values of a product."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from app.core.codes import checked_code, match_code
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, ShopError
from app.core.folding import fold
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, UnitPrice
from app.core.texts import marked
from app.exchange.categories import path_of
from app.exchange.cells import Habits, code_of, number_of, text_of, yes_or_no
from app.exchange.fields import FOR_NEW, Field
from app.exchange.kind import Columns, RowProblem, Want
from app.exchange.product_families import variant_key
from app.exchange.table.row import Cell, TableRow
from warehouse.catalogue.attributes import ATTRIBUTE_LIMIT, MOST_ATTRIBUTES, checked_value, word_key
from warehouse.catalogue.families import FAMILY_NAME_LIMIT
from warehouse.catalogue.names import checked_name
from warehouse.catalogue.pledges import MOST_PIECES
from warehouse.catalogue.prices import checked_price
from warehouse.catalogue.products import NAME_LIMIT, checked_sku
from warehouse.catalogue.taxes import TaxCategoryView, tax_categories
from warehouse.catalogue.units import units

FIELDS: Final = (
    Field(
        "sku",
        marked("SKU"),
        ("article", "item number", "item no", "part number", "product code", "артикул", "код товара", "код", "арт",
         "artikelnummer", "artikelnr", "art nr", "référence", "cikkszám", "رمز المنتج"),
    ),
    Field(
        "name",
        marked("Name"),
        ("title", "product", "product name", "item", "item name", "description", "наименование", "название", "товар",
         "номенклатура", "наименование товара", "bezeichnung", "artikel", "produkt", "désignation", "libellé",
         "article", "стока", "megnevezés", "termék", "اسم المنتج"),
    ),
    Field("kind", marked("Goods or service"), ("type", "product type", "тип", "вид", "вид номенклатуры"), fixed=True),
    Field(
        "category",
        marked("Category"),
        ("group", "department", "section", "категория", "группа", "раздел", "группа товаров",
         "kategorie", "warengruppe", "catégorie", "rayon", "група", "kategória", "cikkcsoport", "الفئة"),
        help=marked("Branches from the root: Tools > Saws"),
    ),
    Field("unit", marked("Unit"), ("uom", "measure", "unit of measure", "ед", "ед изм", "единица",
                                   "единица измерения", "einheit", "unité", "мярка", "мерна единица",
                                   "egység", "mértékegység", "الوحدة"), fixed=True),
    Field(
        "tax",
        marked("Tax"),
        ("vat", "vat rate", "tax rate", "tax category", "ндс", "ставка ндс", "налог", "mwst", "ust",
         "mehrwertsteuer", "steuersatz", "tva", "ддс", "áfa", "áfakulcs", "الضريبة"),
        fixed=True,
        help=marked("The name, code or rate of a tax category"),
    ),
    Field(
        "price",
        marked("Price"),
        ("unit price", "retail price", "sale price", "selling price", "цена", "розничная цена", "цена продажи",
         "preis", "verkaufspreis", "bruttopreis", "prix", "prix de vente", "prix ttc", "продажна цена", "ár",
         "eladási ár", "bruttó ár", "السعر"),
        holds="number",
    ),
    Field(
        "barcodes",
        marked("Barcodes"),
        ("barcode", "ean", "ean13", "gtin", "upc", "bar code", "штрихкод", "штрих код", "штрихкоды", "шк",
         "strichcode", "code barres", "баркод", "vonalkód", "الباركود"),
        several=True,
        help=marked("Several in one cell, or in several columns"),
    ),
    Field(
        "pledges",
        marked("Pledges"),
        ("pledge", "deposit", "deposits", "pfand", "залог", "залоги", "залог за тару"),
        help=marked("SKUs of pledges, with pieces where there are several: BOTTLE x 20; BOX"),
    ),
    Field(
        "family",
        marked("Family"),
        ("product family", "parent", "parent product", "семейство", "модель"),
        help=marked("Rows of one family are its variants, named by it and their values"),
    ),
    *(
        Field(code, label, names)
        for code, label, names in (
            ("attribute_1", marked("Attribute 1"), ("option1 name", "признак 1")),
            ("value_1", marked("Value 1"), ("option1 value", "значение 1")),
            ("attribute_2", marked("Attribute 2"), ("option2 name", "признак 2")),
            ("value_2", marked("Value 2"), ("option2 value", "значение 2")),
            ("attribute_3", marked("Attribute 3"), ("option3 name", "признак 3")),
            ("value_3", marked("Value 3"), ("option3 value", "значение 3")),
        )
    ),
    Field(
        "is_marked",
        marked("Marked goods"),
        ("marked", "marking code", "маркировка", "маркированный", "маркированный товар"),
        fixed=True,
        help=marked("Each unit bears a code of its own, which the till asks for"),
    ),
    Field("earns", marked("Brings points"), ("points", "earns points", "баллы", "начислять баллы"), fixed=True),
    Field("active", marked("Sold"), ("enabled", "available", "активен", "продается", "в продаже"), fixed=True),
)  # fmt: skip
_CODES: Final = re.compile(r'"((?:[^"]|"")+)"(?=[\s,;|]|$)|([^\s,;|]+)')
_PIECES: Final = re.compile(r"(.+?)\s+[x×х*]\s+([0-9]{1,6})", re.IGNORECASE)
"""The Latin x, the sign, the Cyrillic letter and the asterisk, with blanks around: an SKU may hold them too."""
NO_PLEDGES: Final = "-"
_KINDS: Final = {
    "goods": "goods", "good": "goods", "product": "goods", "товар": "goods", "товары": "goods",
    "pledge": "pledge", "deposit": "pledge", "залог": "pledge", "тара": "pledge",
    "service": "service", "services": "service", "услуга": "service", "услуги": "service",
}  # fmt: skip
_UNIT_WORDS: Final = {
    "pcs": "piece", "pc": "piece", "pieces": "piece", "шт": "piece", "штука": "piece", "кг": "kg", "kilogram": "kg",
    "м": "m", "meter": "m", "metre": "m", "л": "l", "litre": "l", "liter": "l", "м2": "m2", "м кв": "m2", "кв м": "m2",
    "пара": "pair", "пар": "pair", "комплект": "set", "компл": "set", "набор": "set", "час": "hour", "ч": "hour",
}  # fmt: skip
_EXEMPT_WORDS: Final = frozenset(map(fold, ("none", "exempt", "no vat", "no tax", "без ндс", "не облагается")))


class ProductReader:
    """Reads rows of one file; remembers which SKUs, codes and names came before."""

    def __init__(self, tx: ReadUnit, columns: Columns, habits: Habits) -> None:
        """Raises BadInput ``mapping_needs`` where no column can tell which product a row is about."""
        if not any(map(columns.has, ("sku", "barcodes", "name"))):
            raise BadInput("mapping_needs", "sku")
        self._columns, self._habits = columns, habits
        self._price_decimals = facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS
        self._taxes = tax_categories(tx)
        self._units = {fold(name): unit.code for unit in units(tx) for name in (unit.name, unit.code)}
        self._units = {word: code for word, code in _UNIT_WORDS.items() if code in self._units.values()} | self._units
        self.tax_of_new = self._tax_of_new()
        """The tax category of a new product where its row says none; None where the shop's choice is not known."""
        self._seen: dict[tuple[str, str], int] = {}
        self._readers: dict[str, Callable[[Cell], Any]] = {
            "sku": lambda cell: checked_sku(code_of(cell, "sku")),
            "name": lambda cell: checked_name(text_of(cell), NAME_LIMIT),
            "kind": self._kind,
            "category": lambda cell: path_of(text_of(cell)),
            "unit": self._unit,
            "tax": self._tax,
            "price": self._price,
            "active": lambda cell: yes_or_no(cell, "active"),
            "is_marked": lambda cell: yes_or_no(cell, "is_marked"),
            "earns": lambda cell: yes_or_no(cell, "earns"),
            "pledges": lambda cell: pledges_of_cell(text_of(cell)),
            "family": lambda cell: checked_name(text_of(cell), FAMILY_NAME_LIMIT, "family"),
        }

    def read(self, row: TableRow) -> Want:
        """The values of the fields that hold something; an empty cell leaves a field as it is."""
        want = Want(row.number)
        for code, read in self._readers.items():
            cell = self._columns.cell(row, code)
            if cell == "" or (code == "tax" and self._tax_is_for_new):
                continue
            try:
                want.values[code] = read(cell)
            except ShopError as error:
                want.problems.append(RowProblem(row.number, self._columns.name(code), error))
        self._read_codes(row, want)
        self._read_attributes(row, want)
        if not want.problems:
            self._identify(want)
        return want

    def _read_codes(self, row: TableRow, want: Want) -> None:
        codes: dict[str, str] = {}
        try:
            for cell in self._columns.cells(row, "barcodes"):
                for code in split_codes(code_of(cell, "barcodes")):
                    codes.setdefault(match_code(checked_code(code)), checked_code(code))
        except ShopError as error:
            want.problems.append(RowProblem(row.number, self._columns.name("barcodes"), error))
        if codes:
            want.values["barcodes"] = codes

    def _read_attributes(self, row: TableRow, want: Want) -> None:
        """The values of a variant by attribute, which is called as its column where no other column names it."""
        found: dict[str, str] = {}
        for place in range(1, MOST_ATTRIBUTES + 1):
            try:
                self._read_attribute(row, place, found)
            except BadInput as error:
                want.problems.append(RowProblem(row.number, self._columns.name(error.path), error))
        if found:
            want.values["values"] = found

    def _read_attribute(self, row: TableRow, place: int, found: dict[str, str]) -> None:
        of_value, of_name = f"value_{place}", f"attribute_{place}"
        cell = self._columns.cell(row, of_value)
        if cell == "":
            return
        named = text_of(self._columns.cell(row, of_name))
        name = checked_name(named or self._header(of_name, of_value), ATTRIBUTE_LIMIT, of_name)
        if word_key(name) in map(word_key, found):
            raise BadInput("attribute_twice", of_name, name=name)
        found[name] = checked_value(text_of(cell), of_value)

    def _header(self, of_name: str, of_value: str) -> str:
        return "" if self._columns.has(of_name) else self._columns.name(of_value)

    def _identify(self, want: Want) -> None:
        """Refuses a row that says nothing of its product, and a product that stood in the file before."""
        values = want.values
        keys = [("barcodes", code) for code in values.get("barcodes", ())]
        if "sku" in values:
            keys.append(("sku", values["sku"]))
        elif not keys and "name" in values and "family" not in values:
            keys.append(("name", values["name"]))
        if {"family", "values"} <= values.keys():
            keys.append(("family", variant_key(values)))
        if not keys:
            want.problems.append(RowProblem(want.row, self._columns.name("sku"), BadInput("row_without_key", "sku")))
        for key in keys:
            first = self._seen.setdefault(key, want.row)
            if first != want.row:
                error = BadInput("row_twice", key[0], value=key[1], first=first)
                want.problems.append(RowProblem(want.row, self._columns.name(key[0]), error))

    def _kind(self, cell: Cell) -> str:
        kind = _KINDS.get(fold(text_of(cell)))
        if kind is None:
            raise BadInput("unknown_kind", "kind", got=text_of(cell)[:40])
        return kind

    def _unit(self, cell: Cell) -> str:
        code = self._units.get(fold(text_of(cell).removesuffix(".").replace(".", " ")))
        if code is None:
            raise BadInput("unknown_unit", "unit", got=text_of(cell)[:40])
        return code

    def _tax(self, cell: Cell) -> int:
        word = fold(text_of(cell).replace("%", ""))
        named = [tax for tax in self._taxes if word in (fold(tax.code), fold(tax.name.replace("%", "")))]
        found = named or [tax for tax in self._taxes if self._rate_is(tax, cell, word)]
        if not found:
            raise BadInput("unknown_tax", "tax", got=text_of(cell)[:40])
        if len(found) > 1:
            raise BadInput("tax_ambiguous", "tax", got=text_of(cell)[:40], names=[tax.name for tax in found])
        return found[0].id

    @property
    def _tax_is_for_new(self) -> bool:
        return self._columns.fixed.get("tax", "").startswith(FOR_NEW)

    def _tax_of_new(self) -> int | None:
        """Raises BadInput ``unknown_tax`` where the value for new products names no tax category."""
        if self._tax_is_for_new:
            return self._tax(self._columns.fixed["tax"].removeprefix(FOR_NEW))
        return self._taxes[0].id if len(self._taxes) == 1 else None

    def _rate_is(self, tax: TaxCategoryView, cell: Cell, word: str) -> bool:
        if tax.exempt:
            return word in _EXEMPT_WORDS
        # A spreadsheet keeps 20 % as 0.2.
        shown = cell * 100 if isinstance(cell, Decimal) and 0 < cell < 1 else cell
        try:
            return number_of(shown, 2, self._habits, "tax") == tax.rate_bp
        except BadInput:
            return False

    def _price(self, cell: Cell) -> int:
        scaled = number_of(cell, self._price_decimals, self._habits, "price")
        return checked_price(UnitPrice(scaled)).scaled


def pledges_of_cell(text: str) -> dict[str, int]:
    """Pieces by the SKU of a pledge: ``BOTTLE x 20; BOX``; ``-`` for none. BadInput ``pledges_unclear``."""
    if text.strip() == NO_PLEDGES:
        return {}
    found: dict[str, int] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        times = _PIECES.fullmatch(part)
        sku, pieces = (times[1], int(times[2])) if times else (part, 1)
        if sku in found or not 0 < pieces <= MOST_PIECES:
            raise BadInput("pledges_unclear", "pledges", got=part[:40])
        found[checked_sku(sku)] = pieces
    return found


def written_pledges(pledges: Mapping[str, int]) -> str:
    """The pledges as one cell, such that ``pledges_of_cell`` gives them back; empty where there are none."""
    return "; ".join(f"{sku} x {pieces}" for sku, pieces in sorted(pledges.items()))


def split_codes(text: str) -> list[str]:
    """The codes of a cell, with blanks, commas, semicolons or bars between; one that holds such a sign is quoted."""
    return [quoted.replace('""', '"') if quoted else plain for quoted, plain in _CODES.findall(text)]


def joined_codes(codes: list[str]) -> str:
    """The codes as one cell, such that ``split_codes`` gives them back."""
    return " ".join(
        '"' + code.replace('"', '""') + '"' if any(sign in code for sign in ',;|"') else code for code in codes
    )
