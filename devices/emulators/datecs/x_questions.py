"""The dialect of Datecs X registers, its fields, and what a register is asked in it."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Final

from devices.emulators.datecs import refusals as why
from devices.emulators.datecs.dialect import Command, Dialect, matched, moment
from devices.emulators.datecs.frames import Framing
from devices.emulators.datecs.journal import lines, type_of
from devices.emulators.datecs.machine import NETWORK, TAX_NUMBER, Machine
from devices.emulators.datecs.memory import GROUPS, Z_REPORT
from devices.emulators.datecs.questions import CLOCK
from devices.emulators.datecs.refusals import Refusal, Why
from devices.emulators.datecs.status import DATECS_X, Layout
from devices.emulators.fiscal.paper import money

WAYS: Final = "0123456"
NUMBER: Final = "[0-9]{1,7}"
_SELECT, _TEXT, _BASE64, _ROW, _ROWS = "01289"


def fields(text: str, least: int, most: int) -> list[str]:
    """The fields of a command, filled up with empty ones to ``most``; each ends with a tab."""
    values = text.split("\t")
    if values.pop() or not least <= len(values) <= most:
        raise Refusal(why.SYNTAX)
    return [*values, *[""] * (most - len(values))]


def told(*values: object) -> str:
    """The data of an answer after the error code 0."""
    return "".join(f"{value}\t" for value in (0, *values))


class XQuestions(Dialect):
    """What changes nothing. Every parameter and every value ends with a tab."""

    letters: ClassVar[str] = "DT"
    framing: ClassVar[Framing] = Framing(digits=4, data_most=480)
    layout: ClassVar[Layout] = DATECS_X

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self._lines: Iterator[str] = iter(())

    def refused(self, reason: Why) -> bytes:
        """The error code alone."""
        return f"{reason.x_code}\t".encode("ascii")

    def questions(self) -> dict[int, Command]:
        """See ``Dialect``."""
        return {
            36: self._network,
            50: self._rates,
            62: self._read_clock,
            64: self._last_z,
            74: self._tell_status,
            76: self._transaction,
            83: self._settings,
            90: self._diagnostics,
            97: self._rates,
            99: self._tax_number,
            100: self._error_text,
            103: self._sums,
            110: self._day_sums,
            113: self._last_document,
            124: self._find_documents,
            125: self._read_journal,
            255: self._variable,
        }

    def _tell_status(self, text: str) -> bytes:
        fields(text, 0, 1)
        return b"0\t" + self.status() + b"\t"

    def _rates(self, text: str) -> str:
        fields(text, 0, 0)
        return told(*(money(rate) for rate in self.machine.memory.rates))

    def _settings(self, text: str) -> str:
        fields(text, 0, 0)
        memory = self.machine.memory
        return told(2, memory.currency, *(money(rate) for rate in memory.rates))

    def _read_clock(self, text: str) -> str:
        fields(text, 0, 0)
        return told(f"{self.machine.clock:{CLOCK}}")

    def _diagnostics(self, text: str) -> str:
        fields(text, 0, 1)
        machine = self.machine
        return told("EMULATED-X", "1.00 01JAN26 1200", "0000", "00000000", machine.serial, machine.storage_number)

    def _network(self, text: str) -> str:
        """36: where it is in the network; it can not be set here, because ``--host`` and ``--port`` say it."""
        fields(text, 0, 0)
        return told(*NETWORK)

    def _tax_number(self, text: str) -> str:
        fields(text, 0, 0)
        return told(TAX_NUMBER, "ЕИК")

    def _last_document(self, text: str) -> str:
        fields(text, 0, 0)
        return told(f"{self.machine.last_number:07d}")

    def _transaction(self, text: str) -> str:
        """76: the open receipt and the number it will have, or the last one."""
        fields(text, 0, 1)
        memory, number = self.machine.memory, self.machine.last_number
        kind, receipt = 0, memory.last_receipt
        if memory.receipt is not None:
            receipt, number = memory.receipt, number + 1
            kind = 1 if receipt.storno is None else 2 + receipt.storno.reason
        items, total, paid = (len(receipt.items), receipt.total, receipt.paid) if receipt else (0, 0, 0)
        return told(kind, number, items, money(total), money(paid))

    def _sums(self, text: str) -> str:
        """103: the groups of the open receipt."""
        fields(text, 0, 0)
        receipt = self.machine.memory.receipt
        groups = receipt.groups if receipt else [0] * len(GROUPS)
        can_void = int(bool(receipt and receipt.items and not receipt.payments))
        invoice, storno = int(bool(receipt and receipt.is_invoice)), int(bool(receipt and receipt.storno))
        number = f"{self.machine.memory.invoices + 1:010d}"
        return told(can_void, *(money(amount) for amount in groups), invoice, number, storno)

    def _day_sums(self, text: str) -> str:
        """110: by the ways of paying in their order, then the coming Z report and the coming document."""
        fields(text, 0, 0)
        machine = self.machine
        sums = [money(machine.paid_today(way)) for way in WAYS]
        return told(*sums, machine.z_reports + 1, machine.last_number + 1)

    def _last_z(self, text: str) -> str:
        """64: the last Z report."""
        fields(text, 0, 1)
        last = next((one for one in reversed(self.machine.vault.documents) if one.type == Z_REPORT), None)
        if last is None:
            return told(0, "0.00", "")
        return told(last.shift, money(last.total), f"{datetime.fromisoformat(last.at):%d-%m-%y}")

    def _error_text(self, text: str) -> str:
        """100: a code in words."""
        (code,) = fields(text, 1, 1)
        matched("-?[0-9]{1,7}", code)
        words = next((reason.words for reason in why.ALL if reason.x_code == int(code)), "Неизвестна грешка")
        return told(code, words)

    def _find_documents(self, text: str) -> str:
        """124: the first and the last document of a time."""
        first, last = fields(text, 2, 3)[:2]
        since, until = moment(first, CLOCK), moment(last, CLOCK)
        found = [
            document.number
            for document in self.machine.vault.documents
            if since <= datetime.fromisoformat(document.at).replace(tzinfo=None) <= until
        ]
        if not found:
            raise Refusal(why.NOTHING_THERE)
        return told(first, last, found[0], found[-1])

    def _read_journal(self, text: str) -> str:
        """125: 0 selects a document, 1 and 2 read its lines; 9 selects documents, 8 reads them as rows of figures."""
        option, first, last = fields(text, 1, 3)
        if option == _SELECT:
            document = self.journal.document(int(matched(NUMBER, first)[0]))
            self._lines = lines(document)
            at = f"{datetime.fromisoformat(document.at):{CLOCK}}"
            return told(document.number, at, type_of(document), document.shift, document.unp, money(document.total))
        if option == _ROWS:
            self._lines = self.journal.csv_rows(int(matched(NUMBER, first)[0]), int(matched(NUMBER, last)[0]))
            return told()
        if option not in (_TEXT, _BASE64, _ROW):
            raise Refusal(why.SYNTAX)
        line = next(self._lines, None)
        if line is None:
            raise Refusal(why.NOTHING_THERE)
        return told(b64encode(line.encode("cp1251", "replace")).decode("ascii") if option == _BASE64 else line)

    def _variable(self, text: str) -> str:
        """255: variables are read; none of those that are known can be programmed."""
        name, _index, value = fields(text, 2, 3)
        known = {"nFBonDailyCount": self.machine.counters[1], "nLastFiscalDoc": self.machine.last_receipt_number}
        if name not in known or value:
            raise Refusal(why.NOTHING_THERE)
        return told(known[name])
