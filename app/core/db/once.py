"""Reading through what nobody reads again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from app.core.db.engine import SQLITE_CACHE_KIB
from app.core.db.unit import ReadUnit

_FEW_PAGES_KIB: Final = 4096


@contextmanager
def few_pages_kept(tx: ReadUnit) -> Iterator[None]:
    """Lets SQLite keep few pages of what is read inside: a walk through years of sales gains nothing from the rest.

    Without it every connection that walks fills its cache, and keeps it filled.
    """
    if not tx.database.is_sqlite:
        yield
        return
    _keep(tx, _FEW_PAGES_KIB)
    try:
        yield
    finally:
        _keep(tx, SQLITE_CACHE_KIB)


def _keep(tx: ReadUnit, kib: int) -> None:
    tx.connection.exec_driver_sql(f"PRAGMA cache_size=-{kib}").close()
