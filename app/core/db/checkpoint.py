"""Moves SQLite's write-ahead log into the database file in a thread of its own, away from the till's commits.

A till writes in bursts: ten scans and a payment, then the next customer. The checkpoint waits for the pause between
them, because two that wait for one disk wait for each other; only a log that grows large is moved while others write.
"""

import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

QUIET_SECONDS: Final = 0.15
"""So long after the last commit a checkpoint begins."""
LARGE_LOG_BYTES: Final = 64 * 1024 * 1024
"""A log beyond this does not wait for a pause; SQLite cuts its file back to this when it begins it anew."""

_log = logging.getLogger(__name__)


class Checkpointer:
    """Checkpoints soon after a write. A passive checkpoint waits for nobody and stops nobody."""

    def __init__(
        self, engine: Engine, *, quiet_seconds: float = QUIET_SECONDS, large_log_bytes: int = LARGE_LOG_BYTES
    ) -> None:
        self._engine = engine
        self._quiet_seconds = quiet_seconds
        self._large_log_bytes = large_log_bytes
        self._log_file = Path(f"{engine.url.database}-wal")
        self._written_at = 0.0
        self._dirty = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
        self._started = threading.Lock()

    def written(self) -> None:
        """Says that something was committed."""
        self._written_at = time.monotonic()
        if not self._dirty.is_set():
            with self._started:
                if not self._thread.is_alive() and not self._stopped.is_set():
                    self._thread.start()
            self._dirty.set()

    def stop(self) -> None:
        """Ends the thread after a last checkpoint."""
        self._stopped.set()
        self._dirty.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._dirty.wait()
            self._wait_for_a_pause()
            self._dirty.clear()
            self._checkpoint()

    def _wait_for_a_pause(self) -> None:
        while not self._log_is_large():
            left = self._written_at + self._quiet_seconds - time.monotonic()
            if left <= 0 or self._stopped.wait(left):
                return

    def _log_is_large(self) -> bool:
        try:
            return self._log_file.stat().st_size > self._large_log_bytes
        except OSError:  # the last connection closed takes the file along
            return False

    def _checkpoint(self) -> None:
        try:
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
                cursor.close()
            finally:
                connection.close()
        except (SQLAlchemyError, sqlite3.Error):  # a connection that cannot be opened raises the driver's own
            _log.exception("checkpoint failed; the next one takes its pages along")
