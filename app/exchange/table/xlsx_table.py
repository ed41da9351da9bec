"""XLSX, read row by row: numbers as the exact decimals they show, formulas by the value they had when saved."""

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from app.core.errors import BadInput
from app.exchange.table.heading import first_rows, heading_among
from app.exchange.table.packed import packed_parts
from app.exchange.table.row import (
    MOST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Choices,
    TableRow,
    named_columns,
    without_empty_end,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED: Final = 400 * 1024 * 1024
MOST_STRINGS: Final = 64 * 1024 * 1024
"""Texts of cells lie in one part of the file, which must be held in memory."""
MOST_PARTS: Final = 2_000
MOST_EMPTY: Final = 2_000
"""Rows that hold nothing but a format, one after the other, before the table counts as ended."""
_EXACT_DIGITS: Final = 15
"""Significant digits a spreadsheet keeps of a number."""


class XlsxTable:
    """One sheet of a workbook."""

    file_kind: Literal["xlsx"] = "xlsx"

    def __init__(self, path: Path, choices: Choices) -> None:
        """Raises BadInput ``table_broken``, ``table_sheet``, ``table_too_large``, and as for headings."""
        self._path = path
        _refuse_bombs(path)
        with self._workbook() as book:
            self.sheets: tuple[str, ...] = tuple(sheet.title for sheet in book.worksheets)
            if choices.sheet and choices.sheet not in self.sheets:
                raise BadInput("table_sheet", sheet=choices.sheet)
            if not self.sheets:
                raise BadInput("table_empty")
        self.choices = replace(choices, encoding="", delimiter="", sheet=choices.sheet or self.sheets[0])
        self.first_rows = first_rows(self._records())
        heading = heading_among(self.first_rows, choices.heading)
        self.choices = replace(self.choices, heading=heading.number)
        self.headers = named_columns(heading.cells)

    def rows(self) -> Iterator[TableRow]:
        """Every row below the headers that is not empty; BadInput ``table_broken``, ``table_too_long``."""
        below = dropwhile(lambda row: row.number <= self.choices.heading, self._records())
        for count, row in enumerate(below):
            if count >= MOST_ROWS:
                raise BadInput("table_too_long", limit=MOST_ROWS)
            yield row

    @contextmanager
    def _workbook(self) -> Iterator["Workbook"]:
        from openpyxl import load_workbook  # noqa: PLC0415  # long to load, and not needed before the first workbook

        with self._path.open("rb") as file:
            with _plain_errors(0), warnings.catch_warnings():
                # Parts that a till has no use for (drop-down lists, print areas) are left out with a warning.
                warnings.simplefilter("ignore")
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            with closing(book):
                yield book

    def _records(self) -> Iterator[TableRow]:
        with self._workbook() as book:
            sheet: Any = book[self.choices.sheet]
            # What a file claims its size to be is often wrong, and may be a billion columns.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
            number = empty = 0
            while empty < MOST_EMPTY:
                number += 1
                with _plain_errors(number), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    values = next(rows, None)
                if values is None:
                    return
                cells = without_empty_end(tuple(_cell(value, number) for value in values))
                empty = 0 if cells else empty + 1
                if cells:
                    yield TableRow(number, cells)


@contextmanager
def _plain_errors(row: int) -> Iterator[None]:
    """A library that meets a broken file raises whatever its parts raise; a person is told that it is broken."""
    try:
        yield
    except Exception as error:
        raise (BadInput("table_broken", row=row) if row else BadInput("table_unreadable")) from error


def _cell(value: object, row: int) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _exact(value, row)
        case datetime():
            return value.date() if value.time() == time(0) else value.isoformat(sep=" ")
        case date():
            return value
        case _:
            text = str(value).strip()
            if len(text) > MOST_CELL:
                raise BadInput("table_broken", row=row)
            return text


def _exact(value: float, row: int) -> Decimal:
    """The number as the sheet shows it; what a computation left inexact keeps its many digits and is refused later."""
    number = Decimal(repr(value))
    if not number.is_finite():
        raise BadInput("table_broken", row=row)
    if number == number.to_integral_value() and number.adjusted() < _EXACT_DIGITS:
        return number.quantize(Decimal(1))
    return number


def _refuse_bombs(path: Path) -> None:
    """A few kilobytes can unpack to gigabytes: what the file says of its parts is summed up before any is opened."""
    parts = packed_parts(path)
    strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or strings > MOST_STRINGS:
        raise BadInput("table_too_large", limit_mib=MOST_UNPACKED // (1024 * 1024))
