"""A pseudo-terminal that stands for the register's serial cable; there are none on Windows."""

import contextlib
import os
import pty
import select
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
        name.unlink(missing_ok=True)
        name.symlink_to(os.ttyname(self._slave))

    def send(self, data: bytes) -> None:
        """See ``Connection``."""
        os.write(self._master, data)

    def receive(self, timeout_s: float | None) -> bytes | None:
        """See ``Connection``."""
        ready, _, _ = select.select([self._master, self._wake_read], [], [], timeout_s)
        if self._wake_read in ready:
            for handle in (self._master, self._slave, self._wake_read, self._wake_write):
                os.close(handle)
            return b""
        return os.read(self._master, _CHUNK) if ready else None

    def close(self) -> None:
        """See ``Connection``; the thread that receives does the rest."""
        self._name.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"\0")
