"""What a register of the classic dialects is asked, and tells without a change.

Where the protocol names values without their form, they are decimals with two places, between commas and in the order
in which it names them.
"""

from datetime import datetime
from typing import Final

from devices.emulators.datecs.dialect import Command, Dialect, matched
from devices.emulators.datecs.machine import NETWORK, TAX_NUMBER
from devices.emulators.datecs.memory import GROUPS, Z_REPORT
from devices.emulators.datecs.refusals import Why
from devices.emulators.fiscal.paper import money

CLOCK: Final = "%d-%m-%y %H:%M:%S"


class ClassicQuestions(Dialect):
    """The questions of Datecs P, Daisy and Eltrade. ``ways`` are the letters of payments in their order."""

    ways: str

    def refused(self, reason: Why) -> bytes:
        """Nothing: the status bits tell it."""
        return b""

    def questions(self) -> dict[int, Command]:
        """See ``Dialect``."""
        return {
            32: self._last_error,
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
            103: self._sums,
            110: self._day_sums,
            113: self._last_document,
            119: self.journal.read,
        }

    def _tell_status(self, text: str) -> str | bytes:
        """74: W and X tell the bits, L how many lines wait for the printer, R what waits for the tax office."""
        matched("[WXLR]?", text)
        if text == "L":
            return "0"
        if text == "R":
            return f"0,{self.machine.memory.minutes_since_nra}"
        return self.status()

    def _diagnostics(self, text: str) -> str:
        matched("1?", text)
        machine = self.machine
        return f"EMULATED-{self.name.upper()},1.00 01JAN26 1200,0000,00000000,{machine.serial},{machine.storage_number}"

    def _read_clock(self, text: str) -> str:
        matched("", text)
        return f"{self.machine.clock:{CLOCK}}"

    def _rates(self, text: str) -> str:
        matched("", text)
        return ",".join(money(rate) for rate in self.machine.memory.rates)

    def _settings(self, text: str) -> str:
        matched("", text)
        return f"2,{self.machine.memory.currency},{self._rates(text)}"

    def _network(self, text: str) -> str:
        """36: where it is in the network; it can not be set here, because ``--host`` and ``--port`` say it."""
        matched("", text)
        return ",".join(NETWORK)

    def _tax_number(self, text: str) -> str:
        matched("", text)
        return f"{TAX_NUMBER},ЕИК"

    def _last_document(self, text: str) -> str:
        matched("", text)
        return f"{self.machine.last_number:07d}"

    def _transaction(self, text: str) -> str:
        """76: the open receipt, or the last one."""
        matched("T?", text)
        memory = self.machine.memory
        receipt = memory.receipt or memory.last_receipt
        items, amount, paid = (len(receipt.items), receipt.total, receipt.paid) if receipt else (0, 0, 0)
        told = [str(int(memory.receipt is not None)), str(items), self._amount(amount)]
        return ",".join(told + ([self._amount(paid)] if text else []))

    def _amount(self, minor: int) -> str:
        """An amount of command 76: hundredths, with sign and zeros."""
        return f"{minor:+010d}"

    def _sums(self, text: str) -> str:
        """103: the groups of the open receipt."""
        matched("", text)
        receipt = self.machine.memory.receipt
        groups = receipt.groups if receipt else [0] * len(GROUPS)
        can_void = bool(receipt and receipt.items and not receipt.payments)
        invoice = bool(receipt and receipt.is_invoice)
        number = f"{self.machine.memory.invoices + 1:010d}"
        return ",".join((str(int(can_void)), *(money(amount) for amount in groups), str(int(invoice)), number))

    def _day_sums(self, text: str) -> str:
        """110: by the ways of paying in their order, then the coming Z report and the coming document."""
        matched("", text)
        machine = self.machine
        sums = [money(machine.paid_today(way)) for way in self.ways]
        return ",".join((*sums, str(machine.z_reports + 1), f"{machine.last_number + 1:07d}"))

    def _last_z(self, text: str) -> str:
        """64: the last Z report."""
        matched("", text)
        last = next((one for one in reversed(self.machine.vault.documents) if one.type == Z_REPORT), None)
        if last is None:
            return "0,0.00"
        return f"{last.shift},{money(last.total)},{datetime.fromisoformat(last.at):%d%m%y}"

    def _last_error(self, text: str) -> str:
        matched("", text)
        if not self.machine.memory.last_error:
            return "0,0,,"
        command, number, at, words = self.machine.memory.last_error
        return f"{command},{number},{datetime.fromisoformat(at):{CLOCK}},{words}"
