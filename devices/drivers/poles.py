"""From an address to the pole display that stands there, and what each kind of command writes.

Each face is a full refresh: the display may have lost its power, or be in a mode that somebody else left.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from devices.address import DeviceAddress
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedOutlet, RecordedWire
from devices.poles.display import OutletPole, WiredPole
from devices.poles.options import PoleOptions
from devices.poles.port import Face, Lamp, PoleDisplay, PoleInfo
from devices.poles.text import encoded
from devices.transports.open import open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire
from devices.transports.usb_line import UsbWire

_PORT: Final = 9106
_BAUD: Final = 9_600
_CLEAR: Final = b"\x0c"
_INITIALISE: Final = b"\x1b\x40"
_LAMPS: Final = {Lamp.NONE: b"0", Lamp.PRICE: b"1", Lamp.TOTAL: b"2", Lamp.PAID: b"3", Lamp.CHANGE: b"4"}
_LED_DIGITS: Final = 8


def write_epson(face: Face, options: PoleOptions) -> bytes:
    """Epson DM-D and what is compatible; overwrite mode, because the fortieth character would scroll."""
    page = b"" if options.page is None else bytes((0x1B, 0x74, options.page))
    bright = b"" if options.brightness is None else bytes((0x1F, 0x58, options.brightness))
    upper, lower = encoded(face.upper, options.encoding), encoded(face.lower, options.encoding)
    places = (b"\x1f\x24\x01\x01", b"\x1f\x24\x01\x02")
    return _INITIALISE + page + b"\x1f\x01" + bright + _CLEAR + places[0] + upper + places[1] + lower


def write_cd5220(face: Face, options: PoleOptions) -> bytes:
    """CD5220 (Partner, Posiflex, Birch). Cleared first: after a line of its own it heeds nothing else."""
    bright = b"" if options.brightness is None else bytes((0x1B, 0x2A, options.brightness))
    upper, lower = encoded(face.upper, options.encoding), encoded(face.lower, options.encoding)
    return _CLEAR + _INITIALISE + b"\x1b\x11" + bright + b"\x1bQA" + upper + b"\r" + b"\x1bQB" + lower + b"\r"


def write_dsp800(face: Face, options: PoleOptions) -> bytes:
    """DSP-800: clears, then writes from the first of its forty places."""
    upper, lower = encoded(face.upper, options.encoding), encoded(face.lower, options.encoding)
    return b"\x04\x01C1X\x17" + b"\x04\x01P\x31\x17" + upper + b"\x04\x01P\x45\x17" + lower


def write_led(face: Face, _options: PoleOptions) -> bytes:
    """Eight digits with lamps; figures only, the point as the sign of decimals."""
    figures = "".join(sign for sign in face.number if sign in "0123456789.-")[: _LED_DIGITS + 1]
    number = b"\x1bQA" + figures.encode("ascii") + b"\r" if figures else b""
    return _CLEAR + number + b"\x1bs" + _LAMPS[face.lamp]


def write_plain(face: Face, options: PoleOptions) -> bytes:
    """Forty characters after a form feed, for displays nobody knows."""
    return _CLEAR + encoded(face.upper, options.encoding) + encoded(face.lower, options.encoding)


_WRITERS: Final[Mapping[str, Callable[[Face, PoleOptions], bytes]]] = {
    "epson": write_epson,
    "cd5220": write_cd5220,
    "dsp800": write_dsp800,
    "led": write_led,
    "plain": write_plain,
}


def open_pole(address: str) -> PoleDisplay:
    """The display at an address such as ``epson+serial:///dev/ttyUSB1?baud=9600&codepage=cp866:11``.

    Touches no device yet. Raises BadInput for an address or option that can not be.
    """
    parsed = DeviceAddress.parse(address)
    options = PoleOptions.of(parsed)
    write = partial(_write, _WRITERS[parsed.driver], options)
    info = PoleInfo(parsed.driver, options.encoding, parsed.driver == "led", verified_on_hardware=False)
    transport = open_transport(parsed, port=_PORT, speed=_BAUD, flow="none")
    if isinstance(transport, TcpWire | SerialWire):
        return WiredPole(RecordedWire(transport, log_of(address)), write, info)
    assert not isinstance(transport, UsbWire)
    return OutletPole(RecordedOutlet(transport, log_of(address)), write, info)


def _write(writer: Callable[[Face, PoleOptions], bytes], options: PoleOptions, face: Face) -> bytes:
    return writer(face, options)
