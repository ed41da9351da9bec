"""A GSM modem at the end of a wire, spoken to in PDU mode."""

import contextlib
import re
import time
from dataclasses import dataclass
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.sms.causes import trouble_of
from devices.sms.line import AtError, AtLine
from devices.sms.options import SmsOptions
from devices.sms.pdu import StatusReport, read_status_report, submit
from devices.sms.port import Delivery, DeliveryReport, SmsInfo, SmsPart, SmsResult, SmsStatus
from devices.transports.channel import Channel, Deadline, Wire

_HELLOS: Final = 3
_ADMITTED: Final = frozenset({"1", "5"})
_DENIED: Final = "3"
_UNKNOWN_SIGNAL: Final = 99
_REPORTS_ON: Final = "AT+CNMI=2,1,0,1,0"
_SENT: Final = re.compile(r"\+CMGS: *(\d{1,3})(?:,.*)?")
_SIGNAL: Final = re.compile(r"\+CSQ: *(\d+),.*")
_OPERATOR: Final = re.compile(r'\+COPS: *[^"]*"([^"]*)".*')
_POWER: Final = re.compile(r"\+CFUN: *(\d+).*")
_SIM: Final = re.compile(r"\+CPIN: *(.+)")
_CENTER: Final = re.compile(r'\+CSCA: *(?:"(.*?)")?.*')
_ADMISSION: Final = re.compile(r"\+CREG: *\d+, *(\d+).*")
"""With one number alone the modem says it unasked."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in milliseconds, as modems need it."""

    connect_ms: int = 1_000
    hello_ms: int = 1_000
    drop_ms: int = 100
    answer_ms: int = 5_000
    network_ms: int = 20_000
    look_ms: int = 1_000
    prompt_ms: int = 5_000
    send_ms: int = 60_000
    listen_ms: int = 50


class GsmModem:
    """An ``SmsGateway``. The line stays open, so that delivery reports arrive; after any failure all begins anew.

    A SIM card locks itself after three wrong PINs: one that was refused is never tried again by the same gateway.
    """

    def __init__(self, wire: Wire, options: SmsOptions, patience: Patience | None = None) -> None:
        self._wire = wire
        self._options = options
        self._patience = patience or Patience()
        self._channel: Channel | None = None
        self._line: AtLine | None = None
        self._pin_refused = False
        self.info: Final = SmsInfo("gsm", verified_on_hardware=False)

    @property
    def is_open(self) -> bool:
        """Whether the line is held."""
        return self._line is not None

    def status(self) -> SmsStatus:
        """Whether it could send now, by asking for its signal."""
        refuse_inside_unit()
        try:
            line = self._ready()
            signal = line.learn("AT+CSQ", self._patience.answer_ms, _SIGNAL)
            operator = line.ask("AT+COPS?", self._patience.answer_ms, _OPERATOR)
        except (DeviceError, AtError) as error:
            known = self._failed(error)
            return SmsStatus(known.trouble, known.maker_code)
        level = int(signal)
        return SmsStatus(signal=None if level == _UNKNOWN_SIGNAL else level, operator=operator)

    def send(self, part: SmsPart) -> SmsResult:
        """Sends one part; an answer that is lost behind Ctrl-Z leaves open whether the network has it."""
        refuse_inside_unit()
        octets = submit(part.number, part.text, part.coding, part.link)
        own_octets = len(octets) - 1 - octets[0]
        try:
            line = self._ready()
            answer = line.hand_over(
                f"AT+CMGS={own_octets}",
                octets.hex().upper().encode("ascii"),
                _SENT,
                prompt_ms=self._patience.prompt_ms,
                answer_ms=self._patience.send_ms,
            )
        except (DeviceError, AtError) as error:
            raise self._failed(error) from error
        if answer is None:
            self.close()
        return SmsResult(None if answer is None else int(answer))

    def reports(self) -> list[DeliveryReport]:
        """What came since; a line that is not open has heard nothing."""
        refuse_inside_unit()
        if self._line is None:
            return []
        try:
            self._line.listen(self._patience.listen_ms)
        except DeviceError:
            self.close()
            raise
        came, self._line.reports = self._line.reports, []
        return [report for text in came if (report := _report(text)) is not None]

    def close(self) -> None:
        """Lets go of the line."""
        if self._channel is not None:
            self._channel.close()
        self._channel = self._line = None

    def _ready(self) -> AtLine:
        """The line with a modem that can send, begun anew where it has to be."""
        if self._line is not None:
            self._line.ask("AT", self._patience.hello_ms)
            return self._line
        self._channel = self._wire.open(Deadline(self._patience.connect_ms))
        line = AtLine(self._channel)
        line.cancel(self._patience.hello_ms)
        line.drop(self._patience.drop_ms)
        line.wake(_HELLOS, self._patience.hello_ms)
        for command in ("ATZ", "ATE0", "AT+CMEE=1"):
            line.ask(command, self._patience.answer_ms)
        if line.ask("AT+CFUN?", self._patience.answer_ms, _POWER) != "1":
            line.ask("AT+CFUN=1", self._patience.answer_ms)
        self._unlock(line)
        self._await_network(line)
        line.ask("AT+CMGF=0", self._patience.answer_ms)
        if not line.learn("AT+CSCA?", self._patience.answer_ms, _CENTER):
            raise DeviceError(Trouble.SMS_CENTER)
        # Without reports it can send all the same; nobody will hear of the delivery.
        with contextlib.suppress(AtError):
            line.ask(_REPORTS_ON, self._patience.answer_ms)
        self._line = line
        return line

    def _unlock(self, line: AtLine) -> None:
        state = line.learn("AT+CPIN?", self._patience.answer_ms, _SIM)
        if state == "READY":
            return
        if state != "SIM PIN":
            raise DeviceError(Trouble.SIM_PUK, maker_code=state)
        if not self._options.pin:
            raise DeviceError(Trouble.SIM_PIN)
        if self._pin_refused:
            raise DeviceError(Trouble.SIM_PIN_REFUSED)
        # Before it is known: a card whose answer is lost has counted a try.
        self._pin_refused = True
        try:
            line.ask(f'AT+CPIN="{self._options.pin}"', self._patience.answer_ms)
        except AtError as error:
            raise DeviceError(Trouble.SIM_PIN_REFUSED, maker_code=str(error)) from error
        self._pin_refused = False

    def _await_network(self, line: AtLine) -> None:
        deadline = Deadline(self._patience.network_ms)
        while True:
            state = line.learn("AT+CREG?", self._patience.answer_ms, _ADMISSION)
            if state in _ADMITTED:
                return
            if state == _DENIED:
                raise DeviceError(Trouble.SMS_NOT_ADMITTED)
            if deadline.passed:
                raise DeviceError(Trouble.SMS_NO_NETWORK)
            time.sleep(min(self._patience.look_ms / 1000, deadline.remaining_s()))

    def _failed(self, error: DeviceError | AtError) -> DeviceError:
        """What the shop calls it. A refusal is an answer; after anything else the line begins anew."""
        if isinstance(error, AtError) and self._line is not None:
            return trouble_of(error)
        self.close()
        return trouble_of(error) if isinstance(error, AtError) else error


def _report(text: str) -> DeliveryReport | None:
    """A report that says how it ended; None for one that is still under way, and for what is none."""
    try:
        report: StatusReport = read_status_report(bytes.fromhex(text))
    except ValueError:
        return None
    if report.status <= 0x02:
        return DeliveryReport(report.reference, report.number, Delivery.DELIVERED)
    if report.status < 0x40:
        return None
    return DeliveryReport(report.reference, report.number, Delivery.FAILED)
