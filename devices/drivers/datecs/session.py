"""One conversation with a register: commands with their refusals, on an open channel."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Final, Self, TypeVar

from app.core.money import Money
from devices.drivers.datecs import answers
from devices.drivers.datecs.answers import Identity, Transaction
from devices.drivers.datecs.codes import CARD_TERMINAL_FAILED, TOLD_TROUBLES, Command, Refused
from devices.drivers.datecs.dialect import Dialect, Entry
from devices.drivers.datecs.line import Line, Patience, Sequence
from devices.drivers.datecs.status import Status
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalSettings
from devices.transports.channel import Channel, Deadline, Wire

_T = TypeVar("_T")

_ROWS_MOST: Final = 600
"""A receipt has 512 lines at most."""
_OPENS: Final = frozenset({Command.OPEN_RECEIPT, Command.STORNO_CLASSIC, Command.STORNO_EXTENDED})
_NO_MORE_ROWS: Final = ("*", "F")
_DRAWER_MS: Final = "15"


class Session:
    """An open channel to a register; a context manager that closes it.

    Opening raises DeviceError ``device_unreachable``; entering says the first word. ``has_committed`` says that the
    act has come so far that the register may let nobody cancel it any more.
    """

    def __init__(
        self, wire: Wire, dialect: Dialect, settings: FiscalSettings, patience: Patience, numbers: Sequence
    ) -> None:
        self.dialect = dialect
        self.zone = settings.zone
        self.has_committed = False
        self._channel: Channel = wire.open(Deadline(patience.connect_ms))
        self._line = Line(self._channel, dialect.layout, patience, numbers)

    def __enter__(self) -> Self:
        try:
            self._line.greet()
        except BaseException:
            self._channel.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()

    def status(self) -> Status:
        """How it is."""
        return Status(self._line.exchange(Command.STATUS, b"").status, self.dialect.troubles)

    def identity(self) -> Identity:
        """Which register this is."""
        return answers.identity(self._ask(Command.IDENTITY, self.dialect.parameters("1")))

    def transaction(self) -> Transaction:
        """The receipt that is open, or was last."""
        return self.dialect.transaction(self._ask(Command.TRANSACTION, self.dialect.transaction_question))

    def last_document(self) -> int:
        """The number of its newest document; of its newest receipt where the model knows no other."""
        try:
            return answers.whole(answers.field(self._ask(Command.LAST_DOCUMENT), 0))
        except Refused as refusal:
            number = self.transaction().number
            if not refusal.status.is_unknown_command or number is None:
                raise
            return number

    def last_closing(self) -> int:
        """The number of the last Z report."""
        return answers.whole(answers.field(self._ask(Command.LAST_CLOSING), 0))

    def last_sale_number(self) -> str:
        """The last sale number it was told, by an opening without data; empty where it tells none."""
        try:
            told = self._ask(Command.OPEN_RECEIPT) if self.dialect.tells_sale_number else []
        except Refused:
            return ""
        return told[0].strip() if told else ""

    def cash(self) -> Money:
        """What it believes to be in the drawer."""
        held = self.dialect.cash_held(self._ask(Command.CASH, self.dialect.cash_question))
        if held is None:
            raise answers.garbled("cash")
        return held

    def clock(self) -> datetime | None:
        """Its own time; None where it has lost it."""
        return answers.moment(answers.field(self._ask(Command.CLOCK), 0), self.zone)

    def open_invoice(self) -> int | None:
        """The number of the invoice that is open; None where the register does not say it."""
        return self._next_invoice(is_open=True)

    def last_invoice(self) -> int | None:
        """The number of the invoice that was closed last; None where the register does not say the next one's."""
        following = self._next_invoice(is_open=False)
        return following - 1 if following is not None and following > 1 else None

    def _next_invoice(self, *, is_open: bool) -> int | None:
        try:
            return self.dialect.next_invoice(self._ask(Command.RECEIPT_SUMS), is_open=is_open)
        except Refused:
            return None

    def set_clock(self, at: datetime) -> None:
        """Its own time; Refused."""
        text = f"{at.astimezone(self.zone):%d-%m-%y %H:%M:%S}"
        self._do(Command.SET_CLOCK, self.dialect.parameters(text), prints=False)

    def entry(self, number: int, *, only_head: bool = False) -> Entry | None:
        """A document of the journal; None where it has none of that number, or does not let it be read.

        ``only_head`` spares the many rows of a long receipt; its total may then be missing.
        """
        questions = self.dialect.journal_questions(number)
        rows = [self._row(questions.command, choice) for choice in questions.choices]
        row = self._row(questions.command, questions.first)
        while row and row[0] not in _NO_MORE_ROWS and len(rows) < _ROWS_MOST:
            rows.append(row)
            is_last = only_head or not questions.further
            row = [] if is_last else self._row(questions.command, questions.further)
        return self.dialect.entry(number, [one for one in rows if one], self.zone)

    def _row(self, command: Command, question: bytes) -> list[str]:
        """What the journal tells next; nothing where it tells no more."""
        try:
            return self._ask(command, question)
        except Refused:
            return []

    def tell(self, command: Command, data: bytes) -> None:
        """A command that opens a receipt, or inside one that can still be cancelled; Refused, Unanswered."""
        self._do(command, data)

    def pay(self, symbol: str, amount: Money) -> None:
        """Something is given; from now on nobody cancels the receipt. Refused where it was not taken."""
        try:
            self._committing(Command.PAY, self.dialect.payment(symbol, amount), self._is_paid)
        except Refused as refusal:
            self.has_committed |= refusal.number == CARD_TERMINAL_FAILED
            raise

    def finish_card_payment(self) -> None:
        """Finishes a payment that broke off on the register's card terminal; Refused where none did."""
        self._committing(Command.CARD_TERMINAL, self.dialect.card_completion, self._is_paid)

    def close_receipt(self) -> None:
        """The receipt counts for ever."""
        self._committing(Command.CLOSE_RECEIPT, b"", lambda fields: answers.field(fields, 0))

    def move_cash(self, amount: Money) -> Money:
        """The cash after it was put in or taken out."""
        return self._committing(Command.CASH, self.dialect.cash_move(amount), self.dialect.cash_held)

    def close_day(self) -> None:
        """The Z report."""
        self._committing(Command.REPORT, self.dialect.report(closes=True), lambda fields: answers.field(fields, 0))

    def cancel_receipt(self) -> None:
        """Ends an open receipt as if it had never been; Refused once something was paid."""
        self._do(Command.CANCEL_RECEIPT)

    def close_service_receipt(self) -> None:
        """Ends a paper that is no receipt."""
        self._do(Command.CLOSE_SERVICE)

    def print_report(self) -> None:
        """The X report."""
        self._do(Command.REPORT, self.dialect.report(closes=False))

    def print_copy(self) -> None:
        """The last receipt once more."""
        self._do(Command.COPY, self.dialect.parameters("1"))

    def print_texts(self, texts: list[str]) -> None:
        """A paper of its own."""
        self._do(Command.OPEN_SERVICE)
        for text in texts:
            self._do(Command.SERVICE_TEXT, self.dialect.parameters(text))
        self.close_service_receipt()

    def open_drawer(self) -> None:
        """One pulse."""
        self._do(Command.DRAWER, self.dialect.parameters(_DRAWER_MS), prints=False)

    def _is_paid(self, fields: list[str]) -> bool | None:
        return self.dialect.is_paid(fields) or None

    def _committing(self, command: Command, data: bytes, read: Callable[[list[str]], _T | None]) -> _T:
        """What the answer says; Refused where the command surely had no effect."""
        had_committed, self.has_committed = self.has_committed, True
        try:
            fields = self._do(command, data)
            told = read(fields)
            if told is None:
                raise self._refusal(command, self.status(), 0, ",".join(fields))
        except Refused:
            self.has_committed = had_committed
            raise
        return told

    def _ask(self, command: Command, data: bytes = b"") -> list[str]:
        """The fields of an answer to a question; Refused, Unanswered."""
        return self._answered(command, data, prints=False)

    def _do(self, command: Command, data: bytes = b"", *, prints: bool = True) -> list[str]:
        """The fields of the answer to a command that changes something; what the register says of a refusal with it."""
        try:
            return self._answered(command, data, prints=prints)
        except Refused as refusal:
            told = self._told_error(refusal.number)
            raise self._refusal(command, refusal.status, refusal.number, told) from None

    def _answered(self, command: Command, data: bytes, *, prints: bool) -> list[str]:
        answer = self._line.exchange(command, data)
        status = Status(answer.status, self.dialect.troubles)
        number, fields = self.dialect.split(answer.data) if answer.data else (0, [])
        # Where an answer has nothing to tell, a register that cannot print has not done it.
        failed = prints and (status.lacks_paper or (status.trouble is not None and not answer.data))
        if number or status.is_refusal or failed:
            raise self._refusal(command, status, number)
        return fields

    def _refusal(self, command: Command, status: Status, number: int, told: str = "") -> Refused:
        trouble = status.trouble
        if trouble is None and status.is_unknown_command:
            trouble = Trouble.NOT_POSSIBLE
        if trouble is None and command in _OPENS and status.is_not_allowed:
            # Nothing else that is known forbids a receipt while none is open.
            silent = self.dialect.silent_terminal
            said = next((trouble for words, trouble in TOLD_TROUBLES if words.search(told)), Trouble.SHIFT_EXPIRED)
            trouble = Trouble.TERMINAL_SILENT if silent and status.has(silent) else said
        return Refused(command, status, trouble or Trouble.REGISTER_REFUSED, number, told)

    def _told_error(self, number: int) -> str:
        """What the register says of its last error, as far as it says anything."""
        by_number = self.dialect.parameters(f"-{number}") if number else b""
        try:
            answer = self._line.exchange(Command.ERROR_TEXT if number else Command.LAST_ERROR, by_number)
        except DeviceError:
            return ""
        return " ".join(answers.decoded(answer.data).split())
