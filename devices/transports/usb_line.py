"""Printers on USB, spoken to through libusb.

pyusb itself, because python-escpos's ``Usb`` takes the first device of a kind, guesses its endpoints, resets the
printer at every opening, waits for ever where nothing else is said, never gives the system's driver back, and does not
tell how much of a job had left.
"""

import errno
import time
from contextlib import suppress
from typing import Any, Final

import usb.core
import usb.util

from devices.errors import DeviceError, Interrupted, Trouble
from devices.transports.channel import Deadline
from devices.transports.usb_bus import Pipes, find_device, milliseconds, pipes_of, told
from devices.usb_place import UsbPlace

_CHUNK_BYTES: Final = 4096
_READ_PACKETS: Final = 16
_LEFT_OVER_MS: Final = 5
_MOST_LEFT_OVERS: Final = 64
_EMPTY_PAUSE_S: Final = 0.01
_PORT_STATUS: Final = 1
_PAPER_EMPTY: Final = 0x20
"""Bit 5 of the answer to GET_PORT_STATUS (USB printer class 1.1, 4.2.2)."""
_STATUS_MS: Final = 100
_ASK_INTERFACE: Final = usb.util.build_request_type(
    usb.util.CTRL_IN, usb.util.CTRL_TYPE_CLASS, usb.util.CTRL_RECIPIENT_INTERFACE
)


class UsbWire:
    """A device on USB."""

    def __init__(self, place: UsbPlace) -> None:
        self._place = place

    def open(self, deadline: Deadline) -> "UsbChannel":
        """Takes the device; DeviceError ``device_unreachable``, ``usb_several``, ``usb_not_allowed``, ``usb_busy``.

        Also ``usb_library_missing``, and ``transport_unavailable`` where the device takes no plain bytes.
        """
        device = find_device(self._place, deadline)
        try:
            with told():
                pipes = pipes_of(device.get_active_configuration())
            return _taken(device, pipes)
        except DeviceError:
            usb.util.dispose_resources(device)
            raise


def _taken(device: Any, pipes: Pipes | None) -> "UsbChannel":
    if pipes is None:
        raise DeviceError(Trouble.NO_TRANSPORT, maker_code="usb: the device has no end to write to")
    had_driver = _free_of_driver(device, pipes.interface)
    channel = UsbChannel(device, pipes, had_driver=had_driver)
    try:
        with told():
            usb.util.claim_interface(device, pipes.interface)
            if pipes.setting is not None:
                device.set_interface_altsetting(pipes.interface, pipes.setting)
            channel.forget_left_overs()
    except DeviceError:
        channel.close()
        raise
    return channel


def _free_of_driver(device: Any, interface: int) -> bool:
    """Takes the device from the system's driver; whether there was one. Only Linux has such a thing."""
    try:
        if not device.is_kernel_driver_active(interface):
            return False
    except NotImplementedError:
        return False
    except usb.core.USBError as problem:
        raise DeviceError(Trouble.UNREACHABLE, maker_code=str(problem)) from problem
    with told():
        device.detach_kernel_driver(interface)
    return True


class UsbChannel:
    """A device that is held; see ``Channel``."""

    def __init__(self, device: Any, pipes: Pipes, *, had_driver: bool) -> None:
        self._device = device
        self._pipes = pipes
        self._had_driver = had_driver

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Sends everything in pieces. Where a piece breaks, all of it counts as sent: nobody knows how far it got."""
        sent = 0
        while sent < len(data):
            piece = data[sent : sent + _CHUNK_BYTES]
            try:
                sent += self._device.write(self._pipes.out, piece, milliseconds(deadline))
            except usb.core.USBTimeoutError as problem:
                raise Interrupted(self._why_blocked(), sent_bytes=sent) from problem
            except usb.core.USBError as problem:
                self._release_halt(problem, self._pipes.out)
                raise Interrupted(Trouble.LOST, sent_bytes=sent + len(piece), maker_code=str(problem)) from problem
            if sent < len(data) and deadline.passed:
                raise Interrupted(self._why_blocked(), sent_bytes=sent)

    def read(self, deadline: Deadline) -> bytes:
        """What has arrived; nothing once the deadline has passed; ``device_no_answer`` where none can come."""
        if self._pipes.back is None:
            raise DeviceError(Trouble.NO_ANSWER, maker_code="usb: this printer can not answer; add answers=0")
        while True:
            try:
                data = self._received(self._pipes.back, milliseconds(deadline))
            except usb.core.USBError as problem:
                self._release_halt(problem, self._pipes.back)
                raise DeviceError(Trouble.LOST, maker_code=str(problem)) from problem
            if data or deadline.passed:
                return data
            # Some printers with nothing to say answer at once, with empty packets.
            time.sleep(_EMPTY_PAUSE_S)

    def close(self) -> None:
        """Gives the device back to the system's driver, where it had one."""
        with suppress(usb.core.USBError, NotImplementedError):
            usb.util.release_interface(self._device, self._pipes.interface)
            if self._had_driver:
                self._device.attach_kernel_driver(self._pipes.interface)
        usb.util.dispose_resources(self._device)

    def forget_left_overs(self) -> None:
        """Throws away what an earlier conversation left unread; it would be taken for the answer to the next question.

        USBError.
        """
        for _ in range(_MOST_LEFT_OVERS):
            if self._pipes.back is None or not self._received(self._pipes.back, _LEFT_OVER_MS):
                return

    def _received(self, end: int, timeout_ms: int) -> bytes:
        """What has arrived; empty where nothing did in time. USBError."""
        try:
            # Whole packets, or a device that says more than asked for breaks the reading.
            return bytes(self._device.read(end, self._pipes.packet_bytes * _READ_PACKETS, timeout_ms))
        except usb.core.USBTimeoutError:
            return b""

    def _why_blocked(self) -> Trouble:
        """A printer whose buffer is full can still say by the bus itself that its paper is out."""
        with suppress(usb.core.USBError, NotImplementedError):
            interface = self._pipes.interface
            answer = self._device.ctrl_transfer(_ASK_INTERFACE, _PORT_STATUS, 0, interface, 1, _STATUS_MS)
            if len(answer) == 1 and answer[0] & _PAPER_EMPTY:
                return Trouble.PAPER_OUT
        return Trouble.BLOCKED

    def _release_halt(self, problem: Any, end: int) -> None:
        """After a stall the device takes nothing more at this end until it is told to go on."""
        if problem.errno == errno.EPIPE:
            with suppress(usb.core.USBError):
                self._device.clear_halt(end)
