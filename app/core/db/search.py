"""Finding rows by fragments of their ``search_text``: FTS5 trigrams on SQLite, pg_trgm on PostgreSQL.

``search_text`` holds folded text (``app.core.folding``), because neither database folds like that by itself. Where
PostgreSQL refuses the extension, the same questions are answered without an index.

The text is a line for the name, then one for each code, every word with a blank before it: ``^ bosch drill``,
newline, `` 4006381333931``. So "a word begins with" and "the name begins with" are fragments too, and are found by
the same index, even those of two letters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, column, func, or_, select, table, text
from sqlalchemy.exc import DatabaseError, DBAPIError

from app.core.db.model import Base
from app.core.db.unit import Unit
from app.core.folding import fold

TRIGRAM: Final = 3
_searchable: list[str] = []


def searchable(name: str) -> None:
    """Declares that rows of the table are found by their ``search_text``."""
    if name not in _searchable:
        _searchable.append(name)


def search_text(name: str, codes: Iterable[str]) -> str:
    """The text by which a row with this name and these codes is found."""
    return "".join([f"^ {fold(name)}\n", *(f" {fold(code)}\n" for code in codes)])


def word_start(word: str) -> str:
    """The fragment that a word beginning with these folded letters leaves in ``search_text``."""
    return f" {word}"


def name_start(word: str) -> str:
    """The fragment of a name that begins with these folded letters."""
    return f"^ {word}"


def whole_code(code: str) -> str:
    """The fragment of a code that is exactly this folded one."""
    return f"\n {code}\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a question without its words, so that its statement is built and compiled once.

    ``likes`` counts the alternatives of each fragment that no index finds.
    """

    table: str
    is_sqlite: bool
    name: str
    indexed: bool
    likes: tuple[int, ...]

    def ids(self, *where: ColumnElement[bool]) -> Select[int]:
        """The ids of the rows that match, found in the order of the index."""
        rows = self._rows
        statement: Select[int] = select(rows.c.id).where(*where, *self._likes())
        if self.indexed:
            index = table(f"{self.table}_search", column("rowid"))
            statement = statement.select_from(index.join(rows, rows.c.id == index.c.rowid)).where(self._match())
        return statement

    def condition(self) -> ColumnElement[bool]:
        """That a row matches."""
        if not self.indexed:
            return and_(*self._likes())
        index = table(f"{self.table}_search", column("rowid"))
        return and_(self._rows.c.id.in_(select(index.c.rowid).where(self._match())), *self._likes())

    @property
    def _rows(self) -> Table:
        return Base.metadata.tables[self.table]

    def _match(self) -> ColumnElement[bool]:
        condition: Any = text(f"{self.table}_search MATCH :{self.name}_match")
        return condition  # type: ignore[no-any-return]  # a piece of text stands for a condition here

    def _likes(self) -> list[ColumnElement[bool]]:
        searched = self._rows.c.search_text

        def holds(name: str) -> ColumnElement[bool]:
            if self.is_sqlite:
                return func.instr(searched, bindparam(name)) > 0
            return searched.like(bindparam(name), escape="/")

        return [
            or_(*(holds(f"{self.name}_{group}_{index}") for index in range(count)))
            for group, count in enumerate(self.likes)
        ]


def ask(
    of_table: str, fragments: Sequence[Sequence[str]], *, is_sqlite: bool, name: str, row_by_row: bool = False
) -> tuple[Shape, dict[str, str]]:
    """The question for rows that hold, of each group of folded fragments, at least one; and its values.

    ``name`` tells the questions of one statement apart; ``row_by_row`` is for rows that are at hand already.
    """
    indexed: list[Sequence[str]] = []
    others: list[Sequence[str]] = []
    for group in fragments:
        findable = is_sqlite and not row_by_row and all(len(one) >= TRIGRAM for one in group)
        (indexed if findable else others).append(group)
    values = {
        f"{name}_{number}_{index}": fragment if is_sqlite else f"%{_escaped(fragment)}%"
        for number, group in enumerate(others)
        for index, fragment in enumerate(group)
    }
    if indexed:
        values[f"{name}_match"] = " AND ".join(
            "(" + " OR ".join('"' + fragment.replace('"', '""') + '"' for fragment in group) + ")" for group in indexed
        )
    return Shape(of_table, is_sqlite, name, bool(indexed), tuple(len(group) for group in others)), values


def _escaped(fragment: str) -> str:
    return fragment.replace("/", "//").replace("%", "/%").replace("_", "/_")


def mend_indexes(tx: Unit) -> list[str]:
    """Makes anew each index that does not hold what its table's rows say; answers the tables' names.

    PostgreSQL keeps its indexes in step by itself.
    """
    if not tx.database.is_sqlite:
        return []
    broken = [name for name in _searchable if not _is_sound(tx, name)]
    for name in broken:
        tx.execute(text(f"INSERT INTO {name}_search({name}_search) VALUES ('rebuild')"))
    return broken


def _is_sound(tx: Unit, name: str) -> bool:
    try:
        # With a rank of 1 the index is compared with the table it was made of (sqlite.org/fts5.html, 6.6).
        tx.execute(text(f"INSERT INTO {name}_search({name}_search, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        return False
    return True


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
            # Every schema of the database shares it, so it belongs to none of them.
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
    except DBAPIError:
        return
    home = connection.exec_driver_sql(
        "SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'pg_trgm'"
    ).scalar_one()
    connection.exec_driver_sql(
        f"CREATE INDEX IF NOT EXISTS {name}_search ON {name} USING gin (search_text {home}.gin_trgm_ops)"
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
