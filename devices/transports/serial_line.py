"""Devices on a serial port.

pyserial itself, because python-escpos's ``Serial`` sets no time limit for writing: a printer that holds the line
would hold its thread for ever.
"""

import sys
from typing import Final

import serial

from devices.errors import DeviceError, Interrupted, Trouble
from devices.transports.channel import Deadline

if sys.platform == "win32":
    _NOT_SET: tuple[type[Exception], ...] = ()
else:
    import termios

    # pyserial lets it through where a port does not take what it is set to.
    _NOT_SET = (termios.error,)

_CHUNK_BYTES: Final = 64
FRAMINGS: Final = {"8n1": (8, "N"), "7e1": (7, "E"), "7o1": (7, "O"), "8e1": (8, "E"), "8o1": (8, "O")}
"""Data bits and parity by the way they are written, with one stop bit."""


class SerialWire:
    """A serial port at a speed; ``flow`` is who may stop the other: ``dsrdtr``, ``rtscts``, ``xonxoff``, ``none``.

    ``framing`` is one of ``FRAMINGS``.
    """

    def __init__(self, port: str, baud: int, flow: str, framing: str = "8n1") -> None:
        self._port = port
        self._baud = baud
        self._flow = flow
        self._data_bits, self._parity = FRAMINGS[framing]

    def open(self, deadline: Deadline) -> "SerialChannel":
        """Opens the port; DeviceError ``device_unreachable``."""
        try:
            line = serial.Serial(
                self._port,
                self._baud,
                bytesize=self._data_bits,
                parity=self._parity,
                timeout=0,
                write_timeout=max(deadline.remaining_s(), 0.001),
                dsrdtr=self._flow == "dsrdtr",
                rtscts=self._flow == "rtscts",
                xonxoff=self._flow == "xonxoff",
            )
        except (serial.SerialException, ValueError, OSError, *_NOT_SET) as problem:
            raise DeviceError(Trouble.UNREACHABLE, maker_code=str(problem)) from problem
        return SerialChannel(line)


class SerialChannel:
    """An open port; see ``Channel``."""

    def __init__(self, line: serial.Serial) -> None:
        self._line = line

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Sends everything in pieces, so that the deadline holds over the whole and what has left is known."""
        sent = 0
        while sent < len(data):
            self._line.write_timeout = max(deadline.remaining_s(), 0.001)
            try:
                sent += self._line.write(data[sent : sent + _CHUNK_BYTES]) or 0
            except serial.SerialTimeoutException as problem:
                raise Interrupted(Trouble.BLOCKED, sent_bytes=sent) from problem
            except (serial.SerialException, OSError) as problem:
                raise Interrupted(Trouble.LOST, sent_bytes=sent, maker_code=str(problem)) from problem

    def read(self, deadline: Deadline) -> bytes:
        """What has arrived; nothing once the deadline has passed."""
        try:
            self._line.timeout = deadline.remaining_s()
            first = self._line.read(1)
            return first + self._line.read(self._line.in_waiting) if first else b""
        except (serial.SerialException, OSError) as problem:
            raise DeviceError(Trouble.LOST, maker_code=str(problem)) from problem

    def close(self) -> None:
        """Closes the port."""
        self._line.close()
