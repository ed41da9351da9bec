"""A fiscal register in memory, for tests and rehearsals: it keeps the port's promises and fails where it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.core.io_guard import refuse_inside_unit
from app.core.money import ZERO, Money
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import (
    ActKind,
    Attempt,
    Counters,
    Finding,
    KeptDocument,
    PaperOutcome,
    Registered,
    Verdict,
    attempt_of,
)
from devices.fiscal.port import InDoubt, RegisterInfo, RegisterStatus, ShiftState
from devices.fiscal.receipt import Act, CashMove, DocumentKind, FiscalReceipt, Operator, ShiftClosing, ShiftOpening

_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_STOPS_PAPER_ONLY = frozenset({Trouble.PAPER_OUT, Trouble.COVER_OPEN})


class Step(StrEnum):
    """Where a fake register can fail."""

    BEFORE = "before"
    """Nothing has been registered yet, and the register answers why; it does not answer at all where it cannot."""

    LOST_COMMAND = "lost_command"
    """The last command never arrives, and the register is out of reach afterwards."""

    LOST_ANSWER = "lost_answer"
    """It is registered, and the register is out of reach afterwards."""

    PAPER = "paper"
    """It is registered, and the paper stops inside."""


@dataclass(frozen=True, slots=True)
class FakeEntry:
    """Something the fake has registered; ``kept`` is None for cash moves, which make no document."""

    act: Act
    kept: KeptDocument | None


class FakeFiscalRegister:
    """A ``FiscalRegister``. ``entries`` is its memory, ``texts`` what it printed besides.

    ``troubles`` says what goes wrong at which step and stays until it is taken out. ``shift`` and ``serial_number`` may
    be set, and ``accepted_serial``, another than which it does not begin; its clock is ``ahead`` of what is ``now``,
    ``last_sale_number`` is what it was told before.
    """

    def __init__(self) -> None:
        self.troubles: dict[Step, Trouble] = {}
        self.entries: list[FakeEntry] = []
        self.texts: list[str] = []
        self.drawer_is_open: bool | None = None
        self.shift = ShiftState.CLOSED
        self.serial_number = "FAKE0001"
        self.accepted_serial = ""
        self.now: Callable[[], datetime] = lambda: _NOON
        self.ahead = timedelta()
        self.number = 0
        self.last_sale_number = 0
        self._shift_number = 0
        self._out_of_reach: Trouble | None = None
        self.info = RegisterInfo(
            driver="fake",
            kinds=frozenset(DocumentKind),
            corrects=True,
            takes_marked_codes=True,
            takes_contact=True,
            takes_buyer=True,
            may_skip_paper=True,
            takes_free_lines=True,
            rounds_down_below_minor=100,
            opens_shift_itself=False,
            opens_drawer=False,
            sets_clock=True,
            tells_uid=True,
            wants_sale_number=False,
            returns_need_original=False,
            signs=True,
            numbers_invoices=False,
            prints_codes=False,
            tells_shift_age=True,
            columns=48,
            name_most=128,
            verified_on_hardware=False,
        )

    def come_back(self) -> None:
        """It can be reached again after a lost command or answer."""
        self._out_of_reach = None

    def status(self) -> RegisterStatus:
        """As it stands, or out of reach."""
        refuse_inside_unit()
        trouble = self._out_of_reach or self.troubles.get(Step.BEFORE)
        if self._out_of_reach is not None:
            return RegisterStatus(trouble=trouble)
        expired = Trouble.SHIFT_EXPIRED if self.shift is ShiftState.EXPIRED else None
        documents = self._documents()
        return RegisterStatus(
            shift=self.shift,
            trouble=trouble or expired,
            serial_number=self.serial_number,
            storage_number="FAKE",
            shift_number=self._shift_number,
            last_sale_number=self.last_sale_number,
            last_document=documents[-1] if documents else None,
            clock=self.clock,
            cash=self._cash(),
            drawer_is_open=self.drawer_is_open,
        )

    def prepare(self, act: Act) -> Attempt:
        """Where it stands; the troubles a real register would name."""
        self._reach()
        if Step.BEFORE in self.troubles:
            raise DeviceError(self.troubles[Step.BEFORE])
        if self.accepted_serial not in ("", self.serial_number):
            raise DeviceError(Trouble.SWAPPED, maker_code=self.serial_number)
        if self.info.tells_shift_age or self.shift is not ShiftState.EXPIRED:
            self._refuse_by_shift(act)
        if isinstance(act, CashMove) and self._cash() + act.amount < ZERO:
            raise DeviceError(Trouble.CASH_SHORT)
        return attempt_of(act, self._counters())

    def carry_out(self, act: Act, attempt: Attempt) -> Registered:
        """Registers it once."""
        self._reach()
        if attempt.before.serial_number != self.serial_number:
            raise DeviceError(Trouble.SWAPPED)
        if self._counters() != attempt.before:
            verdict = self.resolve(attempt)
            if verdict.registered is not None:
                return verdict.registered
            raise DeviceError(Trouble.COUNTER_MOVED)
        if Step.BEFORE in self.troubles:
            raise DeviceError(self.troubles[Step.BEFORE])
        self._refuse_by_shift(act)
        if Step.LOST_COMMAND in self.troubles:
            self._out_of_reach = self.troubles[Step.LOST_COMMAND]
            raise InDoubt(self._out_of_reach)
        registered = self._entered(act)
        if Step.LOST_ANSWER in self.troubles:
            self._out_of_reach = self.troubles[Step.LOST_ANSWER]
            raise InDoubt(self._out_of_reach)
        return registered

    def resolve(self, attempt: Attempt) -> Verdict:
        """Looks the attempt up by its uid."""
        refuse_inside_unit()
        if self._out_of_reach is not None:
            return Verdict(Finding.UNKNOWN, trouble=self._out_of_reach)
        if attempt.before.serial_number != self.serial_number:
            return Verdict(Finding.UNKNOWN, trouble=Trouble.SWAPPED)
        for entry in self.entries:
            if entry.act.uid == attempt.uid:
                registered = replace(self._registered(entry), is_recovered=True)
                return Verdict(Finding.REGISTERED, registered)
        strangers = tuple(
            kept for kept in self._documents() if kept.number > attempt.before.last_document and kept.kind is not None
        )
        if strangers:
            return Verdict(Finding.UNKNOWN, trouble=Trouble.COUNTER_MOVED, seen=strangers)
        return Verdict(Finding.NOT_REGISTERED)

    def documents_after(self, number: int, most: int = 100) -> list[KeptDocument]:
        """From its memory."""
        self._reach()
        return [kept for kept in self._documents() if kept.number > number][:most]

    def x_report(self, operator: Operator) -> None:
        """Prints a line."""
        self.print_text(["X"])

    def print_copy(self) -> None:
        """Prints a line."""
        self.print_text(["COPY"])

    def print_text(self, lines: Sequence[str]) -> None:
        """Keeps the lines."""
        self._reach()
        trouble = self.troubles.get(Step.BEFORE) or self.troubles.get(Step.PAPER)
        if trouble is not None:
            raise DeviceError(trouble)
        self.texts += lines

    def continue_printing(self) -> None:
        """The paper that stopped is whole."""
        self._reach()
        if Step.PAPER in self.troubles:
            raise DeviceError(self.troubles[Step.PAPER])

    @property
    def clock(self) -> datetime:
        """What its clock shows."""
        return self.now() + self.ahead

    def set_clock(self, at: datetime) -> None:
        """Believes the moment."""
        self._reach()
        if self.shift is not ShiftState.CLOSED:
            raise DeviceError(Trouble.SHIFT_OPEN)
        self.ahead = at - self.now()

    def _reach(self) -> None:
        refuse_inside_unit()
        if self._out_of_reach is not None:
            raise DeviceError(self._out_of_reach)

    def _refuse_by_shift(self, act: Act) -> None:
        match act:
            case ShiftOpening():
                if self.shift is not ShiftState.CLOSED:
                    raise DeviceError(Trouble.SHIFT_OPEN)
            case _:
                if self.shift is ShiftState.CLOSED:
                    raise DeviceError(Trouble.SHIFT_CLOSED)
                if self.shift is ShiftState.EXPIRED and not isinstance(act, ShiftClosing):
                    raise DeviceError(Trouble.SHIFT_EXPIRED)

    def _entered(self, act: Act) -> Registered:
        match act:
            case ShiftOpening():
                self.shift = ShiftState.OPEN
                self._shift_number += 1
            case ShiftClosing():
                self.shift = ShiftState.CLOSED
        kept = None
        if not isinstance(act, CashMove):
            self.number += 1
            is_receipt = isinstance(act, FiscalReceipt)
            kept = KeptDocument(
                number=self.number,
                at=self.clock,
                kind=ActKind.of(act).document_kind,
                is_correction=isinstance(act, FiscalReceipt) and act.correction is not None,
                total=act.total if isinstance(act, FiscalReceipt) else None,
                sign=f"{self.number:010d}",
                uid=act.uid if is_receipt else "",
            )
        self.entries.append(FakeEntry(act, kept))
        return self._registered(self.entries[-1])

    def _registered(self, entry: FakeEntry) -> Registered:
        trouble = self.troubles.get(Step.PAPER)
        wanted = not isinstance(entry.act, FiscalReceipt) or entry.act.on_paper
        paper = PaperOutcome.PRINTED if wanted else PaperOutcome.NOT_WANTED
        return Registered(
            number=entry.kept.number if entry.kept else 0,
            total=attempt_of(entry.act, self._counters()).total,
            serial_number=self.serial_number,
            storage_number="FAKE",
            shift_number=self._shift_number,
            at=entry.kept.at if entry.kept else self.clock,
            sign=entry.kept.sign if entry.kept else "",
            paper=PaperOutcome.UNFINISHED if wanted and trouble in _STOPS_PAPER_ONLY else paper,
            trouble=trouble if wanted else None,
        )

    def _documents(self) -> list[KeptDocument]:
        return [entry.kept for entry in self.entries if entry.kept is not None]

    def _counters(self) -> Counters:
        return Counters(
            serial_number=self.serial_number,
            storage_number="FAKE",
            last_document=self.number,
            shift_number=self._shift_number,
            shift_is_open=self.shift in {ShiftState.OPEN, ShiftState.EXPIRED},
            cash=self._cash(),
            cash_moves=sum(isinstance(entry.act, CashMove) for entry in self.entries),
        )

    def _cash(self) -> Money:
        cash = ZERO
        for entry in self.entries:
            match entry.act:
                case CashMove():
                    cash += entry.act.amount
                case FiscalReceipt():
                    cash = _after_receipt(cash, entry.act)
        return cash


def _after_receipt(cash: Money, receipt: FiscalReceipt) -> Money:
    change = receipt.paid - receipt.total
    came = Money(sum(tender.amount.minor for tender in receipt.tenders if tender.code == "cash")) - change
    return cash + came if receipt.kind in {DocumentKind.SALE, DocumentKind.PURCHASE_RETURN} else cash - came
