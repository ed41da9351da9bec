"""A pole display at the end of a wire, whatever its commands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.poles.port import Face, PoleInfo
from devices.transports.channel import Channel, Deadline, Outlet, Wire

CONNECT_MS: Final = 1_000
WRITE_MS: Final = 1_000
_LOOK_MS: Final = 1

Write = Callable[[Face], bytes]
"""A face as a display wants it, from any state it may be in."""


class WiredPole:
    """A ``PoleDisplay`` on a port or the network. The connection stays open from face to face."""

    def __init__(self, wire: Wire, write: Write, info: PoleInfo) -> None:
        self._wire = wire
        self._write = write
        self._channel: Channel | None = None
        self.info = info

    def show(self, face: Face) -> None:
        """Sends the face; on a line that broke since the last one, over a new one."""
        refuse_inside_unit()
        whole = self._write(face)
        try:
            channel = self._connected()
            channel.write(whole, Deadline(WRITE_MS))
        except DeviceError:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the connection."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def _connected(self) -> Channel:
        if self._channel is not None and _is_lost(self._channel):
            self.close()
        if self._channel is None:
            self._channel = self._wire.open(Deadline(CONNECT_MS))
        return self._channel


def _is_lost(channel: Channel) -> bool:
    """A display never speaks, but a line that broke is noticed by listening."""
    try:
        channel.read(Deadline(_LOOK_MS))
    except DeviceError as error:
        if error.trouble is Trouble.LOST:
            return True
        raise
    return False


@dataclass(frozen=True, slots=True)
class OutletPole:
    """A ``PoleDisplay`` behind a file or a queue of the system."""

    outlet: Outlet
    write: Write
    info: PoleInfo

    def show(self, face: Face) -> None:
        """Hands the face over."""
        refuse_inside_unit()
        self.outlet.deliver(self.write(face), Deadline(WRITE_MS))

    def close(self) -> None:
        """Nothing is held open."""
