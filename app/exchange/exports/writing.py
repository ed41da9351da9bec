"""Tables as files: CSV and XLSX in which no cell is a formula and every number is read back as it was."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Final

from app.core.numbers import format_scaled
from app.exchange.table.csv_table import guarded

Rows = Iterable[Sequence[str]]
_DELIMITER: Final = ";"
_EXACT_DIGITS: Final = 15
_OPEN_DECIMALS: Final = 3
_MARK: Final = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""


def csv_lines(headers: Sequence[str], rows: Rows) -> Iterator[str]:
    """The rows as CSV, a line at a time; no cell is a formula to a spreadsheet."""
    yield _MARK
    line = io.StringIO()
    writer = csv.writer(line, delimiter=_DELIMITER)
    writer.writerow(headers)
    yield line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow(map(guarded, row))
        yield line.getvalue()


def write_xlsx(
    title: str, headers: Sequence[str], numbers: Collection[str], rows: Rows, target: Path | IO[bytes]
) -> None:
    """The rows as a workbook of one sheet.

    Cells of the columns ``numbers`` are numbers where a spreadsheet keeps them exactly, all else is text.
    """
    from openpyxl import Workbook  # noqa: PLC0415  # long to load, and not needed before the first workbook
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(headers))
    counted = {headers.index(name) for name in numbers}
    for row in rows:
        cells: list[object] = []
        for index, text in enumerate(row):
            if index in counted and text and sum(sign.isdigit() for sign in text) <= _EXACT_DIGITS:
                cells.append(Decimal(text))
                continue
            cell = WriteOnlyCell(sheet, text)
            # Not a formula, whatever it begins with.
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(target)


def number_text(scaled: int, decimals: int, least: int = 0) -> str:
    """The number with ``least`` decimals or more, but never three: 1.234 could be read as thousands."""
    whole, _, fraction = format_scaled(scaled, decimals, trim=True).partition(".")
    fraction = fraction.ljust(least, "0")
    if len(fraction) == _OPEN_DECIMALS:
        fraction += "0"
    return f"{whole}.{fraction}" if fraction else whole


def price_text(scaled: int, decimals: int) -> str:
    """A price with two decimals or more."""
    return number_text(scaled, decimals, 2)
