"""A scale and the hands around it: what the contract suite does to every one of them."""

import contextlib
import time
from collections.abc import Callable
from typing import Final, Protocol

from devices.drivers.scales import open_scale
from devices.emulators.scale.server import ScaleEmulator
from devices.errors import DeviceError, Trouble
from devices.scales.fake import FakeScale
from devices.scales.port import Scale, Weight

DRIVERS: Final = {
    "cas": "cas",
    "cas-7": "cas",
    "cas-stream": "casline",
    "cas-stream-10": "casline",
    "cas-stream-18": "casline",
    "toledo": "toledo",
    "massa": "massa",
    "massa-old": "massa5",
    "sma": "sma",
    "sics": "sics",
    "ascii": "ascii",
    "ascii-bare": "ascii",
}
"""The driver for each protocol of the emulated scale that can be asked."""
CAPACITY_GRAMS: Final = 15_000


class ScaleBench(Protocol):
    """What a test does to a scale. ``tells_overload`` is False where the protocol has no word for it."""

    scale: Scale
    tells_overload: bool

    def load(self, grams: int) -> None:
        """So much lies on it, at rest."""

    def keep_moving(self) -> None:
        """It never comes to rest."""

    def unplug(self) -> None:
        """Its cable is pulled."""

    def plug_in(self) -> None:
        """It is put back."""


class FakeScaleBench:
    """The fake."""

    tells_overload = True

    def __init__(self) -> None:
        self.fake = FakeScale(CAPACITY_GRAMS)
        self.scale: Scale = self.fake

    def load(self, grams: int) -> None:
        self.fake.load_grams, self.fake.moving = grams, False

    def keep_moving(self) -> None:
        self.fake.moving = True

    def unplug(self) -> None:
        self.fake.trouble = Trouble.UNREACHABLE

    def plug_in(self) -> None:
        self.fake.trouble = None


class EmulatedScaleBench:
    """A driver in front of an emulated scale."""

    def __init__(self, emulator: ScaleEmulator, protocol: str) -> None:
        self.emulator = emulator
        self.scale: Scale = open_scale(f"{DRIVERS[protocol]}+tcp://127.0.0.1:{emulator.port}")
        self.tells_overload = protocol not in {"cas-stream-10", "ascii-bare", "massa-old"}
        for order in ("settle 0", "rate 20", f"capacity {CAPACITY_GRAMS}"):
            emulator.order(order)

    def load(self, grams: int) -> None:
        self.emulator.order("steady on")
        self.emulator.order(f"weight {grams}")

    def keep_moving(self) -> None:
        self.emulator.order("noise 3")
        self.emulator.order("steady off")

    def unplug(self) -> None:
        self.emulator.order("power off")

    def plug_in(self) -> None:
        self.emulator.order("weight 0")
        self.emulator.order("power on")


def read_until(scale: Scale, reached: Callable[[Weight], bool], timeout_s: float = 30.0) -> Weight:
    """Reads until a weight is as wanted: a busy machine answers late, a stream when it likes. TimeoutError."""
    deadline, weight = time.monotonic() + timeout_s, None
    while time.monotonic() < deadline:
        with contextlib.suppress(DeviceError):
            weight = scale.read()
            if reached(weight):
                return weight
    raise TimeoutError(f"it tells {weight}")
