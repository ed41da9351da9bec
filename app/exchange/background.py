"""Imports that run while the server serves: a thread each; what a stop breaks off goes on at the next start."""

import logging
import threading
from collections.abc import Callable

from app.core.actor import Actor
from app.exchange.runs import Imports

_log = logging.getLogger(__name__)


def work_on(imports: Imports, actor: Actor, uid: str, stopping: threading.Event) -> None:
    """Finishes an import in a thread of its own."""
    _in_thread(lambda: imports.finish(actor, uid, _until(stopping)), f"import {uid}")


def resume(imports: Imports, stopping: threading.Event) -> None:
    """Finishes, in a thread, what the last run of the program left."""
    _in_thread(lambda: imports.finish_all(_until(stopping)), "imports left over")


class _Stopping(Exception):
    """The server is about to stop; the import keeps its state."""


def _until(stopping: threading.Event) -> Callable[[str, int, int], None]:
    def look(_state: str, _done: int, _total: int) -> None:
        if stopping.is_set():
            raise _Stopping

    return look


def _in_thread(act: Callable[[], object], name: str) -> None:
    def run() -> None:
        try:
            act()
        except _Stopping:
            _log.info("%s: stopped with the server, goes on with it", name)
        except Exception:  # noqa: BLE001  # nobody is above a thread; the database says how far it came
            _log.exception("%s failed", name)

    threading.Thread(target=run, name=name, daemon=True).start()
