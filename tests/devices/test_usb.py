"""The way over USB: which printer is taken, what is wrong there, and that it is given back."""

import errno
from collections.abc import Callable

import pytest
from usb.backend import libusb1

from devices.drivers.escpos.printer import EscposPrinter, open_escpos
from devices.drivers.labels import open_label_printer
from devices.emulators.escpos.server import EscposEmulator
from devices.errors import DeviceError, Interrupted, Trouble
from devices.labels.printer import AnsweringLabelPrinter
from devices.ports import PrinterState, PrintOutcome
from devices.transports.channel import Deadline
from devices.transports.usb_line import UsbChannel, UsbWire
from devices.usb_place import UsbPlace
from printing.document import Direction, Document, Text
from tests.devices.usb_bus import UsbPrinter, plug_in

KIND = (0x04B8, 0x0E15)
ADDRESS = "escpos+usb://04b8:0e15"
PAPER = Document("en", Direction.LEFT_TO_RIGHT, (Text("Thank you"),))


def opened(*, serial: str = "", socket: str = "") -> UsbChannel:
    return UsbWire(UsbPlace(*KIND, serial, socket)).open(Deadline(1000))


def written_to(printer: UsbPrinter, *, serial: str = "", socket: str = "") -> bytes:
    channel = opened(serial=serial, socket=socket)
    channel.write(b"job", Deadline(1000))
    channel.close()
    return bytes(printer.received)


def test_an_address_prints_on_usb_and_the_system_has_its_printer_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with EscposEmulator() as emulator:
        usb = UsbPrinter((emulator.host, emulator.port))
        plug_in(monkeypatch, usb)
        printer = open_escpos(f"{ADDRESS}/J3AF012345?width=48")
        assert isinstance(printer, EscposPrinter)
        assert printer.print_document(printer.render(PAPER)).outcome is PrintOutcome.CONFIRMED
        assert (usb.driver, usb.line, usb.acts) == (True, None, [])


def test_a_label_printer_is_reached_the_same_way() -> None:
    printer = open_label_printer("zpl+usb://0a5f:0081?socket=1-2&width_mm=58&height_mm=40")
    assert isinstance(printer, AnsweringLabelPrinter)
    assert open_label_printer("escpos+usb://04b8:0202").info.answers


def test_a_serial_number_finds_its_printer_in_any_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = UsbPrinter(serial="A1", ports=(1,)), UsbPrinter(serial="B2", ports=(2,))
    plug_in(monkeypatch, first, second)
    assert written_to(second, serial="B2") == b"job"
    first.ports, second.ports = second.ports, first.ports
    assert written_to(second, serial="B2") == b"jobjob"
    assert (bytes(first.received), first.driver, second.driver) == (b"", True, True)


def test_two_equal_printers_are_told_apart_by_their_sockets_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = UsbPrinter(serial="", ports=(1,)), UsbPrinter(serial="", ports=(2, 4))
    plug_in(monkeypatch, first, second)
    assert written_to(second, socket="99-2.4") == b"job"
    with pytest.raises(DeviceError) as refused:
        opened()
    assert (refused.value.trouble, refused.value.maker_code) == (Trouble.USB_SEVERAL, "99-1, 99-2.4")
    first.plugged = False
    assert written_to(second) == b"jobjob"


@pytest.mark.parametrize(
    ("hurt", "trouble"),
    [
        ({"plugged": False}, Trouble.UNREACHABLE),
        ({"serial": "B2"}, Trouble.UNREACHABLE),
        ({"allowed": False}, Trouble.USB_NO_RIGHTS),
        ({"has_foreign_driver": True}, Trouble.USB_NO_RIGHTS),
        ({"held": True}, Trouble.USB_BUSY),
        ({"interface_class": 8}, Trouble.NO_TRANSPORT),
    ],
)
def test_a_printer_that_can_not_be_taken_says_why_and_prints_once_it_can(
    monkeypatch: pytest.MonkeyPatch, hurt: dict[str, object], trouble: Trouble
) -> None:
    usb = UsbPrinter(answers=False)
    plug_in(monkeypatch, usb)
    well = {name: getattr(usb, name) for name in hurt}
    for name, value in hurt.items():
        setattr(usb, name, value)
    printer = open_escpos(f"{ADDRESS}/J3AF012345?answers=0")
    with pytest.raises(DeviceError) as refused:
        printer.print_document(b"job")
    assert refused.value.trouble is trouble
    for name, value in well.items():
        setattr(usb, name, value)
    assert usb.driver
    assert printer.print_document(b"job").outcome is PrintOutcome.HANDED_OVER
    assert bytes(usb.received) == b"job"


def test_without_libusb_the_way_explains_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libusb1, "get_backend", lambda: None)
    printer = open_escpos(ADDRESS)
    assert (printer.status().state, printer.status().trouble) == (PrinterState.UNKNOWN, Trouble.USB_NO_LIBRARY)
    with pytest.raises(DeviceError) as refused:
        printer.open_drawer()
    assert refused.value.trouble is Trouble.USB_NO_LIBRARY


@pytest.mark.parametrize(
    ("fault", "trouble", "sent_bytes"),
    [
        # Nobody knows how much of a broken piece of 4096 bytes arrived: it counts as sent.
        (errno.ENODEV, Trouble.LOST, 8192),
        (errno.EPIPE, Trouble.LOST, 8192),
        (errno.ETIMEDOUT, Trouble.BLOCKED, 5000),
    ],
)
def test_a_writing_that_breaks_tells_how_much_may_have_left(
    monkeypatch: pytest.MonkeyPatch, fault: int, trouble: Trouble, sent_bytes: int
) -> None:
    usb = UsbPrinter(fails_after=5000, fails_with=fault)
    plug_in(monkeypatch, usb)
    channel = opened()
    with pytest.raises(Interrupted) as stopped:
        channel.write(b"x" * 20_000, Deadline(60))
    channel.close()
    assert (stopped.value.trouble, stopped.value.sent_bytes, len(usb.received)) == (trouble, sent_bytes, 5000)
    usb.plugged, usb.fails_after = True, None
    usb.received.clear()
    assert written_to(usb) == b"job"


def test_short_writings_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    usb = UsbPrinter(most=700)
    plug_in(monkeypatch, usb)
    whole = bytes(range(250)) * 40
    channel = opened()
    channel.write(whole, Deadline(1000))
    channel.close()
    assert bytes(usb.received) == whole


@pytest.mark.parametrize(
    ("port_status", "trouble"), [(0x38, Trouble.PAPER_OUT), (0x18, Trouble.BLOCKED), (None, Trouble.BLOCKED)]
)
def test_a_full_printer_still_says_by_the_bus_that_its_paper_is_out(
    monkeypatch: pytest.MonkeyPatch, port_status: int | None, trouble: Trouble
) -> None:
    plug_in(monkeypatch, UsbPrinter(fails_after=0, port_status=port_status))
    channel = opened()
    with pytest.raises(Interrupted) as stopped:
        channel.write(b"job", Deadline(5))
    channel.close()
    assert (stopped.value.trouble, stopped.value.sent_bytes) == (trouble, 0)


def test_what_an_earlier_conversation_left_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    usb = UsbPrinter(left_over=b"\x12\x12")
    plug_in(monkeypatch, usb)
    channel = opened()
    usb.empty_packets = 2
    assert channel.read(Deadline(60)) == b""
    assert usb.empty_packets == 0
    usb.empty_packets, usb.left_over = 1, b"\x16"
    assert channel.read(Deadline(1000)) == b"\x16"
    channel.close()


@pytest.mark.parametrize("act", [lambda usb: setattr(usb, "plugged", False), lambda usb: usb.halted.add(0x81)])
def test_a_reading_that_breaks_says_so(monkeypatch: pytest.MonkeyPatch, act: Callable[[UsbPrinter], None]) -> None:
    usb = UsbPrinter()
    plug_in(monkeypatch, usb)
    channel = opened()
    act(usb)
    with pytest.raises(DeviceError) as lost:
        channel.read(Deadline(1000))
    channel.close()
    assert (lost.value.trouble, usb.halted) == (Trouble.LOST, set())


def test_a_printer_without_a_way_back_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, UsbPrinter(answers=False))
    status = open_escpos(ADDRESS).status()
    assert (status.trouble, "answers=0" in status.maker_code) == (Trouble.NO_ANSWER, True)


def test_of_several_settings_the_one_that_answers_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    usb = UsbPrinter(settings=(1, 2, 4))
    plug_in(monkeypatch, usb)
    assert written_to(usb) == b"job"
    assert (usb.setting, usb.acts) == (1, ["set"])


def test_a_printer_set_to_the_class_of_its_maker_is_taken_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    usb = UsbPrinter(interface_class=255, settings=(255,))
    plug_in(monkeypatch, usb)
    assert written_to(usb) == b"job"
