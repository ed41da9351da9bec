"""ESC/POS receipt printers, with the cash drawer on their connector."""

from dataclasses import replace

from app.core.io_guard import refuse_inside_unit
from devices.address import DeviceAddress
from devices.coil import DrawerCoil
from devices.drivers.escpos import commands
from devices.drivers.escpos.encode import encode
from devices.drivers.escpos.options import EscposOptions
from devices.drivers.escpos.session import Owed, Patience, Session
from devices.drivers.escpos.status import PRINTER, is_offline
from devices.errors import DeviceError, Interrupted, Trouble
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedOutlet, RecordedWire
from devices.ports import PrinterInfo, PrinterState, PrinterStatus, PrintOutcome, PrintResult
from devices.transports.channel import Outlet, Wire, WireOutlet
from devices.transports.open import baud, open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire
from devices.transports.usb_line import UsbWire
from printing.document import Document
from printing.layout import Pictures, no_pictures


class _Escpos:
    """What printers that answer and printers that do not have in common."""

    def __init__(
        self, options: EscposOptions, pictures: Pictures, patience: Patience | None, coil: DrawerCoil | None
    ) -> None:
        self._options = options
        self._pictures = pictures
        self._patience = patience or Patience()
        self._coil = coil or DrawerCoil()

    @property
    def info(self) -> PrinterInfo:
        """What the options say that it can do."""
        return PrinterInfo(
            driver="escpos",
            columns=self._options.columns,
            width_dots=self._options.width_dots,
            encoding=self._options.encoding,
            cuts=self._options.cut,
            opens_drawer=self._options.drawer_pin != 0,
            answers=self._options.answers,
        )

    def render(self, document: Document, *, copy_text: str = "") -> bytes:
        """The document as ESC/POS bytes."""
        return encode(document, self._options, self._pictures, copy_text=copy_text)

    def _kicked_pin(self) -> int:
        """The drawer's connector pin, where nothing is against a pulse now."""
        refuse_inside_unit()
        if not self._options.drawer_pin:
            raise DeviceError(Trouble.NO_DRAWER)
        self._coil.refuse_too_soon()
        return self._options.drawer_pin


class EscposPrinter(_Escpos):
    """A printer that answers: ``ReceiptPrinter`` and ``CashDrawer`` with known state and confirmed papers."""

    def __init__(
        self,
        wire: Wire,
        options: EscposOptions,
        *,
        pictures: Pictures = no_pictures,
        patience: Patience | None = None,
        coil: DrawerCoil | None = None,
    ) -> None:
        super().__init__(options, pictures, patience, coil)
        self._wire = wire
        self._owed = Owed()

    def status(self) -> PrinterStatus:
        """How the printer is now."""
        refuse_inside_unit()
        try:
            with Session(self._wire, self._patience, self._owed) as session:
                status = session.status()
        except DeviceError as problem:
            return PrinterStatus.of_trouble(problem.trouble, problem.maker_code)
        level, open_is = status.drawer_pin_high, self._options.open_is_high
        if level is None or open_is is None or not self._options.drawer_pin:
            return status
        return replace(status, drawer_is_open=level is open_is)

    def print_document(self, job: bytes) -> PrintResult:
        """Asks whether the printer is ready, sends the job, and waits for its confirmation."""
        refuse_inside_unit()
        with Session(self._wire, self._patience, self._owed) as session:
            before = session.status()
            if before.trouble is not None:
                raise DeviceError(before.trouble, maker_code=before.maker_code)
            return session.print_job(job)

    def open_drawer(self) -> None:
        """One pulse; by the real-time command where the printer is offline and would keep an ordinary one."""
        pin = self._kicked_pin()
        with Session(self._wire, self._patience, self._owed) as session:
            offline = is_offline(session.ask(PRINTER))
            self._coil.note_pulse()
            session.write(commands.kick_at_once(pin) if offline else commands.kick(pin))


class MuteEscposPrinter(_Escpos):
    """A printer behind a spooler or a file, or one that never answers: papers are handed over, no more is known."""

    def __init__(
        self,
        outlet: Outlet,
        options: EscposOptions,
        *,
        pictures: Pictures = no_pictures,
        patience: Patience | None = None,
        coil: DrawerCoil | None = None,
    ) -> None:
        super().__init__(options, pictures, patience, coil)
        self._outlet = outlet

    def status(self) -> PrinterStatus:
        """Always unknown, without a trouble to name."""
        refuse_inside_unit()
        return PrinterStatus(PrinterState.UNKNOWN)

    def print_document(self, job: bytes) -> PrintResult:
        """Hands the job over."""
        refuse_inside_unit()
        unknown = PrinterStatus(PrinterState.UNKNOWN)
        try:
            self._deliver(job)
        except Interrupted as problem:
            if problem.sent_bytes == 0:
                raise
            return PrintResult(PrintOutcome.UNCONFIRMED, unknown, problem.trouble)
        return PrintResult(PrintOutcome.HANDED_OVER, unknown)

    def open_drawer(self) -> None:
        """One pulse, by the ordinary command."""
        pin = self._kicked_pin()
        self._coil.note_pulse()
        self._deliver(commands.kick(pin))

    def _deliver(self, job: bytes) -> None:
        self._outlet.deliver(job, self._patience.for_job(self._patience.write_ms, job))


def open_escpos(address: str, *, pictures: Pictures = no_pictures) -> EscposPrinter | MuteEscposPrinter:
    """The printer at an address such as ``escpos+tcp://192.0.2.50:9100?width=48&codepage=cp866:17``.

    Touches no device yet. Raises BadInput for an address or option that can not be.
    """
    parsed = DeviceAddress.parse(address)
    options = EscposOptions.of(parsed)
    transport = open_transport(parsed)
    if not isinstance(transport, TcpWire | SerialWire | UsbWire):
        outlet = RecordedOutlet(transport, log_of(address))
        return MuteEscposPrinter(outlet, replace(options, answers=False), pictures=pictures)
    wire = RecordedWire(transport, log_of(address))
    # A byte takes ten bits on a serial line.
    patience = Patience(bytes_per_s=baud(parsed) // 10) if isinstance(transport, SerialWire) else Patience()
    if not options.answers:
        return MuteEscposPrinter(WireOutlet(wire), options, pictures=pictures, patience=patience)
    return EscposPrinter(wire, options, pictures=pictures, patience=patience)
