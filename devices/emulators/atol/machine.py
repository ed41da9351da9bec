"""The emulated register behind the maker's driver: carries out one task at a time, all of it or nothing."""

from datetime import datetime
from typing import Any, ClassVar, Final

from devices.emulators.atol.check import Refusal
from devices.emulators.atol.condition import Condition
from devices.emulators.atol.memory import CLOSING, OPENING, Stored, Vault
from devices.emulators.atol.paper import PAPER
from devices.emulators.fiscal.machine import RegisterMachine
from devices.emulators.fiscal.paper import Paper

REGISTRATION_NUMBER: Final = "0000000001002292"
TAXATION: Final = "osn"

NO_LINK: Final = 2
NOT_SUPPORTED: Final = 11
PRINT_FIRST: Final = 32
NO_PAPER: Final = 44
COVER_OPEN: Final = 45
NOT_CASH_TOO_MUCH: Final = 52
NOT_PAID: Final = 66
SHIFT_EXPIRED: Final = 68
SHIFT_CLOSED: Final = 73
CASH_SHORT: Final = 80
SHIFT_OPEN: Final = 83
NO_SUCH_DATA: Final = 123
WRONG_TAXATION: Final = 143

Result = dict[str, Any]


class Machine(RegisterMachine[Vault, Condition]):
    """State and paper of the register; what the tasks do with it is in ``tasks``.

    Its own clock runs beside the world's. Not safe for two threads at once.
    """

    paper: ClassVar[Paper] = PAPER

    @property
    def shift_state(self) -> str:
        """As the service calls it."""
        if not self.shift_is_open:
            return "closed"
        return "expired" if self.day_is_over else "opened"

    @property
    def last_number(self) -> int:
        """Of the newest document."""
        return len(self.vault.documents)

    def refuse_without_link(self) -> None:
        """The register must be switched on."""
        if not self.condition.register_power:
            raise Refusal(NO_LINK, "Нет связи")

    def refuse_without_paper(self) -> None:
        """The printer must be able to print, and owe nothing."""
        if self.condition.cover_open:
            raise Refusal(COVER_OPEN, "Открыта крышка")
        if not self.condition.has_paper:
            raise Refusal(NO_PAPER, "Нет бумаги")
        if self.vault.memory.unfinished_paper:
            raise Refusal(PRINT_FIRST, "Работа заблокирована прерванным отчётом")

    def refuse_outside_shift(self) -> None:
        """A shift must be open and young."""
        if self.shift_state == "closed":
            raise Refusal(SHIFT_CLOSED, "Смена закрыта")
        if self.shift_state == "expired":
            raise Refusal(SHIFT_EXPIRED, "Смена превысила 24 часа")

    def store(self, kind: str, tags: Result, *, operation: int = 0, total: int = 0) -> Stored:
        """The fiscal storage takes a document: from now on it counts."""
        memory = self.vault.memory
        number = self.last_number + 1
        sign = f"{(number * 2_654_435_761 + memory.serial) % 0xFFFFFFFF:010d}"
        at = self.clock.isoformat()
        inside = memory.receipts_in_shift + 1 if operation else 0
        told: Result = {
            "1012": at,
            "1018": "7700000000",
            "1038": memory.shift_number,
            "1040": number,
            "1041": memory.storage_number,
            "1077": sign,
            "fiscalDocumentType": kind,
            "short": False,
        }
        if operation:
            told |= {"1020": total / 100, "1042": inside, "1054": operation}
            memory.receipts_in_shift = inside
        document = Stored(number, kind, at, sign, memory.shift_number, inside, operation, total, {**told, **tags})
        self.vault.keep_document(document)
        return document

    def answer(self, document: Stored) -> Result:
        """The result of a task that made a document."""
        memory = self.vault.memory
        told: Result = {
            "fiscalDocumentDateTime": document.at,
            "fiscalDocumentNumber": document.number,
            "fiscalDocumentSign": document.sign,
            "fiscalReceiptNumber": document.receipt_number,
            "fnNumber": memory.storage_number,
            "fnsUrl": "www.nalog.gov.ru",
            "registrationNumber": REGISTRATION_NUMBER,
            "shiftNumber": document.shift,
            "total": document.total / 100,
        }
        if document.type == CLOSING:
            told["receiptsCount"] = memory.receipts_in_shift
        warnings = {"notPrinted": True} if memory.unfinished_paper else {}
        return {"fiscalParams": told, "warnings": warnings}

    def open_shift(self, tags: Result) -> Stored:
        """A new shift begins."""
        memory = self.vault.memory
        memory.shift_number += 1
        memory.shift_opened_at, memory.receipts_in_shift = self.clock.isoformat(), 0
        return self.store(OPENING, tags)

    def close_shift(self, tags: Result) -> Stored:
        """The shift ends."""
        document = self.store(CLOSING, tags)
        self.vault.memory.shift_opened_at = ""
        return document

    def print_document(self, lines: list[str], title: str, document: Stored, *, wanted: bool) -> None:
        """Prints a fiscal document."""
        at = datetime.fromisoformat(document.at)
        self.print([*lines, *self.paper.foot(title, document.number, document.sign, at)], wanted=wanted)

    def print(self, lines: list[str], *, wanted: bool = True) -> None:
        """Lets a paper come out, or what there is of it."""
        if not wanted:
            return
        if self.paper_ends:
            self.vault.memory.unfinished_paper = lines
            self.paper_ends = self.condition.has_paper = False
            return
        self._came_out(lines)

    def go_on(self) -> None:
        """The interrupted paper is printed whole."""
        lines, self.vault.memory.unfinished_paper = self.vault.memory.unfinished_paper, []
        try:
            self.refuse_without_paper()
        except Refusal:
            self.vault.memory.unfinished_paper = lines
            raise
        if lines:
            self._came_out(lines)
