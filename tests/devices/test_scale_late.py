"""A scale that answers, but later than the driver waits: no weight is told but that of what lies on it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.drivers.scale.cas import Cas
from devices.drivers.scale.lines import Sics, Sma
from devices.drivers.scale.massa import Massa, OldMassa
from devices.drivers.scale.toledo import Toledo
from devices.emulators.plugs import Plug
from devices.emulators.scale.server import ScaleEmulator
from devices.errors import DeviceError, Trouble
from devices.scales.dialect import ScaleDialect
from devices.scales.scale import WiredScale
from tests.devices.late import Late

ASKED: dict[str, ScaleDialect] = {
    "cas": Cas(),
    "toledo": Toledo(),
    "massa": Massa(),
    "massa-old": OldMassa(),
    "sma": Sma(),
    "sics": Sics(),
}
LINE_TROUBLES = {Trouble.NO_ANSWER, Trouble.GARBLED}
pauses = st.tuples(st.integers(0, 7), st.lists(st.integers(0, 1), max_size=30)).map(lambda drawn: [drawn[0], *drawn[1]])
"""One answer comes very late, and whatever follows it may be looked for in vain once: silence ends a slow line."""


class Bench:
    """A scale on a late serial line."""

    def __init__(self, protocol: str) -> None:
        self.wire = Late(keeps=True)
        self.scale = WiredScale(self.wire, ASKED[protocol])
        self._emulator = ScaleEmulator(protocol=protocol, monotonic=lambda: self.wire.now_s)
        self._emulator.platform.settle_ms = 0
        plug = Plug()
        plug.send = self.wire.said  # type: ignore[method-assign]
        self._emulator._plugged(plug)
        self.wire.hear = lambda data: self._hear(plug, data)

    def _hear(self, plug: Plug, data: bytes) -> None:
        with self._emulator._changed:
            self._emulator._hear(plug, data)

    def reads(self, grams: int) -> int | None:
        """What is told while so much lies there; None where nothing is."""
        self._emulator.platform.put(grams)
        self.wire.pass_by(1.0)
        try:
            return self.scale.read().grams
        except DeviceError as problem:
            if problem.trouble not in LINE_TROUBLES:
                raise
            return None


@pytest.mark.parametrize("protocol", ASKED)
@settings(max_examples=40)
@given(pauses)
@example([4, 1])
@example([2, 1, 1, 1])
def test_an_old_weight_is_never_told(protocol: str, waited: list[int]) -> None:
    bench = Bench(protocol)
    with bench.wire.passing():
        bench.wire.pauses, bench.wire.is_late = list(waited), True
        for grams in range(100, 900, 100):
            assert bench.reads(grams) in (None, grams)
        bench.wire.is_late = False
        told = [bench.reads(grams) for grams in range(1000, 2200, 200)]
        assert told[-1] == 2000, "it is heard again soon"
