"""An ESC/POS printer with a cash drawer on a TCP port, which goes wrong on command."""

import contextlib
import socket
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from devices.emulators.escpos.condition import Condition
from devices.emulators.escpos.interpreter import Interpreter
from devices.emulators.escpos.parse import realtime_commands
from devices.emulators.escpos.roll import Piece, Roll
from devices.emulators.shelf import Shelf

WIDTHS_DOTS: Final = {80: 576, 58: 384}
BUFFER_BYTES: Final = 16_384
_PAPERS_KEPT: Final = 10
_SWITCHING_S: Final = 5.0


class EscposEmulator:
    """The printer. A context manager; ``port`` 0 takes a free one.

    One connection is served at a time, as by a printer; the next waits. Papers are kept in ``papers`` (the last
    ten) and, where a ``folder`` is given, there as picture, text and bytes.
    """

    def __init__(
        self, port: int = 0, folder: Path | None = None, *, host: str = "127.0.0.1", width_mm: int = 80
    ) -> None:
        self.host = host
        self.port = port
        self.papers: deque[Piece] = deque(maxlen=_PAPERS_KEPT)
        self.condition = Condition()
        self._came_out = 0
        self._shelf = None if folder is None else Shelf(folder)
        self._changed = threading.Condition()
        self._queue: deque[tuple[socket.socket, bytes]] = deque()
        self._queued = 0
        self._connection: socket.socket | None = None
        self._speaker: socket.socket | None = None
        self._automatic = False
        self._stopping = False
        self._power_losses = self._losses_before = 0
        self._listener: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        roll = Roll(WIDTHS_DOTS[width_mm], self.condition.take_rows)
        self._interpreter = Interpreter(roll, self, lambda: self.condition.chinese)

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]
        with self._changed:
            self._note_state()
        for work in (self._serve, self._print):
            thread = threading.Thread(target=work, name=f"escpos-emulator-{work.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ends the connection and both threads."""
        with self._changed:
            self._stopping = True
            self._hang_up()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.stop()

    @property
    def is_listening(self) -> bool:
        """Whether a connection would be taken."""
        return self._listener is not None

    def _is_dead(self) -> bool:
        return self._stopping or not self.condition.power or self._is_outdated()

    def _is_outdated(self) -> bool:
        """Whether the power was away, for a moment perhaps, since the port was opened."""
        return self._power_losses != self._losses_before

    def _is_switched(self) -> bool:
        return self.is_listening and not self._is_outdated() if self.condition.power else not self.is_listening

    def order(self, order: str) -> dict[str, object]:
        """Changes the printer by a line of ``condition.HELP``; its state afterwards. BadInput for an unknown one."""
        with self._changed:
            self.condition.obey(order)
            if not self.condition.power:
                self._go_dark()
            elif self._automatic:
                self._send(self._connection, self.condition.automatic_status())
            self._note_state()
            self._changed.wait_for(self._is_switched, _SWITCHING_S)
            return self.condition.as_facts()

    def wait_for(self, reached: Callable[["EscposEmulator"], bool], timeout_s: float = 10.0) -> None:
        """Waits until something holds of the printer; TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: reached(self), timeout_s):
                raise TimeoutError(f"not reached: {self.condition}, {self._came_out} papers")

    def wait_for_papers(self, count: int, timeout_s: float = 10.0) -> list[Piece]:
        """The papers so far, once there have been that many; TimeoutError."""
        self.wait_for(lambda printer: printer._came_out >= count, timeout_s)
        return list(self.papers)

    def roll_is_clean(self) -> bool:
        """Whether nothing hangs out of the printer that was not cut."""
        with self._changed:
            return self._interpreter.roll.is_empty

    # What the interpreter asks of its machine; called with the lock held.

    def answer(self, data: bytes) -> None:
        """Sends bytes to whoever sent the command."""
        if self.condition.garbage:
            data = b"\xff"
        if not self.condition.mute:
            self._send(self._speaker, data)

    def confirm(self, data: bytes) -> None:
        """Answers when the paper would be through."""
        if self.condition.slow_ms:
            self._changed.wait_for(self._is_dead, self.condition.slow_ms / 1000)
        self.answer(data)

    def kick(self) -> None:
        """The drawer springs open."""
        self.condition.drawer_open = True
        self.condition.kicks += 1
        self._note_state()

    def automatic_status(self, on: bool) -> None:
        """Switches it, and sends the first at once."""
        self._automatic = on
        if on:
            self._send(self._speaker, self.condition.automatic_status())

    def paper_status(self) -> int:
        """The answer to GS r 1."""
        return self.condition.paper_status()

    def drawer_open(self) -> bool:
        """The level of the drawer's sensor."""
        return self.condition.drawer_open

    def came_out(self, piece: Piece) -> None:
        """Keeps a paper."""
        self.papers.append(piece)
        self._came_out += 1
        if self._shelf is not None:
            self._shelf.put(piece)
        self._note_state()

    # The thread of the network.

    def _serve(self) -> None:
        while True:
            listener = self._listener
            if listener is not None:
                with listener:
                    self._serve_connections(listener)
            with self._changed:
                self._listener = None
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._stopping or self.condition.power)
                if self._stopping:
                    return
                self._listener = socket.create_server((self.host, self.port))
                self._losses_before = self._power_losses
                self._changed.notify_all()

    def _serve_connections(self, listener: socket.socket) -> None:
        while not self._is_dead():
            connection, _ = listener.accept()
            with connection:
                with self._changed:
                    self._connection = connection
                    self._automatic = False
                with contextlib.suppress(OSError):
                    self._receive(connection)
                with self._changed:
                    self._connection = None
                    self._enqueue(connection, b"")

    def _receive(self, connection: socket.socket) -> None:
        unfinished = b""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_dead() or self.condition.reading)
                if self._is_dead():
                    return
            data = connection.recv(1024)
            if not data:
                return
            with self._changed:
                data, broken = self._broken(data)
                found, unfinished = realtime_commands(unfinished + data)
                for command in found:
                    self._obey_at_once(connection, command)
                self._changed.wait_for(lambda: self._is_dead() or self._queued < BUFFER_BYTES)
                if self._is_dead():
                    return
                if data:
                    self._enqueue(connection, data)
                if broken:
                    return

    def _broken(self, data: bytes) -> tuple[bytes, bool]:
        """What of the data arrives, and whether the connection drops after it."""
        left = self.condition.break_bytes
        if left is None:
            return data, False
        self.condition.break_bytes = None if left <= len(data) else left - len(data)
        return data[:left], left <= len(data)

    def _obey_at_once(self, connection: socket.socket, command: bytes) -> None:
        kind = command[1:2]
        if kind == b"\x04" and not self.condition.mute:
            if self.condition.noise:
                self._send(connection, self.condition.automatic_status())
            status = bytes((self.condition.realtime_status(command[2]),))
            self._send(connection, b"\xff" if self.condition.garbage else status)
        elif kind == b"\x05" and self.condition.error == "recoverable":
            self.condition.error = "none"
            self._note_state()
        elif command[1:3] == b"\x14\x01":
            self.kick()
        elif command[1:3] == b"\x14\x08":
            self._queue.clear()
            self._queued = 0

    def _enqueue(self, connection: socket.socket, data: bytes) -> None:
        """An empty piece of data is the end of a connection."""
        self._queue.append((connection, data))
        self._queued += len(data)
        self._changed.notify_all()

    # The thread of the print head.

    def _print(self) -> None:
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._stopping or self._may_print())
                if self._stopping:
                    return
                if self._interpreter.step():
                    if not self.condition.power:
                        self._go_dark()
                    self._changed.notify_all()
                elif self._queue:
                    self._take()

    def _may_print(self) -> bool:
        return self.condition.power and not self.condition.stopped and (bool(self._queue) or self._interpreter.ready)

    def _take(self) -> None:
        connection, data = self._queue.popleft()
        self._queued -= len(data)
        self._speaker = connection
        if data:
            self._interpreter.feed(data)
        else:
            # The sender has gone: half a command will never be finished, a paper without a cut is torn off.
            self._interpreter.forget_unfinished()
            self._interpreter.tear_off(whole=True)
        self._changed.notify_all()

    def _go_dark(self) -> None:
        """Everything that is not yet on paper is forgotten."""
        self._power_losses += 1
        self._queue.clear()
        self._queued = 0
        self._interpreter.tear_off(whole=False)
        self._hang_up()
        self._note_state()

    def _hang_up(self) -> None:
        """Wakes the network thread, whether it waits for data, for a connection, or for the buffer."""
        self._changed.notify_all()
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)
        if self._listener is not None:
            with contextlib.suppress(OSError):
                socket.create_connection((self.host, self.port), timeout=1).close()

    def _send(self, connection: socket.socket | None, data: bytes) -> None:
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.sendall(data)

    def _note_state(self) -> None:
        self._changed.notify_all()
        if self._shelf is not None:
            self._shelf.note_state(self.condition.as_facts())
