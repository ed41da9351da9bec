"""The emulated scale: the sheet's frames byte by byte, its mechanics, what goes wrong, and noise."""

import contextlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import BadInput
from devices.emulators.scale.condition import HELP, ScaleCondition
from devices.emulators.scale.dialect import Dialect
from devices.emulators.scale.massa import crc, framed
from devices.emulators.scale.platform import Platform
from devices.emulators.scale.server import PROTOCOLS, ScaleEmulator
from devices.emulators.shelf import printer_state
from tests.devices.labels import answer


class Bench:
    """A scale without plugs, on a clock that stands."""

    def __init__(self, protocol: str = "cas") -> None:
        self.seconds = 100.0
        self.platform = Platform(lambda: self.seconds)
        self.condition = ScaleCondition()
        self.said = b""
        self.remarks: list[str] = []
        self.dialect: Dialect = PROTOCOLS[protocol](self)

    def transmit(self, data: bytes) -> None:
        self.said += data

    def remark(self, remark: str) -> None:
        self.remarks.append(remark)

    def put(self, grams: int, *, settled: bool = True) -> None:
        """Something else lies there, at rest or still moving."""
        self.platform.put(grams)
        self.seconds += 10.0 * settled

    def asked(self, question: bytes) -> bytes:
        """What it answers."""
        self.said = b""
        self.dialect.hear(question)
        return self.said

    def told(self) -> bytes:
        """What it tells by itself."""
        return self.dialect.untold(self.platform.shown())


def bench(protocol: str, grams: int, *, settled: bool = True, tare: int = 0) -> Bench:
    made = Bench(protocol)
    made.put(grams, settled=settled)
    made.platform.tare_g = tare
    return made


HANDSHAKE = b"\x05\x11"


def test_the_frames_of_the_cas_handshake() -> None:
    assert bench("cas", 1234).asked(HANDSHAKE) == bytes.fromhex("06 0102 53 20 30312E323334 6B67 65 0304")
    assert bench("cas", 500, settled=False).asked(HANDSHAKE)[1:] == bytes.fromhex("01025520 30302E353030 6B67 62 0304")
    assert bench("cas", -10).asked(HANDSHAKE)[1:] == bytes.fromhex("0102532D 30302E303130 6B67 6D 0304")
    assert bench("cas", 90_000).asked(HANDSHAKE)[3:5] == b"SF"
    seven = bench("cas-7", 1234).asked(HANDSHAKE)[1:]
    assert (len(seven), seven[:11], seven[-1:]) == (15, b"\x81\x02S 001.234", b"\x03")
    grams = bench("cas", 1234)
    grams.platform.unit = "g"
    assert grams.asked(HANDSHAKE)[5:13] == b"001234g "


def test_the_cas_handshake_keeps_its_order() -> None:
    made = bench("cas", 1234)
    assert made.asked(b"\x11") == b""
    made.condition.nak = 2
    assert made.asked(b"\x05\x05\x05") == b"\x15\x15\x06"
    assert made.asked(b"\x12") == b"\x15"
    assert made.asked(b"\x11") == b""


def test_the_frames_of_cas_indicators_and_their_command() -> None:
    sample = bytes.fromhex("53542C47532C31C42C202030312E323334206B670D0A")
    assert bench("cas-stream", 1234).told() == sample
    assert bench("cas-stream", 1234, settled=False, tare=200).told()[:8] == b"US,NT,1\x82"
    assert bench("cas-stream-10", -1234).told() == b"- 01.234\r\n"
    assert bench("cas-stream-18", 1234).told() == b"ST,GS,+001.234kg\r\n"
    assert bench("cas-stream", 90_000).told()[:2] == b"OL"
    made = bench("cas-stream", 100)
    made.dialect.hear(bytes.fromhex("023031575A455241"))
    made.dialect.hear(bytes.fromhex("3903"))
    assert made.platform.zero_g == 100
    made.dialect.hear(b"\x0201WZER00\x03\x0201WTAR9F\x03")
    assert [remark[:14] for remark in made.remarks] == ["broken command", "unknown comman"]


def test_the_frames_of_toledo() -> None:
    assert bench("toledo", 1235).asked(b"W") == b"\x0201.235\r"
    assert bench("toledo", 1235, tare=235).asked(b"W") == b"\x0201.000N\r"
    pounds = bench("toledo", 1235)
    pounds.platform.unit = "lb"
    assert pounds.asked(b"W") == b"\x0202.72\r"
    for grams, settled, bits in ((500, False, 0x01), (90_000, True, 0x02), (-10, True, 0x04)):
        assert bench("toledo", grams, settled=settled).asked(b"W") == b"\x02?" + bytes((bits,)) + b"\r"
    assert bench("toledo", 0).asked(b"X") == b"\x02?\x50\r"
    made = bench("toledo", 200)
    assert made.asked(b"Z") == b"\x02?\x10\r"
    assert made.asked(b"W") == b"\x0200.000\r"
    assert bench("toledo", 2000).asked(b"Z") == b"\x02?\x40\r"


def test_the_frames_of_massa_k() -> None:
    weight = bytes.fromhex("F855CE0100232300")
    assert bench("massa", 1234).asked(weight) == bytes.fromhex("F855CE0D0024D2040000010100000000000011 54")
    assert bench("massa", -5).asked(weight) == bytes.fromhex("F855CE0D0024FBFFFFFF0101000000000000FE69")
    old = bench("massa", 100, settled=False)
    old.condition.firmware = "old"
    assert old.asked(weight) == bytes.fromhex("F855CE0900246400000001000000B8C5")
    assert bench("massa", 100).asked(bytes.fromhex("F855CE0100727200")) == bytes.fromhex("F855CE0100272700")
    assert bench("massa", 90_000).asked(weight) == bytes.fromhex("F855CE020028080828")
    tare = bench("massa", 250)
    assert tare.asked(bytes.fromhex("F855CE0500A3640000002223")) == framed(b"\x12")
    assert tare.asked(weight)[5:-2] == bytes.fromhex("24 96000000 01 01 01 00 64000000")
    assert tare.asked(framed(b"\xa0")) == framed(bytes.fromhex("10 96000000 01 01"))
    assert tare.asked(framed(b"\xa3" + (10**6).to_bytes(4, "little"))) == framed(b"\x15")
    assert bench("massa", 5000).asked(framed(b"\x72")) == framed(b"\x28\x15")
    assert bench("massa", 0).asked(framed(b"\x99")) == framed(b"\xf0")
    assert bench("massa", 0).asked(framed(b"\x75")).count(b"\r\n") == 8
    assert crc(b"\x23") == 0x23
    for counts, number in enumerate((12340, 1234, 123, 12, 1)):
        made = bench("massa", 1234)
        made.condition.counts = counts
        assert made.asked(weight)[6:11] == number.to_bytes(4, "little") + bytes((counts,))


def test_massa_k_finds_its_frames_by_length_and_check() -> None:
    made = bench("massa", 100)
    question = framed(b"\x23")
    broken = question[:-1] + b"\x01"
    assert made.asked(b"\x00\xf8\x55" + broken + b"\xf8" + question[:4]) == b""
    assert made.asked(question[4:]) == made.dialect.frame(made.platform.shown())
    assert made.remarks[0].startswith("broken frame")


def test_the_frames_of_older_massa_k() -> None:
    assert bench("massa-old", 2000).asked(b"\x4a\x00") == bytes.fromhex("8000D00700")
    assert bench("massa-old", 0).asked(b"\x4a") == bytes.fromhex("C000000000")
    assert bench("massa-old", -5, settled=False).asked(b"\x4a") == bytes.fromhex("0000050080")
    made = bench("massa-old", 90)
    assert made.asked(b"\x0e\x4a") == bytes.fromhex("C000000000")
    push = bench("massa-push", 1234, settled=False)
    assert push.told() == b""
    push.seconds += 10
    assert push.told() == 2 * bytes.fromhex("55AAD20400")
    assert push.told() == b""
    push.put(0)
    assert push.told() == b""
    push.put(-5)
    assert push.told() == 2 * bytes.fromhex("55AA050080")


def test_the_frames_of_plain_text() -> None:
    assert bench("sma", 1234).asked(b"\nW\r") == b"\n 1G       1.234kg \r"
    assert bench("sma", 0).asked(b"\nW\r")[:5] == b"\nZ1G "
    assert bench("sma", -12, settled=False, tare=5).asked(b"\nW\r") == b"\n 1NM     -0.017kg \r"
    assert [bench("sma", grams).asked(b"\nW\r")[1:2] for grams in (90_000, -500)] == [b"O", b"U"]
    assert bench("sma", 500).asked(b"\nT\r\nQ\r") == b"\n 1N       0.000kg \r\n?\r"
    assert bench("sics", 1234).asked(b"SI\r\n") == b"S S      1.234 kg\r\n"
    assert bench("sics", 1234, settled=False).asked(b"SI\r\n")[:3] == b"S D"
    assert [bench("sics", grams).asked(b"SI\r\n") for grams in (90_000, -500)] == [b"S +\r\n", b"S -\r\n"]
    assert bench("sics", 100).asked(b"Z\r\nSI\r\nQ\r\n") == b"Z A\r\nS S      0.000 kg\r\nES\r\n"
    assert bench("sics", 500).asked(b"T\r\n") == b"T S      0.500 kg\r\n"
    assert bench("ascii", 1234).told() == b"ST,+   1.234 kg\r\n"
    assert bench("ascii-bare", -1234).told() == b"-   1.234 kg\r\n"


def test_the_platform_settles_wavers_and_rounds() -> None:
    made = bench("cas", 0)
    made.platform.division_g, made.platform.noise_divisions = 5, 2
    made.put(1003, settled=False)
    assert [made.platform.shown().gross_g for _ in range(3)] != [1005] * 3
    assert not made.platform.shown().stable
    made.seconds += 0.4
    assert (made.platform.shown().gross_g, made.platform.shown().stable) == (1005, True)
    assert made.platform.tare()
    assert (made.platform.shown().net_g, made.platform.shown().is_net) == (0, True)
    made.put(0)
    assert made.platform.shown().net_g == -1005
    made.platform.steady = False
    assert not made.platform.zero()


def test_switched_on_with_a_load_it_finds_no_zero() -> None:
    made = bench("massa", 5000, tare=100)
    made.platform.switch_on()
    assert made.asked(framed(b"\x23")) == framed(b"\x28\x18")
    assert made.platform.tare_g == 0
    assert PROTOCOLS["toledo"](made).frame(made.platform.shown()) == b"\x02?\x08\r"
    assert PROTOCOLS["sics"](made).frame(made.platform.shown()) == b"S I\r\n"
    made.put(0)
    assert made.asked(framed(b"\x23"))[5] == 0x24


@contextlib.contextmanager
def connected(scale: ScaleEmulator) -> Iterator[socket.socket]:
    with socket.create_connection((scale.host, scale.port), timeout=60) as connection:
        yield connection


def test_faults_spoil_one_answer_each() -> None:
    with ScaleEmulator(protocol="massa") as scale:
        scale.order("settle 0")
        good = framed(bytes.fromhex("24 E8030000 01 01 00 00 00000000"))
        scale.order("weight 1000")
        with connected(scale) as connection:
            scale.order("corrupt 1")
            connection.sendall(framed(b"\x23"))
            broken = answer(connection, len(good))
            assert broken[:-1] == good[:-1]
            assert broken != good
            scale.order("half 1")
            connection.sendall(framed(b"\x23"))
            assert answer(connection, 10) == good[:10]
            scale.order("stale")
            assert answer(connection, 2 * len(good)) == good * 2
            scale.order("late 20")
            connection.sendall(framed(b"\x23"))
            assert answer(connection, len(good)) == good
            scale.order("pull 1")
            connection.sendall(framed(b"\x23"))
            with pytest.raises((EOFError, ConnectionError)):
                answer(connection, len(good))
        scale.order("mute on")
        with connected(scale) as connection:
            connection.sendall(framed(b"\x23"))
            connection.settimeout(0.05)
            with pytest.raises(TimeoutError):
                connection.recv(1)


def test_faults_meet_the_frame_and_not_the_handshake_before_it() -> None:
    with ScaleEmulator() as scale, connected(scale) as connection:
        scale.order("settle 0")
        scale.order("weight 1234")
        scale.order("corrupt 1")
        connection.sendall(b"\x05")
        assert answer(connection, 1) == b"\x06"
        connection.sendall(b"\x11")
        assert answer(connection, 15) == bytes.fromhex("0102 53 20 30312E323334 6B67 75 0304")


def test_a_stream_tells_its_weight_over_a_pseudo_terminal(tmp_path: Path) -> None:
    name = tmp_path / "tty"
    with ScaleEmulator(protocol="ascii", terminal=name) as scale:
        scale.order("rate 1")
        scale.order("settle 0")
        scale.order("weight 250")
        with serial.Serial(str(name), 9600, timeout=60) as port:
            line = next(line for line in iter(port.readline, b"") if line == b"ST,+   0.250 kg\r\n")
            assert line
        # Nobody reads any more; the scale goes on, and takes orders.
        assert scale.order("weight 300")["load_g"] == 300


def test_what_lies_on_it_stays_when_the_program_ends_and_the_tare_goes(tmp_path: Path) -> None:
    with ScaleEmulator(folder=tmp_path) as scale:
        for order in ("settle 0", "weight 100", "zero", "weight 600", "tare 50", "division 5", "unit g"):
            scale.order(order)
        assert scale.order("status")["net_g"] == 450
    with ScaleEmulator(folder=tmp_path) as scale:
        state = scale.order("status")
        assert (state["load_g"], state["net_g"], state["division_g"], state["unit"]) == (600, 500, 5, "g")
        scale.order("power off")
        assert scale.order("power on")["fails"] is True
        assert scale.order("weight 0")["fails"] is False
    assert printer_state(tmp_path)["load_g"] == 0


def test_every_order_in_the_help_is_obeyed_and_no_other() -> None:
    with ScaleEmulator() as scale:
        for line in HELP.splitlines():
            words = line.split("  ")[0].strip()
            start, _, choices = words.partition(" ") if "|" in words else (words, "", "")
            for order in [f"{start} {choice.strip()}" for choice in choices.split("|")] if choices else [words]:
                scale.order(re.sub("[A-Z]{2,}", "1", order))
        for order in ("", "weight", "weight much", "weight -1000000", "unit stone", "steady", "counts 5", "division 0"):
            with pytest.raises(BadInput, match="emulator_order"):
                scale.order(order)


@given(st.sampled_from(sorted(PROTOCOLS)), st.integers(-99_999, 999_999), st.lists(st.binary(max_size=40), max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_bytes_stop_the_scale(protocol: str, grams: int, noise: list[bytes]) -> None:
    made = bench(protocol, grams)
    whole = [piece for head in noise for piece in (head, framed(head or b"\x00"), b"\x02" + head + b"\x03")]
    for piece in whole:
        made.dialect.hear(piece)
        made.told()
    assert made.dialect.frame(made.platform.shown())
