"""The dialect of Daisy registers."""

from collections.abc import Mapping
from typing import ClassVar

from devices.emulators.datecs import selling
from devices.emulators.datecs.classic import OPERATOR, UNP, DatecsP
from devices.emulators.datecs.dialect import AMOUNT, QUANTITY, Command, matched, moment
from devices.emulators.datecs.frames import Framing
from devices.emulators.datecs.machine import Machine
from devices.emulators.datecs.memory import OpenReceipt, Storno
from devices.emulators.datecs.questions import CLOCK
from devices.emulators.datecs.status import DAISY, Layout
from devices.emulators.fiscal.paper import money

_NO_TILL = "1"
_STORNO = (
    rf"{OPERATOR},(?P<unp>{UNP})\tR(?P<reason>[012]),(?P<document>[0-9]{{1,7}})"
    r",(?P<at>[0-9-]{8} [0-9:]{8})\t(?P<memory>[0-9]{8})"
)
_TEXT_MOST, _ROW_MOST = 22, 42


class Daisy(DatecsP):
    """Opens a storno by 48 and cancels by 130; the error number stands in the status."""

    name: ClassVar[str] = "daisy"
    letters: ClassVar[str] = "DY"
    framing: ClassVar[Framing] = Framing(digits=1, data_most=200)
    layout: ClassVar[Layout] = DAISY
    tells_error_in_status: ClassVar[bool] = True
    ways = "PCND"
    sum_sign: ClassVar[str] = "$"

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self._department = rf"(?P<department>[1-8])@(?P<price>{AMOUNT})(?:\*(?P<qty>{QUANTITY}))?"

    def commands(self) -> Mapping[int, Command]:
        """See ``Dialect``."""
        told = {**super().commands(), 128: self._limits, 130: self._cancel, 138: self._sell_by_department}
        return {code: command for code, command in told.items() if code not in (43, 46, 60)}

    def _open(self, text: str) -> str:
        if not text:
            return self.machine.memory.last_unp
        found = matched(rf"{OPERATOR},(?P<unp>{UNP})|{_STORNO.replace('?P<', '?P<s_')}", text)
        if found["unp"]:
            receipt = OpenReceipt(int(found["operator"]), _NO_TILL, found["unp"])
            selling.open_receipt(self.machine, receipt, found["password"])
            return self._counters()
        moment(found["s_at"], CLOCK)
        # The maker counts a refund as 0 and an operator's error as 1.
        reason = {"0": 1, "1": 0, "2": 2}[found["s_reason"]]
        storno = Storno(reason, int(found["s_document"]), found["s_unp"], found["s_at"], found["s_memory"])
        receipt = OpenReceipt(int(found["s_operator"]), _NO_TILL, found["s_unp"], storno=storno)
        selling.open_receipt(self.machine, receipt, found["s_password"])
        return self._counters()

    def _sell_by_department(self, text: str) -> str:
        found = matched(self._department, text)
        self._sell_one("", int(found["department"]) - 1, found["price"], found["qty"], None)
        return ""

    def _limits(self, text: str) -> str:
        """128: how long texts may be."""
        matched("", text)
        return f"{_ROW_MOST},{_TEXT_MOST},{len(self.ways)},{len(self.machine.memory.rates)}"

    def _amount(self, minor: int) -> str:
        return money(minor)
