"""A first-come-first-served lock: a plain one lets a busy thread starve the others."""

import threading
from collections import deque
from types import TracebackType

from app.core.errors import Conflict


class FairLock:
    """Hands itself to the thread that has waited longest.

    Entering raises Conflict ``database_busy`` after ``timeout_seconds`` of waiting.
    """

    def __init__(self, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        self._state = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._state:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=self._timeout_seconds):
            return
        with self._state:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise Conflict("database_busy")
        # The lock was handed over between the timeout and the check: it is ours.

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._state:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
