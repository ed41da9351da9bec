"""Which row of a table names its columns: people write titles, dates and addresses above it."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from app.core.errors import BadInput
from app.exchange.table.row import MOST_COLUMNS, Cell, TableRow

LOOKED_AT: Final = 20
"""Rows at the head of a table among which its headers may be."""


def first_rows(rows: Iterable[TableRow]) -> tuple[TableRow, ...]:
    """The rows the headers are sought in; BadInput ``table_empty``, and what is wrong with the first one.

    What is broken further down is told when it is read: whoever sees the first rows may choose another reading.
    """
    found: list[TableRow] = []
    try:
        for row in islice(rows, LOOKED_AT):
            found.append(row)  # noqa: PERF402  # what came before an error is kept
    except BadInput:
        if not found:
            raise
    if not found:
        raise BadInput("table_empty")
    return tuple(found)


def heading_among(rows: Sequence[TableRow], number: int) -> TableRow:
    """The row that names the columns: the one of this number, or where it is 0 the likeliest.

    A heading is more than half as wide as the widest row, and all text; where no row is so, the first one is taken.
    Raises BadInput ``table_heading``, ``table_too_wide``.
    """
    if number:
        heading = next((row for row in rows if row.number == number), None)
        if heading is None:
            raise BadInput("table_heading", row=number)
    else:
        widest = max(map(_filled, rows))
        likely = (row for row in rows if _filled(row) > max(1, widest / 2) and all(map(_is_word, row.cells)))
        heading = next(likely, rows[0])
    if len(heading.cells) > MOST_COLUMNS:
        raise BadInput("table_too_wide", limit=MOST_COLUMNS)
    return heading


def _filled(row: TableRow) -> int:
    return sum(cell != "" for cell in row.cells)


def _is_word(cell: Cell) -> bool:
    """Whether the cell may name a column: empty, or text with a letter in it."""
    return isinstance(cell, str) and (not cell or any(map(str.isalpha, cell)))
