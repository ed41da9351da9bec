"""What the languages of label printers have in common: bytes in, labels out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Protocol

from devices.emulators.labels.label import Batch, Drawn

LONGEST_MM: Final = 1000
HEAD_MM: Final = 104
_LONGEST_COMMAND: Final = 16_000_000
_MOST_REMARKS: Final = 50


class BadCommand(Exception):
    """A command that is unknown, or can not be done; the text says which and why."""


class Machine(Protocol):
    """What an interpreter needs of the box around it."""

    def answer(self, data: bytes) -> None:
        """Sends bytes back to whoever sent the command."""

    def print_batch(self, batch: Batch) -> None:
        """Labels come out; the next command waits until they have."""

    def feed(self, length: int) -> None:
        """White paper comes out, in dots."""

    def cut(self) -> None:
        """The cutter falls."""

    def remark(self, remark: str) -> None:
        """Something was not understood."""

    def keep_settings(self) -> None:
        """The settings have changed for good."""

    @property
    def label_count(self) -> int:
        """How many labels have come out in its life."""

    @property
    def length_mm(self) -> int:
        """How much paper has come out in its life."""


class Interpreter(ABC):
    """Commands in, labels out.

    ``dots_per_mm`` is exact. ``ready`` is False while nothing can be carried out before more bytes arrive.
    """

    immediate: ClassVar[tuple[bytes, ...]]
    """The commands that are obeyed as they arrive."""

    def __init__(self, machine: Machine, dots_per_mm: float) -> None:
        self._machine = machine
        self._dots_per_mm = dots_per_mm
        self.ready = False
        self._buffer = bytearray()
        self._raw = bytearray()
        self._remarks: list[str] = []

    def feed(self, data: bytes) -> None:
        """Takes bytes into the buffer; where a command has no end, it is given up."""
        self._buffer += data
        self.ready = True
        if len(self._buffer) > _LONGEST_COMMAND:
            self.forget()
            self._remark("a command without an end")

    def step(self) -> bool:
        """Carries the next command out; False where there is none, or not all of it yet."""
        length = self._next()
        if not length:
            self.ready = False
            return False
        self._raw += self._buffer[:length]
        del self._raw[:-_LONGEST_COMMAND]
        del self._buffer[:length]
        try:
            self._carry_out()
        except BadCommand as problem:
            self._remark(str(problem))
        return True

    def forget(self) -> None:
        """Drops what waits in the buffer and the image as far as it is drawn."""
        self._buffer.clear()
        self._raw.clear()
        self._remarks.clear()
        self.ready = False

    def dots(self, mm: float) -> int:
        """A length on paper."""
        return round(mm * self._dots_per_mm)

    @property
    @abstractmethod
    def gap(self) -> int:
        """Backing paper between two labels, in dots; 0 where the paper is continuous."""

    @property
    @abstractmethod
    def size(self) -> tuple[int, int]:
        """Width and height of a label, in dots."""

    @property
    @abstractmethod
    def density(self) -> int:
        """How dark it prints."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """What survives a power loss."""

    @abstractmethod
    def restore(self, settings: Mapping[str, Any]) -> None:
        """Sets what was kept."""

    @abstractmethod
    def waiting_formats(self, more: bytes) -> int:
        """How many labels begin in its buffer and in ``more`` behind it."""

    @abstractmethod
    def _next(self) -> int:
        """Finds the next command in the buffer; its length in bytes, 0 where it is not all there."""

    @abstractmethod
    def _carry_out(self) -> None:
        """Does what ``_next`` found. BadCommand."""

    def _remark(self, remark: str) -> None:
        if remark not in self._remarks and len(self._remarks) < _MOST_REMARKS:
            self._remarks.append(remark)
        self._machine.remark(remark)

    def _finished(self, drawn: Drawn, copies: int, pause_every: int = 0) -> None:
        """The image goes to the print head."""
        drawn = Drawn(drawn.picture, drawn.texts, bytes(self._raw), (*self._remarks, *drawn.remarks))
        self._raw.clear()
        self._remarks.clear()
        self._machine.print_batch(Batch(drawn, copies, pause_every=pause_every))


def whole(text: str, low: int = 0, high: int = 32_000) -> int:
    """A whole number within limits. BadCommand."""
    text = text.strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10) or not low <= int(text) <= high:
        raise BadCommand(f"no number from {low} to {high}: {text[:20]!r}")
    return int(text)
