"""Scales that go wrong on the line: a wrong weight is never told, and a silent scale holds nobody up."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.drivers.scale.cas import Cas
from devices.drivers.scale.lines import Sics, Sma
from devices.drivers.scale.massa import Massa
from devices.drivers.scale.streams import INDICATOR, Stream
from devices.drivers.scale.toledo import Toledo
from devices.emulators.scale.server import ScaleEmulator
from devices.errors import DeviceError, Trouble
from devices.scales.dialect import Patience, ScaleDialect
from devices.scales.port import Scale
from devices.scales.scale import WiredScale
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire
from tests.devices.scale_benches import read_until

ASKED: dict[str, ScaleDialect] = {"cas": Cas(), "toledo": Toledo(), "massa": Massa(), "sma": Sma(), "sics": Sics()}
QUICK = Patience(answer_ms=300, silent_ms=300)
PATIENT = Patience(answer_ms=10_000, silent_ms=300)
"""For where an answer comes, however busy the machine is."""
LONGEST_S = 60.0


@pytest.fixture(params=ASKED)
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[ScaleEmulator, Scale]]:
    """An emulated scale with 500 g on it, and its driver."""
    with ScaleEmulator(protocol=request.param) as emulator:
        emulator.order("settle 0")
        emulator.order("weight 500")
        scale = WiredScale(TcpWire("127.0.0.1", emulator.port), ASKED[request.param], QUICK)
        yield emulator, scale
        scale.close()


def trouble_of(scale: Scale) -> Trouble:
    began = time.monotonic()
    with pytest.raises(DeviceError) as refused:
        scale.read()
    assert time.monotonic() - began < LONGEST_S
    return refused.value.trouble


def first_weight(scale: Scale) -> int | None:
    """What it tells first, once it is heard again."""
    return read_until(scale, lambda _: True).grams


def test_answers_to_nobody_are_not_believed(pair: tuple[ScaleEmulator, Scale]) -> None:
    emulator, scale = pair
    assert first_weight(scale) == 500
    emulator.order("stale")
    emulator.order("weight 800")
    assert first_weight(scale) == 800


def test_a_late_answer_is_not_taken_for_that_to_the_next_question(pair: tuple[ScaleEmulator, Scale]) -> None:
    emulator, scale = pair
    emulator.order("late 60000")
    assert trouble_of(scale) in {Trouble.NO_ANSWER, Trouble.GARBLED}
    emulator.order("late 0")
    emulator.order("weight 900")
    assert first_weight(scale) == 900


def test_half_an_answer_and_a_cable_pulled_in_the_middle_tell_no_weight(pair: tuple[ScaleEmulator, Scale]) -> None:
    emulator, scale = pair
    emulator.order("half 2")
    assert trouble_of(scale) in {Trouble.NO_ANSWER, Trouble.GARBLED, Trouble.LOST}
    emulator.order("half 0")
    assert first_weight(scale) == 500
    emulator.order("pull 1")
    assert trouble_of(scale) in {Trouble.LOST, Trouble.NO_ANSWER}
    assert first_weight(scale) == 500


def test_a_mute_scale_and_noise_are_told_apart_and_survived(pair: tuple[ScaleEmulator, Scale]) -> None:
    emulator, scale = pair
    emulator.order("mute on")
    assert trouble_of(scale) is Trouble.NO_ANSWER
    emulator.order("mute off")
    emulator.order("garbage on")
    assert trouble_of(scale) in {Trouble.NO_ANSWER, Trouble.GARBLED}
    emulator.order("garbage off")
    assert first_weight(scale) == 500


@pytest.mark.parametrize("protocol", ["cas", "massa"])
def test_a_frame_that_arrives_broken_is_asked_for_again(protocol: str) -> None:
    with ScaleEmulator(protocol=protocol) as emulator:
        emulator.order("settle 0")
        emulator.order("weight 500")
        dialect = Cas(PATIENT.answer_ms) if protocol == "cas" else Massa()
        scale = WiredScale(TcpWire("127.0.0.1", emulator.port), dialect, PATIENT)
        emulator.order("corrupt 1")
        assert scale.read().grams == 500
        scale.close()


def test_a_scale_that_asks_to_be_asked_again_is(tmp_path: Path) -> None:
    terminal = tmp_path / "scale"
    with ScaleEmulator(protocol="cas", terminal=terminal) as emulator:
        emulator.order("settle 0")
        emulator.order("weight 500")
        wire = SerialWire(str(terminal), 9600, "none")
        scale = WiredScale(wire, Cas(PATIENT.answer_ms), PATIENT)
        emulator.order("nak 2")
        assert scale.read().grams == 500
        emulator.order("nak 5")
        assert trouble_of(scale) is Trouble.SCALE_BUSY
        emulator.order("nak 0")
        assert scale.read().grams == 500
        emulator.order("power off")
        assert trouble_of(scale) is Trouble.LOST
        assert trouble_of(scale) is Trouble.UNREACHABLE
        emulator.order("weight 0")
        emulator.order("power on")
        assert scale.read().grams == 0
        scale.close()


def test_goods_on_a_scale_that_is_switched_on_and_pounds_are_said(tmp_path: Path) -> None:
    with ScaleEmulator(protocol="massa", folder=tmp_path) as emulator:
        scale: Scale = WiredScale(TcpWire("127.0.0.1", emulator.port), Massa(), PATIENT)
        emulator.order("weight 3000")
        emulator.order("power off")
        emulator.order("power on")
        assert trouble_of(scale) is Trouble.SCALE_FAULT
        scale.close()
    with ScaleEmulator(protocol="toledo") as emulator:
        scale = WiredScale(TcpWire("127.0.0.1", emulator.port), Toledo(), PATIENT)
        emulator.order("unit lb")
        assert trouble_of(scale) is Trouble.SCALE_UNIT
        scale.close()


def test_a_stream_at_full_speed_is_read_at_its_newest() -> None:
    with ScaleEmulator(protocol="cas-stream") as emulator:
        emulator.order("settle 0")
        emulator.order("rate 1")
        stream = Stream("casline", INDICATOR, tells_rest=True)
        scale = WiredScale(TcpWire("127.0.0.1", emulator.port), stream, PATIENT)
        for grams in (500, 700, 900):
            emulator.order(f"weight {grams}")
            assert scale.read().grams == grams
        scale.close()
