"""Products as a table that an import reads back as it was."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS
from app.core.numbers import format_scaled
from app.exchange.categories import Tree
from app.exchange.product_reading import FIELDS, joined_codes
from app.exchange.table.csv_table import guarded
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.bulk import current_prices
from warehouse.catalogue.models import Barcode, Product, TaxCategory

HEADERS: Final = tuple(field.label for field in FIELDS)
PAGE_ROWS: Final = 1_000
_DELIMITER: Final = ";"
_EXACT_DIGITS: Final = 15
_MARK: Final = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""


def product_rows(tx: ReadUnit) -> Iterator[tuple[str, ...]]:
    """Every product by id, a cell for each field of an import; packs are left out."""
    tree, decimals = Tree(tx), facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS
    taxes: dict[int, str] = dict(tx.execute(select(TaxCategory.id, TaxCategory.code)).all())
    last = 0
    columns = (
        Product.id,
        Product.sku,
        Product.name,
        Product.kind,
        Product.category_id,
        Product.unit_code,
        Product.tax_category_id,
        Product.active,
    )
    while page := tx.execute(select(*columns).where(Product.id > last).order_by(Product.id).limit(PAGE_ROWS)).all():
        ids = [row[0] for row in page]
        prices, codes = current_prices(tx, ids), _codes(tx, ids)
        for product_id, sku, name, kind, category_id, unit, tax, active in page:
            price = _price(prices[product_id][1].scaled, decimals) if product_id in prices else ""
            category, barcodes = tree.written(category_id), joined_codes(codes[product_id])
            yield sku, name, kind, category, unit, taxes[tax], price, barcodes, "yes" if active else "no"
        last = ids[-1]


def csv_lines(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """The rows as CSV, a line at a time; no cell is a formula to a spreadsheet."""
    yield _MARK
    line = io.StringIO()
    writer = csv.writer(line, delimiter=_DELIMITER)
    writer.writerow(HEADERS)
    yield line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow(map(guarded, row))
        yield line.getvalue()


def write_xlsx(rows: Iterator[tuple[str, ...]], target: Path | IO[bytes]) -> None:
    """The rows as a workbook: prices are numbers where a spreadsheet keeps them exactly, all else is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Products")
    sheet.append(list(HEADERS))
    priced = HEADERS.index("Price")
    for row in rows:
        cells: list[object] = []
        for index, text in enumerate(row):
            if index == priced and text and sum(sign.isdigit() for sign in text) <= _EXACT_DIGITS:
                cells.append(Decimal(text))
                continue
            cell = WriteOnlyCell(sheet, text)
            # Not a formula, whatever it begins with.
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(target)


def _codes(tx: ReadUnit, product_ids: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, code in tx.execute(
        select(Barcode.product_id, Barcode.code)
        .where(
            Barcode.product_id.in_(product_ids),
            Barcode.pack_qty_milli == Code("").pack_qty_milli,
            Barcode.pack_price.is_(None),
        )
        .order_by(Barcode.id)
    ):
        found[product_id].append(code)
    return found


def _price(scaled: int, decimals: int) -> str:
    """The price with two decimals or more, but never three: 1.234 could be read as thousands."""
    whole, _, fraction = format_scaled(scaled, decimals, trim=True).partition(".")
    fraction = fraction.ljust(2, "0")
    return f"{whole}.{fraction}0" if len(fraction) == 3 else f"{whole}.{fraction}"
