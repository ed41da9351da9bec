"""A table as it comes out of a file, whatever the file was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, Protocol

MOST_BYTES: Final = 40 * 1024 * 1024
MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 200
MOST_CELL: Final = 20_000

Cell = str | Decimal | date
"""What a cell holds: text as it was written; a number or a date where the file itself knows it for one."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of data. ``number`` is the one a spreadsheet shows beside it; empty cells at the end may be missing."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of a column counted from 0; empty text where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """How to read a file; an empty text lets the program find out.

    ``encoding`` and ``delimiter`` are of CSV, ``sheet`` of XLSX. ``point`` is the decimal sign, ``dates`` the order
    of day and month where both are numbers. ``heading`` is the number of the row that names the columns, 0 for open.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    point: Literal["", ".", ","] = ""
    dates: Literal["", "dmy", "mdy"] = ""
    heading: int = 0


class Table(Protocol):
    """An opened file. ``choices`` says how it is read, with nothing left open but point and dates."""

    @property
    def file_kind(self) -> Literal["csv", "xlsx"]: ...

    @property
    def choices(self) -> Choices: ...

    @property
    def headers(self) -> tuple[str, ...]: ...

    @property
    def sheets(self) -> tuple[str, ...]: ...

    @property
    def first_rows(self) -> tuple[TableRow, ...]:
        """The rows of which one is the heading."""
        ...

    def rows(self) -> Iterator[TableRow]:
        """Every row below the headers that is not empty; may be asked again. Raises BadInput where it is broken."""
        ...


def named_columns(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """The names of columns: no two the same, none empty."""
    names: list[str] = []
    for index, cell in enumerate(cells):
        name = base = " ".join(str(cell).split()) or f"({_letters(index)})"
        count = 1
        while name in names:
            count += 1
            name = f"{base} ({count})"
        names.append(name)
    return tuple(names)


def _letters(index: int) -> str:
    """The letters a spreadsheet shows above a column: A, B, … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def without_empty_end(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells up to the last one that holds something."""
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return cells[:end]
