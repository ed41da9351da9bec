"""Values read often and changed rarely, kept in memory for moments."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

FRESH_SECONDS: Final = 2.0
"""Another server's change is seen after this at the latest, like any notice of the feed."""


class FreshCache:
    """Values by key, each trusted for two seconds or until it is dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, tuple[float, Any]] = {}
        self.drops = 0
        """How often a value was dropped so far."""

    def get(self, key: str, load: Callable[[], Any], *, since: int | None = None) -> Any:
        """The value, loaded again where it may be stale; ``since`` is what ``drops`` was when the reader began.

        Without it the reader begins here.
        """
        kept = self._values.get(key)
        if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        began = self.drops if since is None else since
        value = load()
        with self._lock:
            # A reader sees the state it began with: a change since then would be hidden by what it read.
            if began == self.drops:
                self._values[key] = (time.monotonic(), value)
        return value

    def drop(self, key: str) -> None:
        """Forgets a value: it has changed."""
        with self._lock:
            self.drops += 1
            self._values.pop(key, None)
