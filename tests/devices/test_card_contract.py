"""What every card terminal promises: run against the fake, and against the driver in front of the emulated one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.core.io_guard import mark_unit
from app.core.money import Money
from devices.card.port import OperationState, Order, OrderKind, Unanswered
from devices.drivers.training.messages import answer_of, operation_of
from devices.drivers.training.terminal import Patience, open_training
from devices.emulators.card.server import CardTerminalEmulator
from devices.errors import DeviceError, Trouble
from tests.devices.card_benches import CardBench, EmulatedCardBench, FakeCardBench, driver_of, payment


@pytest.fixture(params=["fake", "training"])
def bench(request: pytest.FixtureRequest) -> Iterator[CardBench]:
    """A terminal that is well."""
    if request.param == "fake":
        yield FakeCardBench()
    else:
        with CardTerminalEmulator() as emulator:
            yield EmulatedCardBench(emulator)


def refused(bench: CardBench, order: Order) -> Trouble:
    with pytest.raises(DeviceError) as refusal:
        bench.terminal.start(order)
    assert not isinstance(refusal.value, Unanswered)
    return refusal.value.trouble


def test_a_payment_waits_for_the_customer_and_is_remembered(bench: CardBench) -> None:
    order = payment()
    assert bench.terminal.status().trouble is None
    assert bench.terminal.ask(order.key) is None
    assert bench.terminal.start(order).state is OperationState.WAITING
    assert bench.terminal.status().trouble is Trouble.TERMINAL_BUSY
    bench.customer(OperationState.APPROVED)
    done = bench.terminal.ask(order.key)
    assert done is not None
    assert (done.state, done.amount, done.asked) == (OperationState.APPROVED, order.amount, order.amount)
    assert len(done.card_digits) == 4
    assert done.authorisation
    assert done.reference
    assert "FOR TESTS AND TRAINING" in done.slip
    assert bench.terminal.last_operation() == done
    assert bench.terminal.status().trouble is None
    assert bench.taken_minor == 1200


def test_the_same_key_again_takes_nothing_again(bench: CardBench) -> None:
    order = payment()
    bench.lose_next_answer()
    with pytest.raises(Unanswered):
        bench.terminal.start(order)
    bench.heal()
    bench.customer(OperationState.APPROVED)
    assert bench.terminal.start(order).state is OperationState.APPROVED
    assert bench.terminal.start(order).amount == order.amount
    assert bench.taken_minor == 1200


@pytest.mark.parametrize("state", [OperationState.DECLINED, OperationState.CANCELLED])
def test_a_customer_who_does_not_pay_is_charged_nothing(bench: CardBench, state: OperationState) -> None:
    order = payment()
    bench.terminal.start(order)
    bench.customer(state)
    done = bench.terminal.ask(order.key)
    assert done is not None
    assert (done.state, done.amount, bench.taken_minor) == (state, Money(0), 0)


def test_a_card_may_hold_less(bench: CardBench) -> None:
    order = payment()
    bench.terminal.start(order)
    bench.customer(OperationState.APPROVED, part_minor=700)
    done = bench.terminal.ask(order.key)
    assert done is not None
    assert (done.asked, done.amount) == (Money(1200), Money(700))


def test_cancelling_ends_what_waits_and_leaves_what_is_approved(bench: CardBench) -> None:
    first, second = payment(), payment()
    bench.terminal.start(first)
    ended = bench.terminal.cancel(first.key)
    assert ended is not None
    assert ended.state is OperationState.CANCELLED
    bench.terminal.start(second)
    bench.customer(OperationState.APPROVED)
    kept = bench.terminal.cancel(second.key)
    assert kept is not None
    assert kept.state is OperationState.APPROVED


def test_an_order_that_was_cancelled_before_it_came_is_refused(bench: CardBench) -> None:
    order = payment()
    assert bench.terminal.cancel(order.key) is None
    assert refused(bench, order) is Trouble.CARD_REFUSED
    assert bench.taken_minor == 0


def test_money_goes_back(bench: CardBench) -> None:
    order = payment()
    bench.terminal.start(order)
    bench.customer(OperationState.APPROVED)
    paid = bench.terminal.ask(order.key)
    assert paid is not None
    back = replace(payment(500), kind=OrderKind.REFUND, of=paid.reference)
    bench.terminal.start(back)
    bench.customer(OperationState.APPROVED)
    assert bench.taken_minor == 700


def test_out_of_reach_nothing_is_begun(bench: CardBench) -> None:
    bench.unplug()
    assert bench.terminal.status().trouble is Trouble.UNREACHABLE
    assert refused(bench, payment()) is Trouble.UNREACHABLE
    with pytest.raises(DeviceError):
        bench.terminal.ask(payment().key)
    bench.heal()
    assert bench.terminal.status().trouble is None


def test_no_terminal_is_spoken_to_inside_a_unit(bench: CardBench) -> None:
    mark_unit(opened=True)
    try:
        for speak in (bench.terminal.status, bench.terminal.last_operation, lambda: bench.terminal.start(payment())):
            with pytest.raises(RuntimeError):
                speak()
    finally:
        mark_unit(opened=False)


# The emulator alone.


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[CardTerminalEmulator]:
    """A terminal with a folder."""
    with CardTerminalEmulator(folder=tmp_path) as machine:
        yield machine


def test_the_emulated_one_gives_back_what_it_took_and_no_more(emulator: CardTerminalEmulator) -> None:
    terminal, order = driver_of(emulator), payment()
    emulator.order("by itself approve")
    paid = terminal.start(order)
    for wrong in (
        replace(payment(1201), kind=OrderKind.REFUND, of=paid.reference),
        replace(payment(1200), kind=OrderKind.REFUND, of="999999"),
        replace(payment(1199), kind=OrderKind.REVERSAL, of=paid.reference),
    ):
        with pytest.raises(DeviceError) as refusal:
            terminal.start(wrong)
        assert refusal.value.trouble is Trouble.CARD_ORIGINAL_UNKNOWN
    assert terminal.start(replace(payment(), kind=OrderKind.REVERSAL, of=paid.reference)).amount == Money(1200)
    assert emulator.machine.taken == 0


@pytest.mark.parametrize(
    ("step", "state"), [("ordered", OperationState.CANCELLED), ("approved", OperationState.APPROVED)]
)
def test_without_power_it_remembers(
    emulator: CardTerminalEmulator, tmp_path: Path, step: str, state: OperationState
) -> None:
    terminal, order = driver_of(emulator), payment()
    emulator.order("by itself approve")
    emulator.order(f"die at {step}")
    with pytest.raises(Unanswered):
        terminal.start(order)
    emulator.order("power on")
    known = terminal.ask(order.key)
    assert known is not None
    assert known.state is state
    with CardTerminalEmulator(folder=tmp_path) as again:
        assert driver_of(again).ask(order.key) == known
        assert driver_of(again).status().serial_number == emulator.machine.serial


def test_nobody_may_wait_for_ever(tmp_path: Path) -> None:
    now = [0.0]
    with CardTerminalEmulator(monotonic=lambda: now[0]) as emulator:
        terminal, order = driver_of(emulator), payment()
        terminal.start(order)
        now[0] = order.seconds
        ended = terminal.ask(order.key)
        assert ended is not None
        assert ended.state is OperationState.TIMED_OUT


@pytest.mark.parametrize("order", ["mute on", "garbage on", "deaf 1", "break after 5"])
def test_an_order_without_an_answer_is_in_doubt(emulator: CardTerminalEmulator, order: str) -> None:
    emulator.order(order)
    with pytest.raises(Unanswered):
        driver_of(emulator, Patience(2_000, 200)).start(payment())


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b'{"ok": 1}', b"\xff", b'{"ok": true, "operation": {}}', b'{"ok": true, "operation": 7}']
)
def test_nonsense_is_no_answer(line: bytes) -> None:
    with pytest.raises(DeviceError) as problem:
        operation_of(answer_of(line))
    assert problem.value.trouble is Trouble.GARBLED


def test_addresses() -> None:
    assert open_training("training+tcp://127.0.0.1:9150").info.driver == "training"
    with pytest.raises(DeviceError):
        open_training("training+file:///tmp/terminal")
    with pytest.raises(BadInput):
        open_training("training+tcp://127.0.0.1:9150?speed=1")
