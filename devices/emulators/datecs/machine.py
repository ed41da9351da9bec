"""The emulated register behind its ports: what it is, what stops it, its documents and its day."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar, Final

from app.core.clock import Clock
from devices.emulators.datecs import refusals as why
from devices.emulators.datecs.condition import Condition
from devices.emulators.datecs.memory import (
    CASH,
    COPY,
    GROUPS,
    SALE,
    SERVICE,
    STORNO,
    X_REPORT,
    Z_REPORT,
    Memory,
    OpenReceipt,
    Stored,
    Vault,
)
from devices.emulators.datecs.paper import PAPER, VOLTAGE_DROP
from devices.emulators.datecs.refusals import Refusal
from devices.emulators.datecs.status import Flag
from devices.emulators.fiscal.machine import RegisterMachine
from devices.emulators.fiscal.paper import Paper, money

NRA_MINUTES_MOST: Final = 1440
CASH_WAYS: Final = frozenset({"P", "0"})
"""What the dialects call cash."""
TAX_NUMBER: Final = "999999999"
NETWORK: Final = ("127.0.0.1", "255.0.0.0", "4999", "127.0.0.1", "02:00:00:00:00:01")
"""Address, mask, port, gateway and MAC, whatever it really listens to."""
_WRONG_PASSWORDS_MOST: Final = 3
_BEGIN_A_DAY: Final = frozenset({SALE, STORNO, CASH})


class Machine(RegisterMachine[Vault, Condition]):
    """State and paper of a register whose serial number begins with ``letters``; receipts are made in ``selling``.

    Its own clock runs beside the world's. Not safe for two threads at once.
    """

    paper: ClassVar[Paper] = PAPER

    def __init__(
        self, vault: Vault, condition: Condition, clock: Clock, zone: tzinfo | None, letters: str = "DT"
    ) -> None:
        super().__init__(vault, condition, clock, zone)
        self._letters = letters
        self._wrong_passwords = 0
        self.card_terminal_fails = False
        self.wake_up()

    @property
    def memory(self) -> Memory:
        """What survives a power loss."""
        return self.vault.memory

    @property
    def serial(self) -> str:
        """Of the register, 8 characters."""
        return f"{self._letters}{self.memory.serial:06d}"

    @property
    def storage_number(self) -> str:
        """Of the fiscal memory, 8 digits."""
        return f"02{self.memory.serial:06d}"

    @property
    def last_number(self) -> int:
        """Of the newest document; 0 where there is none."""
        return len(self.vault.documents)

    @property
    def last_receipt_number(self) -> int:
        """Of the newest receipt; 0 where there is none."""
        receipts = self.vault.receipts
        return receipts[-1].number if receipts else 0

    @property
    def z_reports(self) -> int:
        """How many Z reports there were."""
        last = self.vault.documents[-1:]
        return 0 if not last else last[0].shift - (last[0].type != Z_REPORT)

    @property
    def today(self) -> list[Stored]:
        """The documents since the last Z report."""
        return self.vault.documents[self.memory.day_starts_after :]

    @property
    def counters(self) -> tuple[int, int]:
        """All receipts that ended today, and the fiscal ones among them."""
        fiscal = sum(document.type in Vault.receipt_types for document in self.today)
        return sum(document.receipt is not None or document.type == SERVICE for document in self.today), fiscal

    @property
    def flags(self) -> set[Flag]:
        """What the status bits tell of it."""
        memory = self.memory
        told = {
            Flag.CLOCK_UNSET: memory.clock_is_unset,
            Flag.RAM_RESET: memory.ram_was_reset,
            Flag.NRA_SILENT: memory.minutes_since_nra >= NRA_MINUTES_MOST,
            Flag.RECEIPT_OPEN: memory.receipt is not None,
            Flag.STORNO_OPEN: memory.receipt is not None and memory.receipt.storno is not None,
            Flag.SERVICE_OPEN: memory.service is not None,
        }
        return self.condition.flags | {flag for flag, is_so in told.items() if is_so}

    # What stops a command.

    def refuse_without_printer(self) -> None:
        """The printer must be able to print."""
        if self.paper_ends:
            self.paper_ends = self.condition.has_paper = False
        condition = self.condition
        for stops, reason in (
            (not condition.has_paper, why.NO_PAPER),
            (condition.cover_open, why.COVER_OPEN),
            (condition.printer_broken, why.PRINTER_FAULT),
        ):
            if stops:
                raise Refusal(reason)

    def refuse_inside_receipt(self) -> None:
        """Neither a fiscal nor a service receipt may be open."""
        if self.memory.receipt is not None or self.memory.service is not None:
            raise Refusal(why.RECEIPT_OPEN)

    def refuse_storing(self) -> None:
        """Journal and fiscal memory must be able to take a document."""
        if self.condition.journal is Flag.JOURNAL_FULL:
            raise Refusal(why.JOURNAL_FULL)
        if self.condition.memory in (Flag.MEMORY_FULL, Flag.MEMORY_FAULT):
            raise Refusal(why.MEMORY_UNUSABLE)

    def refuse_selling(self) -> None:
        """The day must be young, the time known, the tax office reached."""
        self.refuse_storing()
        memory = self.memory
        for stops, reason in (
            (memory.clock_is_unset, why.CLOCK_UNSET),
            (memory.ram_was_reset, why.RAM_WAS_RESET),
            (self.day_is_over, why.DAY_IS_OVER),
            (memory.minutes_since_nra >= NRA_MINUTES_MOST, why.NRA_SILENT),
        ):
            if stops:
                raise Refusal(reason)

    def refuse_stranger(self, password: str) -> None:
        """The password of an operator; three wrong ones lock it until the power was off."""
        if self._wrong_passwords >= _WRONG_PASSWORDS_MOST:
            raise Refusal(why.LOCKED)
        if password != self.memory.password:
            self._wrong_passwords += 1
            raise Refusal(why.WRONG_PASSWORD)
        self._wrong_passwords = 0

    # What happens to it.

    def wake_up(self) -> None:
        """The power came back: an open receipt goes on."""
        self._wrong_passwords = 0
        if self.memory.receipt is not None:
            self.memory.receipt.texts.append(VOLTAGE_DROP)

    def reset_ram(self) -> None:
        """The memory of the day is lost, and the time."""
        memory = self.memory
        memory.receipt = memory.service = memory.last_receipt = memory.half_paid = None
        memory.cash = memory.cash_in = memory.cash_out = 0
        memory.shift_opened_at, memory.day_starts_after = "", self.last_number
        memory.ram_was_reset = memory.clock_is_unset = True

    def set_clock(self, at: datetime) -> None:
        """Sets the register's own time; ``at`` has no zone."""
        self.refuse_inside_receipt()
        ahead = at.replace(tzinfo=self.clock.tzinfo) - self.clock
        self.memory.clock_ahead_s += round(ahead / timedelta(seconds=1))
        self.memory.clock_is_unset = False

    def show(self, line: str, text: str) -> None:
        """The customer's display."""
        if not self.condition.has_display:
            raise Refusal(why.NO_DISPLAY)
        self.memory.display[line] = text

    # Documents.

    def store(self, kind: str, lines: list[str], *, total: int = 0, receipt: OpenReceipt | None = None) -> Stored:
        """The journal takes a document, and its paper comes out.

        The protocol does not say what counts beside receipts: here each paper that ends a command is a document.
        """
        at = self.clock.isoformat()
        if kind in _BEGIN_A_DAY and not self.shift_is_open:
            self.memory.shift_opened_at = at
        shift = self.z_reports + 1
        document = Stored(self.last_number + 1, kind, at, shift, total, lines, receipt)
        self.vault.keep_document(document)
        self.print([*lines, f"{document.number:07d}  {self.clock:%d-%m-%Y %H:%M:%S}"])
        return document

    def print(self, lines: list[str]) -> None:
        """Lets a paper come out."""
        self._came_out([*lines, f"{self.serial}  {self.storage_number}"])

    def move_cash(self, amount: int) -> bool:
        """Cash in, or out where it is negative; False where there is not so much."""
        self.refuse_without_printer()
        self.refuse_inside_receipt()
        self.refuse_storing()
        memory = self.memory
        if memory.cash + amount < 0:
            return False
        memory.cash += amount
        if amount > 0:
            memory.cash_in += amount
        else:
            memory.cash_out -= amount
        title = "СЛУЖЕБНО ВЪВЕДЕНИ" if amount > 0 else "СЛУЖЕБНО ИЗВЕДЕНИ"
        self.store(CASH, [PAPER.pair(title, money(abs(amount)))], total=amount)
        return True

    def report(self, *, is_z: bool) -> tuple[int, list[int]]:
        """An X or a Z report: its number, and what was sold today in each group; a Z report ends the day.

        An X report has the number of the Z report to come. The cash stays in the drawer: the protocol does not say.
        """
        self.refuse_without_printer()
        self.refuse_inside_receipt()
        self.refuse_storing()
        memory, number, groups = self.memory, self.z_reports + 1, self.sold_today()
        lines = [f"{'ДНЕВЕН ФИНАНСОВ ОТЧЕТ С НУЛИРАНЕ' if is_z else 'ДНЕВЕН ФИНАНСОВ ОТЧЕТ'} {number:04d}"]
        lines += [PAPER.pair(f"ГРУПА {name}", money(amount)) for name, amount in zip(GROUPS, groups, strict=True)]
        lines.append(PAPER.pair("НАЛИЧНОСТ", money(memory.cash)))
        self.store(Z_REPORT if is_z else X_REPORT, lines, total=sum(groups))
        if is_z:
            memory.shift_opened_at, memory.day_starts_after = "", self.last_number
            memory.cash_in = memory.cash_out = 0
            memory.ram_was_reset = False
        return number, groups

    def copy(self) -> None:
        """The last receipt once more."""
        self.refuse_without_printer()
        self.refuse_inside_receipt()
        last = next((one for one in reversed(self.vault.documents) if one.type in Vault.receipt_types), None)
        if last is None:
            raise Refusal(why.NOTHING_THERE)
        self.store(COPY, ["ДУБЛИКАТ", *last.lines, f"КЪМ {last.number:07d}"])

    def sold_today(self) -> list[int]:
        """What was sold in each group since the last Z report, before what came back."""
        return self._sum_of([document for document in self.today if document.type == SALE])

    def paid_today(self, way: str) -> int:
        """What was paid in one way since the last Z report, without change."""

        def of(receipt: OpenReceipt) -> int:
            given: int = sum(amount for one, amount in receipt.payments if one == way)
            return given - (receipt.change if way in CASH_WAYS else 0)

        return self._over_receipts(of)

    def _over_receipts(self, figure: Callable[[OpenReceipt], int]) -> int:
        receipts = [document.receipt for document in self.today if document.type == SALE]
        return sum(figure(receipt) for receipt in receipts if receipt is not None)

    def _sum_of(self, documents: list[Stored]) -> list[int]:
        groups = [document.receipt.groups for document in documents if document.receipt is not None]
        return [sum(column) for column in zip(*groups, strict=True)] or [0] * len(GROUPS)
