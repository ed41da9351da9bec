"""The emulated register behind its ports: takes the payload of a command, answers the payload of an answer."""

from datetime import datetime, tzinfo
from typing import ClassVar, Final

from app.core.clock import Clock
from devices.emulators.fiscal.machine import RegisterMachine
from devices.emulators.fiscal.paper import Paper
from devices.emulators.shtrih.condition import Condition
from devices.emulators.shtrih.memory import CLOSING, OPENING, OpenReceipt, Stored, Vault
from devices.emulators.shtrih.paper import PAPER

OPERATORS: Final = range(1, 31)
ADMINISTRATORS: Final = (29, 30)

OK: Final = 0
WRONG_PARAMETER: Final = 0x33
UNKNOWN_COMMAND: Final = 0x37
RECEIPT_IS_OPEN: Final = 0x4A
DAY_IS_OVER: Final = 0x4E
WRONG_PASSWORD: Final = 0x4F
PRINTING: Final = 0x50
WAITS_FOR_B0: Final = 0x58
NO_PAPER: Final = 0x6B
NOT_IN_THIS_MODE: Final = 0x73
CONFIRM_DATE: Final = 0xC0

PAPER_IN, NO_PAPER_IDLE, NO_PAPER_INSIDE, PAPER_AGAIN = range(4)


class Refusal(Exception):
    """The answer is an error."""

    def __init__(self, error: int) -> None:
        super().__init__(hex(error))
        self.error = error


class Machine(RegisterMachine[Vault, Condition]):
    """State and paper of the register; the commands are in ``commands`` and what they call.

    Its own clock runs beside the world's. Not safe for two threads at once.
    """

    paper: ClassVar[Paper] = PAPER

    def __init__(self, vault: Vault, condition: Condition, clock: Clock, zone: tzinfo | None) -> None:
        super().__init__(vault, condition, clock, zone)
        self.reading = b""

    @property
    def mode(self) -> int:
        """The mode byte: its high half is the kind of an open receipt."""
        memory = self.vault.memory
        if memory.receipt is not None:
            return memory.receipt.kind << 4 | 8
        if memory.date_is_unconfirmed:
            return 6
        if not self.shift_is_open:
            return 4
        return 3 if self.day_is_over else 2

    @property
    def submode(self) -> int:
        """How the printer is."""
        if self.condition.printing_looks:
            self.condition.printing_looks -= 1
            return 5
        return self.vault.memory.paper_state

    @property
    def flags(self) -> int:
        """The 16 bits: roll, sensor, decimal point, drawer."""
        has_paper = self.vault.memory.paper_state in (PAPER_IN, PAPER_AGAIN)
        return 0x0210 | has_paper << 1 | has_paper << 7 | self.vault.memory.drawer_is_open << 11

    def refuse_without_paper(self) -> None:
        """The printer must be able to print."""
        if self.condition.printing_looks:
            raise Refusal(PRINTING)
        state = self.vault.memory.paper_state
        if state in (NO_PAPER_IDLE, NO_PAPER_INSIDE):
            raise Refusal(NO_PAPER)
        if state == PAPER_AGAIN:
            raise Refusal(WAITS_FOR_B0)

    def refuse_outside_shift(self) -> None:
        """A shift must be open and young, and the date known."""
        if self.vault.memory.date_is_unconfirmed:
            raise Refusal(CONFIRM_DATE)
        if not self.shift_is_open:
            raise Refusal(NOT_IN_THIS_MODE)
        if self.day_is_over:
            raise Refusal(DAY_IS_OVER)

    def refuse_inside_receipt(self) -> None:
        """No receipt may be open."""
        if self.vault.memory.receipt is not None:
            raise Refusal(RECEIPT_IS_OPEN)

    def store(self, kind: int, *, operation: int = 0, total: int = 0, tags: str = "") -> Stored:
        """The fiscal storage takes a document."""
        memory = self.vault.memory
        number = len(self.vault.documents) + 1
        sign = (number * 2_654_435_761 + memory.serial) % 0xFFFFFFFF
        document = Stored(
            number,
            kind,
            self.clock.isoformat(),
            sign,
            memory.shift_number,
            operation,
            total,
            memory.storage_tags + tags,
        )
        memory.storage_document, memory.storage_tags = 0, ""
        self.vault.keep_document(document)
        return document

    def open_shift(self) -> Stored:
        """A new shift begins."""
        memory = self.vault.memory
        memory.shift_number += 1
        memory.shift_opened_at, memory.receipts_in_shift = self.clock.isoformat(), 0
        document = self.store(OPENING)
        self.print([f"СМЕНА {memory.shift_number} ОТКРЫТА", *self._foot("ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ", document)])
        return document

    def close_shift(self) -> Stored:
        """The shift ends; its counts begin anew."""
        memory = self.vault.memory
        document = self.store(CLOSING)
        memory.shift_opened_at = ""
        memory.cash_in = memory.cash_out = 0
        for register in (144, 145, 146, 147, 153, 154):
            memory.registers.pop(str(register), None)
        self.print([f"СМЕНА {memory.shift_number} ЗАКРЫТА", *self._foot("ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ", document)])
        return document

    def print(self, lines: list[str], *, wanted: bool = True) -> None:
        """Lets a paper come out, or what there is of it."""
        memory = self.vault.memory
        memory.count(152)
        if not wanted:
            return
        if self.paper_ends:
            memory.unfinished_paper, memory.paper_state = lines, NO_PAPER_INSIDE
            self.paper_ends, self.condition.has_paper = False, False
            return
        self._came_out(lines)

    def go_on(self) -> None:
        """B0: the interrupted paper is printed whole."""
        memory = self.vault.memory
        if memory.paper_state in (NO_PAPER_IDLE, NO_PAPER_INSIDE):
            raise Refusal(NO_PAPER)
        if memory.paper_state == PAPER_AGAIN:
            lines, memory.unfinished_paper, memory.paper_state = memory.unfinished_paper, [], PAPER_IN
            self._came_out(lines)

    def put_paper(self, *, there: bool) -> None:
        """Hands put in a roll, or take it out."""
        memory = self.vault.memory
        self.condition.has_paper = there
        if there:
            memory.paper_state = PAPER_AGAIN if memory.paper_state in (NO_PAPER_INSIDE, PAPER_AGAIN) else PAPER_IN
        elif memory.paper_state == PAPER_IN:
            memory.paper_state = NO_PAPER_IDLE

    def begin(self, kind: int, operator: int) -> OpenReceipt:
        """A receipt is opened."""
        self.refuse_outside_shift()
        if kind not in range(4):
            raise Refusal(WRONG_PARAMETER)
        self.vault.memory.receipt = OpenReceipt(kind, operator)
        return self.vault.memory.receipt

    def _foot(self, title: str, document: Stored) -> list[str]:
        return self.paper.foot(title, document.number, document.sign, datetime.fromisoformat(document.at))
