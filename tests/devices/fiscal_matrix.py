"""What every fault at every step has to leave whole, whatever the register: nothing twice, and nothing lost."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from devices.emulators.fiscal.register import ServedRegister
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Registered
from devices.fiscal.port import FiscalRegister
from devices.fiscal.receipt import Act, FiscalReceipt
from tests.devices.fiscal_acts import MOSCOW, cash_move, line, opening, receipt
from tests.devices.fiscal_lane import sell_as_a_lane

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)
Emulator = ServedRegister[Any, Any, Any]
_CASH_AFTER = {"opening": 0, "cash in": 17_000, "cash out": 7_000, "correction": 19_100, "return": 900}


def healed(emulator: Emulator, *before: str) -> Callable[[], object]:
    """Power and paper are put right after the orders ``before``; what else is bad stays so."""
    return lambda: [emulator.order(order) for order in (*before, "power on", "paper in")]


@dataclass(frozen=True)
class Row:
    """A driver, the emulated register it speaks to, and the hands that put it right."""

    register: FiscalRegister
    emulator: Emulator
    heal: Callable[[], object]

    def sell_under(self, fault: str) -> tuple[FiscalReceipt, Any]:
        """A sale that a fault meets is registered once, as it was told; the sale, and what the storage has of it."""
        self._carry_out(opening())
        sold = receipt(line(), line(price=999), cash=20_000)
        self.emulator.order(fault)
        registered = sell_as_a_lane(self.register, sold, self.heal)
        (kept,) = self.emulator.receipts
        assert (kept.number, kept.total, str(kept.sign)) == (registered.number, sold.total.minor, registered.sign)
        return sold, kept

    def sell_after(self, sold: FiscalReceipt) -> None:
        """The next sale finds a register that has the first one and nothing else."""
        self._carry_out(receipt(line(price=100)))
        assert [document.total for document in self.emulator.receipts] == [sold.total.minor, 200]

    def carry_out_under(self, fault: str, name: str, act: Act, new: Sequence[object]) -> None:
        """An act that is no sale happens once: documents of the types ``new`` are there, and the cash is right.

        It is one of "opening", "closing", "cash in" of 70.00, "cash out" of 30.00, "correction" and "return" of 91.00.
        """
        if name != "opening":
            self._carry_out(opening())
            self._carry_out(cash_move(10_000))
        before = [document.type for document in self.emulator.documents]
        self.emulator.order(fault)
        self._carry_out(act)
        assert [document.type for document in self.emulator.documents] == [*before, *new]
        assert self.emulator.memory.cash == _CASH_AFTER.get(name, 10_000)

    def sell_at_random(self, chance: random.Random, faults: Sequence[str], steps: Sequence[str]) -> None:
        """Many sales with up to two faults each: the storage has what the shop's books have."""
        self._carry_out(opening())
        books = []
        for number in range(1, 26):
            for _ in range(chance.randrange(3)):
                self.emulator.order(f"{chance.choice(faults)} at {chance.choice(steps)}")
            sold = receipt(line(price=100 + number))
            books.append((sell_as_a_lane(self.register, sold, self.heal).number, sold.total.minor))
        assert [(kept.number, kept.total) for kept in self.emulator.receipts] == books
        assert self.emulator.memory.cash == sum(total for _number, total in books)

    def sell_marked(self, wrong: str) -> None:
        """Goods with a right marking code are sold, and with a ``wrong`` one not."""
        self._carry_out(opening())
        right = line(qty_milli=1000, marked_code="0104600439931256215Qbag!\x1d93Zjqw")
        self._carry_out(receipt(right))
        assert len(self.emulator.receipts) == 1
        bad = receipt(line(qty_milli=1000, marked_code=wrong))
        with pytest.raises(DeviceError) as refused:
            self.register.carry_out(bad, self.register.prepare(bad))
        assert refused.value.trouble is Trouble.MARK_REFUSED
        assert len(self.emulator.receipts) == 1

    def sell(self, act: Act) -> Registered:
        """An act that is registered in the end, whatever is wrong."""
        return sell_as_a_lane(self.register, act, self.heal)

    def _carry_out(self, act: Act) -> None:
        self.sell(act)
