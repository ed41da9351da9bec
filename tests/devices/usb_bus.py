"""USB without hardware: a backend of pyusb whose printers are the emulated ones, strict where libusb and Linux are."""

import array
import errno
import select
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

import pytest
import usb.core
from usb.backend import IBackend, libusb1

from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.labels.printer import LabelPrinter as LabelEmulator
from devices.transports.usb_line import UsbWire
from devices.usb_place import UsbPlace

TEXTS: Final = ("maker", "name", "serial")
OUT, BACK = 0x02, 0x81
PACKET: Final = 64
BUS: Final = 99
"""A number that no bus of the machine has."""
_STRING, _GET_DESCRIPTOR, _PORT_STATUS = 3, 6, 1
_ENGLISH: Final = b"\x09\x04"


def refused(number: int) -> Exception:
    """What libusb's backend raises for an error of the system."""
    kind = usb.core.USBTimeoutError if number == errno.ETIMEDOUT else usb.core.USBError
    problem: Exception = kind(errno.errorcode[number], None, number)
    return problem


@dataclass(eq=False)
class UsbPrinter:
    """A printer on a cable, what is wrong with it, and the emulated one inside, by where it listens.

    ``has_power`` says whether it is switched on. ``settings`` are protocols of its alternate settings. Bytes of
    ``unplug_after``, ``stall_after`` and ``block_after`` count down; ``most`` is all that one writing takes.
    """

    inside: tuple[str, int] | None = None
    has_power: Callable[[], bool] = lambda: True
    vendor: int = 0x04B8
    product: int = 0x0E15
    maker: str = "EPSON"
    name: str = "TM-T20II"
    serial: str = "J3AF012345"
    ports: tuple[int, ...] = (2, 3)
    settings: tuple[int, ...] = (2,)
    interface_class: int = 7
    answers: bool = True
    plugged: bool = True
    allowed: bool = True
    has_foreign_driver: bool = False
    held: bool = False
    driver: bool = True
    port_status: int | None = 0x18
    fails_after: int | None = None
    fails_with: int = errno.ETIMEDOUT
    most: int = 1_000_000
    empty_packets: int = 0
    left_over: bytes = b""
    halted: set[int] = field(default_factory=set)
    received: bytearray = field(default_factory=bytearray)
    acts: list[str] = field(default_factory=list)
    setting: int = 0
    line: socket.socket | None = None

    @property
    def there(self) -> bool:
        """Whether the PC sees it."""
        return self.plugged and self.has_power()

    def hang_up(self) -> None:
        """Lets the emulated one inside go."""
        if self.line is not None:
            self.line.close()
            self.line = None

    def room(self, wished: int) -> int:
        """How many of the wished bytes go through before the fault; the fault itself once it has come."""
        if self.fails_after is None:
            return wished
        if self.fails_after == 0:
            if self.fails_with == errno.ENODEV:
                self.plugged = False
                self.hang_up()
            elif self.fails_with == errno.EPIPE:
                self.halted.add(OUT)
                self.fails_after = None
            raise refused(self.fails_with)
        return min(wished, self.fails_after)

    def take(self, packet: bytes, timeout_ms: int) -> None:
        """Lets bytes through; OSError where the one inside has hung up."""
        self.received += packet
        if self.fails_after is not None:
            self.fails_after -= len(packet)
        if self.line is not None:
            self.line.settimeout(timeout_ms / 1000)
            self.line.sendall(packet)


class EmulatedUsb(IBackend):  # type: ignore[misc]  # an untyped class
    """A bus."""

    def __init__(self, *printers: UsbPrinter) -> None:
        self.printers = list(printers)

    def enumerate_devices(self) -> Iterator[UsbPrinter]:
        """A disk beside the printers, because no bus has printers only."""
        yield UsbPrinter(vendor=0x0781, product=0x5567, interface_class=8, ports=(1,))
        yield from (one for one in self.printers if one.there)

    def get_device_descriptor(self, dev: UsbPrinter) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100,
            **{index: bool(getattr(dev, text)) * (1 + TEXTS.index(text)) for index, text in zip(
                ("iManufacturer", "iProduct", "iSerialNumber"), TEXTS, strict=True)},
            bNumConfigurations=1, address=9, bus=BUS, port_number=dev.ports[-1], port_numbers=dev.ports, speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: UsbPrinter, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: UsbPrinter, intf: int, alt: int, config: int) -> Any:
        if intf > 0 or alt >= len(dev.settings):
            raise IndexError(alt)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=alt, bNumEndpoints=1 + dev.answers,
            bInterfaceClass=dev.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=dev.settings[alt],
            iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: UsbPrinter, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, BACK)[ep], bmAttributes=2, wMaxPacketSize=PACKET,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: UsbPrinter) -> UsbPrinter:
        self._there(dev)
        if dev.has_foreign_driver:
            raise NotImplementedError("Operation not supported or unimplemented on this platform")
        if not dev.allowed:
            raise refused(errno.EACCES)
        return dev

    def close_device(self, dev_handle: UsbPrinter) -> None:
        dev_handle.hang_up()

    def get_configuration(self, dev_handle: UsbPrinter) -> int:
        self._there(dev_handle)
        return 1

    def is_kernel_driver_active(self, dev_handle: UsbPrinter, intf: int) -> bool:
        self._there(dev_handle)
        return dev_handle.driver

    def detach_kernel_driver(self, dev_handle: UsbPrinter, intf: int) -> None:
        self._there(dev_handle)
        dev_handle.driver = False

    def attach_kernel_driver(self, dev_handle: UsbPrinter, intf: int) -> None:
        self._there(dev_handle)
        assert dev_handle.line is None, "the system's driver was called back before the printer was let go"
        dev_handle.driver = True

    def claim_interface(self, dev_handle: UsbPrinter, intf: int) -> None:
        self._there(dev_handle)
        if dev_handle.driver or dev_handle.held:
            raise refused(errno.EBUSY)
        if dev_handle.inside is not None:
            dev_handle.line = socket.create_connection(dev_handle.inside, timeout=60)

    def release_interface(self, dev_handle: UsbPrinter, intf: int) -> None:
        dev_handle.hang_up()
        self._there(dev_handle)

    def set_interface_altsetting(self, dev_handle: UsbPrinter, intf: int, altsetting: int) -> None:
        self._there(dev_handle)
        dev_handle.acts.append("set")
        dev_handle.setting = altsetting

    def clear_halt(self, dev_handle: UsbPrinter, ep: int) -> None:
        self._there(dev_handle)
        dev_handle.halted.discard(ep)

    def bulk_write(self, dev_handle: UsbPrinter, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._there(dev_handle)
        assert timeout > 0, "libusb would wait for ever"
        if ep in dev_handle.halted:
            raise refused(errno.EPIPE)
        sent, whole = 0, bytes(data)[: dev_handle.most]
        while sent < len(whole):
            try:
                packet = whole[sent : sent + dev_handle.room(len(whole) - sent)]
            except usb.core.USBTimeoutError:
                threading.Event().wait(timeout / 1000)
                if sent:
                    break
                raise
            try:
                dev_handle.take(packet, timeout)
            except OSError as problem:
                raise refused(errno.EIO) from problem
            sent += len(packet)
        return sent

    def bulk_read(self, dev_handle: UsbPrinter, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._there(dev_handle)
        assert timeout > 0, "libusb would wait for ever"
        if len(buff) % PACKET:
            raise refused(errno.EOVERFLOW)
        if ep in dev_handle.halted:
            raise refused(errno.EPIPE)
        if dev_handle.empty_packets:
            dev_handle.empty_packets -= 1
            return 0
        data, dev_handle.left_over = dev_handle.left_over, b""
        if not data and dev_handle.line is not None and select.select([dev_handle.line], [], [], timeout / 1000)[0]:
            data = self._back(dev_handle, len(buff))
        if not data:
            raise refused(errno.ETIMEDOUT)
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def ctrl_transfer(
        self, dev_handle: UsbPrinter, kind: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        self._there(dev_handle)
        if (kind, request) == (0xA1, _PORT_STATUS) and dev_handle.port_status is not None:
            answer = bytes((dev_handle.port_status,))
        elif (kind, request, value >> 8) == (0x80, _GET_DESCRIPTOR, _STRING):
            number = value & 0xFF
            text = getattr(dev_handle, TEXTS[number - 1]).encode("utf-16-le") if number else _ENGLISH
            answer = bytes((len(text) + 2, _STRING)) + text
        else:
            raise refused(errno.EPIPE)
        data[: len(answer)] = array.array("B", answer[: len(data)])
        return min(len(answer), len(data))

    def _there(self, dev: UsbPrinter) -> None:
        if dev in self.printers and not dev.there:
            raise refused(errno.ENODEV)

    def _back(self, dev: UsbPrinter, most: int) -> bytes:
        assert dev.line is not None
        try:
            data = dev.line.recv(most)
        except OSError as problem:
            raise refused(errno.EIO) from problem
        if not data:
            raise refused(errno.EIO)
        return data


def plug_in(monkeypatch: pytest.MonkeyPatch, *printers: UsbPrinter) -> None:
    """Lets the program see these printers on USB, and no others."""
    bus = EmulatedUsb(*printers)
    monkeypatch.setattr(libusb1, "get_backend", lambda: bus)


def usb_wire(monkeypatch: pytest.MonkeyPatch, emulator: EscposEmulator | LabelEmulator) -> UsbWire:
    """The way to an emulated printer that hangs on USB, and is gone from the bus while it is switched off."""
    printer = UsbPrinter((emulator.host, emulator.port), lambda: emulator.condition.power)
    plug_in(monkeypatch, printer)
    return UsbWire(UsbPlace(printer.vendor, printer.product, printer.serial))
