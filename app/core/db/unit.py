"""The unit of work: one use case, one transaction. The only file of the program that commits."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.core import io_guard
from app.core.actor import Actor
from app.core.clock import Clock, SystemClock
from app.core.db.cache import FreshCache
from app.core.db.checkpoint import Checkpointer
from app.core.db.connections import Connections
from app.core.db.engine import begin_read, begin_write, read_engine, read_url, write_engine
from app.core.db.fair_lock import FairLock
from app.core.db.wake import WakeUps
from app.core.db.wire import Wire
from app.core.errors import BadInput, Conflict, ShopError
from app.core.events import EventBus

T = TypeVar("T")

LOCK_TIMEOUT_SECONDS: Final = 30.0
RETRIES: Final = 3
RETRY_PAUSE_SECONDS: Final = 0.02
_PASSING_STATES: Final = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialisation failure and a deadlock (PostgreSQL, appendix A)."""
_KEY_TAKEN_STATE: Final = "23505"
_OUT_OF_RANGE_STATE: Final = "22003"
_AWAY_CLASSES: Final = ("08", "57P")
"""SQLSTATE classes of a lost connection and a server that goes down."""


_NO_TURN: Final = nullcontext()


class DatabaseBusy(Conflict):
    """The database asks to begin again: a deadlock, or another program holds the file. Nothing was written."""


class ReadUnit:
    """An open transaction that can only read."""

    __slots__ = ("_connection", "_fresh_since", "_known", "books_on", "database", "now", "wire")

    def __init__(self, database: "Database", connection: Connection, wire: Wire, now: datetime) -> None:
        self._fresh_since = database.cache.drops
        self._connection = connection
        self._known: dict[str, Any] = {}
        self.database = database
        self.wire = wire
        self.now = now
        self.books_on: date | None = None
        """The business date its acts count for, where that is not the date of ``now``."""

    @property
    def connection(self) -> Connection:
        """The toolkit's connection. What waits to be sent goes before whatever is done with it."""
        self.wire.send()
        return self._connection

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Runs a statement in this transaction."""
        return self.connection.execute(statement, parameters)

    def cached(self, key: str, load: Callable[["ReadUnit"], T]) -> T:
        """What ``load`` reads, from memory where it is fresh: the same to the end of this transaction."""
        try:
            value: T = self._known[key]
        except KeyError:
            value = self._known[key] = self._kept(key, load)
        return value

    def _kept(self, key: str, load: Callable[["ReadUnit"], T]) -> T:
        cache = self.database.cache
        kept = cache.fresh(key)
        value: T = cache.get(key, lambda: load(self), since=self._fresh_since) if kept is None else kept.value
        return value


class Unit(ReadUnit):
    """An open transaction that writes for an actor. Services take it, and never end it."""

    __slots__ = ("_left", "actor", "outdated", "woken")

    def __init__(self, database: "Database", connection: Connection, wire: Wire, now: datetime, actor: Actor) -> None:
        super().__init__(database, connection, wire, now)
        self.actor = actor
        self.woken: set[str] = set()
        self.outdated: set[str] = set()
        self._left: dict[str, Any] = {}

    def cached(self, key: str, load: Callable[[ReadUnit], T]) -> T:
        """What ``load`` reads; never from memory once this unit has changed it."""
        return load(self) if key in self.outdated else super().cached(key, load)

    def _kept(self, key: str, load: Callable[[ReadUnit], T]) -> T:
        cache = self.database.cache
        kept = cache.fresh(key)
        value: T = (
            cache.get(key, lambda: load(self), since=self._fresh_since, others=self.wire.others_wrote)
            if kept is None
            else kept.value
        )
        return value

    def outdate(self, key: str) -> None:
        """Says that this unit changes a cached value."""
        self.outdated.add(key)

    def leave(self, key: str, value: object) -> None:
        """Leaves a value in memory, once this unit is kept, for the next one that takes it."""
        self._left[key] = value

    def take(self, key: str) -> object | None:
        """Takes out of memory what a unit left there, None where nothing is.

        Another unit, or another server, may have written since: what is taken must be told by what the rows say.
        """
        return self.database.left.pop(key, None)

    def kept(self) -> None:
        """Does in memory what was to be done once this unit is kept; called by who has kept it."""
        for key in self.outdated:
            self.database.cache.drop(key)
        self.database.left.update(self._left)

    def publish(self, event: object) -> None:
        """Hands an event to its subscribers, inside this transaction."""
        self.database.events.publish(self, event)

    def wake(self, topic: str) -> None:
        """Wakes whoever waits for the topic once this unit is kept. Only a saving of time: pollers find the rows."""
        self.woken.add(topic)

    def lock(self, rows: Select[*tuple[Any, ...]]) -> None:
        """Takes guard rows for update, in the order selected. SQLite holds its one writer already."""
        if not self.database.is_sqlite:
            self.connection.execute(rows.with_for_update())

    def share(self, rows: Select[*tuple[Any, ...]]) -> None:
        """Keeps rows from being taken by ``lock`` until the unit ends; other units may share them meanwhile."""
        if not self.database.is_sqlite:
            self.connection.execute(rows.with_for_update(read=True, key_share=True))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that an exception undoes without ending the unit."""
        with self.connection.begin_nested():
            try:
                yield
            except BaseException:
                self.wire.drop()
                raise
            self.wire.send()


class Database:
    """A database of the shop: where units of work are opened.

    On SQLite all writers of the process pass one first-come-first-served lock.
    """

    def __init__(self, url: str, *, clock: Clock | None = None, events: EventBus | None = None) -> None:
        self.url = read_url(url)
        self.clock: Clock = clock or SystemClock()
        self.events = events or EventBus()
        self.wake_ups = WakeUps()
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.cache = FreshCache()
        self.left: dict[str, object] = {}
        self.writer = write_engine(self.url)
        self.reader = read_engine(self.url)
        self.dialect = self.writer.dialect
        self._writing = Connections(self.writer, begin_write(self.url))
        self._reading = Connections(self.reader, begin_read(self.url))
        self._turn = FairLock(LOCK_TIMEOUT_SECONDS) if self.is_sqlite else _NO_TURN
        self._checkpointer = Checkpointer(self.writer) if self.is_sqlite else None

    @contextmanager
    def unit_of_work(self, actor: Actor) -> Iterator[Unit]:
        """Opens a writing transaction; leaving keeps it, an exception undoes it.

        Raises RuntimeError inside another unit, Conflict ``database_busy`` when the writer's turn does not
        come or the database asks to begin again, ``database_away`` where it cannot be reached, ShopError
        ``disk_full`` or ``data_not_writable`` where the disk refuses, BadInput ``text_unprintable`` or
        ``number_too_large`` for a value no column holds; nothing is written then.
        """
        with self._transaction(self._writing, self._turn) as (connection, wire):
            unit = Unit(self, connection, wire, self.clock.now(), actor)
            yield unit
            wire.commit()
            # Before the next writer has its turn.
            unit.kept()
        if self._checkpointer is not None:
            self._checkpointer.written()
        for topic in unit.woken:
            self.wake_ups.notify(topic)

    @contextmanager
    def read_unit(self) -> Iterator[ReadUnit]:
        """Opens a transaction that sees one state and cannot write."""
        with self._transaction(self._reading, _NO_TURN) as (connection, wire):
            yield ReadUnit(self, connection, wire, self.clock.now())

    def transact(self, actor: Actor, use_case: Callable[[Unit], T]) -> T:
        """Runs a use case in a unit, again up to three times where the database asks for it.

        It asks after a deadlock, and where another unit wrote the same new key first: the next try finds its row.
        Safe because a use case does no input or output. Raises what the use case raises.
        """
        for attempt in range(RETRIES):
            try:
                with self.unit_of_work(actor) as tx:
                    return use_case(tx)
            except DatabaseBusy:
                pass
            except IntegrityError as error:
                if _state(error) != _KEY_TAKEN_STATE:
                    raise
            time.sleep(RETRY_PAUSE_SECONDS * (attempt + 1))
        with self.unit_of_work(actor) as tx:
            return use_case(tx)

    def close(self) -> None:
        """Ends the checkpoint thread and all connections."""
        if self._checkpointer is not None:
            self._checkpointer.stop()
        self._reading.close()
        self._writing.close()

    @contextmanager
    def _transaction(
        self, connections: Connections, turn: AbstractContextManager[None]
    ) -> Iterator[tuple[Connection, Wire]]:
        """A connection in a transaction; what comes home without a commit is rolled back."""
        if io_guard.unit_is_open():
            raise RuntimeError("a unit of work inside a unit of work")
        io_guard.mark_unit(True)
        try:
            with turn:
                connection, wire = connections.take()
                failed = True
                try:
                    wire.begin()
                    yield connection, wire
                    failed = False
                finally:
                    connections.give_back(connection, wire, failed=failed)
        except (DBAPIError, UnicodeEncodeError, OverflowError) as error:
            plain = _plain(error)
            if plain is error:
                raise
            raise plain from error
        finally:
            io_guard.mark_unit(False)


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Outside a unit: what is wrong with the database is the ShopError that a unit would raise, where it is known."""
    try:
        yield
    except DBAPIError as error:
        plain = _plain(error)
        if plain is error:
            raise
        raise plain from error


def _state(error: DBAPIError) -> str:
    """The SQLSTATE PostgreSQL gave; SQLite gives none."""
    return getattr(error.orig, "sqlstate", None) or ""


def _plain(error: Exception) -> Exception:
    """What the trouble means for the shop; the error itself where that is not known."""
    reason, state = str(error), ""
    if isinstance(error, DBAPIError):
        reason, state = str(error.orig), _state(error)
    if isinstance(error, OperationalError):
        return _trouble(error, reason, state)
    # Values that no page looked at, and no column can hold: they are somebody's input, not a fault of the program.
    if isinstance(error, UnicodeEncodeError) or "NUL (0x00)" in reason:
        return BadInput("text_unprintable")
    if state == _OUT_OF_RANGE_STATE or "SQLite INTEGER" in reason:
        return BadInput("number_too_large")
    if "malformed" in reason or "not a database" in reason:
        return ShopError("database_damaged", problem=reason)
    return error


def _trouble(error: OperationalError, reason: str, state: str) -> Exception:
    if state in _PASSING_STATES or "database is locked" in reason:
        return DatabaseBusy("database_busy")
    if "disk is full" in reason or "No space left" in reason:
        return ShopError("disk_full")
    if "readonly database" in reason or "disk I/O error" in reason or "unable to open" in reason:
        return ShopError("data_not_writable")
    if state.startswith(_AWAY_CLASSES) or (not state and "connection" in reason):
        return Conflict("database_away")
    return error
