"""Strategies by stable code, filled in ``app.wiring`` only."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from app.core.errors import NotFound

T = TypeVar("T")


class Registry(Generic[T]):
    """Code → strategy. A code given twice stops the start; an unknown one explains itself."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._entries: dict[str, T] = {}

    def add(self, code: str, entry: T) -> None:
        """Registers a strategy; RuntimeError where the code is taken."""
        if code in self._entries:
            raise RuntimeError(f"{self.subject}: {code!r} is registered twice")
        self._entries[code] = entry

    def get(self, code: str) -> T:
        """The strategy; NotFound ``unknown_code`` names the subject and the code."""
        try:
            return self._entries[code]
        except KeyError:
            raise NotFound("unknown_code", subject=self.subject, code=code) from None

    def __contains__(self, code: str) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)
