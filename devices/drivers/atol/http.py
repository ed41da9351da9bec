"""HTTP with one deadline over a whole request, on the same channels as every other device.

The client of the standard library knows a timeout between two pieces only, so a service that drips would hold a till up
for ever; nor does it tell whether any of a request had left. Its reader of answers is used as it is.
"""

import io
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Final, cast

from devices.errors import DeviceError, Trouble
from devices.transports.channel import Channel, Deadline, Wire

if TYPE_CHECKING:
    import socket

    from _typeshed import WriteableBuffer

_MOST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and body of an answer."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Door:
    """What every request says besides: which register is meant, and who asks."""

    host: str
    device: str = ""
    user: str = ""
    password: str = ""

    def head(self, method: str, path: str, body: bytes) -> bytes:
        """The head of a request."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Accept: application/json", "Connection: close"]
        if body:
            lines += ["Content-Type: application/json; charset=utf-8", f"Content-Length: {len(body)}"]
        if self.device:
            lines.append(f"deviceID: {self.device}")
        if self.user:
            lines.append(f"Authorization: Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}")
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def request(
    wire: Wire, door: Door, method: str, path: str, body: bytes, deadlines: tuple[Deadline, Deadline]
) -> Answer:
    """One request on a connection of its own; ``deadlines`` are those of connecting and of the whole answer.

    DeviceError ``device_unreachable`` where nothing had left; any other says that it may have arrived.
    """
    connecting, answering = deadlines
    channel = wire.open(connecting)
    try:
        channel.write(door.head(method, path, body) + body, answering)
        return _answer(channel, method, answering)
    finally:
        channel.close()


def _answer(channel: Channel, method: str, deadline: Deadline) -> Answer:
    # All that the reader wants of a socket is the file behind it.
    response = HTTPResponse(cast("socket.socket", _Socket(channel, deadline)), method=method)
    try:
        response.begin()
        return Answer(response.status, response.read())
    except (IncompleteRead, RemoteDisconnected) as problem:
        raise DeviceError(Trouble.LOST, maker_code=str(problem)[:200]) from problem
    except (HTTPException, ValueError) as problem:
        raise DeviceError(Trouble.GARBLED, maker_code=str(problem)[:200]) from problem
    finally:
        response.close()


class _Socket:
    def __init__(self, channel: Channel, deadline: Deadline) -> None:
        self._stream = _Stream(channel, deadline)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._stream)


class _Stream(io.RawIOBase):
    """What a channel receives, as a file; nothing by the deadline is no end of it."""

    def __init__(self, channel: Channel, deadline: Deadline) -> None:
        self._channel = channel
        self._deadline = deadline
        self._left_bytes = _MOST_BYTES
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)
        if not self._rest:
            self._rest = self._received()
        taken, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(taken)] = taken
        return len(taken)

    def _received(self) -> bytes:
        try:
            data = self._channel.read(self._deadline)
        except DeviceError as problem:
            if problem.trouble is Trouble.LOST and not problem.maker_code:
                return b""
            raise
        if not data:
            raise DeviceError(Trouble.NO_ANSWER)
        self._left_bytes -= len(data)
        if self._left_bytes < 0:
            raise DeviceError(Trouble.GARBLED, maker_code="too long")
        return data
