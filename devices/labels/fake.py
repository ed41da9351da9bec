"""A label printer for tests and rehearsals: it keeps the port's promises in memory, and fails where it is told."""

from collections.abc import Sequence

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.labels.port import LabelOutcome, LabelPrinterInfo, LabelResult, Labels
from devices.ports import PrinterState, PrinterStatus
from printing.labels.layout import LaidTag
from printing.labels.tag import LabelStock


class FakeLabelPrinter:
    """A ``LabelPrinter``. ``labels`` are those that came out, one by one; ``cleared`` counts the orders to forget.

    ``trouble`` is what is wrong with it until it is None again. ``stop_after`` lets it get into ``stop_with`` after so
    many labels of the next batch, and go on once ``trouble`` is taken out; ``cut_at`` breaks the connection once,
    when so many labels have come out in all.
    """

    def __init__(self, stock: LabelStock | None = None, *, counts: bool = True) -> None:
        self.labels: list[LaidTag] = []
        self.cleared = 0
        self.trouble: Trouble | None = None
        self.stop_after: int | None = None
        self.stop_with = Trouble.PAPER_OUT
        self.cut_at: int | None = None
        self._held: list[LaidTag] = []
        self._batch = 0
        self.info = LabelPrinterInfo(
            "fake", stock or LabelStock(58, 40), answers=True, counts=counts, verified_on_hardware=False
        )

    def status(self) -> PrinterStatus:
        """Ready, or what is wrong."""
        refuse_inside_unit()
        return PrinterStatus(PrinterState.READY) if self.trouble is None else PrinterStatus.of_trouble(self.trouble)

    def print_labels(self, batch: Sequence[Labels], *, clear: bool = False) -> LabelResult:
        """Keeps the labels, or fails where it was told."""
        refuse_inside_unit()
        if clear or self._held:
            self.cleared += 1
            self._held = []
        if self.trouble is not None:
            raise DeviceError(self.trouble)
        wanted = [labels.tag for labels in batch for _ in range(labels.copies)]
        self._batch = len(wanted)
        if self.cut_at is not None and self.cut_at <= len(self.labels) + len(wanted):
            told, self.cut_at = self.cut_at - len(self.labels), None
            self.labels += wanted[:told]
            return self._result(LabelOutcome.UNCONFIRMED, Trouble.LOST, told)
        self._held = wanted
        if self.stop_after is not None:
            self.trouble = self.stop_with
            self._come_out(self.stop_after)
            self.stop_after = None
        return self.go_on()

    def go_on(self) -> LabelResult:
        """The rest, once nothing is wrong any more."""
        refuse_inside_unit()
        if not self._held:
            return LabelResult(LabelOutcome.UNCONFIRMED, Trouble.LOST)
        if self.trouble is not None:
            return self._result(LabelOutcome.HELD, self.trouble, self._batch - len(self._held))
        self._come_out(len(self._held))
        return self._result(LabelOutcome.PRINTED, None, self._batch)

    def power_cycle(self) -> None:
        """Off and on again: what was held is forgotten."""
        self._held = []
        self.trouble = None

    def _come_out(self, count: int) -> None:
        self.labels += self._held[:count]
        self._held = self._held[count:]

    def _result(self, outcome: LabelOutcome, trouble: Trouble | None, told: int) -> LabelResult:
        return LabelResult(outcome, trouble, told=told if self.info.counts else None)
