"""One conversation with a printer: questions and answers on an open channel."""

from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from devices.drivers.escpos import commands
from devices.drivers.escpos.status import (
    ERROR_CAUSE,
    OFFLINE_CAUSE,
    PAPER,
    PRINTER,
    Answers,
    paper_ended_in_order,
    read_status,
    stopped,
)
from devices.errors import DeviceError, Interrupted, Trouble
from devices.ports import PrinterState, PrinterStatus, PrintOutcome, PrintResult
from devices.transports.channel import Channel, Deadline, Wire

_LOOK_EVERY_MS: Final = 1000
_SILENT_MS: Final = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in milliseconds. Sending and confirming get a second more per ``bytes_per_s`` of the job."""

    connect_ms: int = 3_000
    answer_ms: int = 1_000
    write_ms: int = 10_000
    confirm_ms: int = 10_000
    bytes_per_s: int = 20_000

    def for_job(self, least_ms: int, job: bytes) -> Deadline:
        """The deadline for something that takes longer with the length of the job."""
        return Deadline(least_ms + len(job) * 1000 // self.bytes_per_s)


@dataclass(slots=True)
class Owed:
    """What a printer has still to say, on this connection or, on a line that keeps it, on the next.

    ``papers`` whose confirmation was given up, and ``answers`` to questions that were.
    """

    papers: int = 0
    answers: int = 0


class Session:
    """An open channel to a printer; a context manager that closes it.

    Opening raises DeviceError ``device_unreachable``. One session per act: most network printers serve one
    connection at a time, and a new one is how a printer that was switched off and on is found again.
    """

    def __init__(self, wire: Wire, patience: Patience, owed: Owed) -> None:
        self._patience = patience
        self._channel: Channel = wire.open(Deadline(patience.connect_ms))
        self._answers = Answers()
        self._owed = owed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()

    def write(self, data: bytes) -> None:
        """Sends the bytes; Interrupted."""
        self._channel.write(data, self._patience.for_job(self._patience.write_ms, data))

    def ask(self, kind: int) -> int:
        """The answer to DLE EOT; DeviceError ``device_no_answer``, ``device_garbled``, ``device_lost``.

        Answers do not say what was asked. A printer that was busy answers late, or never, what was asked meanwhile:
        what it owes is waited for, and the newest answer is this question's.
        """
        deadline = Deadline(self._patience.answer_ms)
        self._channel.write(commands.ask_status(kind), deadline)
        self._owed.answers += 1
        newest = None
        while self._owed.answers and (answer := self._wait(self._answers.realtime, deadline)) is not None:
            newest = answer
            self._owed.answers -= 1
        if newest is None:
            raise DeviceError(Trouble.GARBLED if self._answers.garbage else Trouble.NO_ANSWER)
        self._owed.answers = 0
        return newest

    def status(self) -> PrinterStatus:
        """How the printer is; DeviceError as ``ask``."""
        printer, cause, paper = self.ask(PRINTER), self.ask(OFFLINE_CAUSE), self.ask(PAPER)
        error = self.ask(ERROR_CAUSE) if stopped(cause) is Trouble.BROKEN else None
        return read_status(printer, cause, paper, error)

    def print_job(self, job: bytes) -> PrintResult:
        """Sends the job and waits until the printer says that it is through with it.

        Raises Interrupted where not one byte of the job left.
        """
        self._take_what_is_owed()
        try:
            self.write(job)
        except Interrupted as problem:
            if problem.sent_bytes == 0:
                raise
            return _unconfirmed(problem.trouble, problem.maker_code)
        try:
            return self._confirm(self._patience.for_job(self._patience.confirm_ms, job))
        except DeviceError as problem:
            return _unconfirmed(problem.trouble, problem.maker_code)

    def _confirm(self, deadline: Deadline) -> PrintResult:
        """GS r is carried out in its turn: its answer means that everything before it was printed."""
        self._ask_whether_processed(deadline)
        while True:
            look = Deadline(min(_LOOK_EVERY_MS, int(deadline.remaining_s() * 1000)))
            answer = self._wait(self._answers.processed, look)
            if answer is not None:
                self._owed.papers -= 1
                if self._owed.papers <= 0:
                    return self._settled(answer)
                continue
            status = self._stopped_status()
            if status is not None:
                return PrintResult(PrintOutcome.UNCONFIRMED, status, status.trouble)
            if deadline.passed:
                return _unconfirmed(Trouble.GARBLED if self._answers.garbage else Trouble.NO_ANSWER)

    def _ask_whether_processed(self, deadline: Deadline) -> None:
        self._owed.papers = max(0, self._owed.papers - len(self._answers.processed))
        self._answers.processed.clear()
        self._channel.write(commands.PROCESSED, deadline)
        self._owed.papers += 1

    def _take_what_is_owed(self) -> None:
        """A confirmation that comes now, of a paper given up, must not confirm the next one.

        Nothing lies between it and the answer to one question more: where silence follows the first, the rest of what
        is owed was lost with the printer's power.
        """
        if not self._owed.papers:
            return
        self._ask_whether_processed(Deadline(self._patience.answer_ms))
        is_heard = False
        while self._owed.papers and self._wait(self._answers.processed, Deadline(_SILENT_MS)) is not None:
            self._owed.papers -= 1
            is_heard = True
        if is_heard:
            self._owed.papers = 0

    def _stopped_status(self) -> PrinterStatus | None:
        """What stopped the printer inside the job; None while it may still be printing."""
        try:
            if stopped(self.ask(OFFLINE_CAUSE)) is None:
                return None
            status = self.status()
        except DeviceError as problem:
            if problem.trouble is Trouble.LOST:
                raise
            return None
        return None if status.can_print else status

    def _settled(self, answer: int) -> PrintResult:
        """After the last line: a roll that ended just now may have ended before it."""
        try:
            status = self.status()
        except DeviceError as problem:
            status = PrinterStatus.of_trouble(problem.trouble, problem.maker_code)
        if paper_ended_in_order(answer) or status.state is PrinterState.PAPER_OUT:
            return PrintResult(PrintOutcome.UNCONFIRMED, status, Trouble.PAPER_OUT)
        return PrintResult(PrintOutcome.CONFIRMED, status)

    def _wait(self, answers: deque[int], deadline: Deadline) -> int | None:
        while not answers:
            data = self._channel.read(deadline)
            self._answers.feed(data)
            if not answers and (not data or deadline.passed):
                return None
        return answers.popleft()


def _unconfirmed(trouble: Trouble, maker_code: str = "") -> PrintResult:
    return PrintResult(PrintOutcome.UNCONFIRMED, PrinterStatus.of_trouble(trouble, maker_code), trouble)
