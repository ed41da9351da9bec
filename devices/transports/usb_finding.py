"""The printers on USB, each with every way to it: through libusb, and by the file that Linux gives it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any, Final

import usb.util

from devices.errors import DeviceError, Trouble
from devices.transports.usb_bus import Pipes, connected, printer_pipes, socket_of, string_of, tidy, told
from devices.usb_place import UsbPlace

MAKERS: Final = {
    0x04B8: "Epson",
    0x04F9: "Brother",
    0x0519: "Star",
    0x0A5F: "Zebra",
    0x0DD4: "Custom",
    0x1203: "TSC",
    0x1504: "Bixolon",
}
"""By the numbers that USB gives out, for printers that say nothing of themselves."""


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A way to a printer. ``address`` is how the way is written in a form, ``name`` what stands on the printer.

    ``known_as`` is everything that the address of a device may call it by. ``same_as`` is the address of the better
    way to the same printer, ``trouble`` what keeps the program from taking this one.
    """

    address: str
    name: str = ""
    serial: str = ""
    known_as: tuple[str, ...] = ()
    same_as: str = ""
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class UsbPrinters:
    """What was found, each printer's ways together, and what kept libusb from being asked."""

    ways: tuple[FoundPrinter, ...]
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class System:
    """Where Linux tells of devices on USB; elsewhere there are no such folders."""

    files: Path = Path("/dev/usb")
    devices: Path = Path("/sys/bus/usb/devices")
    classes: Path = Path("/sys/class/usbmisc")

    def device_of(self, file: Path) -> str:
        """The socket of the device that a file belongs to; its interface is a folder in that of the device."""
        return (self.classes / file.name / "device").resolve().parent.name

    def printer_files(self) -> list[Path]:
        """The files of printers; none where the system does not make them."""
        with suppress(OSError):
            return [path for path in sorted(self.files.iterdir()) if path.name.startswith("lp")]
        return []

    def text(self, socket: str, name: str) -> str:
        """What the system read from a device when it was plugged in."""
        with suppress(OSError):
            return tidy((self.devices / socket / name).read_text(encoding="utf-8", errors="replace"))
        return ""


_SYSTEM: Final = System()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A printer as the bus shows it."""

    place: UsbPlace
    name: str
    answers: bool
    trouble: Trouble | None


def usb_printers(system: System = _SYSTEM) -> UsbPrinters:
    """Every printer on USB. Nothing is sent to one, and none is taken from whoever uses it."""
    files = {system.device_of(path): path for path in system.printer_files()}
    trouble, seen = None, []
    try:
        seen = [_seen(device, pipes, system) for device in connected() if (pipes := printer_pipes(device)) is not None]
    except DeviceError as problem:
        trouble = problem.trouble
    ways: list[FoundPrinter] = []
    for one in seen:
        by_libusb = _way(one, seen)
        file = files.pop(one.place.socket, None)
        if file is not None:
            by_libusb = replace(by_libusb, known_as=(*by_libusb.known_as, str(file)))
        ways.append(by_libusb)
        if file is not None:
            ways.append(replace(by_libusb, address=str(file), same_as=by_libusb.address, trouble=None))
    for socket, file in files.items():
        name = _name(system.text(socket, "manufacturer"), system.text(socket, "product"), 0)
        ways.append(FoundPrinter(str(file), name, system.text(socket, "serial"), (str(file),)))
    return UsbPrinters(tuple(ways), trouble)


def _seen(device: Any, pipes: Pipes, system: System) -> _Seen:
    socket, trouble = socket_of(device), None
    try:
        with told():
            device.get_active_configuration()
    except DeviceError as problem:
        trouble = problem.trouble
    if (system.devices / socket).is_dir():
        maker, product_name, serial = (system.text(socket, name) for name in ("manufacturer", "product", "serial"))
    else:
        maker, product_name, serial = (
            string_of(device, index) for index in (device.iManufacturer, device.iProduct, device.iSerialNumber)
        )
    usb.util.dispose_resources(device)
    place = UsbPlace(device.idVendor, device.idProduct, serial, socket)
    return _Seen(place, _name(maker, product_name, device.idVendor), pipes.back is not None, trouble)


def _way(one: _Seen, seen: list[_Seen]) -> FoundPrinter:
    """The shortest address that names this printer and no other that is plugged in."""
    place = one.place
    kinds = Counter((each.place.vendor, each.place.product) for each in seen)
    numbers = Counter((each.place.vendor, each.place.product, each.place.serial) for each in seen)
    if place.serial and numbers[place.vendor, place.product, place.serial] == 1:
        best = replace(place, socket="")
    else:
        is_alone = kinds[place.vendor, place.product] == 1
        best = replace(place, serial="", socket="" if is_alone else place.socket)
    mute = "" if one.answers else f"{'&' if best.socket else '?'}answers=0"
    known_as = tuple(each.way for each in _written(place))
    return FoundPrinter(best.way + mute, one.name, place.serial, known_as, trouble=one.trouble)


def _written(place: UsbPlace) -> Iterator[UsbPlace]:
    """Every place that fits."""
    for serial, socket in product({place.serial, ""}, {place.socket, ""}):
        yield replace(place, serial=serial, socket=socket)


def _name(maker: str, product_name: str, vendor: int) -> str:
    maker = maker or MAKERS.get(vendor, "")
    if product_name.lower().startswith(maker.lower()):
        return product_name or maker
    return f"{maker} {product_name}".strip()
