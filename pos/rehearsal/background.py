"""Runs while the server serves: a thread each; what a stop of the program breaks off is marked so."""

import logging
import threading
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from pos.rehearsal.running import rehearse
from pos.rehearsal.store import mark_interrupted

THREAD_NAME: Final = "rehearsal"
_log: Final = logging.getLogger(__name__)


def work_on(database: Database, uid: str, stopping: threading.Event) -> None:
    """Does the work of a run that has begun in a thread of its own."""

    def run() -> None:
        try:
            rehearse(database, uid, stopping)
        except Exception:  # noqa: BLE001  # nobody is above a thread; the next start marks the run
            _log.exception("rehearsal %s broke off", uid)

    threading.Thread(target=run, name=f"{THREAD_NAME} {uid}", daemon=True).start()


def tidy_up(database: Database) -> None:
    """Marks what the last run of the program left at work; to be called before anybody can begin one."""
    database.transact(program("job:rehearsal"), mark_interrupted)
