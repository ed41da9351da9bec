"""The databases that are measured: made once, kept under ``build/benchmarks``, copied for each benchmark."""

import contextlib
import hashlib
import itertools
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.core.db.engine import sqlite_url
from app.core.db.migrate import SCRIPTS, upgrade
from app.core.db.unit import Database
from benchmarks.bulk import Bulk, PostgresBulk, SqliteBulk
from benchmarks.goods import Product, load_goods, products
from benchmarks.history import LINES_PER_SALE, History
from benchmarks.shop import open_shifts, open_shop
from printing.document import Direction
from printing.receipt import Receipt, ReceiptLine, Row, TaxRow, receipt_document
from tests.support import postgres, postgres_keeper

PROJECT: Final = Path(__file__).parents[1]
KEPT: Final = PROJECT / "build" / "benchmarks"
DURABLE: Final = {"shared_buffers": "512MB", "max_connections": "60", "timezone": "UTC"}
"""PostgreSQL as it comes, so that a commit waits for the disk; only its memory is that of a server."""
_MADE_FROM: Final = ("bulk.py", "data.py", "goods.py", "history.py", "shop.py")


@dataclass(frozen=True, slots=True)
class Shop:
    """A filled database and what was sold in it."""

    url: str
    till_ids: tuple[int, ...]
    catalogue: list[Product]


class Store:
    """Hands out fresh copies of the filled databases of one size."""

    def __init__(self, lines: int) -> None:
        self._sales = lines // LINES_PER_SALE
        self._key = f"{lines}-{_fingerprint()}"
        self._copies = itertools.count(1)
        self._server: _KeptServer | None = None
        KEPT.mkdir(parents=True, exist_ok=True)
        self._forget_older()

    def sqlite(self) -> Shop:
        """A copy in an SQLite file; it is gone when the store closes."""
        made = KEPT / f"{self._key}.db"
        if not made.exists():
            unfinished = made.with_suffix(".unfinished")
            for left in KEPT.glob(f"{unfinished.name}*"):
                left.unlink()
            url = sqlite_url(unfinished)
            self._fill(url, "SQLite", lambda: SqliteBulk(str(unfinished)))
            unfinished.rename(made)
        copy = KEPT / f"copy-{os.getpid()}-{next(self._copies)}.db"
        shutil.copyfile(made, copy)
        _write_back(copy)
        return self._shop(sqlite_url(copy))

    def postgresql(self) -> Shop:
        """A copy in a PostgreSQL database on a server of our own, which stops when the store closes."""
        if self._server is None:
            self._server = _KeptServer(KEPT / "postgres")
            self._server.start()
        server = postgres.PostgresServer(self._server.host, self._server.port, postgres_keeper.SUPERUSER)
        made = f"made_{self._key}".replace("-", "_")
        if not server.exists(made):
            unfinished = "unfinished"
            server.drop(unfinished)
            server.create(unfinished)
            self._fill(server.url(unfinished), "PostgreSQL", lambda: PostgresBulk(server.connect(unfinished)))
            with server.connect() as connection:
                connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {made}")
        copy = f"copy_{next(self._copies)}"
        server.drop(copy)
        with server.connect() as connection:
            connection.execute(f"CREATE DATABASE {copy} TEMPLATE {made} STRATEGY FILE_COPY")
            connection.execute("CHECKPOINT")
        return self._shop(server.url(copy))

    def close(self) -> None:
        """Removes the copies and stops the server."""
        for copy in KEPT.glob(f"copy-{os.getpid()}-*"):
            copy.unlink()
        if self._server is not None:
            self._server.stop()

    def _fill(self, url: str, product: str, open_bulk: Callable[[], Bulk]) -> None:
        started = time.monotonic()
        database = Database(url)
        try:
            upgrade(database)
            opened = open_shop(database)
        finally:
            database.close()
        catalogue = products(opened.taxes)
        bulk = open_bulk()
        with _progress(product, self._sales, started) as progress:
            load_goods(bulk, opened, catalogue)
            History(opened, catalogue, self._sales, _paper_body(catalogue)).load(bulk, progress)
            bulk.finish()
        database = Database(url)
        try:
            open_shifts(database, opened.till_ids)
        finally:
            database.close()

    def _shop(self, url: str) -> Shop:
        database = Database(url)
        try:
            with database.read_unit() as tx:
                rows = tx.connection.exec_driver_sql("SELECT id FROM till ORDER BY id").all()
                rates = tx.connection.exec_driver_sql(
                    "SELECT tax_category_id, rate_bp FROM tax_rate ORDER BY tax_category_id"
                ).all()
        finally:
            database.close()
        till_ids = tuple(till_id for (till_id,) in rows)
        return Shop(url, till_ids, products(tuple((category_id, rate_bp) for category_id, rate_bp in rates)))

    def _forget_older(self) -> None:
        """Databases of an older schema or generator are of no use to anyone."""
        for path in (*KEPT.glob("*.db*"), *KEPT.glob("*.unfinished*")):
            kept = path.name.startswith("copy-") or path.name.endswith(f"-{_fingerprint()}.db")
            if not kept:
                path.unlink()


class _KeptServer(postgres_keeper.PostgresServer):
    """A PostgreSQL whose folder stays, so that the next run finds its databases filled."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder, DURABLE)

    def stop(self) -> None:
        """Stops the server in order, and keeps its folder."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in (*sorted(SCRIPTS.glob("versions/*.py")), *(PROJECT / "benchmarks" / name for name in _MADE_FROM)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _write_back(path: Path) -> None:
    """Waits until a fresh copy is on the disk, so that its writing is not measured."""
    with path.open("rb") as copied:
        os.fsync(copied.fileno())


def _paper_body(catalogue: list[Product]) -> str:
    """A receipt of ten lines as it is stored."""
    lines = [ReceiptLine(one.name, "12.50", "1 × 12.50") for one in catalogue[:LINES_PER_SALE]]
    receipt = Receipt(
        language="en",
        direction=Direction.LEFT_TO_RIGHT,
        shop_name="Hammer & Nail",
        header=("Hammer and Nail Ltd", "12 Vitosha Blvd", "1000 Sofia", "+359 2 987 6543", "Tax no. BG175074752"),
        title="Receipt",
        number="No. 1",
        date="06/03/2026, 11:00",
        cashier="Cashier: Anna",
        till="Till 1",
        lines=tuple(lines),
        totals=(),
        total=Row("Total EUR", "125.00"),
        tenders=(Row("Card", "62.50"), Row("Cash", "65.00")),
        change=Row("Change", "2.50"),
        tax_heading=TaxRow("Tax", "Net", "Tax amount", "Gross"),
        taxes=(TaxRow("20 %", "104.17", "20.83", "125.00"),),
        barcode="R01-0000001",
    )
    return receipt_document(receipt).to_json()


@contextlib.contextmanager
def _progress(product: str, sales: int, started: float) -> Iterator[Callable[[int], None]]:
    """Tells how far the filling is, on one line where a person looks on."""
    live = sys.stderr.isatty()

    def tell(done: int) -> None:
        if live:
            sys.stderr.write(f"\r{product}: {done:,} of {sales:,} sales")
            sys.stderr.flush()

    sys.stderr.write(f"{product}: filling {sales:,} sales, once\n")
    yield tell
    sys.stderr.write(f"{chr(13) if live else ''}{product}: filled in {time.monotonic() - started:.0f} s\n")
