"""In-memory wake-ups between threads of one process. A lost one costs a poll's wait, never a row."""

import threading
import time
from collections import defaultdict


class WakeUps:
    """Counts notices by topic; a waiter says up to which count it has seen."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._counts: defaultdict[str, int] = defaultdict(int)

    def notify(self, topic: str) -> None:
        """Wakes everyone who waits for the topic."""
        with self._changed:
            self._counts[topic] += 1
            self._changed.notify_all()

    def notify_all(self) -> None:
        """Wakes everyone, whatever he waits for: the server is about to stop."""
        with self._changed:
            for topic in self._counts:
                self._counts[topic] += 1
            self._changed.notify_all()

    def seen(self, topic: str) -> int:
        """How many notices the topic has had."""
        with self._changed:
            return self._counts[topic]

    def wait(self, topic: str, seen: int, timeout_seconds: float) -> int:
        """Waits until the topic has had more notices than ``seen``, or the time is over; answers the count."""
        deadline = time.monotonic() + timeout_seconds
        with self._changed:
            while self._counts[topic] == seen:
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    break
            return self._counts[topic]
