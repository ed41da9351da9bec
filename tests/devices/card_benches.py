"""A card terminal and the customer before it: what the contract suite does to every one of them."""

from typing import Final, Protocol

from app.core.ids import new_uid
from app.core.money import Money
from devices.card.fake import FakeCardTerminal
from devices.card.port import CardTerminal, OperationState, Order, OrderKind
from devices.drivers.training.terminal import Patience, TrainingTerminal
from devices.emulators.card.server import CardTerminalEmulator
from devices.errors import Trouble
from devices.fakes import Step
from devices.transports.tcp import TcpWire

HASTY: Final = Patience(connect_ms=2_000, answer_ms=2_000)
_WORDS: Final = {
    OperationState.APPROVED: "approve",
    OperationState.DECLINED: "decline",
    OperationState.CANCELLED: "cancel",
}


def payment(minor: int = 1200) -> Order:
    """An order for a new payment."""
    return Order(new_uid(), OrderKind.PAYMENT, Money(minor), "EUR")


def driver_of(emulator: CardTerminalEmulator, patience: Patience = HASTY) -> TrainingTerminal:
    """A driver before the emulated terminal."""
    return TrainingTerminal(TcpWire(emulator.host, emulator.port), patience)


class CardBench(Protocol):
    """The world of one terminal; its customers wait until they are told."""

    terminal: CardTerminal

    def customer(self, state: OperationState, part_minor: int = 0) -> None:
        """Answers what waits."""

    def unplug(self) -> None:
        """Nothing reaches it any more."""

    def lose_next_answer(self) -> None:
        """The next order is carried out, and nobody hears of it."""

    def heal(self) -> None:
        """Puts everything right."""

    @property
    def taken_minor(self) -> int:
        """What it took from cards, less what it gave back."""


class FakeCardBench:
    """The fake."""

    def __init__(self) -> None:
        self.terminal: CardTerminal
        self.terminal = self._fake = FakeCardTerminal()
        self._fake.answer = None

    def customer(self, state: OperationState, part_minor: int = 0) -> None:
        self._fake.customer(state, Money(part_minor) if part_minor else None)

    def unplug(self) -> None:
        self._fake.troubles[Step.BEFORE] = Trouble.UNREACHABLE

    def lose_next_answer(self) -> None:
        self._fake.troubles[Step.AFTER] = Trouble.NO_ANSWER

    def heal(self) -> None:
        self._fake.troubles.clear()

    @property
    def taken_minor(self) -> int:
        return self._fake.taken.minor


class EmulatedCardBench:
    """The driver before the emulated terminal."""

    def __init__(self, emulator: CardTerminalEmulator) -> None:
        self._emulator = emulator
        self.terminal: CardTerminal = driver_of(emulator)

    def customer(self, state: OperationState, part_minor: int = 0) -> None:
        self._emulator.order(f"part {part_minor}")
        self._emulator.order(_WORDS[state])

    def unplug(self) -> None:
        self._emulator.order("power off")

    def lose_next_answer(self) -> None:
        self._emulator.order("lose 1")

    def heal(self) -> None:
        self._emulator.order("power on")

    @property
    def taken_minor(self) -> int:
        return self._emulator.machine.taken
