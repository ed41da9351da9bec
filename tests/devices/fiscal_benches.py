"""A fiscal register and the hands around it: what the contract suite does to every one."""

from typing import Protocol

from devices.errors import Trouble
from devices.fiscal.fake import FakeFiscalRegister, Step
from devices.fiscal.port import FiscalRegister, ShiftState
from devices.fiscal.receipt import FiscalReceipt

Entry = tuple[str, int]
"""Kind and total in minor units of a receipt in the register's memory."""


class FiscalBench(Protocol):
    """The world of one register."""

    register: FiscalRegister

    def receipts(self) -> list[Entry]:
        """The receipts in its memory, oldest first."""

    def hurt(self, trouble: Trouble) -> None:
        """Brings it into a trouble that it names before anything is sent."""

    def lose_command(self) -> None:
        """Lets the last command of the next act never arrive, and the line break."""

    def lose_answer(self) -> None:
        """Lets the answer to the last command of the next act be lost, and the line break."""

    def stop_paper(self) -> None:
        """Lets the paper end after the next act is registered."""

    def heal(self) -> None:
        """Puts everything right."""

    def expire_shift(self) -> None:
        """Lets the open shift become older than a day."""

    def swap(self) -> None:
        """Puts another register of the kind in its place."""


class FakeFiscalBench:
    """The fake."""

    def __init__(self) -> None:
        self.fake = FakeFiscalRegister()
        self.register: FiscalRegister = self.fake

    def receipts(self) -> list[Entry]:
        acts = [entry.act for entry in self.fake.entries]
        return [(act.kind.value, act.total.minor) for act in acts if isinstance(act, FiscalReceipt)]

    def hurt(self, trouble: Trouble) -> None:
        self.fake.troubles[Step.BEFORE] = trouble

    def lose_command(self) -> None:
        self.fake.troubles[Step.LOST_COMMAND] = Trouble.LOST

    def lose_answer(self) -> None:
        self.fake.troubles[Step.LOST_ANSWER] = Trouble.LOST

    def stop_paper(self) -> None:
        self.fake.troubles[Step.PAPER] = Trouble.PAPER_OUT

    def heal(self) -> None:
        self.fake.troubles.clear()
        self.fake.come_back()

    def expire_shift(self) -> None:
        self.fake.shift = ShiftState.EXPIRED

    def swap(self) -> None:
        self.fake.serial_number = "FAKE0002"
