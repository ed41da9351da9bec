"""Each fault at each step of each act: never registered twice, never lost without an alarm."""

import contextlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.clock import SetClock
from app.core.money import Money
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.line import Patience
from devices.drivers.shtrih.register import ShtrihRegister
from devices.emulators.shtrih.memory import OpenReceipt
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Finding, PaperOutcome
from devices.fiscal.port import FiscalSettings, InDoubt
from devices.fiscal.receipt import Act, Correction, DocumentKind
from devices.transports.tcp import TcpWire
from tests.devices.fiscal_acts import MOSCOW, SETTINGS, cash_move, closing, line, opening, receipt
from tests.devices.fiscal_benches import PATIENT_SHTRIH
from tests.devices.fiscal_lane import sell_as_a_lane
from tests.devices.fiscal_matrix import NOON, Row, healed
from tests.support.sampling import SEED

HASTY = Patience(connect_ms=2_000, byte_ms=25, answer_ms=80, longest_ms=80, again_ms=25, print_ms=80, look_ms=1)
STEPS_OF_A_RECEIPT = ("10", "11", "FF01", "FF40", "1A", "1B", "1E", "8D", "FF46", "FF0C", "89", "FF45")
FAULTS = (
    "lose-command",
    "nak",
    "lose-acknowledgement",
    "lose-answer",
    "forget-answer",
    "bad-checksum",
    "noise",
    "stale",
    "busy",
    "refuse 02",
    "refuse 12",
    "refuse 2F",
    "fail-after 2F",
    "fail-after 30",
    "break-before",
    "break-after",
    "power-off-before",
    "power-off-after",
    "paper-end",
)
RECEIPT_CASES = [(step, fault, level) for step in STEPS_OF_A_RECEIPT for fault in FAULTS for level in (1, 2)]
OTHER_ACTS: dict[str, tuple[Callable[[], Act], tuple[str, ...]]] = {
    "opening": (opening, ("FF41", "FF0C", "E0", "FF01", "FF0A")),
    "closing": (closing, ("FF42", "FF0C", "41", "FF01", "FF0A")),
    "cash in": (lambda: cash_move(7_000), ("50", "10")),
    "cash out": (lambda: cash_move(-3_000), ("51", "10")),
    "correction": (
        lambda: receipt(line(tax=Money(827)), correction=Correction(NOON.date())),
        ("FF35", "FF0C", "FF4A", "FF0A"),
    ),
}
NEW_DOCUMENTS = {"opening": [2], "closing": [5], "correction": [31]}
OTHER_CASES = [
    (name, step, fault, level)
    for name, (_make, steps) in OTHER_ACTS.items()
    for step in steps
    for fault in FAULTS
    for level in (1, 2)
]


@pytest.fixture
def emulator() -> Iterator[ShtrihEmulator]:
    """A register at noon, its shift closed."""
    with ShtrihEmulator(clock=SetClock(NOON), zone=MOSCOW) as machine:
        yield machine


def driver(
    emulator: ShtrihEmulator, level: int = 1, settings: FiscalSettings = SETTINGS, patience: Patience = PATIENT_SHTRIH
) -> ShtrihRegister:
    return ShtrihRegister(
        TcpWire(emulator.host, emulator.port), ShtrihOptions(level=level), settings, patience=patience
    )


@pytest.mark.sampled("step, fault, level", RECEIPT_CASES, count=60)
def test_a_sale_is_registered_once_whatever_fails(emulator: ShtrihEmulator, step: str, fault: str, level: int) -> None:
    row = Row(driver(emulator, level, patience=HASTY), emulator, healed(emulator))
    sold, kept = row.sell_under(f"{fault} at {step}")
    assert sold.uid.encode("cp866").hex() in kept.tags
    assert emulator.condition.faults == []
    row.sell_after(sold)


@pytest.mark.sampled("name, step, fault, level", OTHER_CASES, count=40)
def test_what_is_no_sale_happens_once_whatever_fails(
    emulator: ShtrihEmulator, name: str, step: str, fault: str, level: int
) -> None:
    row = Row(driver(emulator, level, patience=HASTY), emulator, healed(emulator))
    row.carry_out_under(f"{fault} at {step}", name, OTHER_ACTS[name][0](), NEW_DOCUMENTS.get(name, []))


def test_a_line_that_fails_at_random_loses_and_doubles_nothing(
    emulator: ShtrihEmulator, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(pytestconfig.stash[SEED])
    row = Row(driver(emulator, patience=HASTY), emulator, healed(emulator))
    row.sell_at_random(chance, FAULTS, STEPS_OF_A_RECEIPT)


def test_a_register_that_answers_too_late_is_asked_later(emulator: ShtrihEmulator) -> None:
    sold = receipt()
    register = driver(emulator)
    sell_as_a_lane(register, opening(), healed(emulator))
    attempt = register.prepare(sold)
    emulator.order("slow 90")
    with contextlib.suppress(DeviceError):
        driver(emulator, patience=HASTY).carry_out(sold, attempt)
    emulator.order("slow 0")
    register.carry_out(sold, attempt)
    assert len(emulator.receipts) == 1


def test_a_receipt_left_open_by_a_power_loss_is_cancelled(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with ShtrihEmulator(folder=tmp_path, clock=clock) as emulator:
        register = driver(emulator)
        sell_as_a_lane(register, opening(), healed(emulator))
        emulator.order("power-off-before at FF45")
        sold = receipt()
        attempt = register.prepare(sold)
        with pytest.raises(InDoubt):
            register.carry_out(sold, attempt)
    with ShtrihEmulator(folder=tmp_path, clock=clock) as emulator:
        register = driver(emulator)
        assert register.status().has_open_document
        assert register.resolve(attempt).finding is Finding.NOT_REGISTERED
        assert not register.status().has_open_document
        assert register.carry_out(sold, attempt).total == sold.total
    with ShtrihEmulator(folder=tmp_path, clock=clock) as emulator:
        assert [document.total for document in emulator.receipts] == [sold.total.minor]
        assert driver(emulator).resolve(attempt).finding is Finding.REGISTERED


def test_a_receipt_of_a_stranger_with_our_sum_is_not_taken_for_ours(emulator: ShtrihEmulator) -> None:
    register, sold = driver(emulator), receipt()
    sell_as_a_lane(register, opening(), healed(emulator))
    attempt = register.prepare(sold)
    stranger = receipt()
    sell_as_a_lane(driver(emulator, level=1), stranger, healed(emulator))
    verdict = register.resolve(attempt)
    assert (verdict.finding, verdict.trouble) == (Finding.UNKNOWN, Trouble.COUNTER_MOVED)
    assert [kept.uid for kept in verdict.seen] == [stranger.uid]


def test_paper_that_ends_inside_is_printed_whole_later(emulator: ShtrihEmulator) -> None:
    register = driver(emulator)
    sell_as_a_lane(register, opening(), healed(emulator))
    emulator.order("paper-end at FF45")
    sold = receipt(texts=("Спасибо за покупку",))
    registered = register.carry_out(sold, register.prepare(sold))
    assert (registered.paper, registered.trouble) == (PaperOutcome.UNFINISHED, Trouble.PAPER_OUT)
    with pytest.raises(DeviceError) as refused:
        register.prepare(receipt())
    assert refused.value.trouble is Trouble.PAPER_OUT
    emulator.order("paper in")
    register.continue_printing()
    paper = emulator.papers[-1]
    assert "Спасибо за покупку" in paper.splitlines(), "a text is no item, and costs nothing"
    assert f"ФД {registered.number}" in paper
    assert "EMULATED" in paper


def test_paper_that_ends_before_the_last_command_leaves_nothing(emulator: ShtrihEmulator) -> None:
    register, sold = driver(emulator), receipt()
    sell_as_a_lane(register, opening(), healed(emulator))
    attempt = register.prepare(sold)
    emulator.order("refuse 6B at FF45")
    with pytest.raises(DeviceError) as refused:
        register.carry_out(sold, attempt)
    assert refused.value.trouble is Trouble.PAPER_OUT
    assert not isinstance(refused.value, InDoubt)
    assert emulator.memory.receipt is None
    assert emulator.receipts == []


def test_another_register_than_the_set_one_sells_nothing(emulator: ShtrihEmulator) -> None:
    settings = FiscalSettings(SETTINGS.taxes, SETTINGS.tenders, MOSCOW, serial_number="1")
    register = driver(emulator, settings=settings)
    assert register.status().trouble is Trouble.SWAPPED
    with pytest.raises(DeviceError) as refused:
        register.prepare(opening())
    assert (refused.value.trouble, refused.value.maker_code) == (Trouble.SWAPPED, "7301234")


def test_a_date_that_is_not_confirmed_is_set_first(emulator: ShtrihEmulator) -> None:
    register = driver(emulator)
    emulator.order("date unconfirmed")
    with pytest.raises(DeviceError) as refused:
        register.prepare(opening())
    assert refused.value.trouble is Trouble.CLOCK_UNSET
    register.set_clock(NOON)
    register.prepare(opening())


def test_a_receipt_that_somebody_else_left_open_is_cancelled(emulator: ShtrihEmulator) -> None:
    register = driver(emulator)
    sell_as_a_lane(register, opening(), healed(emulator))
    emulator.memory.receipt = OpenReceipt(kind=0, operator=7, items=[["Хлеб", 4550]])
    emulator.order("refuse 59 at 88")
    register.prepare(receipt())
    assert emulator.memory.receipt is None


def test_a_marking_code_goes_with_its_item(emulator: ShtrihEmulator) -> None:
    Row(driver(emulator), emulator, healed(emulator)).sell_marked("4600439931256")


def test_the_state_tells_what_a_page_shows(emulator: ShtrihEmulator) -> None:
    register = driver(emulator)
    sell_as_a_lane(register, opening(), healed(emulator))
    emulator.order("hours 3")
    sold = receipt(kind=DocumentKind.SALE, contact="anna@example.com")
    registered = register.carry_out(sold, register.prepare(sold))
    register.open_drawer()
    status = register.status()
    assert status.shift_opened_at == NOON
    assert status.clock == NOON.replace(hour=15)
    assert (status.unsent, status.drawer_is_open, status.cash) == (2, True, Money(9100))
    assert registered.qr == (
        f"t=20260302T1500&s=91.00&fn={status.storage_number}&i={registered.number}&fp={registered.sign}&n=1"
    )
