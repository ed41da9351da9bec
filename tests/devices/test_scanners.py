"""Serial scanners: where a code begins and ends, whatever the line does; and an emulated one at the end of it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from app.core.barcodes.marking import read_marking
from app.core.barcodes.reading import read_code, without_symbology
from app.core.barcodes.readings import ElementString
from app.core.errors import BadInput
from app.core.io_guard import mark_unit
from devices.drivers.scanners import open_scanner
from devices.emulators.scanner.server import ScannerEmulator
from devices.errors import DeviceError, Trouble
from devices.scanners.fake import FakeScanner
from devices.scanners.frames import MOST_BYTES, SILENCE_S, Framer, text_of
from devices.scanners.options import SUFFIXES, ScannerOptions, scanner_options
from devices.scanners.port import Scanner
from devices.transports import finding
from devices.transports.finding import serial_ports

EAN = "4006381333931"
LONGEST_S = 60.0
GS1 = "010460700177123421ABC\x1d935678"


def taken(*pieces: bytes, options: ScannerOptions | None = None) -> list[str]:
    """The codes in pieces that come one after the other without a pause, and a pause after them."""
    framer = Framer(options or ScannerOptions(same_ms=0))
    codes = [code for piece in pieces for code in framer.take(piece, 1.0)]
    return codes + framer.pause(1.0 + SILENCE_S)


@pytest.mark.parametrize(
    ("pieces", "codes"),
    [
        ([b"4006381333931\r"], [EAN]),
        ([b"\x024006381333931\x03"], [EAN]),
        ([b"4006", b"3813", b"33931\r\n\r\n"], [EAN]),
        ([b"4006381333931\t96385074\r"], [EAN, "96385074"]),
        ([b"4006381333931"], [EAN]),
        ([b"\x00\r\n", b"\x004006381333931\r"], [EAN]),
        ([b"]E04006381333931\r"], ["]E0" + EAN]),
        ([b"]d2" + GS1.encode() + b"\r"], ["]d2" + GS1]),
        ([b"12"], []),
        ([b"A" * (MOST_BYTES + 50) + b"\r4006381333931\r"], [EAN]),
        ([b"   \r"], []),
    ],
)
def test_where_codes_begin_and_end(pieces: list[bytes], codes: list[str]) -> None:
    assert taken(*pieces) == codes


def test_a_prefix_and_one_suffix_are_what_the_shop_set() -> None:
    assert taken(b"XY96385074\tA\r", options=ScannerOptions(b"XY", SUFFIXES["cr"], 0)) == ["96385074\tA"]
    assert taken(b"96385074\rA", options=ScannerOptions(suffix=SUFFIXES["none"])) == ["96385074\rA"]


def test_the_same_code_is_dropped_at_once_and_kept_a_moment_later() -> None:
    framer = Framer(ScannerOptions())
    assert framer.take(b"96385074\r96385074\r", 1.0) == ["96385074"]
    assert framer.take(b"96385074\r", 1.1) == []
    assert framer.take(b"96385074\r", 1.4) == ["96385074"]


def test_letters_that_are_not_ascii() -> None:
    assert text_of("]Q1Молоко".encode()) == "]Q1Молоко"
    assert text_of("]Q1Молоко".encode("cp1251")) == "]Q1Молоко"
    assert text_of(b"]A0\xe4") == "]A0ä"


def test_a_reader_that_comes_late_cuts_no_code() -> None:
    framer = Framer(ScannerOptions())
    assert framer.take(b"400638", 1.0) == []
    assert framer.take(b"1333931\r", 3.0) == [EAN]


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_whatever_comes_codes_are_texts_without_an_end_inside(pieces: list[bytes]) -> None:
    for code in taken(*pieces):
        assert code.strip()
        assert not set("\r\n\t\x03\x00") & set(code)


def read_until(scanner: Scanner, reached: Callable[[list[str]], bool]) -> list[str]:
    """Reads until all that came is as wanted; TimeoutError."""
    deadline, codes = time.monotonic() + LONGEST_S, list[str]()
    while not reached(codes):
        if time.monotonic() > deadline:
            raise TimeoutError(codes)
        codes += scanner.read(100)
    return codes


def test_an_emulated_scanner_on_a_terminal_is_heard_and_unplugged(tmp_path: Path) -> None:
    terminal = tmp_path / "scanner"
    with ScannerEmulator(terminal=terminal) as emulator:
        scanner = open_scanner(f"scanner+serial://{terminal}?ack=1")
        assert scanner.read(1) == []
        for order in ("aim ]E0", "prefix stx", "suffix etx", "noise on"):
            emulator.order(order)
        emulator.scan(EAN)
        assert read_until(scanner, bool) == ["]E0" + EAN]
        emulator.wait_for(lambda one: one.heard == b"\x06")
        emulator.order("suffix none")
        emulator.scan("96385074")
        assert read_until(scanner, bool) == ["]E096385074"]

        emulator.order("suffix cr")
        emulator.order("power off")
        with pytest.raises(DeviceError) as away:
            read_until(scanner, bool)
        assert away.value.trouble in {Trouble.LOST, Trouble.UNREACHABLE}
        emulator.order("power on")
        assert scanner.read(1) == []
        emulator.scan("12345670")
        assert read_until(scanner, bool) == ["]E012345670"]
        scanner.close()


def test_a_scanner_that_comes_back_as_another_port_is_heard_by_the_name_that_was_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both are open at once, so that the second is surely another port.
    (far, near), (other_far, other_near) = os.openpty(), os.openpty()
    name = tmp_path / "usb-Honeywell-if00"
    name.symlink_to(os.ttyname(near))
    monkeypatch.setattr(finding, "_BY_ID", tmp_path)
    monkeypatch.setattr(list_ports, "comports", lambda: [ListPortInfo(os.ttyname(near))])
    (found,) = serial_ports()
    assert (found.address, found.known_as) == (str(name), (str(name), os.ttyname(near)))
    scanner = open_scanner(f"scanner+serial://{found.address}")
    assert scanner.read(1) == []
    os.write(far, f"{EAN}\r".encode())
    assert read_until(scanner, bool) == [EAN]

    name.unlink()
    os.close(near)
    os.close(far)
    with pytest.raises(DeviceError) as lost:
        read_until(scanner, bool)
    assert lost.value.trouble is Trouble.LOST
    with pytest.raises(DeviceError) as away:
        scanner.read(1)
    assert away.value.trouble is Trouble.UNREACHABLE

    name.symlink_to(os.ttyname(other_near))
    assert scanner.read(1) == []
    os.write(other_far, b"12345670\r")
    assert read_until(scanner, bool) == ["12345670"]
    scanner.close()
    os.close(other_near)
    os.close(other_far)


def test_what_a_scanner_reads_means_the_same_however_it_is_set(tmp_path: Path) -> None:
    """Symbology identifiers, FNC1 before or inside, what stands around a code: goods, dates and units stay the same."""
    lot = "0104006381333931" + "10A-1\x1d17301231"
    unit = "0104607001771234215AbcDEF123456\x1d93abcd"
    sent = [
        ("aim ]C1", "suffix crlf", "prefix none", lot),
        ("aim ]d2", "suffix tab", "prefix stx", lot),
        ("aim off", "suffix etx", "prefix stx", f"\x1d{lot}"),
        ("aim off", "suffix none", "prefix none", lot),
        ("aim ]d2", "suffix cr", "prefix none", unit),
        ("aim off", "suffix lf", "prefix stx", f"\x1d{unit}"),
        ("aim ]d1", "suffix tab", "prefix none", unit.replace("\x1d", "")),
    ]
    terminal = tmp_path / "scanner"
    heard: list[str] = []
    with ScannerEmulator(terminal=terminal) as emulator:
        scanner = open_scanner(f"scanner+serial://{terminal}?same_ms=0")
        assert scanner.read(1) == []
        for *orders, text in sent:
            for order in orders:
                emulator.order(order)
            emulator.scan(text)
            heard += read_until(scanner, bool)
        scanner.close()
    read = [read_code(without_symbology(code), year=2026) for code in heard[:4]]
    assert [one.value for one in read if isinstance(one, ElementString)] == [lot] * 4
    units = [read_marking(code) for code in heard[4:]]
    assert [one.value for one in units if one is not None] == [unit] * 3


def test_ten_codes_at_once_keep_their_order_and_half_a_code_is_none() -> None:
    with ScannerEmulator() as emulator:
        scanner = open_scanner(f"scanner+tcp://127.0.0.1:{emulator.port}")
        assert scanner.read(1) == []
        emulator.wait_for(lambda one: one.plugged == 1)
        codes = [f"100000{number}" for number in range(10)]
        for code in codes:
            emulator.scan(code)
        assert read_until(scanner, lambda heard: len(heard) >= 10) == codes
        emulator.order("half on")
        emulator.scan(EAN)
        with pytest.raises(DeviceError) as lost:
            read_until(scanner, bool)
        assert lost.value.trouble is Trouble.LOST
        assert scanner.read(1) == []
        emulator.wait_for(lambda one: one.plugged == 2)
        emulator.scan("96385074")
        assert read_until(scanner, bool) == ["96385074"]
        scanner.close()


def test_no_scanner_is_touched_inside_a_unit_of_work() -> None:
    mark_unit(opened=True)
    try:
        for scanner in (FakeScanner(), open_scanner("scanner+tcp://127.0.0.1:9")):
            with pytest.raises(RuntimeError, match="unit of work"):
                scanner.read(1)
    finally:
        mark_unit(opened=False)


def test_options_of_an_address() -> None:
    options = scanner_options("scanner+serial:///dev/ttyACM0?prefix=A&suffix=tab&same_ms=0&ack=1")
    assert options == ScannerOptions(b"A", b"\t", 0, acknowledges=True)
    for address, code in {
        "wedge+serial:///dev/ttyACM0": "scanner_driver",
        "scanner+file:///dev/usb/lp0": "address_transport",
        "scanner+tcp://192.0.2.9?same_ms=400": "address_value",
        "scanner+tcp://192.0.2.9?codepage=cp866": "address_option",
    }.items():
        with pytest.raises(BadInput) as refused:
            open_scanner(address)
        assert refused.value.code == code
