"""What hangs on USB, seen through libusb, where the PC has it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import usb.core
import usb.util
from usb.backend import libusb1

from devices.errors import DeviceError, Trouble
from devices.transports.channel import Deadline
from devices.usb_place import UsbPlace

PRINTER_CLASS: Final = 7
_OWN_CLASS, _OWN_RANK = 255, 1
"""Of the maker's own: some receipt printers can be set to it, and speak there as on the printer's class."""
_ONE_WAY, _TWO_WAYS = 1, 2
"""Protocols of the printer's class that carry plain bytes (USB printer class 1.1, 4.1); others wrap them."""
_TROUBLES: Final = {
    errno.EACCES: Trouble.USB_NO_RIGHTS,
    errno.EPERM: Trouble.USB_NO_RIGHTS,
    errno.EBUSY: Trouble.USB_BUSY,
}


@dataclass(frozen=True, slots=True)
class Pipes:
    """The ends that bytes go through; ``back`` is None where the device can not answer.

    ``setting`` is the interface's alternate setting, None where it has but one. ``packet_bytes`` is the most that one
    packet of ``back`` holds.
    """

    interface: int
    setting: int | None
    out: int
    back: int | None
    packet_bytes: int


def library() -> Any:
    """libusb; DeviceError ``usb_library_missing``. Found at the next try once it was installed."""
    backend = libusb1.get_backend()
    if backend is None:
        raise DeviceError(Trouble.USB_NO_LIBRARY, maker_code="libusb-1.0 was not found")
    return backend


def connected() -> Iterator[Any]:
    """Every device on USB; DeviceError ``usb_library_missing``."""
    backend = library()
    with told():
        yield from usb.core.find(find_all=True, backend=backend)


@contextmanager
def told() -> Iterator[None]:
    """Says what libusb refuses in our words: DeviceError ``usb_not_allowed``, ``usb_busy``, ``device_unreachable``."""
    try:
        yield
    except NotImplementedError as problem:
        # What libusb answers on Windows where the device has another driver than WinUSB.
        raise DeviceError(Trouble.USB_NO_RIGHTS, maker_code=f"libusb: {problem}") from problem
    except usb.core.USBError as problem:
        raise DeviceError(_TROUBLES.get(problem.errno or 0, Trouble.UNREACHABLE), maker_code=str(problem)) from problem


def socket_of(device: Any) -> str:
    """The socket a device hangs in, as Linux writes it: bus, and the ports from hub to hub."""
    return f"{device.bus}-{'.'.join(map(str, device.port_numbers or ()))}"


def serial_of(device: Any) -> str:
    """The number of the device itself; empty where it has none. DeviceError where it may not be asked."""
    with told():
        # Opens it: the strings hide whether that was allowed.
        device.get_active_configuration()
    return string_of(device, device.iSerialNumber)


def string_of(device: Any, index: int) -> str:
    """One of the texts a device holds; empty where it is not to be had."""
    try:
        return tidy(usb.util.get_string(device, index) or "")
    except (usb.core.USBError, NotImplementedError, ValueError):
        return ""


def tidy(text: str) -> str:
    """A text of a device, some of which are filled up with blanks or zeroes."""
    return " ".join(text.replace("\0", " ").split())


def find_device(place: UsbPlace, deadline: Deadline) -> Any:
    """The device at a place, opened.

    Raises DeviceError ``device_unreachable`` where it is not there, ``usb_several`` where the place names more than
    one, or what keeps it from being asked.
    """
    alike = [one for one in connected() if (one.idVendor, one.idProduct) == (place.vendor, place.product)]
    refusal = DeviceError(Trouble.UNREACHABLE, maker_code=f"{place.way} is not plugged in")
    found = []
    for device in alike:
        if place.socket not in {"", socket_of(device)}:
            continue
        device.default_timeout = milliseconds(deadline)
        try:
            if place.serial in {"", serial_of(device)}:
                found.append(device)
                continue
        except DeviceError as problem:
            refusal = problem
        usb.util.dispose_resources(device)
    if len(found) == 1:
        return found[0]
    for device in found:
        usb.util.dispose_resources(device)
    raise DeviceError(Trouble.USB_SEVERAL, maker_code=", ".join(map(socket_of, found))) if found else refusal


def milliseconds(deadline: Deadline) -> int:
    """What is left until a deadline, as libusb takes it: there, zero would mean for ever."""
    return max(1, int(deadline.remaining_s() * 1000))


def pipes_of(configuration: Any) -> Pipes | None:
    """The best pipes of a device: both ways before one way, the printer's class before the maker's own."""
    best: tuple[int, Pipes] | None = None
    for interface in configuration:
        rank = _rank(interface)
        pipes = _pipes(configuration, interface) if rank else None
        if pipes is not None and (best is None or rank > best[0]):
            best = rank, pipes
    return None if best is None else best[1]


def printer_pipes(device: Any) -> Pipes | None:
    """The pipes of a device that says it is a printer and takes plain bytes; None of any other."""
    try:
        is_printer = any(_rank(interface) > _OWN_RANK for interface in device[0])
        return pipes_of(device[0]) if is_printer else None
    except (usb.core.USBError, NotImplementedError, IndexError):
        # Some devices do not even say what they are, and others are pulled out meanwhile.
        return None


def _rank(interface: Any) -> int:
    if interface.bInterfaceClass == _OWN_CLASS:
        return _OWN_RANK
    if interface.bInterfaceClass != PRINTER_CLASS:
        return 0
    return {_ONE_WAY: 2, _TWO_WAYS: 3}.get(interface.bInterfaceProtocol, 0)


def _pipes(configuration: Any, interface: Any) -> Pipes | None:
    bulk = [end for end in interface if usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK]
    out = [end for end in bulk if usb.util.endpoint_direction(end.bEndpointAddress) == usb.util.ENDPOINT_OUT]
    back = [end for end in bulk if usb.util.endpoint_direction(end.bEndpointAddress) == usb.util.ENDPOINT_IN]
    if not out:
        return None
    number = interface.bInterfaceNumber
    settings = sum(one.bInterfaceNumber == number for one in configuration)
    return Pipes(
        number,
        interface.bAlternateSetting if settings > 1 else None,
        out[0].bEndpointAddress,
        back[0].bEndpointAddress if back else None,
        back[0].wMaxPacketSize if back else 0,
    )
