"""A modem's line: commands, their answers, and what it says unasked in between (3GPP 27.007, 27.005)."""

import re
from typing import Final

from devices.errors import DeviceError, Interrupted, Trouble
from devices.transports.channel import Channel, Deadline

CTRL_Z: Final = b"\x1a"
ESCAPE: Final = b"\x1b"
_PROMPT: Final = b">"
_LINE_END: Final = re.compile(rb"[\r\n]+")
_ERROR: Final = re.compile(r"\+(CM[ES]) ERROR: *(\d+)")
_FINAL_ERRORS: Final = frozenset({"ERROR", "NO CARRIER", "BUSY", "NO ANSWER", "COMMAND NOT SUPPORT"})
_RESTARTED: Final = "RDY"
_MOST_WAITING: Final = 8_192
_REPORTS_KEPT: Final = 200


class AtError(Exception):
    """The modem refused: ``family`` is ``CME``, ``CMS`` or empty, ``number`` its code there."""

    def __init__(self, family: str = "", number: int = -1) -> None:
        self.family, self.number = family, number
        super().__init__(f"+{family} ERROR: {number}" if family else "ERROR")


class AtLine:
    """One command at a time on an open channel. ``reports`` are PDUs of delivery reports that came meanwhile, in hex.

    Every method raises DeviceError ``device_no_answer``, ``device_garbled``, ``device_lost`` (the modem has begun
    anew), ``device_blocked``.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._waiting = bytearray()
        self._report_follows = False
        self.reports: list[str] = []

    def ask(self, command: str, patience_ms: int, wanted: re.Pattern[str] | None = None) -> str:
        """The first group of ``wanted`` in the answer, empty where it is not in there; AtError where it is refused."""
        deadline = Deadline(patience_ms)
        self._send(command.encode("ascii") + b"\r", deadline)
        return self._answer(wanted, deadline) or ""

    def learn(self, command: str, patience_ms: int, wanted: re.Pattern[str]) -> str:
        """The same of a question that is never answered without it: ``device_garbled`` where another was answered.

        After it the line is in step: an OK that came late would have been taken for the end of this answer.
        """
        deadline = Deadline(patience_ms)
        self._send(command.encode("ascii") + b"\r", deadline)
        found = self._answer(wanted, deadline)
        if found is None:
            raise DeviceError(Trouble.GARBLED, maker_code=command)
        return found

    def wake(self, tries: int, patience_ms: int) -> None:
        """Asks whether anybody is there, until an answer comes: the first letters teach it the speed of the port.

        What was asked in vain may still be answered; it is waited for, so that it is no answer to what follows.
        """
        owed = 0
        while True:
            owed += 1
            try:
                self.ask("AT", patience_ms)
            except DeviceError as error:
                if owed == tries or error.trouble is Trouble.LOST:
                    raise
            else:
                break
        if owed > 1:
            self.drop(patience_ms)

    def hand_over(
        self, command: str, text: bytes, wanted: re.Pattern[str], *, prompt_ms: int, answer_ms: int
    ) -> str | None:
        """Sends ``text`` once the modem asks for it; the group of ``wanted``, None where it did not come afterwards.

        DeviceError and AtError where the modem surely did nothing with the text.
        """
        deadline = Deadline(prompt_ms)
        self._send(command.encode("ascii") + b"\r", deadline)
        self._await_prompt(deadline)
        deadline = Deadline(answer_ms)
        try:
            self._channel.write(text + CTRL_Z, deadline)
        except Interrupted as error:
            if error.sent_bytes > len(text):
                return None
            raise
        try:
            # Its number alone says that the network has the message, though the end of the answer be lost.
            return self._answer(wanted, deadline, may_break_off=True)
        except DeviceError:
            return None

    def cancel(self, patience_ms: int) -> None:
        """Ends a text that an earlier program may have begun."""
        self._send(ESCAPE, Deadline(patience_ms))

    def listen(self, patience_ms: int) -> None:
        """Takes what the modem says unasked."""
        self._hear(Deadline(patience_ms))
        while (line := self._next_line()) is not None:
            self._sort(line)

    def drop(self, patience_ms: int) -> None:
        """Forgets what has come: it answers questions that were given up."""
        deadline = Deadline(patience_ms)
        while self._channel.read(deadline):
            pass
        self._waiting.clear()

    def _send(self, data: bytes, deadline: Deadline) -> None:
        while (line := self._next_line()) is not None:
            self._sort(line)
        self._channel.write(data, deadline)

    def _answer(self, wanted: re.Pattern[str] | None, deadline: Deadline, *, may_break_off: bool = False) -> str | None:
        """What was wanted, out of all lines up to the last; one that breaks off may count with what came."""
        found = None
        while True:
            line = self._next_line()
            if line is None:
                if self._hear(deadline):
                    continue
                if may_break_off:
                    return found
                raise self._unheard()
            match = wanted.fullmatch(line) if wanted is not None and found is None else None
            if match is not None:
                found = match[1] or ""
            elif line == "OK":
                return found
            else:
                self._refuse(line)
                self._sort(line)

    def _await_prompt(self, deadline: Deadline) -> None:
        while True:
            waiting = self._waiting.lstrip(b"\r\n ")
            if waiting.startswith(_PROMPT):
                self._waiting.clear()
                return
            line = self._next_line()
            if line is not None:
                self._refuse(line)
                self._sort(line)
            elif not self._hear(deadline):
                raise self._unheard()

    def _refuse(self, line: str) -> None:
        coded = _ERROR.match(line)
        if coded is not None:
            raise AtError(coded[1], int(coded[2][:6]))
        if line in _FINAL_ERRORS:
            raise AtError

    def _sort(self, line: str) -> None:
        """What was not asked for."""
        if self._report_follows:
            self._report_follows = False
            self.reports = [*self.reports[1 - _REPORTS_KEPT :], line]
        elif line == _RESTARTED:
            raise DeviceError(Trouble.LOST, maker_code=line)
        else:
            self._report_follows = line.startswith("+CDS:")

    def _next_line(self) -> str | None:
        """A whole line without blanks at its ends; None where there is none yet."""
        while (end := _LINE_END.search(self._waiting)) is not None:
            line = bytes(self._waiting[: end.start()]).decode("ascii", "replace").strip()
            del self._waiting[: end.end()]
            if line:
                return line
        return None

    def _hear(self, deadline: Deadline) -> bool:
        """Takes more; False where nothing came in time."""
        heard = b"" if deadline.passed else self._channel.read(deadline)
        self._waiting += heard
        if len(self._waiting) > _MOST_WAITING:
            raise self._unheard()
        return bool(heard)

    def _unheard(self) -> DeviceError:
        heard = bytes(self._waiting[:32])
        return DeviceError(Trouble.GARBLED if heard else Trouble.NO_ANSWER, maker_code=heard.hex(" "))
