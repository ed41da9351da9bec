"""Printers on USB, found by what stands on them, each with every way to it."""

from pathlib import Path

import pytest
from usb.backend import libusb1

from devices.errors import Trouble
from devices.transports.usb_finding import System, usb_printers
from tests.devices.usb_bus import UsbPrinter, plug_in

NOWHERE = System(Path("/nowhere"), Path("/nowhere"), Path("/nowhere"))


def linux(folder: Path, **files: tuple[str, dict[str, str]]) -> System:
    """Linux's folders, with a file for each printer: its socket, and what the system read from it."""
    system = System(folder / "usb", folder / "devices", folder / "classes")
    for made in (system.files, system.devices, system.classes):
        made.mkdir()
    (system.files / "hiddev0").touch()
    for name, (socket, texts) in files.items():
        interface = system.devices / socket / f"{socket}:1.0"
        interface.mkdir(parents=True)
        for text, words in texts.items():
            (interface.parent / text).write_text(words + "\n")
        (system.files / name).touch()
        (system.classes / name).mkdir()
        (system.classes / name / "device").symlink_to(interface)
    return system


def test_the_shortest_address_that_names_one_printer_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(
        monkeypatch,
        UsbPrinter(serial="A 1", ports=(1,)),
        UsbPrinter(serial="B2", ports=(2,)),
        UsbPrinter(serial="B2", ports=(3, 1)),
        UsbPrinter(vendor=0x1504, maker="", name="", serial="", answers=False),
        UsbPrinter(vendor=0x0A5F, maker="Zebra ", name="Zebra GK420d\0", serial="", settings=(1, 4)),
        UsbPrinter(vendor=0x0416, maker="", name="", serial="", ports=(4,), interface_class=255),
    )
    found = usb_printers(NOWHERE)
    assert found.trouble is None
    assert [(one.address, one.name, one.trouble) for one in found.ways] == [
        ("usb://04b8:0e15/A%201", "EPSON TM-T20II", None),
        ("usb://04b8:0e15?socket=99-2", "EPSON TM-T20II", None),
        ("usb://04b8:0e15?socket=99-3.1", "EPSON TM-T20II", None),
        ("usb://1504:0e15?answers=0", "Bixolon", None),
        ("usb://0a5f:0e15", "Zebra GK420d", None),
    ]
    assert {"usb://04b8:0e15", "usb://04b8:0e15/A%201?socket=99-1"} < set(found.ways[0].known_as)


def test_a_printer_with_a_file_is_said_to_be_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = {"manufacturer": "EPSON", "product": "TM-T20II", "serial": "J3AF012345"}
    system = linux(tmp_path, lp0=("99-2.3", texts), lp1=("99-4", {"product": "XP-80C"}))
    usb = UsbPrinter(allowed=False)
    plug_in(monkeypatch, usb)
    better, file, other = usb_printers(system).ways
    assert (better.address, better.name, better.trouble) == (
        "usb://04b8:0e15/J3AF012345",
        "EPSON TM-T20II",
        Trouble.USB_NO_RIGHTS,
    )
    assert (file.address, file.name, file.trouble) == (str(system.files / "lp0"), better.name, None)
    assert (file.same_as, better.same_as, file.address in better.known_as) == (better.address, "", True)
    assert (other.address, other.name, other.same_as) == (str(system.files / "lp1"), "XP-80C", "")
    assert usb.driver


def test_without_libusb_the_files_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(libusb1, "get_backend", lambda: None)
    found = usb_printers(linux(tmp_path, lp0=("99-2", {})))
    assert (found.trouble, [one.address for one in found.ways]) == (
        Trouble.USB_NO_LIBRARY,
        [str(tmp_path / "usb" / "lp0")],
    )
    assert usb_printers(NOWHERE).ways == ()
