"""Devices on the network.

A socket of our own, because python-escpos's ``Network`` knows one timeout for everything, IPv4 only, and does not
tell how much of a job had left when the connection broke.
"""

import contextlib
import socket
from typing import Final

from devices.errors import DeviceError, Interrupted, Trouble
from devices.transports.channel import Deadline

DEFAULT_PORT: Final = 9100
_CHUNK_BYTES: Final = 4096


class TcpWire:
    """A host and a port."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)

    def open(self, deadline: Deadline) -> "TcpChannel":
        """Connects; DeviceError ``device_unreachable``."""
        try:
            connection = socket.create_connection(self._place, timeout=max(deadline.remaining_s(), 0.001))
        except OSError as problem:
            raise DeviceError(Trouble.UNREACHABLE, maker_code=str(problem)) from problem
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return TcpChannel(connection)


class TcpChannel:
    """An open connection; see ``Channel``."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Sends everything in pieces, so that the deadline holds over the whole and what has left is known."""
        sent = 0
        while sent < len(data):
            # Zero would mean "do not wait", which is another error.
            self._connection.settimeout(max(deadline.remaining_s(), 0.001))
            try:
                sent += self._connection.send(data[sent : sent + _CHUNK_BYTES])
            except TimeoutError as problem:
                raise Interrupted(Trouble.BLOCKED, sent_bytes=sent) from problem
            except OSError as problem:
                raise Interrupted(Trouble.LOST, sent_bytes=sent, maker_code=str(problem)) from problem

    def read(self, deadline: Deadline) -> bytes:
        """What has arrived; nothing once the deadline has passed."""
        self._connection.settimeout(max(deadline.remaining_s(), 0.001))
        try:
            data = self._connection.recv(1024)
        except TimeoutError:
            return b""
        except OSError as problem:
            raise DeviceError(Trouble.LOST, maker_code=str(problem)) from problem
        if not data:
            raise DeviceError(Trouble.LOST)
        return data

    def close(self) -> None:
        """Ends the connection in order, so that the other side still gets what was sent."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
        self._connection.close()
