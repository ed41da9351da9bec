"""The dialect of Eltrade registers."""

from collections.abc import Mapping
from typing import ClassVar, Final

from devices.emulators.datecs import selling
from devices.emulators.datecs.classic import UNP, DatecsP
from devices.emulators.datecs.dialect import Command, matched, moment
from devices.emulators.datecs.memory import OpenReceipt, Storno
from devices.emulators.datecs.status import ELTRADE, Layout
from devices.emulators.fiscal.paper import money

_OPEN: Final = (
    rf"(?P<operator>[^,\t]{{1,40}}),(?P<unp>{UNP})(?:(?P<invoice>,I)|,S,(?P<memory>[0-9]{{8}}),(?P<reason>[ORT])"
    r",(?P<document>[0-9]{1,7}),(?P<at>[0-9-]{10}T[0-9:]{8}))?"
)
_REASONS: Final = {"O": 0, "R": 1, "T": 2}
_ONLY_OPERATOR: Final = 1
_NO_TILL: Final = "1"


class Eltrade(DatecsP):
    """Opens sales and stornos by 144, with the operator's name and no password."""

    name: ClassVar[str] = "eltrade"
    letters: ClassVar[str] = "ED"
    layout: ClassVar[Layout] = ELTRADE
    ways = "PNCDIJKLMQR"

    def commands(self) -> Mapping[int, Command]:
        """See ``Dialect``."""
        told = {**super().commands(), 144: self._open}
        return {code: command for code, command in told.items() if code not in (43, 46, 48)}

    def _open(self, text: str) -> str:
        found = matched(_OPEN, text)
        storno = None
        if found["reason"]:
            moment(found["at"], "%Y-%m-%dT%H:%M:%S")
            reason = _REASONS[found["reason"]]
            storno = Storno(reason, int(found["document"]), found["unp"], found["at"], found["memory"])
        receipt = OpenReceipt(_ONLY_OPERATOR, _NO_TILL, found["unp"], bool(found["invoice"]), storno)
        receipt.texts.append(found["operator"])
        selling.open_receipt(self.machine, receipt, self.machine.memory.password)
        return self._counters()

    def _amount(self, minor: int) -> str:
        return money(minor)
