"""Datecs fiscal registers for Bulgaria, both families of their protocol, on a serial port or the network."""

import contextlib
from collections.abc import Sequence as Texts
from datetime import datetime
from typing import Final

from app.core.errors import BadInput
from app.core.io_guard import refuse_inside_unit
from devices.address import DeviceAddress
from devices.drivers.datecs import acts, build, recovery
from devices.drivers.datecs.acts import Wording
from devices.drivers.datecs.classic import Classic
from devices.drivers.datecs.codes import CodeTables, DatecsOptions, Refused
from devices.drivers.datecs.dialect import Dialect
from devices.drivers.datecs.extended import Extended
from devices.drivers.datecs.line import Patience, Sequence
from devices.drivers.datecs.session import Session
from devices.drivers.datecs.status import Status
from devices.errors import DeviceError, Trouble
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.fiscal.evidence import ActKind, Attempt, Finding, KeptDocument, Registered, Verdict, attempt_of
from devices.fiscal.insisting import Interrupted, insist
from devices.fiscal.port import FiscalSettings, RegisterInfo, RegisterStatus, ShiftState
from devices.fiscal.receipt import Act, Operator, ShiftClosing, ShiftOpening
from devices.fiscal.sale_number import running_of
from devices.transports.channel import Wire
from devices.transports.open import open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire

DEFAULT_BAUD: Final = 115_200
_LINE_TROUBLES: Final = frozenset(
    {Trouble.UNREACHABLE, Trouble.NO_ANSWER, Trouble.GARBLED, Trouble.LOST, Trouble.BLOCKED, Trouble.BUSY}
)
_DIALECTS: Final[dict[str, type[Classic] | type[Extended]]] = {"p": Classic, "x": Extended}


class DatecsRegister:
    """A ``FiscalRegister`` and ``CashDrawer``; BadInput ``address_value`` for tables that the maker does not know."""

    def __init__(
        self, wire: Wire, options: DatecsOptions, settings: FiscalSettings, *, patience: Patience | None = None
    ) -> None:
        self._wire = wire
        self._options = options
        self._settings = settings
        self._dialect: Dialect = _DIALECTS[options.dialect]()
        tables = CodeTables.of(settings, self._dialect.tender_symbols)
        self._wording = Wording(self._dialect, tables, options, settings)
        self._patience = patience or Patience()
        self._numbers = Sequence()

    @property
    def info(self) -> RegisterInfo:
        """What the protocol can do; models differ in paper."""
        return RegisterInfo(
            driver="datecs",
            kinds=acts.KINDS,
            corrects=False,
            takes_marked_codes=False,
            takes_contact=False,
            takes_buyer=self._dialect.takes_buyer,
            may_skip_paper=False,
            takes_free_lines=False,
            rounds_down_below_minor=0,
            opens_shift_itself=True,
            opens_drawer=True,
            sets_clock=True,
            tells_uid=False,
            wants_sale_number=True,
            returns_need_original=True,
            signs=False,
            numbers_invoices=self._dialect.takes_buyer,
            prints_codes=False,
            tells_shift_age=False,
            columns=self._options.columns,
            name_most=self._dialect.name_most,
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
        acts.check(act, self._wording)
        with self._session() as session:
            recovery.clear_away(session, _status_that_allows(session, act))
            before = recovery.counters(session)
            if self._settings.serial_number not in ("", before.serial_number):
                raise DeviceError(Trouble.SWAPPED, maker_code=before.serial_number)
            attempt = attempt_of(act, before, acts.key_of(act, self._dialect))
            if attempt.kind is ActKind.CASH_OUT and attempt.total > before.cash:
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
                return recovery.resolve(session, attempt, self._wording)
        except DeviceError as problem:
            return Verdict(Finding.UNKNOWN, trouble=problem.trouble, maker_code=problem.maker_code)

    def documents_after(self, number: int, most: int = 100) -> list[KeptDocument]:
        """From the journal, with the sale numbers."""
        refuse_inside_unit()
        with self._session() as session:
            wanted = range(number + 1, min(session.last_document(), number + most) + 1)
            return [recovery.kept_document(one, session.entry(one)) for one in wanted]

    def x_report(self, operator: Operator) -> None:
        """Prints it."""
        refuse_inside_unit()
        with self._session() as session:
            session.print_report()

    def print_copy(self) -> None:
        """Prints it."""
        refuse_inside_unit()
        with self._session() as session:
            session.print_copy()

    def print_text(self, lines: Texts[str]) -> None:
        """Prints the lines on a paper of their own."""
        refuse_inside_unit()
        with self._session() as session:
            recovery.clear_away(session, session.status())
            session.print_texts([build.clean(line, self._options.columns) for line in lines])

    def continue_printing(self) -> None:
        """The register goes on by itself once it can; DeviceError says what keeps it from it."""
        refuse_inside_unit()
        with self._session() as session:
            trouble = session.status().trouble
            if trouble in (Trouble.PAPER_OUT, Trouble.COVER_OPEN):
                raise DeviceError(trouble)

    def set_clock(self, at: datetime) -> None:
        """What forbids it, while nothing else is known to, is the shift."""
        refuse_inside_unit()
        with self._session() as session:
            try:
                session.set_clock(at)
            except Refused as refusal:
                if refusal.status.is_not_allowed and refusal.trouble is Trouble.REGISTER_REFUSED:
                    raise DeviceError(Trouble.SHIFT_OPEN, maker_code=refusal.maker_code) from refusal
                raise

    def open_drawer(self) -> None:
        """One pulse; the register keeps its own rest between two."""
        refuse_inside_unit()
        with self._session() as session:
            session.open_drawer()

    def _session(self) -> Session:
        return Session(self._wire, self._dialect, self._settings, self._patience, self._numbers)

    def _carried_out(self, act: Act, attempt: Attempt) -> Registered:
        """One try; Interrupted where the line gave way, or the register stopped where nobody can cancel."""
        session = None
        try:
            with self._session() as session:
                earlier = self._overtaken(session, attempt)
                if earlier is not None:
                    return earlier
                _status_that_allows(session, act)
                try:
                    registered = acts.carry_out(session, act, attempt, self._wording)
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

    def _overtaken(self, session: Session, attempt: Attempt) -> Registered | None:
        """What the attempt has become already, where the register moved on; DeviceError where others moved it.

        A receipt of the attempt that was cancelled may have a number: the attempt still holds.
        """
        if not session.transaction().is_open and _is_where_it_was(session, attempt):
            return None
        verdict = recovery.resolve(session, attempt, self._wording)
        if verdict.finding is Finding.UNKNOWN:
            raise DeviceError(verdict.trouble or Trouble.COUNTER_MOVED, maker_code=verdict.maker_code)
        return verdict.registered

    def _give_up(self, session: Session) -> None:
        """Cancels the receipt now if it can be; otherwise the next ``prepare`` does."""
        with contextlib.suppress(DeviceError):
            recovery.clear_away(session, session.status())

    def _status(self, session: Session) -> RegisterStatus:
        status = session.status()
        identity = session.identity()
        transaction = session.transaction()
        is_another = self._settings.serial_number not in ("", identity.serial_number)
        return RegisterStatus(
            shift=ShiftState.OPEN,
            trouble=Trouble.SWAPPED if is_another else status.trouble,
            maker_code=status.maker_code,
            serial_number=identity.serial_number,
            storage_number=identity.storage_number,
            shift_number=session.last_closing() + 1,
            last_sale_number=running_of(session.last_sale_number(), identity.serial_number),
            last_document=recovery.newest_document(session, transaction),
            has_open_document=transaction.is_open,
            clock=session.clock(),
            cash=session.cash(),
            facts={"model": identity.name},
        )


def _is_where_it_was(session: Session, attempt: Attempt) -> bool:
    """Whether it is the register of the attempt and nothing came since: only a receipt surely makes a document."""
    if attempt.kind.document_kind is None:
        return recovery.counters(session) == attempt.before
    before = attempt.before
    return (session.identity().serial_number, session.last_document()) == (before.serial_number, before.last_document)


def _status_that_allows(session: Session, act: Act) -> Status:
    """How the register is; DeviceError for what has to be done before this act.

    An opening sends nothing; a Z report is what makes many troubles good, and the register knows which.
    """
    status = session.status()
    if status.trouble is None or isinstance(act, ShiftOpening):
        return status
    if not isinstance(act, ShiftClosing) or status.trouble in (Trouble.PAPER_OUT, Trouble.COVER_OPEN):
        raise DeviceError(status.trouble, maker_code=status.maker_code)
    return status


def open_datecs(address: str, settings: FiscalSettings) -> DatecsRegister:
    """The register at an address such as ``datecs+tcp://192.0.2.50:4999?dialect=x``.

    Touches no device yet. Raises BadInput for an address, option or table that can not be; a network address names its
    port, because models differ.
    """
    parsed = DeviceAddress.parse(address)
    transport = open_transport(parsed, speed=DEFAULT_BAUD, flow="none")
    if not isinstance(transport, TcpWire | SerialWire):
        raise DeviceError(Trouble.NO_TRANSPORT, maker_code=parsed.transport)
    if isinstance(transport, TcpWire) and not parsed.port:
        raise BadInput("address_value", option="port", got="", allowed="1 to 65535")
    return DatecsRegister(RecordedWire(transport, log_of(address)), DatecsOptions.of(parsed), settings)
