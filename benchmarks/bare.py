"""The limit: the rows of a sale written by the driver alone, into a copy of the same database.

Twenty-five rows in one transaction: a sale, ten lines, two tenders, ten stock moves, a message of the outbox and an
entry of the journal. Nothing is read, checked or computed, and the rows were made before the clock starts.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import count
from random import Random
from typing import Any, Final, Protocol, cast

import psycopg
from psycopg import sql

from app.core.db.engine import SQLITE_CACHE_KIB, read_url
from app.core.ids import new_uid
from app.core.money import UNIT_PRICE_SCALE
from benchmarks.data import Shop
from benchmarks.history import COLUMNS, LINES_PER_SALE
from benchmarks.shop import CURRENCY

_TABLES: Final = ("sale", "sale_line", "tender", "stock_move", "outbox_message", "journal_entry")
_FIRST_ID: Final = 10_000_000
"""Ids and numbers far above those of the history."""

SaleRows = dict[str, list[tuple[Any, ...]]]


class BareWriter(Protocol):
    """Commits the rows of one sale."""

    def commit(self, rows: SaleRows) -> None:
        """Writes them in one transaction."""
        ...


class BareSqlite:
    """The module sqlite3: WAL, synchronous=FULL, BEGIN IMMEDIATE, executemany, SQLite's own checkpoints."""

    def __init__(self, shop: Shop) -> None:
        path = read_url(shop.url).database
        assert path is not None
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"cache_size=-{SQLITE_CACHE_KIB}"):
            self.connection.execute(f"PRAGMA {pragma}")
        self._statements = {
            table: f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})"  # noqa: S608  # names of our own tables
            for table, columns in _columns().items()
        }

    def commit(self, rows: SaleRows) -> None:
        """Writes the rows of a sale in one transaction."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        for table, statement in self._statements.items():
            connection.executemany(statement, rows[table])
        connection.execute("COMMIT")

    def close(self) -> None:
        """Ends the connection."""
        self.connection.close()


class BarePostgres:
    """psycopg alone, the whole transaction in one pipeline: one wait for the server."""

    def __init__(self, shop: Shop) -> None:
        url = read_url(shop.url)
        self._connection = psycopg.connect(
            host=cast(str | None, url.query.get("host", url.host)),
            port=url.port,
            user=url.username,
            dbname=url.database,
            autocommit=True,
        )
        self._connection.prepare_threshold = 0
        self._statements = {
            table: sql.SQL("INSERT INTO {} ({}) VALUES ({})")
            .format(
                sql.Identifier(table),
                sql.SQL(",").join(map(sql.Identifier, columns)),
                sql.SQL(",").join(sql.Placeholder() * len(columns)),
            )
            .as_string()
            for table, columns in _columns().items()
        }

    def commit(self, rows: SaleRows) -> None:
        """Writes the rows of a sale in one transaction."""
        with self._connection.pipeline(), self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            for table, statement in self._statements.items():
                cursor.executemany(statement, rows[table])
            cursor.execute("COMMIT")

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


def sales(shop: Shop, *, as_text: bool) -> Iterator[SaleRows]:
    """Sales to write, without end; ``as_text`` writes instants and dates as SQLite keeps them."""
    random = Random("bare")  # the same sales in every run
    at: Any = datetime.now(UTC)
    day: Any = date.today()  # noqa: DTZ011  # any date does
    if as_text:
        at, day = at.strftime("%Y-%m-%d %H:%M:%S.%f"), day.isoformat()
    for sale_id in count(_FIRST_ID):
        uid = new_uid()
        rows: SaleRows = {
            "sale": [
                (
                    sale_id, uid, 1, shop.till_ids[0], 1, "sale", sale_id, CURRENCY, at, at, day, "benchmark",
                    LINES_PER_SALE, 10_000, 0, 8_000, 2_000, 10_000, 0, 10_000, 10_500, 500,
                )
            ],
            "sale_line": [],
            "tender": [(sale_id, 1, "card", 5_000), (sale_id, 2, "cash", 5_500)],
            "stock_move": [],
            "outbox_message": [
                ("printer:till-1", "print", 1, "{}", f"print:receipt:{uid}", False, "ready", 0, at, None)
            ],
            "journal_entry": [
                ("bare", sale_id, at, "benchmark", "sale.completed", f"sale:{uid}", "{}", "0" * 64, "0" * 64)
            ],
        }  # fmt: skip
        for position, one in enumerate(random.choices(shop.catalogue, k=LINES_PER_SALE), start=1):
            rows["sale_line"].append(
                (
                    sale_id, position, one.id, one.name, one.sku, 1000, 1000, "piece", one.price * UNIT_PRICE_SCALE,
                    "list", True, 1_000, 0, 800, 200, 1_000, one.tax_category_id, one.tax_rate_bp,
                )
            )  # fmt: skip
            rows["stock_move"].append((one.id, 1, 3, 1000, "sale", sale_id, position, at, day))
        yield rows


def _columns() -> dict[str, Sequence[str]]:
    return {table: COLUMNS[table] for table in _TABLES}
