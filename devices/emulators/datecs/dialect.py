"""What every dialect is: a shape of frames, a layout of status bits, and commands over one register."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from devices.emulators.datecs import refusals as why
from devices.emulators.datecs.frames import Framing
from devices.emulators.datecs.journal import Journal
from devices.emulators.datecs.machine import Machine
from devices.emulators.datecs.memory import GROUPS
from devices.emulators.datecs.refusals import Refusal, Why
from devices.emulators.datecs.status import Flag, Layout

Command = Callable[[str], str | bytes]
"""The text of a command in, the data of its answer out; Refusal where it is not carried out."""

AMOUNT: Final = r"[0-9]{1,8}(?:\.[0-9]{1,2})?"
PERCENT: Final = r"[0-9]{1,2}(?:\.[0-9]{1,2})?"
QUANTITY: Final = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
_LATIN_GROUPS: Final = "ABCDEFGH"
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer holds."""

    data: bytes
    status: bytes


class Dialect(ABC):
    """One language of the register. ``name`` is how it is chosen, ``letters`` begin the serial number."""

    name: ClassVar[str]
    letters: ClassVar[str]
    framing: ClassVar[Framing]
    layout: ClassVar[Layout]
    tells_error_in_status: ClassVar[bool] = False

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.journal = Journal(machine)
        self._commands = dict(self.commands())
        self._harmless = frozenset(self.questions())

    @abstractmethod
    def commands(self) -> Mapping[int, Command]:
        """What each command does."""

    @abstractmethod
    def questions(self) -> Mapping[int, Command]:
        """Those among them that change nothing, so that nothing has to be written down."""

    @abstractmethod
    def refused(self, reason: Why) -> bytes:
        """The data of the answer to a command that is not carried out."""

    def obey(self, command: int, data: bytes) -> Reply:
        """Carries a command out; the answer."""
        reason = None
        try:
            answer = self._answer(command, data)
        except Refusal as refusal:
            reason, answer = refusal.why, self.refused(refusal.why)
            self.machine.memory.last_error = [command, reason.number, self.machine.clock.isoformat(), reason.words]
        if reason is not None or command not in self._harmless:
            self.machine.vault.keep()
        return Reply(answer, self.status(reason))

    def fail(self, bit: tuple[int, int]) -> Reply:
        """The answer to a command that does nothing and sets a status bit that was ordered."""
        byte, place = bit
        extra = (byte, place) if byte < self.layout.count and place < 7 else None
        return Reply(self.refused(why.ORDERED), self.layout.written(self.machine.flags | {why.ORDERED.flag}, extra))

    def status(self, reason: Why | None = None) -> bytes:
        """The status bytes after a command."""
        flags = self.machine.flags
        if reason is not None:
            flags.add(reason.flag)
        if reason in (why.WRONG_PASSWORD, why.LOCKED):
            flags.add(Flag.WRONG_PASSWORD)
        error = (reason.number if reason else 0) if self.tells_error_in_status else None
        return self.layout.written(flags, error=error)

    def _answer(self, command: int, data: bytes) -> bytes:
        do = self._commands.get(command)
        if do is None:
            raise Refusal(why.UNKNOWN_COMMAND)
        text = data.decode("cp1251", "replace")
        if len(data) > self.framing.data_most or _FORBIDDEN.search(text):
            raise Refusal(why.SYNTAX)
        answer = do(text)
        return answer if isinstance(answer, bytes) else answer.encode("cp1251", "replace")


def matched(pattern: str, text: str) -> re.Match[str]:
    """The whole text by a pattern; Refusal for a syntax error."""
    found = re.fullmatch(pattern, text)
    if found is None:
        raise Refusal(why.SYNTAX)
    return found


def hundredths(text: str) -> int:
    """A signed decimal with up to two places, which was matched before."""
    return _scaled(text, 2)


def thousandths(text: str) -> int:
    """A decimal with up to three places, which was matched before."""
    return _scaled(text, 3)


def _scaled(text: str, places: int) -> int:
    whole, _, rest = text.lstrip("+-").partition(".")
    value = int(whole + rest.ljust(places, "0"))
    return -value if text.startswith("-") else value


def moment(text: str, form: str) -> datetime:
    """A time without zone; Refusal where it is none."""
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the register's own time has no zone
    except ValueError:
        raise Refusal(why.SYNTAX) from None


def group_of(letter: str) -> int:
    """The tax group of a Cyrillic or Latin letter that was matched before."""
    return GROUPS.index(letter) if letter in GROUPS else _LATIN_GROUPS.index(letter)
