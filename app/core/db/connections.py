"""The open connections behind the units of work."""

from sqlalchemy import Connection, Engine

from app.core.db.wire import Wire, wire_of


class Connections:
    """Hands out connections, each with its wire, and takes them back.

    Those of SQLite stay open between units, as nobody else can end them; the toolkit's pool, which asks a server that
    may have gone, costs a scan as much as all it reads.
    """

    def __init__(self, engine: Engine, begin: str) -> None:
        """``begin`` is the statement that begins a transaction."""
        self._engine = engine
        self._begin = begin
        self._stay_open = engine.dialect.name == "sqlite"
        self._idle: list[tuple[Connection, Wire]] = []

    def take(self) -> tuple[Connection, Wire]:
        """A connection that nobody uses, with nothing begun."""
        try:
            return self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
            return connection, wire_of(connection, self._begin)

    def give_back(self, connection: Connection, wire: Wire, *, failed: bool) -> None:
        """Takes a connection back; what was begun and not kept is undone. After a failure it is not used again."""
        if failed or not self._stay_open:
            connection.close()
            return
        wire.end()
        if connection.in_transaction():
            connection.rollback()
        self._idle.append((connection, wire))

    def close(self) -> None:
        """Closes what is idle."""
        while self._idle:
            connection, _ = self._idle.pop()
            connection.close()
        self._engine.dispose()
