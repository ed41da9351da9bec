"""ATOL fiscal registers behind the web server of the maker's driver (JSON tasks, driver 10)."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.core.ids import new_uid
from app.core.io_guard import refuse_inside_unit
from devices.address import DeviceAddress
from devices.drivers.atol import build, codes, recovery
from devices.drivers.atol.answers import Outcome, TaskStatus
from devices.drivers.atol.build import Task
from devices.drivers.atol.codes import AtolOptions, CodeTables
from devices.drivers.atol.desk import Body, Desk, Refused, Standing
from devices.drivers.atol.http import Door
from devices.drivers.atol.marking import check_codes
from devices.drivers.atol.service import Patience, Service, Uncertain, Unknown
from devices.errors import DeviceError, Trouble
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.fiscal.evidence import Attempt, Finding, KeptDocument, PaperOutcome, Registered, Verdict, attempt_of
from devices.fiscal.port import FiscalSettings, InDoubt, RegisterInfo, RegisterStatus, ShiftState
from devices.fiscal.receipt import Act, CashMove, DocumentKind, FiscalReceipt, Operator, ShiftClosing, ShiftOpening
from devices.transports.channel import Wire
from devices.transports.open import open_transport
from devices.transports.tcp import TcpWire

DEFAULT_PORT: Final = 16732
_DOCUMENTS_AT_ONCE: Final = 25


class AtolRegister:
    """A ``FiscalRegister`` and ``CashDrawer``; BadInput ``address_value`` for tables that the maker does not know."""

    def __init__(
        self, wire: Wire, host: str, options: AtolOptions, settings: FiscalSettings, *, patience: Patience | None = None
    ) -> None:
        self._settings = settings
        self._tables = CodeTables.of(settings)
        self._patience = patience or Patience()
        self._columns = options.columns
        door = Door(host, options.device, options.user, options.password)
        self._service = Service(wire, door, options.base, self._patience)
        self._desk = Desk(self._service, settings.zone)
        self._sent = ""

    @property
    def info(self) -> RegisterInfo:
        """What the protocol can do; models differ in paper. No task sets the clock: the maker's driver does."""
        return RegisterInfo(
            driver="atol",
            kinds=frozenset(DocumentKind),
            corrects=True,
            takes_marked_codes=True,
            takes_contact=True,
            takes_buyer=True,
            may_skip_paper=True,
            takes_free_lines=True,
            rounds_down_below_minor=build.ROUNDS_BELOW,
            opens_shift_itself=False,
            opens_drawer=True,
            sets_clock=False,
            tells_uid=True,
            wants_sale_number=False,
            returns_need_original=False,
            signs=True,
            numbers_invoices=False,
            prints_codes=True,
            tells_shift_age=True,
            columns=self._columns,
            name_most=build.NAME_MOST,
            verified_on_hardware=False,
        )

    def status(self) -> RegisterStatus:
        """How the register is now."""
        refuse_inside_unit()
        try:
            standing, body = self._desk.stands_and_looks()
            return self._status(standing, body)
        except DeviceError as problem:
            return RegisterStatus(trouble=problem.trouble, maker_code=problem.maker_code)

    def prepare(self, act: Act) -> Attempt:
        """Checks the act and the register, and reads where it stands. Nothing is ever left open between two orders."""
        refuse_inside_unit()
        build.task_of(act, self._tables, {}, self._columns)
        standing, body = self._desk.stands_and_looks()
        before = standing.counters
        if self._settings.serial_number not in ("", before.serial_number):
            raise DeviceError(Trouble.SWAPPED, maker_code=before.serial_number)
        _refuse_by_shift(act, standing.shift)
        if body.is_blocked:
            raise DeviceError(Trouble.REGISTER_REFUSED, maker_code="blocked")
        wants_paper = not isinstance(act, FiscalReceipt) or act.on_paper
        if wants_paper and body.paper_trouble is not None:
            raise DeviceError(body.paper_trouble)
        if isinstance(act, CashMove) and (before.cash + act.amount).minor < 0:
            raise DeviceError(Trouble.CASH_SHORT)
        return attempt_of(act, before, new_uid())

    def carry_out(self, act: Act, attempt: Attempt) -> Registered:
        """Sends the act under the attempt's name, and asks after it until it is known what became of it."""
        refuse_inside_unit()
        if attempt.key == self._sent or self._desk.stands().counters != attempt.before:
            return self._with_paper(self._overtaken(attempt))
        task = self._task(act)
        self._sent = attempt.key
        try:
            outcome = self._service.carry_out(attempt.key, task, self._longest_ms(act))
        except (Uncertain, Unknown) as problem:
            return self._with_paper(self._asked_after(attempt, problem))
        registered = recovery.registered_of(outcome, attempt, self._settings) or self._after_error(attempt, outcome)
        return self._with_paper(registered)

    def resolve(self, attempt: Attempt) -> Verdict:
        """Asks the service by name, then the register's memory; see the port."""
        refuse_inside_unit()
        try:
            return recovery.resolve(self._service, self._desk, attempt, self._settings, self._patience.ask_ms)
        except DeviceError as problem:
            return Verdict(Finding.UNKNOWN, trouble=problem.trouble, maker_code=problem.maker_code)

    def documents_after(self, number: int, most: int = 100) -> list[KeptDocument]:
        """From the fiscal storage, with the shop's uid where it stands there."""
        refuse_inside_unit()
        last = min(self._desk.stands().counters.last_document, number + most)
        starts = range(number + 1, last + 1, _DOCUMENTS_AT_ONCE)
        wanted = (range(start, min(start + _DOCUMENTS_AT_ONCE, last + 1)) for start in starts)
        return [found.kept for numbers in wanted for found in self._desk.documents(numbers)]

    def x_report(self, operator: Operator) -> None:
        """Prints it."""
        self._done({"type": "reportX", **build.operator(operator)})

    def print_copy(self) -> None:
        """Prints it."""
        self._done({"type": "printLastReceiptCopy"})

    def print_text(self, lines: Sequence[str]) -> None:
        """Prints the lines."""
        self._done({"type": "nonFiscal", "items": build.texts(lines)})

    def continue_printing(self) -> None:
        """Tells an interrupted paper to go on."""
        self._done({"type": "continuePrint"})

    def set_clock(self, at: datetime) -> None:
        """DeviceError ``register_cannot``."""
        refuse_inside_unit()
        raise DeviceError(Trouble.NOT_POSSIBLE)

    def open_drawer(self) -> None:
        """One pulse; the register keeps its own rest between two."""
        self._done({"type": "openCashDrawer"})

    def _task(self, act: Act) -> Task:
        checked = check_codes(self._desk, act, self._patience) if isinstance(act, FiscalReceipt) else {}
        return build.task_of(act, self._tables, checked, self._columns)

    def _longest_ms(self, act: Act) -> int:
        return self._patience.close_ms if isinstance(act, ShiftClosing) else self._patience.act_ms

    def _overtaken(self, attempt: Attempt) -> Registered:
        """What the attempt has become already, where the register moved on; DeviceError where others moved it."""
        verdict = self.resolve(attempt)
        if verdict.registered is not None:
            return verdict.registered
        if verdict.finding is Finding.UNKNOWN and verdict.trouble not in (Trouble.SWAPPED, Trouble.COUNTER_MOVED):
            raise InDoubt(verdict.trouble or Trouble.NO_ANSWER, maker_code=verdict.maker_code)
        raise DeviceError(verdict.trouble or Trouble.COUNTER_MOVED, maker_code=verdict.maker_code)

    def _asked_after(self, attempt: Attempt, problem: DeviceError) -> Registered:
        """What became of an act whose answer was lost; ``problem`` where it surely was not carried out, or InDoubt."""
        verdict = self.resolve(attempt)
        if verdict.registered is not None:
            return verdict.registered
        if verdict.finding is Finding.UNKNOWN:
            raise InDoubt(problem.trouble, maker_code=problem.maker_code) from problem
        raise DeviceError(verdict.trouble or problem.trouble, maker_code=verdict.maker_code or problem.maker_code)

    def _after_error(self, attempt: Attempt, outcome: Outcome) -> Registered:
        """An error is believed where the memory says the same; DeviceError then."""
        refusal = Refused(outcome)
        if refusal.number in codes.WAITS_TO_CONTINUE:
            self._go_on_printing()
        try:
            verdict = recovery.by_memory(self._desk, attempt)
        except DeviceError as problem:
            if outcome.status is TaskStatus.ERROR and refusal.number in codes.UNCERTAIN:
                raise InDoubt(problem.trouble, maker_code=refusal.maker_code) from problem
            raise refusal from problem
        if verdict.registered is not None:
            return verdict.registered
        if verdict.finding is Finding.UNKNOWN:
            raise InDoubt(verdict.trouble or refusal.trouble, maker_code=refusal.maker_code)
        raise refusal

    def _go_on_printing(self) -> None:
        """Ends what stands in the way, if there is paper; otherwise the next ``prepare`` names the paper."""
        with contextlib.suppress(DeviceError):
            self.continue_printing()

    def _with_paper(self, registered: Registered) -> Registered:
        """With what became of the paper; never fails, because nothing about the act is open any more."""
        if registered.paper is not PaperOutcome.UNFINISHED:
            return registered
        try:
            trouble = self._desk.looks().paper_trouble
        except DeviceError as problem:
            trouble = problem.trouble
        return replace(registered, trouble=trouble or Trouble.BROKEN)

    def _done(self, task: Task) -> None:
        refuse_inside_unit()
        outcome = self._service.carry_out(new_uid(), task, self._patience.act_ms)
        if outcome.status is not TaskStatus.READY:
            raise Refused(outcome)

    def _status(self, standing: Standing, body: Body) -> RegisterStatus:
        now = standing.counters
        documents = self._desk.documents(range(max(1, now.last_document), now.last_document + 1))
        trouble = Trouble.REGISTER_REFUSED if body.is_blocked else body.paper_trouble
        if standing.shift is ShiftState.EXPIRED:
            trouble = trouble or Trouble.SHIFT_EXPIRED
        if self._settings.serial_number not in ("", now.serial_number):
            trouble = Trouble.SWAPPED
        return RegisterStatus(
            shift=standing.shift,
            trouble=trouble,
            serial_number=now.serial_number,
            storage_number=now.storage_number,
            shift_number=now.shift_number,
            shift_opened_at=standing.shift_opened_at,
            last_document=documents[0].kept if documents else None,
            clock=body.clock,
            cash=now.cash,
            unsent=self._desk.unsent_documents(),
            drawer_is_open=body.drawer_is_open,
            facts={"firmware": standing.firmware},
        )


def _refuse_by_shift(act: Act, shift: ShiftState) -> None:
    """DeviceError for what has to be done before this act."""
    if isinstance(act, ShiftOpening):
        if shift is not ShiftState.CLOSED:
            raise DeviceError(Trouble.SHIFT_OPEN)
    elif shift is ShiftState.CLOSED:
        raise DeviceError(Trouble.SHIFT_CLOSED)
    elif shift is ShiftState.EXPIRED and not isinstance(act, ShiftClosing):
        raise DeviceError(Trouble.SHIFT_EXPIRED)


def open_atol(address: str, settings: FiscalSettings) -> AtolRegister:
    """The register at an address such as ``atol+tcp://127.0.0.1:16732?device=kassa1``.

    Touches no device yet. Raises BadInput for an address, option or table that can not be.
    """
    parsed = DeviceAddress.parse(address)
    options = AtolOptions.of(parsed)
    transport = open_transport(parsed, port=DEFAULT_PORT)
    if not isinstance(transport, TcpWire):
        raise DeviceError(Trouble.NO_TRANSPORT, maker_code=parsed.transport)
    return AtolRegister(
        RecordedWire(transport, log_of(address)), f"{parsed.host}:{parsed.port or DEFAULT_PORT}", options, settings
    )
