"""Where an emulated device is plugged in."""

import contextlib
import socket
from typing import Final, Protocol

_CHUNK: Final = 65_536


class Connection(Protocol):
    """Somebody at the other end."""

    def send(self, data: bytes) -> None:
        """OSError where nobody is there any more."""

    def receive(self, timeout_s: float | None) -> bytes | None:
        """What has arrived; None where nothing did in time; empty, or OSError, at the end of the connection."""

    def hang_up(self) -> None:
        """Lets ``receive`` find the end; from any thread."""

    def close(self) -> None:
        """Lets it go, once; by the thread that receives."""


class Socket:
    """A TCP connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes) -> None:
        """See ``Connection``."""
        self._connection.sendall(data)

    def receive(self, timeout_s: float | None) -> bytes | None:
        """See ``Connection``."""
        self._connection.settimeout(timeout_s)
        try:
            return self._connection.recv(_CHUNK)
        except TimeoutError:
            return None

    def hang_up(self) -> None:
        """See ``Connection``."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """See ``Connection``."""
        self.hang_up()
        self._connection.close()
