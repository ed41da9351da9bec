"""A card terminal in memory, for tests: it keeps the port's promises, and fails where it is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.core.io_guard import refuse_inside_unit
from app.core.money import ZERO, Money
from devices.card.port import Operation, OperationState, Order, OrderKind, TerminalInfo, TerminalStatus, Unanswered
from devices.errors import DeviceError, Trouble
from devices.fakes import Step

SERIAL: Final = "FAKE-1"


class FakeCardTerminal:
    """A ``CardTerminal``. ``answers`` is what the customer does with the next orders, ``None`` for not yet.

    ``troubles`` say what is wrong at which step, and stay until they are taken out. ``memory`` is what it remembers.
    """

    def __init__(self) -> None:
        self.info = TerminalInfo("fake", refunds=True, reverses=True, approves_parts=True, verified_on_hardware=False)
        self.troubles: dict[Step, Trouble] = {}
        self.serial_number = SERIAL
        self.memory: dict[str, Operation] = {}
        self.refused: set[str] = set()
        self.answer: OperationState | None = OperationState.APPROVED
        self.part: Money | None = None
        self.before_answer: Callable[[], None] = lambda: None

    @property
    def taken(self) -> Money:
        """What it took from cards, less what it gave back."""
        sums = (one.amount if one.kind is OrderKind.PAYMENT else -one.amount for one in self.memory.values())
        return sum(sums, ZERO)

    def customer(self, state: OperationState, part: Money | None = None) -> None:
        """The customer answers what waits, with a part of the amount where one is named."""
        for key, one in self.memory.items():
            if one.state is OperationState.WAITING:
                self.memory[key] = self._ended(one, state, part)

    def status(self) -> TerminalStatus:
        """Ready, busy, or what is wrong before anything is said."""
        refuse_inside_unit()
        trouble = self.troubles.get(Step.BEFORE)
        if trouble is None and any(one.state is OperationState.WAITING for one in self.memory.values()):
            trouble = Trouble.TERMINAL_BUSY
        return TerminalStatus(trouble, serial_number=self.serial_number)

    def start(self, order: Order) -> Operation:
        """Takes the order, or fails at the step it was told."""
        self._refuse_before()
        if Step.INSIDE in self.troubles:
            raise Unanswered(self.troubles[Step.INSIDE])
        if order.key in self.refused:
            raise DeviceError(Trouble.CARD_REFUSED, maker_code="cancelled")
        if order.key not in self.memory:
            waiting = Operation(order.key, order.kind, OperationState.WAITING, order.amount, order.currency)
            self.memory[order.key] = waiting if self.answer is None else self._ended(waiting, self.answer, self.part)
        self.before_answer()
        if Step.AFTER in self.troubles:
            raise Unanswered(self.troubles[Step.AFTER])
        return self.memory[order.key]

    def ask(self, key: str) -> Operation | None:
        """What it remembers."""
        self._refuse_before()
        return self.memory.get(key)

    def cancel(self, key: str) -> Operation | None:
        """Ends what waits."""
        self._refuse_before()
        known = self.memory.get(key)
        if known is None:
            self.refused.add(key)
        elif known.state is OperationState.WAITING:
            self.memory[key] = self._ended(known, OperationState.CANCELLED, None)
        return self.memory.get(key)

    def last_operation(self) -> Operation | None:
        """The newest that came to an end."""
        self._refuse_before()
        ended = [one for one in self.memory.values() if one.state is not OperationState.WAITING]
        return ended[-1] if ended else None

    def _ended(self, waiting: Operation, state: OperationState, part: Money | None) -> Operation:
        if state is not OperationState.APPROVED:
            return replace(waiting, state=state, maker_code=state.value)
        return replace(
            waiting,
            state=state,
            amount=waiting.asked if part is None else part,
            reference=f"R{len(self.memory) + 1:06}",
            authorisation="123456",
            card_digits="4242",
            scheme="TEST",
            slip=("FOR TESTS AND TRAINING",),
        )

    def _refuse_before(self) -> None:
        refuse_inside_unit()
        if Step.BEFORE in self.troubles:
            raise DeviceError(self.troubles[Step.BEFORE])
