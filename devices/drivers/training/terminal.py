"""The driver of training terminals: a connection a question, one line there, one line back."""

from dataclasses import dataclass
from typing import Any, Final

from app.core.io_guard import refuse_inside_unit
from devices.address import DeviceAddress
from devices.card.port import Operation, Order, TerminalInfo, TerminalStatus, Unanswered
from devices.drivers.training.messages import answer_of, line_of, line_of_order, operation_of
from devices.errors import DeviceError, Trouble
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.transports.channel import Channel, Deadline, Wire
from devices.transports.open import open_transport
from devices.transports.tcp import TcpWire

DRIVER: Final = "training"
DEFAULT_PORT: Final = 9150
_LONGEST_LINE_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a connection and for an answer, in milliseconds."""

    connect_ms: int = 2_000
    answer_ms: int = 3_000


PATIENT: Final = Patience()


class TrainingTerminal:
    """A ``CardTerminal`` that speaks the protocol of ``regulars emulate terminal``."""

    def __init__(self, wire: Wire, patience: Patience = PATIENT) -> None:
        self._wire = wire
        self._patience = patience
        self.info = TerminalInfo(DRIVER, refunds=True, reverses=True, approves_parts=True, verified_on_hardware=False)

    def status(self) -> TerminalStatus:
        """How it is."""
        refuse_inside_unit()
        try:
            answer = self._told(line_of("status"))
        except DeviceError as problem:
            return TerminalStatus(problem.trouble, problem.maker_code)
        serial = answer.get("serial")
        if not isinstance(serial, str) or not serial:
            return TerminalStatus(Trouble.GARBLED)
        trouble = Trouble.TERMINAL_BUSY if answer.get("busy") else None
        return TerminalStatus(trouble, serial_number=serial[:60])

    def start(self, order: Order) -> Operation:
        """Begins an order."""
        refuse_inside_unit()
        operation = self._operation(line_of_order(order))
        if operation is None or operation.key != order.key:
            raise Unanswered(Trouble.GARBLED)
        return operation

    def ask(self, key: str) -> Operation | None:
        """What became of an order."""
        refuse_inside_unit()
        return self._of_key(key, "ask")

    def cancel(self, key: str) -> Operation | None:
        """Ends what waits."""
        refuse_inside_unit()
        return self._of_key(key, "cancel")

    def last_operation(self) -> Operation | None:
        """The newest that came to an end."""
        refuse_inside_unit()
        return self._operation(line_of("last"))

    def _of_key(self, key: str, do: str) -> Operation | None:
        operation = self._operation(line_of(do, key=key))
        if operation is not None and operation.key != key:
            raise DeviceError(Trouble.GARBLED, maker_code=operation.key)
        return operation

    def _operation(self, line: bytes) -> Operation | None:
        answer = self._told(line)
        try:
            return operation_of(answer)
        except DeviceError as problem:
            raise Unanswered(problem.trouble, maker_code=problem.maker_code) from problem

    def _told(self, line: bytes) -> dict[str, Any]:
        """The answer to a line; Unanswered where the line may have been heard, and what ``answer_of`` raises."""
        channel = self._wire.open(Deadline(self._patience.connect_ms))
        try:
            channel.write(line, Deadline(self._patience.answer_ms))
            heard = self._heard(channel, Deadline(self._patience.answer_ms))
        except DeviceError as problem:
            raise Unanswered(problem.trouble, maker_code=problem.maker_code) from problem
        finally:
            channel.close()
        try:
            return answer_of(heard)
        except DeviceError as problem:
            if problem.trouble is Trouble.GARBLED:
                raise Unanswered(problem.trouble, maker_code=problem.maker_code) from problem
            raise

    def _heard(self, channel: Channel, deadline: Deadline) -> bytes:
        heard = b""
        while b"\n" not in heard:
            more = channel.read(deadline)
            if not more:
                raise DeviceError(Trouble.NO_ANSWER)
            heard += more
            if len(heard) > _LONGEST_LINE_BYTES:
                raise DeviceError(Trouble.GARBLED)
        return heard.partition(b"\n")[0]


def open_training(address: str) -> TrainingTerminal:
    """The terminal at an address like ``training+tcp://127.0.0.1:9150``; opens no connection yet.

    Raises BadInput for an address that can not be, DeviceError ``transport_unavailable`` for another way than TCP.
    """
    parsed = DeviceAddress.parse(address)
    parsed.refuse_unknown_options(())
    transport = open_transport(parsed, port=DEFAULT_PORT)
    if not isinstance(transport, TcpWire):
        raise DeviceError(Trouble.NO_TRANSPORT, maker_code=parsed.transport)
    return TrainingTerminal(RecordedWire(transport, log_of(address)))
