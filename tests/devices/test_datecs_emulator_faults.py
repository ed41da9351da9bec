"""What goes wrong with the emulated Datecs register by order, on every way to it, and what survives."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from app.cli.main import main
from app.core.clock import SetClock
from app.core.errors import BadInput
from devices.emulators.datecs.server import DatecsEmulator
from tests.devices.datecs_host import NOON, UNP, Answer, Cable, Desk, Host, Network, NotHeard
from tests.devices.fiscal_acts import MOSCOW

OPEN = f"1,0000,1,{UNP}"
Connect = Callable[[DatecsEmulator], Host]
STEPS = ((48, OPEN), (49, "Хляб\tБ1.20"), (53, "\t"), (56, ""))
LAST_STEP = len(STEPS) - 1


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[DatecsEmulator]:
    """A register at noon that keeps a folder."""
    with made(tmp_path) as machine:
        yield machine


def made(folder: Path, terminal: Path | None = None) -> DatecsEmulator:
    return DatecsEmulator(folder=folder / "register", terminal=terminal, clock=SetClock(NOON), zone=MOSCOW)


@pytest.fixture
def connected() -> Iterator[Callable[[DatecsEmulator], Host]]:
    """Connects a host to a register, once or anew."""
    with ExitStack() as plugged:
        yield lambda emulator: Host(plugged.enter_context(closing(Network(emulator.port))))


def patient(host: Host, command: int, text: str) -> Answer:
    """What the protocol asks of a host: the same frame under the same number until its answer is heard."""
    for attempt in range(10):
        try:
            answer = host.ask(command, text, again=attempt > 0)
        except NotHeard:
            continue
        if answer.sequence == host.sequence:
            return answer
    raise AssertionError("not heard in ten attempts")


@pytest.mark.parametrize("fault", ["lose-request", "nak", "lose-answer", "bad-checksum", "split"])
def test_a_bad_line_sells_once(fault: str) -> None:
    desk = Desk()
    host = Host(desk)
    patient(host, *STEPS[0])
    desk.condition.obey(f"{fault} x 3 at 49")
    patient(host, *STEPS[1])
    assert host.ask(76).text == "1,1,+000000120"
    assert host.ask(49, "Хляб\tБ1.20").syns == 0


def test_noise_old_answers_and_doubled_ones_come_with_the_right_one() -> None:
    desk = Desk()
    host = Host(desk)
    host.ask(113)
    old = bytes(desk.said)
    for fault in ("stale", "noise", "double"):
        desk.condition.obey(fault)
        with pytest.raises(NotHeard):
            host.ask(90)
        whole = bytes(desk.said)
        host.ask(90, again=True)
        right = bytes(desk.said)
        assert whole == {"stale": old + right, "noise": b"\xff\x33\x06\xff" + right, "double": right * 2}[fault]


def test_a_slow_answer_is_announced_every_60_ms() -> None:
    desk = Desk()
    host = Host(desk)
    desk.condition.obey("slow 130")
    assert (host.ask(113).syns, round(desk.waited_s, 3)) == (3, 0.13)
    desk.condition.obey("well")
    desk.waited_s = 0.0
    desk.condition.obey("late 700")
    assert (host.ask(113).syns, desk.waited_s) == (0, 0.7)
    desk.condition.obey("syn 2")
    assert host.ask(113).syns == 2


@pytest.mark.parametrize("step", range(len(STEPS)))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_power_that_goes_in_a_receipt_leaves_it_as_it_was(
    emulator: DatecsEmulator, connected: Connect, tmp_path: Path, step: int, moment: str
) -> None:
    host = connected(emulator)
    for command, text in STEPS[:step]:
        host.ask(command, text)
    emulator.order(f"power-off-{moment} at {STEPS[step][0]}")
    with pytest.raises(NotHeard):
        host.ask(*STEPS[step])
    emulator.stop()
    done = step + (moment == "after")
    with made(tmp_path) as again:
        host = connected(again)
        is_closed = done > LAST_STEP
        told = host.ask(76, "T")
        assert told.text[0] == str(int(done > 0 and not is_closed))
        assert told.text[2:] == f"{int(done > 1)},{'+000000120' if done > 1 else '+000000000'}," + (
            "+000000120" if done > 2 else "+000000000"
        )
        assert len(again.receipts) == is_closed
        for command, text in STEPS[done:]:
            host.ask(command, text)
        assert [(kept.total, kept.unp) for kept in again.receipts] == [(120, UNP)]
        assert ("*VOLTAGE DROP*" in (tmp_path / "register" / "tape.txt").read_text("utf-8")) == (0 < done < len(STEPS))


def test_a_broken_connection_keeps_the_last_answer(emulator: DatecsEmulator, connected: Connect) -> None:
    host = connected(emulator)
    for command, text in STEPS[:-1]:
        host.ask(command, text)
    emulator.order("break-before at 56")
    emulator.order("break-after at 56")
    with pytest.raises(NotHeard):
        host.ask(56)
    sequence, host = host.sequence, connected(emulator)
    host.sequence = sequence
    with pytest.raises(NotHeard):
        host.ask(56, again=True)
    host = connected(emulator)
    host.sequence = sequence
    assert host.ask(56, again=True).text == "0001,0001"
    assert len(emulator.receipts) == 1


def test_paper_that_ends_lets_nothing_happen(emulator: DatecsEmulator, connected: Connect) -> None:
    host = connected(emulator)
    for command, text in STEPS:
        emulator.order(f"paper-end at {command}")
        refused = host.ask(command, text)
        assert (refused.has(2, 0), refused.has(0, 5)) == (True, True)
        assert host.ask(command, text).has(2, 0)
        emulator.order("paper in")
        assert not host.ask(command, text).has(2, 0)
    assert [kept.total for kept in emulator.receipts] == [120]


def test_an_ordered_refusal_does_nothing(emulator: DatecsEmulator, connected: Connect) -> None:
    host = connected(emulator)
    emulator.order("refuse 11 at 48")
    emulator.order("refuse 99 at 48")
    assert host.ask(48, OPEN).has(1, 1)
    assert host.ask(48, OPEN).has(0, 5)
    assert emulator.memory.receipt is None


def test_a_serial_cable_and_its_power(tmp_path: Path) -> None:
    cable = tmp_path / "cable"
    with made(tmp_path, terminal=cable) as emulator, ExitStack() as plugged:
        host = Host(plugged.enter_context(closing(Cable(cable))))
        for command, text in STEPS[:-1]:
            host.ask(command, text)
        state = emulator.order("power off")
        assert (state["power"], cable.is_symlink()) == (False, False)
        emulator.order("power on")
        host.wire = plugged.enter_context(closing(Cable(cable)))
        assert host.ask(76, "T").text == "1,1,+000000120,+000000120"
        assert host.ask(56).text == "0001,0001"


def test_what_hands_do_to_it(emulator: DatecsEmulator, connected: Connect) -> None:
    host = connected(emulator)
    for order in ("clock unset", "nra 1440", "currency BGN", "password 7", "hours 3"):
        emulator.order(order)
    assert [host.ask(74).has(0, 2), host.ask(74).has(1, 6), host.ask(48, OPEN).has(1, 1)] == [True, True, True]
    assert host.ask(62).text == "02-03-26 15:00:00"
    assert [host.ask(83).text[:6], host.ask(43, "E").text] == ["2,BGN,", "1,1.95583"]
    host.ask(61, "02-03-26 12:00:00")
    emulator.order("nra 5")
    assert host.ask(48, f"1,7,1,{UNP}").status[1] == 0x80
    assert emulator.order("ram reset")["open_receipt"] is False
    assert (emulator.order("swap 77")["serial"], emulator.memory.last_unp) == ("DT000077", "")
    emulator.order("silent on")
    assert emulator.order("well")["silent"] is False


def test_a_cancelled_receipt_takes_no_number_where_that_is_ordered(
    emulator: DatecsEmulator, connected: Connect
) -> None:
    host = connected(emulator)
    for order, number in (("cancelled uncounted", "0000000"), ("cancelled counted", "0000001")):
        emulator.order(order)
        host.ask(48, OPEN)
        host.ask(60)
        assert host.ask(113).text == number
    assert all("АНУЛИРАН" in paper and "EMULATED - TRAINING" in paper for paper in emulator.papers)


@pytest.mark.parametrize(
    "order", ["nonsense", "slow", "nra", "nra x", "refuse at 49", "currency USD", "nak 2", "password x"]
)
def test_an_order_that_is_none_changes_nothing(emulator: DatecsEmulator, order: str) -> None:
    with pytest.raises(BadInput):
        emulator.order(order)


def test_the_program_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["emulate", "datecs", "--help"])
    assert ended.value.code == 0
    words = capsys.readouterr().out
    assert all(word in words for word in ("regulars emulate datecs", "--dialect", "lose-answer at 56", "cover open"))
