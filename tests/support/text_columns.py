"""Looks through every column of a database for a piece of text."""

from sqlalchemy import String, cast, inspect, select
from sqlalchemy import column as column_of
from sqlalchemy import table as table_of

from app.core.db.unit import Database


def rows_holding(database: Database, piece: str) -> set[str]:
    """``table.column`` of every place where a value, written as text, holds the piece; capitals do not matter."""
    found = set()
    with database.reader.connect() as connection:
        tables = inspect(connection).get_table_names()
        for name in tables:
            if "_search" in name:
                continue  # the index of a table's search_text: it answers from the table's own rows
            for info in inspect(connection).get_columns(name):
                written = cast(column_of(info["name"]), String)
                here = select(written).select_from(table_of(name)).where(written.icontains(piece, autoescape=True))
                if connection.execute(here.limit(1)).first() is not None:
                    found.add(f"{name}.{info['name']}")
    return found
