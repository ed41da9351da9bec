"""Values read often and changed rarely, kept in memory for moments."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

FRESH_SECONDS: Final = 2.0
"""Another server's change is seen after this at the latest, like any notice of the feed."""
LONGEST_SECONDS: Final = 60.0
"""After this a value is loaded again, though the database says that nobody else has written."""


@dataclass(slots=True)
class Kept:
    """A value, when it was loaded and when it was last known to hold.

    ``others`` is what a unit that writes could tell of the writes of others then; None where it could not.
    """

    value: Any
    loaded_at: float
    known_at: float
    others: object | None


class FreshCache:
    """Values by key, each trusted for two seconds or until it is dropped.

    Where a unit can tell that nobody else has written since, the value is trusted for as long again: a till that sells
    once in a while does not read the whole set-up of the shop for each sale.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, Kept] = {}
        self.drops = 0
        """How often a value was dropped so far."""

    def fresh(self, key: str) -> Kept | None:
        """The value that may be taken from memory as it is; None where there is none."""
        kept = self._values.get(key)
        return kept if kept is not None and time.monotonic() - kept.known_at < FRESH_SECONDS else None

    def get(
        self,
        key: str,
        load: Callable[[], Any],
        *,
        since: int | None = None,
        others: Callable[[], object | None] = lambda: None,
    ) -> Any:
        """The value, loaded again where it may be stale; ``since`` is what ``drops`` was when the reader began.

        Without it the reader begins here. ``others`` answers something that is the same as long as nobody but the
        units of this program wrote; None where that is not known.
        """
        kept = self.fresh(key)
        if kept is not None:
            return kept.value
        began = self.drops if since is None else since
        now, written = time.monotonic(), others()
        kept = self._values.get(key)
        is_same = kept is not None and written is not None and kept.others == written
        if kept is not None and is_same and now - kept.loaded_at < LONGEST_SECONDS:
            kept.known_at = now
            return kept.value
        value = load()
        with self._lock:
            # A reader sees the state it began with: a change since then would be hidden by what it read.
            if began == self.drops:
                loaded_at = time.monotonic()
                self._values[key] = Kept(value, loaded_at, loaded_at, written)
        return value

    def drop(self, key: str) -> None:
        """Forgets a value: it has changed."""
        with self._lock:
            self.drops += 1
            self._values.pop(key, None)
