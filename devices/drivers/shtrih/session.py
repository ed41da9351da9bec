"""One conversation with a register: commands with their passwords and errors, on an open channel."""

import time
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

from devices.drivers.shtrih import answers
from devices.drivers.shtrih.answers import FoundDocument, LongStatus, ShortStatus, StorageStatus, Submode, whole_number
from devices.drivers.shtrih.codes import (
    NO_OPEN_RECEIPT,
    NO_SUCH_DATA,
    OTHER_OPERATOR,
    PRINTING,
    UNCERTAIN,
    WAITS_TO_CONTINUE,
    Refused,
    ShtrihOptions,
)
from devices.drivers.shtrih.line import Line, NumberedLine, OldLine, Owed, Patience
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalSettings
from devices.transports.channel import Channel, Deadline, Wire

_OPERATORS: Final = 30
_TAG_BYTES_MOST: Final = 250
_TABLE_OF_REGION: Final = 17
_FIELD_NO_PAPER: Final = 7


class Session:
    """An open channel to a register; a context manager that closes it.

    Opening raises DeviceError ``device_unreachable``. One session an act: a new connection is how a register that was
    unplugged is found again. ``has_committed`` says that a command was sent which makes something count, and that the
    register did not refuse it.
    """

    def __init__(
        self, wire: Wire, options: ShtrihOptions, settings: FiscalSettings, patience: Patience, owed: Owed
    ) -> None:
        self.patience = patience
        self.zone = settings.zone
        self.has_committed = False
        self._password = options.password.to_bytes(4, "little")
        self._channel: Channel = wire.open(Deadline(patience.connect_ms))
        is_old = options.level == 1
        self._line: Line = OldLine(self._channel, patience, owed) if is_old else NumberedLine(self._channel, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()

    def ask(self, code: bytes, data: bytes = b"") -> bytes:
        """The answer to a command that changes nothing, after its error code; Refused, DeviceError."""
        return self._once(code, self._password + data, self.patience.answer_ms, repeatable=True)

    def do(self, code: bytes, data: bytes = b"", *, password: bytes = b"") -> bytes:
        """The answer to a command that changes something; waits while an earlier paper is still coming out.

        Refused; Unanswered where it may have been carried out; DeviceError.
        """
        return self._patiently(code, (password or self._password) + data, self.patience.answer_ms)

    def make_count(self, code: bytes, data: bytes = b"") -> bytes:
        """The answer to a command that makes something count for ever; see ``do``."""
        self.has_committed = True
        try:
            return self._patiently(code, self._password + data, self.patience.longest_ms)
        except Refused as refusal:
            self.has_committed = refusal.number in UNCERTAIN
            raise

    def short_status(self) -> ShortStatus:
        """Mode, submode and flags."""
        return answers.short_status(self.ask(b"\x10"))

    def long_status(self) -> LongStatus:
        """With clock and serial number."""
        return answers.long_status(self.ask(b"\x11"), self.zone)

    def storage_status(self) -> StorageStatus:
        """The fiscal storage and its last document."""
        return answers.storage_status(self.ask(b"\xff\x01"))

    def shift(self) -> tuple[bool, int]:
        """Whether the shift is open, and its number."""
        data = self.ask(b"\xff\x40")
        return bool(data[:1].strip(b"\0")), whole_number(data[1:3])

    def cash_minor(self) -> int:
        """What the register believes to be in the drawer."""
        return whole_number(self.ask(b"\x1a", bytes((241,)))[1:7])

    def cash_moves(self) -> int:
        """How often cash was put in and taken out in this shift."""
        return sum(whole_number(self.ask(b"\x1b", bytes((register,)))[1:3]) for register in (153, 154))

    def subtotal_minor(self) -> int:
        """What the open receipt comes to."""
        return whole_number(self.ask(b"\x89")[1:6])

    def unsent_documents(self) -> int:
        """How many documents the tax office has not confirmed; 0 where the model does not tell."""
        try:
            return whole_number(self.ask(b"\xff\x3f")[:2])
        except Refused:
            return 0

    def find(self, number: int) -> FoundDocument | None:
        """A document of the fiscal storage; None where it has none of that number."""
        try:
            data = self.ask(b"\xff\x0a", number.to_bytes(4, "little"))
        except Refused as refusal:
            if refusal.number == NO_SUCH_DATA:
                return None
            raise
        return answers.found_document(data, self.zone)

    def tags_of(self, number: int) -> Iterator[tuple[int, bytes]]:
        """The tags of a document; none where the model does not tell them."""
        content = b""
        try:
            length = whole_number(self.ask(b"\xff\x3a", number.to_bytes(4, "little"))[2:4])
            # Each answer is the next piece, so a lost one is not asked for again: the tags are then unknown.
            while len(content) < length:
                content += self._once(b"\xff\x3b", self._password, self.patience.answer_ms, repeatable=False)
        except DeviceError:
            return iter(())
        return answers.tags(content)

    def put_tags(self, *tags: bytes) -> None:
        """Sends tags into the open document, as many in one command as it takes."""
        batch = b""
        for tag in tags:
            if batch and len(batch) + len(tag) > _TAG_BYTES_MOST - 11:
                self.do(b"\xff\x0c", batch)
                batch = b""
            batch += tag
        if batch:
            self.do(b"\xff\x0c", batch)

    def choose_paper(self, *, wanted: bool) -> None:
        """Whether the next document is printed."""
        where = bytes((_TABLE_OF_REGION, 1, 0, _FIELD_NO_PAPER))
        self.do(b"\x1e", where + bytes((not wanted,)))

    def cancel_receipt(self) -> None:
        """Ends an open receipt as if it had never been, whoever opened it; nothing where none is open."""
        for password in (b"", *(number.to_bytes(4, "little") for number in range(1, _OPERATORS))):
            try:
                self.do(b"\x88", password=password)
            except Refused as refusal:
                if refusal.number == OTHER_OPERATOR:
                    continue
                if refusal.number != NO_OPEN_RECEIPT:
                    raise
            return
        raise DeviceError(Trouble.DOCUMENT_OPEN)

    def wait_for_printer(self, deadline: Deadline | None = None) -> ShortStatus:
        """The status once nothing comes out any more, or cannot; ``register_busy`` where that takes too long.

        A paper that was interrupted, and has paper again, is told to go on.
        """
        until = deadline or Deadline(self.patience.print_ms)
        while True:
            status = self.short_status()
            if status.submode not in (Submode.WAITS_TO_CONTINUE, Submode.REPORT, Submode.PRINTING):
                return status
            if until.passed:
                raise DeviceError(Trouble.BUSY, maker_code=status.maker_code)
            if status.submode == Submode.WAITS_TO_CONTINUE:
                self._once(b"\xb0", self._password, self.patience.answer_ms, repeatable=True)
            else:
                time.sleep(self.patience.look_ms / 1000)

    def _patiently(self, code: bytes, data: bytes, answer_ms: int) -> bytes:
        deadline = Deadline(self.patience.print_ms)
        while True:
            try:
                return self._once(code, data, answer_ms, repeatable=False)
            except Refused as refusal:
                if refusal.number not in (PRINTING, WAITS_TO_CONTINUE) or deadline.passed:
                    raise
            self.wait_for_printer(deadline)

    def _once(self, code: bytes, data: bytes, answer_ms: int, *, repeatable: bool) -> bytes:
        answer = self._line.exchange(code + data, code, answer_ms, repeatable=repeatable)
        after = answer[len(code) :]
        if not after:
            raise DeviceError(Trouble.GARBLED, maker_code=answer.hex(" "))
        if after[0]:
            raise Refused(code, after[0])
        return after[1:]
