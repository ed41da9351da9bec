"""Shtrih-M fiscal registers and their kin, low levels 1.x and 2.0, on a serial port or the network."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.core.io_guard import refuse_inside_unit
from app.core.money import Money
from devices.address import DeviceAddress
from devices.drivers.shtrih import acts, build, recovery
from devices.drivers.shtrih.answers import Mode, StorageStatus
from devices.drivers.shtrih.codes import SHIFT_OPENED, CodeTables, ShtrihOptions
from devices.drivers.shtrih.line import Owed, Patience
from devices.drivers.shtrih.session import Session
from devices.errors import DeviceError, Trouble
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.fiscal.evidence import ActKind, Attempt, KeptDocument, Registered, Verdict, attempt_of
from devices.fiscal.insisting import Interrupted, insist
from devices.fiscal.port import FiscalSettings, RegisterInfo, RegisterStatus, ShiftState
from devices.fiscal.receipt import Act, DocumentKind, Operator
from devices.transports.channel import Wire
from devices.transports.open import open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire

DEFAULT_PORT: Final = 7778
DEFAULT_BAUD: Final = 115_200
_LOOKED_BACK: Final = 4
_SHIFT_STATES: Final = {
    Mode.SHIFT_OPEN: ShiftState.OPEN,
    Mode.SHIFT_EXPIRED: ShiftState.EXPIRED,
    Mode.SHIFT_CLOSED: ShiftState.CLOSED,
}
_DRAWER_OPEN: Final = 1 << 11
_LINE_TROUBLES: Final = frozenset(
    {Trouble.UNREACHABLE, Trouble.NO_ANSWER, Trouble.GARBLED, Trouble.LOST, Trouble.BLOCKED}
)


class ShtrihRegister:
    """A ``FiscalRegister`` and ``CashDrawer``; BadInput ``address_value`` for tables that the maker does not know."""

    def __init__(
        self, wire: Wire, options: ShtrihOptions, settings: FiscalSettings, *, patience: Patience | None = None
    ) -> None:
        self._wire = wire
        self._options = options
        self._settings = settings
        self._tables = CodeTables.of(settings)
        self._patience = patience or Patience()
        self._owed = Owed()
        self._shift_opened: tuple[str, int, datetime | None] | None = None

    @property
    def info(self) -> RegisterInfo:
        """What the protocol can do; models differ in paper."""
        return RegisterInfo(
            driver="shtrih",
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
            sets_clock=True,
            tells_uid=True,
            wants_sale_number=False,
            returns_need_original=False,
            signs=True,
            numbers_invoices=False,
            prints_codes=False,
            tells_shift_age=True,
            columns=self._options.columns,
            name_most=build.NAME_MOST,
            verified_on_hardware=False,
        )

    def status(self) -> RegisterStatus:
        """How the register is now."""
        refuse_inside_unit()
        try:
            with self._session() as session:
                return self._status(session)
        except DeviceError as problem:
            return RegisterStatus(trouble=problem.trouble, maker_code=problem.maker_code)

    def prepare(self, act: Act) -> Attempt:
        """Checks the act and the register, cancels what was left open, and reads where it stands."""
        refuse_inside_unit()
        acts.check(act, self._tables, act.operator)
        with self._session() as session:
            status, storage = session.wait_for_printer(), session.storage_status()
            acts.refuse_by_state(recovery.clear_away(session, status, storage), act)
            before = recovery.counters(session, storage)
            if self._settings.serial_number not in ("", before.serial_number):
                raise DeviceError(Trouble.SWAPPED, maker_code=before.serial_number)
            attempt = attempt_of(act, before)
            if attempt.kind == "cash_out" and attempt.total > before.cash:
                raise DeviceError(Trouble.CASH_SHORT)
            return attempt

    def carry_out(self, act: Act, attempt: Attempt) -> Registered:
        """Sends the act, and asks after it where an answer stays out, up to three times."""
        refuse_inside_unit()
        return insist(lambda: self._carried_out(act, attempt), lambda: self.resolve(attempt))

    def resolve(self, attempt: Attempt) -> Verdict:
        """Asks the register's memory; see the port."""
        refuse_inside_unit()
        try:
            with self._session() as session:
                return recovery.resolve(session, attempt)
        except DeviceError as problem:
            return recovery.unknown(problem)

    def documents_after(self, number: int, most: int = 100) -> list[KeptDocument]:
        """From the fiscal storage, with the shop's uid where it stands there."""
        refuse_inside_unit()
        with self._session() as session:
            last = session.storage_status().last_document
            wanted = range(number + 1, min(last, number + most) + 1)
            found = [document for one in wanted if (document := session.find(one)) is not None]
            kept = [recovery.kept_document(document) for document in found]
            return [
                replace(one, uid=build.uid_in(session.tags_of(one.number))) if one.kind is not None else one
                for one in kept
            ]

    def x_report(self, operator: Operator) -> None:
        """Prints it and waits for the paper."""
        self._printed(b"\x40")

    def print_copy(self) -> None:
        """Prints it and waits for the paper."""
        self._printed(b"\x8c")

    def print_text(self, lines: Sequence[str]) -> None:
        """Prints the lines, feeds and cuts."""
        columns = self._options.columns
        self._printed(
            *(b"\x17" + build.text_line(line, columns) for line in lines), b"\x29" + b"\x02\x05", b"\x25" + b"\x01"
        )

    def continue_printing(self) -> None:
        """Tells an interrupted paper to go on."""
        self._printed()

    def set_clock(self, at: datetime) -> None:
        """Time, date, and the date once more as its confirmation."""
        refuse_inside_unit()
        local = at.astimezone(self._settings.zone)
        date = bytes((local.day, local.month, local.year % 100))
        with self._session() as session:
            if session.short_status().mode in (Mode.SHIFT_OPEN, Mode.SHIFT_EXPIRED, Mode.DOCUMENT_OPEN):
                raise DeviceError(Trouble.SHIFT_OPEN)
            session.do(b"\x22", date)
            session.do(b"\x23", date)
            session.do(b"\x21", bytes((local.hour, local.minute, local.second)))

    def open_drawer(self) -> None:
        """One pulse; the register keeps its own rest between two."""
        refuse_inside_unit()
        with self._session() as session:
            session.do(b"\x28", b"\x00")

    def _session(self) -> Session:
        return Session(self._wire, self._options, self._settings, self._patience, self._owed)

    def _carried_out(self, act: Act, attempt: Attempt) -> Registered:
        """One try; Interrupted where the line gave way."""
        session = None
        try:
            with self._session() as session:
                status, storage = session.wait_for_printer(), session.storage_status()
                if not self._is_where_it_was(session, storage, attempt):
                    return self._overtaken(session, attempt)
                acts.refuse_by_state(recovery.clear_away(session, status, storage), act)
                try:
                    registered = acts.carry_out(session, act, attempt, self._tables, self._options.columns)
                except DeviceError as problem:
                    if not session.has_committed and problem.trouble not in _LINE_TROUBLES:
                        self._give_up(session)
                    raise
                return acts.with_paper(session, registered)
        except DeviceError as problem:
            has_committed = session is not None and session.has_committed
            if has_committed or problem.trouble in _LINE_TROUBLES:
                raise Interrupted(problem, may_have_happened=has_committed) from problem
            raise

    def _is_where_it_was(self, session: Session, storage: StorageStatus, attempt: Attempt) -> bool:
        """Whether nothing was registered since the attempt was prepared: cash moves are no fiscal documents."""
        before = attempt.before
        if attempt.kind in (ActKind.CASH_IN, ActKind.CASH_OUT):
            return recovery.counters(session, storage) == before
        return (storage.number, storage.last_document) == (before.storage_number, before.last_document)

    def _overtaken(self, session: Session, attempt: Attempt) -> Registered:
        """What the attempt has become already, as the register moved on; DeviceError where others moved it."""
        verdict = recovery.resolve(session, attempt)
        if verdict.registered is not None:
            return verdict.registered
        raise DeviceError(verdict.trouble or Trouble.COUNTER_MOVED)

    def _give_up(self, session: Session) -> None:
        """Cancels the receipt now if it can be; otherwise the next ``prepare`` does."""
        try:
            recovery.clear_away(session, session.short_status(), session.storage_status())
        except DeviceError:
            return

    def _printed(self, *commands: bytes) -> None:
        refuse_inside_unit()
        with self._session() as session:
            status = session.wait_for_printer()
            for command in commands:
                session.do(command[:1], command[1:])
                status = session.wait_for_printer()
            trouble = acts.trouble_of(status)
            if trouble is Trouble.PAPER_OUT:
                raise DeviceError(trouble, maker_code=status.maker_code)

    def _status(self, session: Session) -> RegisterStatus:
        long = session.long_status()
        storage = session.storage_status()
        is_open, shift_number = session.shift()
        mode = long.short.mode
        shift = _SHIFT_STATES.get(Mode(mode), ShiftState.UNKNOWN) if mode in set(Mode) else ShiftState.UNKNOWN
        if shift is ShiftState.UNKNOWN and mode == Mode.DOCUMENT_OPEN:
            shift = ShiftState.OPEN
        last = session.find(storage.last_document) if storage.last_document else None
        return RegisterStatus(
            shift=shift,
            trouble=self._trouble(long.serial_number) or acts.trouble_of(long.short),
            maker_code=long.short.maker_code,
            serial_number=long.serial_number,
            storage_number=storage.number,
            shift_number=shift_number,
            shift_opened_at=self._opened_at(session, storage, shift_number) if is_open else None,
            last_document=None if last is None else recovery.kept_document(last),
            has_open_document=mode == Mode.DOCUMENT_OPEN,
            clock=long.clock,
            cash=Money(session.cash_minor()),
            unsent=session.unsent_documents(),
            drawer_is_open=bool(long.short.flags & _DRAWER_OPEN),
            facts={"firmware": long.firmware},
        )

    def _trouble(self, serial_number: str) -> Trouble | None:
        return None if self._settings.serial_number in ("", serial_number) else Trouble.SWAPPED

    def _opened_at(self, session: Session, storage: StorageStatus, shift_number: int) -> datetime | None:
        """The time of the document that opened the shift, found by the count of receipts in it and kept."""
        known = self._shift_opened
        if known is not None and known[:2] == (storage.number, shift_number):
            return known[2]
        receipts = int.from_bytes(session.ask(b"\xff\x40")[3:5], "little")
        newest = storage.last_document - receipts
        for number in range(newest, max(0, newest - _LOOKED_BACK), -1):
            found = session.find(number)
            if found is not None and found.type == SHIFT_OPENED:
                self._shift_opened = (storage.number, shift_number, found.at)
                return found.at
        return None


def open_shtrih(address: str, settings: FiscalSettings) -> ShtrihRegister:
    """The register at an address such as ``shtrih+tcp://192.0.2.50:7778?level=2``.

    Touches no device yet. Raises BadInput for an address, option or table that can not be.
    """
    parsed = DeviceAddress.parse(address)
    transport = open_transport(parsed, port=DEFAULT_PORT, speed=DEFAULT_BAUD, flow="none")
    if not isinstance(transport, TcpWire | SerialWire):
        raise DeviceError(Trouble.NO_TRANSPORT, maker_code=parsed.transport)
    return ShtrihRegister(RecordedWire(transport, log_of(address)), ShtrihOptions.of(parsed), settings)
