"""Label printers of any language: those that answer, and those that do not."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Interrupted, Trouble
from devices.labels.dialect import Dialect, Language, Patience, Reading
from devices.labels.options import LabelOptions
from devices.labels.port import LabelOutcome, LabelPrinterInfo, LabelResult, Labels
from devices.ports import PrinterState, PrinterStatus
from devices.transports.channel import Channel, Deadline, Outlet, Wire
from devices.transports.owed import OwedAnswers, fall_silent

_UNHEARD: Final = frozenset({Trouble.UNREACHABLE, Trouble.NO_ANSWER, Trouble.GARBLED, Trouble.LOST, Trouble.BLOCKED})

_OWING: Final = frozenset({Trouble.NO_ANSWER, Trouble.GARBLED})
"""Troubles of a question whose answer may still come."""


@dataclass(slots=True)
class _Batch:
    """A batch on its way. The connection stays open: where it breaks, nobody knows what became of the rest."""

    channel: Channel
    copies: tuple[int, ...]
    told: int | None = None
    stopped: bool = False

    @property
    def labels(self) -> int:
        return sum(self.copies)

    def note(self, reading: Reading) -> None:
        if reading.formats is None or reading.labels_left is None:
            return
        begun = max(0, len(self.copies) - reading.formats)
        self.told = max(0, sum(self.copies[:begun]) - reading.labels_left)

    def result(self, outcome: LabelOutcome, trouble: Trouble | None = None, maker_code: str = "") -> LabelResult:
        return LabelResult(outcome, trouble, maker_code, self.told)


class AnsweringLabelPrinter:
    """A ``LabelPrinter`` that is asked how it is."""

    def __init__(self, wire: Wire, dialect: Dialect, options: LabelOptions, patience: Patience | None = None) -> None:
        self._wire = wire
        self._dialect = dialect
        self._patience = patience or Patience()
        self._held: _Batch | None = None
        self._unsure = False
        self._owed = OwedAnswers()
        self.info = LabelPrinterInfo(
            dialect.name, options.stock, answers=True, counts=dialect.counts, verified_on_hardware=False
        )

    def status(self) -> PrinterStatus:
        """Asks; on the connection of the batch that is held, because many printers serve one at a time."""
        refuse_inside_unit()
        try:
            if self._held is not None:
                return self._ask(self._held.channel).status
            channel = self._greeted()
            try:
                return self._ask(channel).status
            finally:
                channel.close()
        except DeviceError as problem:
            return PrinterStatus.of_trouble(problem.trouble, problem.maker_code)

    def print_labels(self, batch: Sequence[Labels], *, clear: bool = False) -> LabelResult:
        """Asks whether the printer is ready, sends the batch, and watches it to its end."""
        refuse_inside_unit()
        job = self._dialect.encode(batch)
        if self._held is not None or self._unsure or clear:
            self._let_go()
            self._clear()
        channel = self._greeted()
        under_way = _Batch(channel, tuple(labels.copies for labels in batch))
        try:
            self._refuse_in_trouble(channel)
            channel.write(job, self._patience.for_job(job))
        except Interrupted as problem:
            channel.close()
            if problem.sent_bytes == 0:
                raise
            self._unsure = True
            return under_way.result(LabelOutcome.UNCONFIRMED, problem.trouble, problem.maker_code)
        except DeviceError:
            channel.close()
            raise
        self._held = under_way
        return self._watched(under_way)

    def go_on(self) -> LabelResult:
        """Watches the held batch further."""
        refuse_inside_unit()
        if self._held is None:
            return LabelResult(LabelOutcome.UNCONFIRMED, Trouble.LOST)
        return self._watched(self._held)

    def _refuse_in_trouble(self, channel: Channel) -> None:
        before = self._ask(channel)
        if before.trouble is not None:
            raise DeviceError(before.trouble, maker_code=before.maker_code)

    def _watched(self, batch: _Batch) -> LabelResult:
        result = self._watch(batch)
        if result.outcome is not LabelOutcome.HELD:
            self._let_go()
        self._unsure = result.outcome is LabelOutcome.UNCONFIRMED
        return result

    def _watch(self, batch: _Batch) -> LabelResult:
        deadline = Deadline(self._patience.print_ms + batch.labels * self._patience.label_ms)
        quiet = 0
        unheard: DeviceError | None = None
        while not deadline.passed:
            time.sleep(self._patience.look_ms / 1000)
            try:
                reading = self._ask(batch.channel)
            except DeviceError as problem:
                # A printer that stopped and then fell silent was switched off: it has forgotten the rest.
                if problem.trouble in {Trouble.LOST, Trouble.BLOCKED} or batch.stopped:
                    return batch.result(LabelOutcome.UNCONFIRMED, problem.trouble, problem.maker_code)
                unheard, quiet = problem, 0
                continue
            unheard = None
            batch.note(reading)
            if reading.trouble is not None:
                batch.stopped = True
                return batch.result(LabelOutcome.HELD, reading.trouble, reading.maker_code)
            batch.stopped = False
            quiet = 0 if reading.busy else quiet + 1
            if quiet == self._patience.quiet_looks:
                return LabelResult(LabelOutcome.PRINTED, maker_code=reading.maker_code, told=batch.labels)
        if unheard is not None:
            return batch.result(LabelOutcome.UNCONFIRMED, unheard.trouble, unheard.maker_code)
        return batch.result(LabelOutcome.HELD)

    def _ask(self, channel: Channel) -> Reading:
        """How the printer is now: answers bear no sign of their question."""
        self._owed.take(lambda: self._heard(channel), lambda: fall_silent(channel, self._patience.silent_ms))
        heard = self._heard(channel)
        reading = self._dialect.explain(heard, channel, Deadline(self._patience.answer_ms))
        if reading.owes:
            self._owed.gave_up()
        return reading

    def _heard(self, channel: Channel) -> Reading:
        try:
            return self._dialect.ask(channel, Deadline(self._patience.answer_ms))
        except DeviceError as problem:
            if problem.trouble in _OWING:
                self._owed.gave_up()
            raise

    def _greeted(self) -> Channel:
        channel = self._wire.open(Deadline(self._patience.connect_ms))
        try:
            if self._dialect.greeting:
                channel.write(self._dialect.greeting, Deadline(self._patience.answer_ms))
        except DeviceError:
            channel.close()
            raise
        return channel

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.channel.close()
            self._held = None

    def _clear(self) -> None:
        """Sends the order on a connection of its own, and waits until the printer answers on a new one."""
        channel = self._wire.open(Deadline(self._patience.connect_ms))
        try:
            channel.write(self._dialect.clear, Deadline(self._patience.answer_ms))
        finally:
            channel.close()
        deadline = Deadline(self._patience.clear_ms)
        while (status := self.status()).trouble in _UNHEARD:
            if deadline.passed:
                raise DeviceError(status.trouble or Trouble.NO_ANSWER, maker_code=status.maker_code)
            time.sleep(self._patience.look_ms / 1000)
        self._unsure = False


class MuteLabelPrinter:
    """A ``LabelPrinter`` behind a spooler or a file, or one that never answers: labels are handed over."""

    def __init__(
        self, outlet: Outlet, language: Language, options: LabelOptions, patience: Patience | None = None
    ) -> None:
        self._outlet = outlet
        self._language = language
        self._patience = patience or Patience()
        self.info = LabelPrinterInfo(
            language.name, options.stock, answers=False, counts=False, verified_on_hardware=False
        )

    def status(self) -> PrinterStatus:
        """Always unknown, without a trouble to name."""
        refuse_inside_unit()
        return PrinterStatus(PrinterState.UNKNOWN)

    def print_labels(self, batch: Sequence[Labels], *, clear: bool = False) -> LabelResult:
        """Hands the batch over."""
        refuse_inside_unit()
        job = self._language.encode(batch)
        if clear:
            self._outlet.deliver(self._language.clear, self._patience.for_job(b""))
        try:
            self._outlet.deliver(self._language.greeting + job, self._patience.for_job(job))
        except Interrupted as problem:
            if problem.sent_bytes == 0:
                raise
            return LabelResult(LabelOutcome.UNCONFIRMED, problem.trouble, problem.maker_code)
        return LabelResult(LabelOutcome.HANDED_OVER)

    def go_on(self) -> LabelResult:
        """Nothing is ever held."""
        refuse_inside_unit()
        return LabelResult(LabelOutcome.UNCONFIRMED, Trouble.LOST)
