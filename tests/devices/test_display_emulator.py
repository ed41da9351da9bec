"""The emulated pole display: the sheet's examples, how writing moves, what is wrong with it, and noise."""

import socket
from pathlib import Path

import pytest
import serial
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core.errors import BadInput
from devices.emulators.display.cd5220 import Cd5220
from devices.emulators.display.command_types import TYPES, Dsp800, LedDigits, Plain
from devices.emulators.display.commands import Talk
from devices.emulators.display.epson import Epson
from devices.emulators.display.server import DisplayEmulator
from devices.emulators.shelf import printer_state

TOTAL = bytes.fromhex("88928E838E20202020202020202020 34352E3530")
REFRESH = b"\x1b@\x1bt\x0b\x0c\x1f\x01\x1f$\x01\x01" + "Хлеб ржаной 2 x 7.50".encode("cp866") + b"\x1f$\x01\x02" + TOTAL


def told(talk: Talk, *pieces: bytes) -> tuple[str, str]:
    """What stands on the glass afterwards, blanks at the ends aside."""
    for piece in pieces:
        talk.hear(piece)
    upper, lower = talk.screen.lines
    return upper.rstrip(), lower.rstrip()


def test_a_full_refresh_shows_both_lines_whatever_was_before() -> None:
    for before in (b"", b"\x1f\x02garbage", b"\x1f\x03\x1f$\x05\x02x", b"\x1f"):
        talk = Epson("cp437")
        assert told(talk, before + bytes(2), REFRESH) == ("Хлеб ржаной 2 x 7.50", "ИТОГО          45.50")
        # The fortieth character has brought the cursor home.
        assert (talk.screen.column, talk.screen.row) == (0, 0)


def test_in_vertical_mode_the_fortieth_character_scrolls() -> None:
    assert told(Epson("cp866"), b"\x1f\x02" + b"a" * 20 + TOTAL) == ("ИТОГО          45.50", "")
    assert told(Epson("cp437"), b"\x1f\x03" + b"abcdefghijklmnopqrstuvwx") == ("efghijklmnopqrstuvwx", "")


def test_epson_moves_clears_and_sets() -> None:
    talk = Epson("cp437")
    assert told(talk, b"one\r\ntwo\x0bO\x1f\r!\x1fB?\x08\x08=") == ("One" + " " * 16 + "!", "two" + " " * 15 + "=?")
    assert told(talk, b"\x1f$\x02\x02\x18\x1f\nup") == ("upe" + " " * 16 + "!", "")
    assert told(talk, b"\x0c\x1fX\x02\x1fC1\x1fE\xff\x1bR\x07\x09x") == (" x", "")
    screen = talk.screen
    assert (screen.brightness, screen.cursor_shown, screen.blink) == (2, True, 255)
    assert told(talk, b"\x1f@") == ("SELF TEST", "CP437")
    assert talk.remarks == []


def test_what_goes_on_to_the_printer_is_not_shown() -> None:
    assert told(Epson("cp437"), b"a\x1b=\x01\x1b@\x0cpaper\x1b", b"=\x02b") == ("ab", "")


def test_cd5220_writes_lines_and_then_ignores_all_else_until_it_is_cleared() -> None:
    talk = Cd5220("cp866")
    sample = bytes.fromhex("1B51414D696C6B20332E32250D")
    assert told(talk, sample, b"ignored\x1b@\x0b", b"\x1bQB" + TOTAL + b"\r") == ("Milk 3.2%", "ИТОГО          45.50")
    # What is cleared is the line of the cursor, which did not move.
    assert told(talk, b"\x18new") == ("new", "ИТОГО          45.50")
    assert told(talk, b"\x0c\x1bl\x03\x02x\x1b[A\x1b[Cy\x1b[K!\x1b[H?\x1b[Rz") == (
        "?   y" + " " * 14 + "z",
        "  x" + " " * 16 + "!",
    )
    assert told(talk, b"\x1b*\x01\x1b_\x01\x1bfR\x1b#\x33\x1b\x12\x1bQDruns along\r")[0] == "runs along"
    assert (talk.screen.brightness, talk.stored_type, talk.running) == (1, 3, "runs along")
    assert talk.remarks == []


def test_the_other_command_types() -> None:
    assert told(Dsp800("cp437"), b"\x04\x01P\x45\x17here\x04", b"\x01P\x31\x17A") == ("A", "here")
    assert told(Dsp800("cp437"), b"gone\x04\x01C1X\x17") == ("", "")
    led = LedDigits("cp437")
    assert told(led, b"\x1bQA123.45\r\x1bs2") == ("   123.45", "total")
    assert (led.lamp, told(led, b"\x0c")) == ("total", ("", ""))
    assert told(Plain("cp866"), b"\x0c" + b"a" * 20 + TOTAL, b"\x0c" + b"b" * 20 + TOTAL) == (
        "b" * 20,
        "ИТОГО          45.50",
    )


def test_what_it_does_not_know_it_names() -> None:
    talk = Epson("cp437")
    assert told(talk, b"\x1bZ\x1f$\x15\x01\x1bt\x63\x01ok") == ("ok", "")
    assert talk.remarks == [f"unknown command {code}" for code in ("1b 5a", "15", "1b 74 63", "01")]


def test_it_is_looked_at_as_text_and_picture(tmp_path: Path) -> None:
    with DisplayEmulator(folder=tmp_path) as display:
        with socket.create_connection((display.host, display.port), timeout=60) as connection:
            connection.sendall(REFRESH)
            display.wait_for_lines("Хлеб ржаной 2 x 7.50", "ИТОГО          45.50")
        assert (tmp_path / "screen.txt").read_text("utf-8").splitlines() == list(display.lines)
        with Image.open(tmp_path / "screen.png") as lit:
            assert max(lit.convert("L").crop((0, 0, lit.width, 90)).tobytes()) > 150
        assert printer_state(tmp_path)["encoding"] == "cp866"
        assert display.order("power off")["lines"] == ["", ""]
        with Image.open(tmp_path / "screen.png") as dark:
            assert max(dark.convert("L").crop((0, 0, dark.width, 90)).tobytes()) < 100


def test_without_power_it_forgets_all_but_the_command_type_it_was_set_to(tmp_path: Path) -> None:
    name = tmp_path / "display"
    with DisplayEmulator(folder=tmp_path, commands="cd5220", terminal=name) as display:
        with serial.Serial(str(name), 9600, timeout=60) as port:
            port.write(b"\x1b#4\x1b*\x01\x1bQAhello\r")
            display.wait_for_lines("hello", "")
        display.order("power off")
        assert not name.exists()
        state = display.order("power on")
        assert (state["lines"], state["brightness"], state["stored_type"]) == ([" " * 20] * 2, 4, 4)
        with serial.Serial(str(name), 9600, timeout=60) as port:
            port.write(b"again")
            display.wait_for_lines("again", "")
    with DisplayEmulator(folder=tmp_path, commands="cd5220") as display:
        assert display.order("status")["stored_type"] == 4


def test_it_stops_reading_and_orders_it_does_not_know_are_refused() -> None:
    with DisplayEmulator() as display, socket.create_connection((display.host, display.port), timeout=60) as connection:
        connection.sendall(b"first")
        display.wait_for_lines("first", "")
        display.order("reading off")
        connection.sendall(b"\x0csecond")
        with pytest.raises(BadInput, match="emulator_order"):
            display.order("mute on")
        assert display.lines[0].rstrip() == "first"
        display.order("reading on")
        display.wait_for_lines("second", "")
        assert [upper.rstrip() for upper, _ in display.shown] == ["", "first", "second"]


_CODES = st.sampled_from(
    [bytes((first, second)) for first in (0x1B, 0x1F) for second in range(0x80)]
    + [b"\x04\x01P", b"\x17", b"\x1bQA", b"\x1bQD", b"\x1b=\x01", b"\x1b=\x02", b"\r", b"\x0c", b"\x18", b"text"]
)


@given(st.sampled_from(sorted(TYPES)), st.lists(st.one_of(_CODES, st.binary(max_size=30)), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_bytes_stop_the_display(commands: str, noise: list[bytes]) -> None:
    """There are always two lines of twenty characters, and a display that was off and on shows what it is told."""
    talk = TYPES[commands]("cp437")
    for piece in noise:
        talk.hear(piece)
        upper, lower = talk.screen.lines
        assert (len(upper), len(lower)) == (20, 20)
    fresh = type(talk)("cp437")
    assert told(fresh, b"\x0c", b"\x1bQA12345\r" if commands == "led" else b"12345")[0].strip() == "12345"
