"""A label printer on a serial line that answers later than the driver waits: only how it is now is told."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.drivers.tspl.dialect import Tspl
from devices.drivers.zpl.dialect import Zpl
from devices.emulators.labels.immediate import Sieve
from devices.emulators.labels.printer import LabelPrinter as LabelEmulator
from devices.emulators.plugs import Plug
from devices.emulators.tspl.printer import TsplEmulator
from devices.emulators.zpl.printer import ZplEmulator
from devices.errors import Trouble
from devices.labels.dialect import Dialect
from devices.labels.options import LabelOptions
from devices.labels.printer import AnsweringLabelPrinter
from printing.labels.tag import LabelStock
from tests.devices.late import Late

OPTIONS = LabelOptions(LabelStock(58, 40))
PRINTERS: dict[str, tuple[Callable[[], LabelEmulator], Dialect]] = {
    "tspl": (TsplEmulator, Tspl(OPTIONS)),
    "zpl": (ZplEmulator, Zpl(OPTIONS)),
}
STATES: tuple[tuple[str, Trouble | None], ...] = (
    ("paper out", Trouble.PAPER_OUT),
    ("paper in", None),
    ("hot on", Trouble.HEAD_HOT),
    ("hot off", None),
)
UNHEARD = {Trouble.NO_ANSWER, Trouble.GARBLED}
pauses = st.tuples(st.integers(0, 7), st.lists(st.sampled_from([[0], [1, 0]]), max_size=20)).map(
    lambda drawn: [drawn[0], *(pause for several in drawn[1] for pause in several)]
)
"""One answer comes very late, and of the next no two running are looked for in vain: silence ends a slow line."""


class Bench:
    """A printer on a late serial line."""

    def __init__(self, language: str) -> None:
        make_emulator, dialect = PRINTERS[language]
        self.wire = Late(keeps=True)
        self.printer = AnsweringLabelPrinter(self.wire, dialect, OPTIONS)
        self._emulator = make_emulator()
        self._plug = Plug()
        self._plug.send = self.wire.said  # type: ignore[method-assign]
        self._emulator._sieves[self._plug] = Sieve(self._emulator._interpreter.immediate)
        self.wire.hear = self._hear

    def _hear(self, data: bytes) -> None:
        with self._emulator._changed:
            self._emulator._hear(self._plug, data)

    def is_told(self, order: str) -> Trouble | None:
        """What is told once the printer has been brought into a state."""
        with self._emulator._changed:
            self._emulator._obey(order)
        self.wire.pass_by(1.0)
        return self.printer.status().trouble


@pytest.mark.parametrize("language", PRINTERS)
@settings(max_examples=40)
@given(pauses)
@example([4, 1])
@example([2, 1, 0, 1])
def test_an_old_state_is_never_told(language: str, waited: list[int]) -> None:
    bench = Bench(language)
    with bench.wire.passing():
        bench.wire.pauses, bench.wire.is_late = list(waited), True
        for order, trouble in STATES * 2:
            # A head that is hot is told by a second answer, which may not be heard in time.
            unclear = {Trouble.BROKEN} if trouble is Trouble.HEAD_HOT else set()
            assert bench.is_told(order) in {trouble, *unclear, *UNHEARD}
        bench.wire.is_late = False
        told = [bench.is_told(order) for order, _ in STATES * 2]
        assert told[-4:] == [trouble for _, trouble in STATES], "it is heard again soon"
