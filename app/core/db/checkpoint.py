"""Moves SQLite's write-ahead log into the database file in a thread of its own, away from the till's commits."""

import logging
import threading
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

PAUSE_SECONDS: Final = 0.5
"""Commits of half a second share one checkpoint; more often costs fsyncs, more rarely grows the log."""

_log = logging.getLogger(__name__)


class Checkpointer:
    """Checkpoints soon after a write. A passive checkpoint waits for nobody and stops nobody."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dirty = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
        self._started = threading.Lock()

    def written(self) -> None:
        """Says that something was committed."""
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
            self._stopped.wait(PAUSE_SECONDS)
            self._dirty.clear()
            self._checkpoint()

    def _checkpoint(self) -> None:
        try:
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
                cursor.close()
            finally:
                connection.close()
        except SQLAlchemyError:
            _log.exception("checkpoint failed; the next one takes its pages along")
