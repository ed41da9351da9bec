"""Looks through every column of a database for pieces of text."""

from collections import defaultdict
from typing import Any

from sqlalchemy import LargeBinary, String, cast, inspect, select
from sqlalchemy import column as column_of
from sqlalchemy import table as table_of

from app.core.db.unit import Database


def rows_holding(database: Database, *pieces: str) -> dict[str, set[str]]:
    """``table.column`` of every place where a value, written as text, holds a piece; capitals do not matter.

    A piece that is nowhere is not in the answer.
    """
    sought = {piece: piece.casefold() for piece in pieces}
    found: defaultdict[str, set[str]] = defaultdict(set)
    with database.reader.connect() as connection:
        for (_, name), columns in inspect(connection).get_multi_columns().items():
            if "_search" in name:
                continue  # the index of a table's search_text: it answers from the table's own rows
            every_value = select(*(_readable(info["name"], info["type"]) for info in columns))
            for row in connection.execute(every_value.select_from(table_of(name))):
                for info, value in zip(columns, row, strict=True):
                    written = _written(value).casefold()
                    for piece, folded in sought.items():
                        if folded in written:
                            found[piece].add(f"{name}.{info['name']}")
    return dict(found)


def _readable(name: str, kind: Any) -> Any:
    """A column as text; bytes as they are, because not all of them are letters."""
    return column_of(name) if isinstance(kind, LargeBinary) else cast(column_of(name), String)


def _written(value: str | bytes | None) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value or ""
