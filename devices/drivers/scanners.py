"""From an address to the scanner that stands there."""

from typing import Final

from devices.address import DeviceAddress
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.scanners.options import ScannerOptions, refuse_deaf
from devices.scanners.port import Scanner
from devices.scanners.scanner import WiredScanner
from devices.transports.open import open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire

_PORT: Final = 9108
_BAUD: Final = 9_600


def open_scanner(address: str) -> Scanner:
    """The scanner at an address such as ``scanner+serial:///dev/serial/by-id/usb-Honeywell-if00?suffix=cr``.

    Touches no device yet. Raises BadInput for an address or option that can not be.
    """
    parsed = DeviceAddress.parse(address)
    refuse_deaf(parsed)
    options = ScannerOptions.of(parsed)
    wire = open_transport(parsed, port=_PORT, speed=_BAUD, flow="none")
    assert isinstance(wire, TcpWire | SerialWire)
    return WiredScanner(RecordedWire(wire, log_of(address)), options, parsed.driver)
