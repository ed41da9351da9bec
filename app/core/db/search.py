"""Finding rows by fragments of their ``search_text``: FTS5 trigrams on SQLite, pg_trgm on PostgreSQL.

``search_text`` holds normalised text (lower case, ё as е, no marks), because neither database folds like that by
itself. Where PostgreSQL refuses the extension, the same questions are answered without an index.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, text
from sqlalchemy.exc import DBAPIError

from app.core.db.model import Base

TRIGRAM: Final = 3
_searchable: list[str] = []


def searchable(table: str) -> None:
    """Declares that rows of the table are found by their ``search_text``."""
    if table not in _searchable:
        _searchable.append(table)


def apply_search(connection: Connection) -> None:
    """Makes the index of each searchable table, and on SQLite the triggers that keep it."""
    for name in _searchable:
        if connection.dialect.name == "postgresql":
            _apply_postgresql(connection, name)
        else:
            _apply_sqlite(connection, name)


def _apply_postgresql(connection: Connection, name: str) -> None:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        return
    connection.exec_driver_sql(
        f"CREATE INDEX IF NOT EXISTS {name}_search ON {name} USING gin (search_text gin_trgm_ops)"
    )


def _apply_sqlite(connection: Connection, name: str) -> None:
    index = f"{name}_search"
    for suffix in ("insert", "update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {index}_{suffix}")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {index}")
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {index} USING fts5(search_text, content='{name}', content_rowid='id', "
        "tokenize='trigram case_sensitive 1')"
    )
    add = f"INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);"
    drop = f"INSERT INTO {index}({index}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
    connection.exec_driver_sql(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {name} BEGIN {add} END")
    connection.exec_driver_sql(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {name} BEGIN {drop} END")
    connection.exec_driver_sql(
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF search_text ON {name} BEGIN {drop} {add} END"
    )
    connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('rebuild')")


def contains_all(connection: Connection, table: str, fragments: Sequence[str]) -> ColumnElement[bool]:
    """A condition that the row's ``search_text`` holds every fragment; fragments are normalised already."""
    rows: Table = Base.metadata.tables[table]
    column = rows.c.search_text
    conditions: list[ColumnElement[Any]] = []
    indexed = [fragment for fragment in fragments if len(fragment) >= TRIGRAM]
    if indexed and connection.dialect.name == "sqlite":
        question = " AND ".join('"' + fragment.replace('"', '""') + '"' for fragment in indexed)
        found = text(f"SELECT rowid FROM {table}_search WHERE {table}_search MATCH :question").bindparams(
            question=question
        )
        conditions.append(rows.c.id.in_(found.columns(rowid=rows.c.id.type).scalar_subquery()))
        fragments = [fragment for fragment in fragments if len(fragment) < TRIGRAM]
    conditions += [column.contains(fragment, autoescape=True) for fragment in fragments]
    return and_(*conditions)
