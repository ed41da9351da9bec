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
        self._drops = 0

    def get(self, key: str, load: Callable[[], Any]) -> Any:
        """The value, loaded again where it may be stale."""
        kept = self._values.get(key)
        if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        drops = self._drops
        value = load()
        with self._lock:
            # A change that landed while we read would be hidden by what we read before it.
            if drops == self._drops:
                self._values[key] = (time.monotonic(), value)
        return value

    def drop(self, key: str) -> None:
        """Forgets a value: it has changed."""
        with self._lock:
            self._drops += 1
            self._values.pop(key, None)
