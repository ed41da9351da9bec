"""From an address to the way its bytes take."""

from typing import Final

from devices.address import DeviceAddress, choice_option, whole_option
from devices.transports.file import FileOutlet
from devices.transports.serial_line import FRAMINGS, SerialWire
from devices.transports.spooler import CupsOutlet, WinspoolOutlet
from devices.transports.tcp import DEFAULT_PORT, TcpWire
from devices.transports.usb_line import UsbWire
from devices.usb_place import UsbPlace

DEFAULT_BAUD: Final = 19_200
Transport = TcpWire | SerialWire | UsbWire | FileOutlet | CupsOutlet | WinspoolOutlet

_FLOWS: Final = ("dsrdtr", "rtscts", "xonxoff", "none")


def open_transport(
    address: DeviceAddress,
    *,
    port: int = DEFAULT_PORT,
    speed: int = DEFAULT_BAUD,
    flow: str = "dsrdtr",
    framing: str = "8n1",
) -> Transport:
    """The way to the device; opens nothing yet. BadInput ``address_value`` for an option out of its limits.

    ``port``, ``speed``, ``flow`` and ``framing`` are the factory's, where the address says nothing of them.
    """
    match address.transport:
        case "tcp":
            return TcpWire(address.host, address.port or port)
        case "serial":
            chosen = choice_option(address.options, "flow", flow, _FLOWS)
            bits = choice_option(address.options, "framing", framing, FRAMINGS)
            return SerialWire(address.target, baud(address, speed), chosen, bits)
        case "usb":
            return UsbWire(UsbPlace.of(address.target, address.options))
        case "file":
            return FileOutlet(address.target)
        case "cups":
            return CupsOutlet(address.target)
        case _:
            return WinspoolOutlet(address.target)


def baud(address: DeviceAddress, speed: int = DEFAULT_BAUD) -> int:
    """The speed of a serial port in bits a second; ``speed`` where the address says nothing of it."""
    return whole_option(address.options, "baud", speed, range(1200, 1_000_001))
