"""What every scale promises: run against the fake, and against the drivers in front of emulated scales."""

from collections.abc import Iterator

import pytest

from app.core.io_guard import mark_unit
from devices.emulators.scale.server import ScaleEmulator
from devices.errors import DeviceError, Trouble
from tests.devices.scale_benches import (
    CAPACITY_GRAMS,
    DRIVERS,
    EmulatedScaleBench,
    FakeScaleBench,
    ScaleBench,
    read_until,
)


@pytest.fixture(params=["fake", *DRIVERS])
def bench(request: pytest.FixtureRequest) -> Iterator[ScaleBench]:
    """A scale that is well, with nothing on it."""
    if request.param == "fake":
        yield FakeScaleBench()
        return
    with ScaleEmulator(protocol=request.param) as emulator:
        bench = EmulatedScaleBench(emulator, request.param)
        yield bench
        bench.scale.close()


def test_it_tells_what_lies_on_it(bench: ScaleBench) -> None:
    assert not bench.scale.info.verified_on_hardware
    bench.load(1234)
    weight = read_until(bench.scale, lambda found: found.stable and found.grams == 1234)
    assert (weight.overload, weight.below_zero, weight.zero) == (False, False, False)
    bench.load(0)
    assert read_until(bench.scale, lambda found: found.stable and found.grams == 0).zero
    bench.load(-50)
    assert read_until(bench.scale, lambda found: found.below_zero).grams in {-50, None}
    bench.load(CAPACITY_GRAMS * 2)
    if bench.tells_overload:
        assert read_until(bench.scale, lambda found: found.overload).stable is False
    bench.load(1234)
    bench.keep_moving()
    assert not read_until(bench.scale, lambda found: not found.stable).overload


def test_it_is_zeroed_and_tared_or_says_that_it_can_not(bench: ScaleBench) -> None:
    scale = bench.scale
    bench.load(20)
    read_until(scale, lambda found: found.stable)
    if scale.info.zeroes:
        scale.zero()
        assert read_until(scale, lambda found: found.stable).grams == 0
    bench.load(520)
    if scale.info.tares:
        read_until(scale, lambda found: found.stable)
        scale.tare()
        assert read_until(scale, lambda found: found.stable).grams == 0
    for can, act in ((scale.info.zeroes, scale.zero), (scale.info.tares, scale.tare)):
        if not can:
            with pytest.raises(DeviceError) as refused:
                act()
            assert refused.value.trouble is Trouble.SCALE_CANNOT


def test_a_pulled_cable_is_said_and_survived(bench: ScaleBench) -> None:
    bench.load(500)
    read_until(bench.scale, lambda found: found.grams == 500)
    bench.unplug()
    assert bench.scale.status().trouble in {Trouble.UNREACHABLE, Trouble.LOST}
    assert bench.scale.status().trouble is Trouble.UNREACHABLE
    bench.plug_in()
    bench.load(700)
    read_until(bench.scale, lambda found: found.grams == 700)


def test_no_port_is_touched_inside_a_unit_of_work(bench: ScaleBench) -> None:
    scale = bench.scale
    acts = [scale.status, scale.read, *([scale.zero] if scale.info.zeroes else [])]
    mark_unit(opened=True)
    try:
        for act in acts:
            with pytest.raises(RuntimeError, match="unit of work"):
                act()
    finally:
        mark_unit(opened=False)
