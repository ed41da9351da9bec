"""Pole displays: bytes as their makers write them, and what emulated ones of each kind show."""

from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.core.io_guard import mark_unit
from devices.drivers.poles import open_pole, write_epson
from devices.emulators.display.server import DisplayEmulator
from devices.errors import DeviceError, Trouble
from devices.poles.fake import FakePole
from devices.poles.options import PoleOptions, pole_options
from devices.poles.port import Face, Lamp
from devices.poles.text import encoded, two_sided

SALE = Face(two_sided("Молоко 3,2 %", "45.50"), two_sided("ИТОГО", "45.50"), "45.50", Lamp.TOTAL)
CYRILLIC = ("Молоко 3,2 %   45.50", "ИТОГО          45.50")
LATIN = ("Moloko 3,2 %   45.50", "ITOGO          45.50")


def test_the_second_line_of_the_description() -> None:
    line = "88 92 8E 83 8E 20 20 20 20 20 20 20 20 20 20 34 35 2E 35 30"
    assert encoded(two_sided("ИТОГО", "45.50"), "cp866") == bytes.fromhex(line)
    whole = write_epson(SALE, PoleOptions("cp866", 11))
    assert whole.startswith(bytes.fromhex("1B 40 1B 74 0B 1F 01 0C 1F 24 01 01"))
    assert whole.endswith(bytes.fromhex(f"1F 24 01 02 {line}"))


def test_lines_have_twenty_characters_whatever_is_in_them() -> None:
    assert two_sided("A very long name of goods", "12.50") == "A very long na 12.50"
    assert two_sided("Total", "1234567890123456789012") == "12345678901234567890"
    assert encoded("Щёлк\n\x1b[2J №5 €2", "cp437") == b"Shtelk [2J No5 EUR2 "
    assert encoded("٣ خبز", "cp437") == b"3 ???" + b" " * 15
    assert all(len(encoded("ﬃ" * 30, page)) == 20 for page in ("cp866", "cp1251", "cp852"))


@pytest.mark.parametrize(
    ("commands", "codepage", "lines"),
    [
        ("epson", "?codepage=cp866:11&brightness=2", CYRILLIC),
        ("cd5220", "?codepage=cp866", CYRILLIC),
        ("dsp800", "", LATIN),
        ("plain", "", LATIN),
    ],
)
def test_an_emulated_display_shows_both_lines_and_recovers(
    commands: str, codepage: str, lines: tuple[str, str]
) -> None:
    first_page = "cp866" if commands == "cd5220" else "cp437"
    with DisplayEmulator(commands=commands, encoding=first_page) as emulator:
        pole = open_pole(f"{commands}+tcp://127.0.0.1:{emulator.port}{codepage}")
        assert not pole.info.verified_on_hardware
        pole.show(SALE)
        emulator.wait_for_lines(*lines)
        emulator.order("power off")
        with pytest.raises(DeviceError) as away:
            pole.show(SALE)
        assert away.value.trouble is Trouble.UNREACHABLE
        emulator.order("power on")
        pole.show(SALE)
        emulator.wait_for_lines(*lines)
        pole.close()


def test_digits_with_a_lamp_and_a_terminal_that_is_unplugged(tmp_path: Path) -> None:
    terminal = tmp_path / "pole"
    with DisplayEmulator(commands="led", terminal=terminal) as emulator:
        pole = open_pole(f"led+serial://{terminal}")
        pole.show(Face("", "", "1234.50", Lamp.CHANGE))
        emulator.wait_for(lambda one: any("1234.50" in line for line in one.lines))
        emulator.order("power off")
        with pytest.raises(DeviceError):
            pole.show(SALE)
        emulator.order("power on")
        pole.show(SALE)
        emulator.wait_for(lambda one: any("45.50" in line for line in one.lines))
        pole.close()


def test_a_display_that_takes_no_more_ends_the_call() -> None:
    with DisplayEmulator(commands="plain") as emulator:
        emulator.order("reading off")
        pole = open_pole(f"plain+tcp://127.0.0.1:{emulator.port}")
        # What the network still holds counts as shown; the call comes back either way.
        for _ in range(20):
            pole.show(SALE)
        pole.close()


def test_no_display_is_touched_inside_a_unit_of_work(tmp_path: Path) -> None:
    mark_unit(opened=True)
    try:
        for pole in (FakePole(), open_pole("plain+tcp://127.0.0.1:9"), open_pole(f"plain+file://{tmp_path}/pole")):
            with pytest.raises(RuntimeError, match="unit of work"):
                pole.show(SALE)
    finally:
        mark_unit(opened=False)


def test_options_of_an_address() -> None:
    assert pole_options("epson+serial:///dev/ttyUSB1?codepage=cp1251:12") == PoleOptions("cp1251", 12)
    for address, code in {
        "escpos+tcp://192.0.2.9": "pole_driver",
        "cd5220+tcp://192.0.2.9?codepage=cp866:11": "address_codepage",
        "epson+tcp://192.0.2.9?codepage=utf-8:1": "address_codepage",
        "epson+tcp://192.0.2.9?brightness=5": "address_value",
        "led+tcp://192.0.2.9?brightness=1": "address_option",
    }.items():
        with pytest.raises(BadInput) as refused:
            open_pole(address)
        assert refused.value.code == code
