"""The thread of one scale: what is seen, what may be taken, and that nobody waits for a silent one."""

import contextlib
import threading
import time
from collections.abc import Iterator

import pytest

from devices.errors import DeviceError, Trouble
from devices.scales.fake import FakeScale
from devices.scales.options import ScaleOptions
from devices.scales.port import Weight
from pos.weighing.watch import ScaleWatch, Seen, Taken, WeightGone

LONGEST_S = 60.0


@pytest.fixture
def scale() -> FakeScale:
    """A scale with half a kilogram on it."""
    fake = FakeScale()
    fake.load_grams = 500
    return fake


@pytest.fixture
def watch(scale: FakeScale) -> Iterator[ScaleWatch]:
    """It is watched."""
    watch = ScaleWatch(scale, ScaleOptions())
    yield watch
    watch.stop()


def seen_with(watch: ScaleWatch, refusal: str | None, grams: int | None = None) -> Seen:
    """The first reading that is refused so."""
    deadline, after = time.monotonic() + LONGEST_S, 0
    while time.monotonic() < deadline:
        seen = watch.look(after)
        if seen is not None:
            after = seen.number
            if seen.refusal == refusal and (grams is None or seen.grams == grams):
                return seen
    raise TimeoutError(refusal)


def take_surely(watch: ScaleWatch, line_uid: str, *, again: bool = False) -> Taken:
    """Takes half a kilogram, again where a busy machine has not read the scale for long; TimeoutError."""
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        with contextlib.suppress(WeightGone):
            return watch.take(line_uid, 500, again=again)
        watch.look()
    raise TimeoutError(line_uid)


def test_a_weight_at_rest_is_taken_once(watch: ScaleWatch, scale: FakeScale) -> None:
    assert seen_with(watch, None).grams == 500
    taken = take_surely(watch, "line-1")
    assert taken.grams == 500
    scale.load_grams = 700
    assert watch.take("line-1", 500) == taken
    seen_with(watch, None, 700)
    with pytest.raises(WeightGone):
        watch.take("line-2", 500)


def test_the_same_goods_are_asked_about_until_they_are_gone(watch: ScaleWatch, scale: FakeScale) -> None:
    seen_with(watch, None)
    take_surely(watch, "line-1")
    seen_with(watch, "weight_same_goods")
    with pytest.raises(WeightGone):
        watch.take("line-2", 500)
    assert take_surely(watch, "line-2", again=True).grams == 500
    scale.load_grams = 0
    seen_with(watch, "weight_nothing")
    scale.load_grams = 500
    assert seen_with(watch, None).grams == 500


def test_a_weight_that_became_no_line_is_given_back(watch: ScaleWatch) -> None:
    seen_with(watch, None)
    take_surely(watch, "line-1")
    watch.give_back("line-1")
    assert seen_with(watch, None).grams == 500


def test_what_is_wrong_is_said_and_passes(watch: ScaleWatch, scale: FakeScale) -> None:
    scale.trouble = Trouble.LOST
    assert seen_with(watch, "device_lost").grams is None
    with pytest.raises(WeightGone):
        watch.take("line-1", 500)
    scale.trouble = None
    assert seen_with(watch, None).grams == 500


class SilentScale(FakeScale):
    """Holds whoever asks, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def read(self) -> Weight:
        """Waits."""
        self.let_go.wait(LONGEST_S)
        return super().read()


def test_nobody_waits_for_a_silent_scale() -> None:
    scale = SilentScale()
    watch = ScaleWatch(scale, ScaleOptions())
    began = time.monotonic()
    assert watch.look(timeout_s=0.05) is None
    assert time.monotonic() - began < LONGEST_S / 2
    scale.let_go.set()
    watch.stop()


class ScaleThatAnswersOnce(FakeScale):
    """Tells one weight, and holds whoever asks after that until it is let go."""

    def __init__(self, grams: int) -> None:
        super().__init__()
        self.load_grams = grams
        self.answers = threading.Semaphore(1)

    def read(self) -> Weight:
        """Waits from the second time on."""
        self.answers.acquire(timeout=LONGEST_S)
        return super().read()


def test_what_was_sold_is_not_sold_again_before_the_scale_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos.weighing.watch.FRESH_S", LONGEST_S)
    scale = ScaleThatAnswersOnce(500)
    watch = ScaleWatch(scale, ScaleOptions())
    assert seen_with(watch, None).grams == 500
    watch.take("line-1", 500)
    with pytest.raises(WeightGone):
        watch.take("line-2", 500)
    assert seen_with(watch, "weight_same_goods").grams is None
    assert watch.take("line-2", 500, again=True).grams == 500
    scale.answers.release()
    watch.stop()


def test_packing_is_taken_off_and_zero_takes_it_back(watch: ScaleWatch, scale: FakeScale) -> None:
    seen_with(watch, None, 500)
    watch.settle("tare")
    scale.load_grams = 1700
    net = seen_with(watch, None, 1200)
    assert net.weight is not None
    assert (net.weight.net, net.weight.tare_grams) == (True, 500)
    scale.load_grams = 0
    watch.settle("zero")
    scale.load_grams = 500
    seen_with(watch, None, 500)


def test_a_scale_that_refuses_says_why_and_goes_on(watch: ScaleWatch, scale: FakeScale) -> None:
    scale.moving = True
    with pytest.raises(DeviceError, match=Trouble.SCALE_REFUSED.value):
        watch.settle("tare")
    scale.moving = False
    seen_with(watch, None, 500)
    watch.stop()
    with pytest.raises(DeviceError, match=Trouble.NO_ANSWER.value):
        watch.settle("zero")
