"""Each fault at each step of each act: never registered twice, never lost without an alarm."""

import http.client
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.clock import SetClock
from app.core.money import Money
from devices.drivers.atol.codes import AtolOptions
from devices.drivers.atol.register import AtolRegister
from devices.drivers.atol.service import Patience
from devices.emulators.atol.server import AtolEmulator
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, Finding, PaperOutcome
from devices.fiscal.port import FiscalSettings, InDoubt
from devices.fiscal.receipt import Act, Correction
from devices.transports.channel import Deadline
from devices.transports.tcp import TcpChannel, TcpWire
from tests.devices.fiscal_acts import ATOL_SETTINGS, MOSCOW, cash_move, closing, line, opening, receipt
from tests.devices.fiscal_lane import sell_as_a_lane
from tests.devices.fiscal_matrix import NOON, Row, healed
from tests.support.sampling import SEED

EAGER = Patience(look_ms=1, look_most_ms=2, lost_ms=10)
FAULTS = (
    "lose-request",
    "lose-request x 3",
    "lose-answer",
    "lose-answer x 3",
    "http 400",
    "http 401",
    "http 500",
    "garbage",
    "fail 2",
    "fail 44",
    "fail 68",
    "fail 140",
    "fail-after 2",
    "fail-after 44",
    "fail-after 140",
    "busy 3",
    "slow 3",
    "block 3",
    "block-before 3",
    "paper-end",
    "power-off-before",
    "power-off-queued",
    "power-off-after",
    "lose-look",
    "lose-look x 3",
    "garbage-look",
    "stranger",
)
STEPS_OF_A_RECEIPT = ("getDeviceStatus", "getFnStatus", "sell")
RECEIPT_CASES = [(step, fault, queue) for step in STEPS_OF_A_RECEIPT for fault in FAULTS for queue in ("kept", "lost")]
OTHER_ACTS: dict[str, tuple[Callable[[], Act], str]] = {
    "opening": (opening, "openShift"),
    "closing": (closing, "closeShift"),
    "cash in": (lambda: cash_move(7_000), "cashIn"),
    "cash out": (lambda: cash_move(-3_000), "cashOut"),
    "correction": (lambda: receipt(correction=Correction(NOON.date())), "sellCorrection"),
}
NEW_DOCUMENTS = {"opening": ["openShift"], "closing": ["closeShift"], "correction": ["receiptCorrection"]}
LOST_WITH_QUEUE: dict[str, tuple[str, ...]] = {"kept": (), "lost": ("forget",)}
OTHER_CASES = [(name, fault, queue) for name in OTHER_ACTS for fault in FAULTS for queue in ("kept", "lost")]


@pytest.fixture
def emulator() -> Iterator[AtolEmulator]:
    """A register at noon, its shift closed."""
    with AtolEmulator(clock=SetClock(NOON), zone=MOSCOW) as machine:
        yield machine


def driver(
    emulator: AtolEmulator,
    patience: Patience = EAGER,
    settings: FiscalSettings = ATOL_SETTINGS,
    options: AtolOptions | None = None,
) -> AtolRegister:
    wire = TcpWire(emulator.host, emulator.port)
    return AtolRegister(wire, emulator.host, options or AtolOptions(), settings, patience=patience)


@pytest.mark.sampled("step, fault, queue", RECEIPT_CASES, count=40)
def test_a_sale_is_registered_once_whatever_fails(emulator: AtolEmulator, step: str, fault: str, queue: str) -> None:
    row = Row(driver(emulator), emulator, healed(emulator, *LOST_WITH_QUEUE[queue]))
    sold, kept = row.sell_under(f"{fault} at {step}")
    assert kept.tags["1084"] == [{"1085": "regulars", "1086": sold.uid}]
    row.sell_after(sold)


@pytest.mark.sampled("name, fault, queue", OTHER_CASES, count=30)
def test_what_is_no_sale_happens_once_whatever_fails(emulator: AtolEmulator, name: str, fault: str, queue: str) -> None:
    row = Row(driver(emulator), emulator, healed(emulator, *LOST_WITH_QUEUE[queue]))
    make, kind = OTHER_ACTS[name]
    row.carry_out_under(f"{fault} at {kind}", name, make(), NEW_DOCUMENTS.get(name, []))


def test_a_service_that_fails_at_random_loses_and_doubles_nothing(
    emulator: AtolEmulator, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(pytestconfig.stash[SEED])
    Row(driver(emulator), emulator, healed(emulator)).sell_at_random(chance, FAULTS, STEPS_OF_A_RECEIPT)


def test_an_order_that_comes_late_is_not_taken_any_more(emulator: AtolEmulator) -> None:
    register, sold = driver(emulator), receipt()
    sell_as_a_lane(register, opening(), healed(emulator))
    attempt = register.prepare(sold)
    emulator.order("power-off-before at sell")
    with pytest.raises(InDoubt):
        register.carry_out(sold, attempt)
    emulator.order("power on")
    assert register.resolve(attempt).finding is Finding.NOT_REGISTERED
    late = http.client.HTTPConnection(emulator.host, emulator.port, timeout=60)
    late.request("POST", "/api/v2/requests", json.dumps({"uuid": attempt.key, "request": [{"type": "sell"}]}))
    assert late.getresponse().status == 409
    late.close()
    assert driver(emulator).resolve(attempt).finding is Finding.NOT_REGISTERED
    with pytest.raises(DeviceError):
        driver(emulator).carry_out(sold, attempt)
    assert emulator.receipts == []


def test_an_order_that_hangs_is_in_doubt_until_the_service_knows(emulator: AtolEmulator) -> None:
    sell_as_a_lane(driver(emulator), opening(), healed(emulator))
    register, sold = driver(emulator, replace(EAGER, ask_ms=30, act_ms=30)), receipt()
    attempt = driver(emulator).prepare(sold)
    emulator.order("block 9999 at sell")
    with pytest.raises(InDoubt):
        register.carry_out(sold, attempt)
    assert register.resolve(attempt).finding is Finding.UNKNOWN
    assert register.status().trouble is Trouble.BUSY
    for order in emulator.memory.orders:
        order.looks = 0
    verdict = driver(emulator).resolve(attempt)
    assert verdict.registered is not None
    assert [kept.number for kept in emulator.receipts] == [verdict.registered.number]


def test_a_lost_queue_is_made_good_by_the_storage_alone(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with AtolEmulator(folder=tmp_path, clock=clock, zone=MOSCOW) as emulator:
        register = driver(emulator)
        sell_as_a_lane(register, opening(), healed(emulator))
        emulator.order("power-off-after at sell")
        sold = receipt()
        attempt = register.prepare(sold)
        with pytest.raises(InDoubt):
            register.carry_out(sold, attempt)
        emulator.order("forget")
    with AtolEmulator(folder=tmp_path, clock=clock, zone=MOSCOW) as emulator:
        verdict = driver(emulator).resolve(Attempt.from_json(attempt.to_json()))
        (kept,) = emulator.receipts
        assert verdict.registered is not None
        assert (verdict.registered.number, verdict.registered.sign) == (kept.number, kept.sign)
        assert f"&i={kept.number}&fp={kept.sign}&n=1" in verdict.registered.qr
        assert [one.uid for one in verdict.seen] == [sold.uid]
        assert "EMULATED" in (tmp_path / "tape.txt").read_text("utf-8")


class ForgettingWire(TcpWire):
    """The way to a service that loses its queue right after it has carried out a sale."""

    def __init__(self, emulator: AtolEmulator) -> None:
        super().__init__(emulator.host, emulator.port)
        self._emulator = emulator
        self._remembers = True

    def open(self, deadline: Deadline) -> TcpChannel:
        if self._emulator.receipts and self._remembers:
            self._remembers = False
            self._emulator.order("forget")
        return super().open(deadline)


def test_a_sale_is_not_sent_again_to_a_service_that_has_lost_it(emulator: AtolEmulator) -> None:
    sell_as_a_lane(driver(emulator), opening(), healed(emulator))
    patience = replace(EAGER, lost_ms=60_000)
    wire, sold = ForgettingWire(emulator), receipt()
    register = AtolRegister(wire, emulator.host, AtolOptions(), ATOL_SETTINGS, patience=patience)
    emulator.order("lose-answer at sell")
    registered = register.carry_out(sold, register.prepare(sold))
    assert [kept.number for kept in emulator.receipts] == [registered.number]


def test_a_receipt_of_a_stranger_with_our_sum_is_not_taken_for_ours(emulator: AtolEmulator) -> None:
    register, sold = driver(emulator), receipt()
    sell_as_a_lane(register, opening(), healed(emulator))
    attempt = register.prepare(sold)
    sell_as_a_lane(register, receipt(), healed(emulator))
    verdict = register.resolve(attempt)
    assert (verdict.finding, verdict.trouble) == (Finding.UNKNOWN, Trouble.COUNTER_MOVED)
    with pytest.raises(DeviceError) as refused:
        register.carry_out(sold, attempt)
    assert refused.value.trouble is Trouble.COUNTER_MOVED
    assert len(emulator.receipts) == 1


def test_paper_that_waits_is_printed_before_the_next(emulator: AtolEmulator) -> None:
    register = driver(emulator)
    sell_as_a_lane(register, opening(), healed(emulator))
    emulator.order("paper-end at sell")
    first = sell_as_a_lane(register, receipt(), healed(emulator))
    assert (first.paper, first.trouble) == (PaperOutcome.UNFINISHED, Trouble.PAPER_OUT)
    second = sell_as_a_lane(register, receipt(line(price=100)), healed(emulator))
    assert second.paper is PaperOutcome.PRINTED
    assert [paper.count("ИТОГ") for paper in emulator.papers[-2:]] == [1, 1]
    assert all("EMULATED" in paper for paper in emulator.papers)


def test_the_old_service_with_a_password_and_errors_of_its_time() -> None:
    with AtolEmulator(clock=SetClock(NOON), zone=MOSCOW, user="till", password="secret") as emulator:
        emulator.order("old-errors on")
        register = driver(emulator, options=AtolOptions(api=1, device="kassa1", user="till", password="secret"))
        sell_as_a_lane(register, opening(), healed(emulator))
        assert sell_as_a_lane(register, receipt(), healed(emulator)).total == Money(9100)
        emulator.order("fail 80 at cashIn")
        move = cash_move(100)
        attempt = register.prepare(move)
        with pytest.raises(DeviceError) as refused:
            register.carry_out(move, attempt)
        assert (refused.value.trouble, refused.value.maker_code) == (Trouble.CASH_SHORT, "80 Ошибка 80")
        assert driver(emulator).status().trouble is Trouble.WRONG_LOGIN


def test_marked_goods_are_checked_before_they_are_sold(emulator: AtolEmulator) -> None:
    Row(driver(emulator), emulator, healed(emulator)).sell_marked("short")


def test_what_stands_in_the_way_is_named(emulator: AtolEmulator) -> None:
    register = driver(emulator)
    sell_as_a_lane(register, opening(), healed(emulator))
    emulator.order("cover open")
    assert register.status().trouble is Trouble.COVER_OPEN
    register.prepare(receipt(on_paper=False))
    emulator.order("cover closed")
    emulator.order("register off")
    assert register.status().trouble is Trouble.UNREACHABLE
    emulator.order("register on")
    other = driver(emulator, settings=FiscalSettings({}, {}, MOSCOW, serial_number="other"))
    assert other.status().trouble is Trouble.SWAPPED
    with pytest.raises(DeviceError) as refused:
        other.prepare(cash_move(100))
    assert refused.value.trouble is Trouble.SWAPPED
    register.open_drawer()
    status = register.status()
    assert (status.drawer_is_open, status.unsent, status.clock) == (True, 1, NOON)
    assert status.shift_opened_at == NOON
