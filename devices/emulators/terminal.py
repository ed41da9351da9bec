"""A pseudo-terminal that stands for a device's serial cable; there are none on Windows."""

import contextlib
import errno
import os
import pty
import select
import threading
import tty
from pathlib import Path
from typing import Final

_CHUNK: Final = 1024


class Terminal:
    """A pseudo-terminal under a name of its own, because its number changes whenever it is plugged in again."""

    def __init__(self, name: Path) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self._wake_read, self._wake_write = os.pipe()
        self._name = name
        self._is_open = True
        os.set_blocking(self._master, False)
        # A closed handle may be another file by the time somebody writes or hangs up.
        self._guard = threading.Lock()
        name.unlink(missing_ok=True)
        name.symlink_to(os.ttyname(self._slave))

    def send(self, data: bytes) -> None:
        """See ``Connection``; as on a cable, what nobody reads is lost once the port's buffer is full."""
        with self._guard, contextlib.suppress(BlockingIOError):
            if not self._is_open:
                raise OSError(errno.EIO, "unplugged")
            os.write(self._master, data)

    def receive(self, timeout_s: float | None) -> bytes | None:
        """See ``Connection``."""
        ready, _, _ = select.select([self._master, self._wake_read], [], [], timeout_s)
        if self._wake_read in ready:
            return b""
        return os.read(self._master, _CHUNK) if ready else None

    def hang_up(self) -> None:
        """See ``Connection``."""
        with self._guard:
            if self._is_open:
                os.write(self._wake_write, b"\0")

    def close(self) -> None:
        """See ``Connection``."""
        with self._guard:
            self._is_open = False
            self._name.unlink(missing_ok=True)
            for handle in (self._master, self._slave, self._wake_read, self._wake_write):
                os.close(handle)
