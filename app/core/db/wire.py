"""The driver's connection behind a unit of work: it begins, asks, writes and commits.

SQLite answers at once. PostgreSQL is a process away: questions asked in a row and writes that nobody waits for
travel together in one pipeline of the driver, the last of them with the COMMIT.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Convert = Callable[[Any], Any]
Values = Mapping[str, Any]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled statement: the driver's text, how its values are written and how its rows are read."""

    sql: str
    pick: Callable[[Values], Row]
    """The values in the order of their marks in the text."""
    sort: Callable[[Row], Row]
    """The same of values that stand in the order of the statement's columns."""
    binds: tuple[tuple[int, Convert], ...]
    reads: tuple[tuple[int, Convert], ...]
    value_count: int
    constants: Mapping[str, Any]

    def bind(self, values: Values) -> Row:
        """The values as the driver takes them; TypeError where they are not those the statement was compiled for."""
        if len(values) != self.value_count:
            raise TypeError(f"{self.value_count} values are wanted, {len(values)} were given: {self.sql}")
        if self.constants:
            values = {**self.constants, **values}
        row = self.pick(values)
        return _converted(row, self.binds) if self.binds else row

    def bind_row(self, row: Row) -> Row:
        """The same of a row in the order of the statement's columns."""
        if len(row) != self.value_count:
            raise TypeError(f"{self.value_count} values are wanted, {len(row)} were given: {self.sql}")
        sorted_row = self.sort(row)
        return _converted(sorted_row, self.binds) if self.binds else sorted_row

    def read(self, row: Row) -> Row:
        """A row with its values in the types of the columns."""
        return _converted(row, self.reads) if self.reads else row


def _converted(row: Row, converts: Sequence[tuple[int, Convert]]) -> Row:
    converted = list(row)
    for index, convert in converts:
        converted[index] = convert(converted[index])
    return converted


class Answer(Protocol):
    """What a question brings, once it is looked at."""

    def first(self) -> Row | None:
        """The first row; None where there is none."""
        ...

    def all(self) -> list[Row]:
        """Every row."""
        ...


class Wire(Protocol):
    """A connection in one transaction. Every method raises DBAPIError as the toolkit does."""

    def begin(self) -> None:
        """Begins the transaction."""
        ...

    def ask(self, plan: Plan, values: Values) -> Answer:
        """Asks; the answer may be looked at later, after more questions were asked."""
        ...

    def write(self, plan: Plan, bound: Sequence[Row]) -> None:
        """Writes rows as the driver takes them.

        What the database has against it may be raised with a later call, the commit at the latest.
        """
        ...

    def send(self) -> None:
        """Sends what still waits."""
        ...

    def drop(self) -> None:
        """Forgets what still waits."""
        ...

    def others_wrote(self) -> object | None:
        """The same in two transactions of writers where no other connection wrote between; None: nobody knows."""
        ...

    def commit(self) -> None:
        """Keeps the transaction."""
        ...

    def end(self) -> None:
        """Undoes what was begun and not kept; nothing where nothing was."""
        ...


def wire_of(connection: Connection, begin: str) -> Wire:
    """The wire of an open connection; ``begin`` is the statement that begins its transaction."""
    if connection.dialect.name == "sqlite":
        return SqliteWire(connection, begin)
    return PostgresWire(connection, begin)


class SqliteWire:
    """A connection of the module sqlite3."""

    __slots__ = ("_begin", "_connection", "_driver")

    def __init__(self, connection: Connection, begin: str) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        self._begin = begin

    def begin(self) -> None:
        self._run(self._begin)

    def ask(self, plan: Plan, values: Values) -> Answer:
        bound = plan.bind(values)
        try:
            return _Asked(self, plan, self._driver.execute(plan.sql, bound))
        except self._driver.Error as error:
            raise as_toolkit(self._connection, plan.sql, error) from error

    def write(self, plan: Plan, bound: Sequence[Row]) -> None:
        try:
            if len(bound) == 1:
                self._driver.execute(plan.sql, bound[0])
            else:
                self._driver.executemany(plan.sql, bound)
        except self._driver.Error as error:
            raise as_toolkit(self._connection, plan.sql, error) from error

    def send(self) -> None:
        """Nothing waits."""

    def drop(self) -> None:
        """Nothing waits."""

    def others_wrote(self) -> object | None:
        # Counts the commits of other connections, of this one and of no other.
        return self, self._run("PRAGMA data_version").fetchone()[0]

    def commit(self) -> None:
        self._run("COMMIT")

    def end(self) -> None:
        if self._driver.in_transaction:
            self._driver.rollback()

    def _run(self, sql: str) -> Any:
        try:
            return self._driver.execute(sql)
        except self._driver.Error as error:
            raise as_toolkit(self._connection, sql, error) from error


class _Asked:
    """Rows that SQLite hands out."""

    __slots__ = ("_cursor", "_plan", "_wire")

    def __init__(self, wire: SqliteWire, plan: Plan, cursor: Any) -> None:
        self._wire = wire
        self._plan = plan
        self._cursor = cursor

    def first(self) -> Row | None:
        row = self._cursor.fetchone()
        self._cursor.close()
        return None if row is None else self._plan.read(row)

    def all(self) -> list[Row]:
        rows: list[Row] = self._cursor.fetchall()
        return [self._plan.read(row) for row in rows] if self._plan.reads else rows


class PostgresWire:
    """A connection of psycopg."""

    __slots__ = ("_begin", "_connection", "_driver", "_waiting")

    def __init__(self, connection: Connection, begin: str) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        self._begin = begin
        self._waiting: list[_Waiting] = []

    def begin(self) -> None:
        self._waiting.append(_Waiting(self, _BEGIN_OR_END, self._begin))

    def ask(self, plan: Plan, values: Values) -> Answer:
        asked = _Waiting(self, plan, plan.sql, plan.bind(values))
        self._waiting.append(asked)
        return asked

    def write(self, plan: Plan, bound: Sequence[Row]) -> None:
        if len(bound) == 1:
            self._waiting.append(_Waiting(self, plan, plan.sql, bound[0]))
        else:
            self._waiting.append(_Waiting(self, plan, plan.sql, bound, many=True))

    def send(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            with self._driver.pipeline():
                for one in waiting:
                    one.start(self._driver)
        except self._driver.Error as error:
            raise as_toolkit(self._connection, waiting[-1].sql, error) from error

    def drop(self) -> None:
        self._waiting.clear()

    def others_wrote(self) -> object | None:
        return None

    def commit(self) -> None:
        end = _Waiting(self, _BEGIN_OR_END, "COMMIT")
        self._waiting.append(end)
        self.send()
        if end.outcome != "COMMIT":
            # A failure that somebody swallowed: the server answers COMMIT with ROLLBACK then, and says no more.
            raise RuntimeError("a transaction that had failed was to be kept")

    def end(self) -> None:
        self._waiting.clear()
        self._driver.rollback()


_BEGIN_OR_END = Plan("", tuple, tuple, (), (), 0, {})


class _Waiting:
    """A statement on its way to PostgreSQL, and its answer."""

    __slots__ = ("_cursor", "_many", "_parameters", "_plan", "_wire", "sql")

    def __init__(self, wire: PostgresWire, plan: Plan, sql: str, parameters: Any = (), *, many: bool = False) -> None:
        self._wire = wire
        self._plan = plan
        self._parameters = parameters
        self._many = many
        self._cursor: Any = None
        self.sql = sql

    def start(self, driver: Any) -> None:
        self._cursor = driver.cursor()
        if self._many:
            self._cursor.executemany(self.sql, self._parameters)
        else:
            self._cursor.execute(self.sql, self._parameters)

    @property
    def outcome(self) -> str | None:
        """The server's word for what it did."""
        outcome: str | None = self._cursor.statusmessage
        return outcome

    def first(self) -> Row | None:
        row = self._arrived().fetchone()
        return None if row is None else self._plan.read(row)

    def all(self) -> list[Row]:
        return [self._plan.read(row) for row in self._arrived().fetchall()]

    def _arrived(self) -> Any:
        if self._cursor is None:
            self._wire.send()
        return self._cursor


def as_toolkit(connection: Connection, sql: str, error: Exception) -> BaseException:
    """The driver's error as SQLAlchemy raises it; a connection that is gone is not used again."""
    dialect = connection.dialect
    driver = connection.connection.dbapi_connection
    gone = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]  # a driver's error, as it wants
    wrapped = DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, connection_invalidated=gone, dialect=dialect
    )
    if gone:
        connection.invalidate(error)
    return wrapped
