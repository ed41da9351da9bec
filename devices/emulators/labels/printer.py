"""An emulated label printer on its plugs: a buffer, a print head, and everything that can go wrong with them."""

from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from devices.emulators.labels.canvas import Canvas
from devices.emulators.labels.condition import LabelCondition
from devices.emulators.labels.immediate import Sieve
from devices.emulators.labels.interpreter import Interpreter
from devices.emulators.labels.label import Batch, Drawn, Label
from devices.emulators.labels.letters import cells
from devices.emulators.memory import remember, remembered
from devices.emulators.plugs import Plug
from devices.emulators.served import ServedDevice
from devices.emulators.shelf import Shelf

DOTS_PER_MM: Final = {203: 8.0, 300: 300 / 25.4}
"""By the name of the print head's resolution."""
BUFFER_BYTES: Final = 1_000_000
MEMORY_FILE: Final = "memory.json"
_LABELS_KEPT: Final = 50
_REMARKS_KEPT: Final = 20
_LETTER: Final = (12, 24)


class LabelPrinter(ServedDevice[LabelCondition]):
    """The printer; a language has its own. Labels are kept in ``labels`` (the last fifty).

    Where a ``folder`` is given, they lie there as picture, text and bytes, with what the printer remembers.
    Commands are carried out one after the other, and what follows a batch waits until it has come out. Half a command
    waits for its rest even when its sender has gone.
    """

    interpreter_type: ClassVar[Callable[["LabelPrinter", float], Interpreter]]

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        terminal: Path | None = None,
        dpi: int = 203,
    ) -> None:
        super().__init__(port, host, terminal, LabelCondition())
        self.labels: deque[Label] = deque(maxlen=_LABELS_KEPT)
        self.label_count = 0
        self.length_mm = 0
        self.cuts = 0
        self._folder = folder
        self._shelf = None if folder is None else Shelf(folder)
        self._dots_per_mm = DOTS_PER_MM[dpi]
        self._interpreter = type(self).interpreter_type(self, self._dots_per_mm)
        self._sieves = {plug: Sieve(self._interpreter.immediate) for plug in self._plugs.both}
        self._queue: deque[tuple[Plug, bytes]] = deque()
        self._queued = 0
        self._speaker = self._plugs.network
        self._batch: Batch | None = None
        self._remarks: deque[str] = deque(maxlen=_REMARKS_KEPT)
        self._kept = self._interpreter.settings()
        self._remember_all()

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        super().start()
        with self._changed:
            self._note()

    def wait_for_labels(self, count: int, timeout_s: float = 10.0) -> list[Label]:
        """The labels so far, once there have been that many in its life; TimeoutError."""
        self.wait_for(lambda printer: printer.label_count >= count, timeout_s)
        return list(self.labels)

    def wait_until_idle(self, timeout_s: float = 10.0) -> None:
        """Waits until everything that has arrived is carried out; TimeoutError."""
        self.wait_for(lambda printer: not (printer._batch or printer._queue or printer._interpreter.ready), timeout_s)

    @property
    def remaining(self) -> int:
        """How many labels of the batch have not come out."""
        return self._batch.remaining if self._batch is not None else 0

    # What the interpreter asks of its machine; called with the lock held.

    def answer(self, data: bytes) -> None:
        """See ``Machine``."""
        self._answer(self._speaker, data)

    def print_batch(self, batch: Batch) -> None:
        """See ``Machine``."""
        self._batch = batch

    def feed(self, length: int) -> None:
        """See ``Machine``."""
        self.length_mm += round(length / self._dots_per_mm)

    def cut(self) -> None:
        """See ``Machine``."""
        self.cuts += 1

    def remark(self, remark: str) -> None:
        """See ``Machine``."""
        self._remarks.append(remark)

    def keep_settings(self) -> None:
        """See ``Machine``."""
        self._kept = self._interpreter.settings()
        self._write_down()

    # What a language answers at once.

    @abstractmethod
    def _obey_at_once(self, plug: Plug, command: bytes) -> None:
        """One of the interpreter's ``immediate`` commands."""

    def _obeys_at_once(self) -> bool:
        """Whether immediate commands are told from data."""
        return self.condition.language == "right"

    @property
    def _is_printing(self) -> bool:
        return self._batch is not None and self.condition.can_print

    @property
    def _is_full(self) -> bool:
        return self._queued >= BUFFER_BYTES or not self.condition.reading

    def _waiting_formats(self) -> int:
        return self._interpreter.waiting_formats(b"".join(data for _, data in self._queue))

    def _cancel(self) -> None:
        """Forgets every job, half a command too."""
        self._queue.clear()
        self._queued = 0
        self._batch = None
        self._interpreter.forget()
        self._note()

    # What the frame asks.

    def _works(self) -> list[Callable[[], None]]:
        return [self._print]

    def _takes_data(self) -> bool:
        return not self._is_full

    def _hear(self, plug: Plug, data: bytes) -> None:
        sieve = self._sieves[plug]
        for piece in sieve.take(data) if self._obeys_at_once() else [data]:
            if piece in self._interpreter.immediate and self._obeys_at_once():
                self._obey_at_once(plug, piece)
            else:
                self._enqueue(plug, piece)
        if not self._obeys_at_once():
            self._let_through(plug)

    def _unplugged(self, plug: Plug) -> None:
        self._let_through(plug)

    def _let_through(self, plug: Plug) -> None:
        """What looked like the beginning of an immediate command is none."""
        if rest := self._sieves[plug].rest():
            self._enqueue(plug, rest)

    def _forget(self) -> None:
        for sieve in self._sieves.values():
            sieve.rest()
        self._cancel()
        self._interpreter.restore(self._kept)

    def _state(self) -> dict[str, object]:
        return {
            **self.condition.as_facts(),
            "settings": self._interpreter.settings(),
            "labels": self.label_count,
            "length_mm": self.length_mm,
            "cuts": self.cuts,
            "remaining": self.remaining,
            "buffered_bytes": self._queued,
            "remarks": list(self._remarks),
        }

    def _note(self) -> None:
        super()._note()
        if self._shelf is not None:
            self._shelf.note_state(self._state())

    def _remember_all(self) -> None:
        kept = remembered(self._folder / MEMORY_FILE) if self._folder is not None else {}
        if kept:
            self._kept = kept["settings"]
            self._interpreter.restore(self._kept)
            self.label_count, self.length_mm, self.cuts = kept["label_count"], kept["length_mm"], kept["cuts"]

    def _write_down(self) -> None:
        if self._folder is not None:
            counts = {"label_count": self.label_count, "length_mm": self.length_mm, "cuts": self.cuts}
            remember(self._folder / MEMORY_FILE, {"settings": self._kept, **counts})

    def _enqueue(self, plug: Plug, data: bytes) -> None:
        self._queue.append((plug, data))
        self._queued += len(data)
        self._changed.notify_all()

    # The thread of the print head.

    def _print(self) -> None:
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._stopping or self._has_work())
                if self._stopping:
                    return
                if self._batch is not None:
                    self._print_next(self._batch)
                elif self._interpreter.step():
                    self._changed.notify_all()
                elif self._queue:
                    self._take()
                else:
                    self._note()

    def _has_work(self) -> bool:
        if not self.condition.power:
            return False
        if self._batch is not None:
            return self.condition.can_print
        return bool(self._queue) or self._interpreter.ready

    def _take(self) -> None:
        self._speaker, data = self._queue.popleft()
        self._queued -= len(data)
        if self.condition.language == "right":
            self._interpreter.feed(data)
        else:
            self._dump(data)
        self._changed.notify_all()

    def _print_next(self, batch: Batch) -> None:
        if self.condition.slow_ms:
            self._changed.wait_for(
                lambda: self._is_dead() or self._batch is not batch or not self.condition.can_print,
                self.condition.slow_ms / 1000,
            )
            if self._is_dead() or self._batch is not batch or not self.condition.can_print:
                return
        if not self.condition.take_label():
            self._note()
            return
        batch.done += 1
        self._came_out(Label(batch.drawn, batch.done, batch.copies, self._dots_per_mm * 25.4, *self._set()))
        if not batch.remaining:
            self._batch = None
        elif batch.pause_every and batch.done % batch.pause_every == 0:
            self.condition.pause = True
        if not self.condition.power:
            self._lose_power()

    def _set(self) -> tuple[int, int]:
        return self._interpreter.gap, self._interpreter.density

    def _came_out(self, label: Label) -> None:
        self.labels.append(label)
        self.label_count += 1
        self.feed(label.picture.height + label.gap)
        if self._shelf is not None:
            self._shelf.put(label)
        self._write_down()
        self._note()

    def _dump(self, data: bytes) -> None:
        """Commands of a language it takes for text: they come out as they are."""
        canvas = Canvas(*self._interpreter.size)
        columns = max(1, canvas.picture.width // _LETTER[0])
        text = data.decode("latin-1")
        lines = [line[at : at + columns] for line in text.splitlines() for at in range(0, len(line), columns)]
        fitting = max(1, canvas.picture.height // _LETTER[1])
        for number, line in enumerate(lines[:fitting]):
            canvas.draw(cells(line, *_LETTER), 0, number * _LETTER[1])
            canvas.note(line)
        self.print_batch(Batch(Drawn(canvas.picture, tuple(canvas.texts), data, ("commands taken for text",)), 1))
