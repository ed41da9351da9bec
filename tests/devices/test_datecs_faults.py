"""Each fault at each step of each act: never registered twice, never lost without an alarm."""

import contextlib
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.clock import SetClock
from app.core.money import Money
from devices.drivers.datecs.codes import DatecsOptions
from devices.drivers.datecs.line import Patience
from devices.drivers.datecs.register import DatecsRegister, open_datecs
from devices.emulators.datecs.server import DatecsEmulator
from devices.errors import DeviceError, Trouble
from devices.exchanges.log import log_of
from devices.fiscal.evidence import Attempt, Finding
from devices.fiscal.port import FiscalSettings, InDoubt
from devices.fiscal.receipt import Act, Buyer, DocumentKind, FiscalTender, Original
from devices.transports.tcp import TcpWire
from tests.devices.fiscal_acts import MOSCOW, cash_move, closing, line, receipt
from tests.devices.fiscal_benches import PATIENT_DATECS, datecs_driver
from tests.devices.fiscal_matrix import NOON, Row, healed
from tests.support.sampling import SEED

HASTY = Patience(connect_ms=2_000, answer_ms=40, busy_ms=2_000, tries=4)
STEPS_OF_A_RECEIPT = ("74", "76", "90", "113", "64", "70", "48", "49", "54", "53", "62", "56")
FAULTS = (
    "lose-request",
    "nak",
    "nak x 9",
    "lose-answer",
    "lose-answer x 9",
    "bad-checksum",
    "noise",
    "stale",
    "double",
    "split",
    "syn 2",
    "late 60",
    "refuse 00",
    "refuse 06",
    "refuse 11",
    "refuse 20",
    "break-before",
    "break-after",
    "power-off-before",
    "power-off-after",
    "paper-end",
)
RECEIPT_CASES = [(step, fault, dialect) for step in STEPS_OF_A_RECEIPT for fault in FAULTS for dialect in "px"]
OTHER_ACTS: dict[str, tuple[Callable[[], Act], tuple[str, ...]]] = {
    "closing": (closing, ("62", "69", "113")),
    "cash in": (lambda: cash_move(7_000), ("70",)),
    "cash out": (lambda: cash_move(-3_000), ("70",)),
    "return": (lambda: receipt(kind=DocumentKind.SALE_RETURN), ("43", "46", "49", "53", "56", "74")),
}
INVOICE_CASES = [(step, fault) for step in ("103", "57", "53", "62", "56", "113") for fault in FAULTS]
BAKERY = Buyer("Пекарна ООД", "BG123456789")
NEW_DOCUMENTS = {"closing": ["Z"], "cash in": ["cash"], "cash out": ["cash"], "return": ["storno"]}
OTHER_CASES = [
    (name, step, fault, dialect)
    for name, (_make, steps) in OTHER_ACTS.items()
    for step in steps
    for fault in FAULTS
    for dialect in "px"
]


@pytest.fixture(params=["p", "x"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Of both families."""
    return str(request.param)


@pytest.fixture
def emulator(dialect: str) -> Iterator[DatecsEmulator]:
    """A register at noon, its day not begun."""
    with DatecsEmulator(dialect=dialect, clock=SetClock(NOON), zone=MOSCOW) as machine:
        yield machine


@pytest.fixture
def register(emulator: DatecsEmulator, dialect: str) -> DatecsRegister:
    """A driver that waits for it."""
    return datecs_driver(emulator, dialect, PATIENT_DATECS)


def row_of(emulator: DatecsEmulator, dialect: str) -> Row:
    return Row(datecs_driver(emulator, dialect, HASTY), emulator, healed(emulator))


def done(register: DatecsRegister, act: Act) -> None:
    register.carry_out(act, register.prepare(act))


def interrupted(emulator: DatecsEmulator, register: DatecsRegister, act: Act, fault: str) -> Attempt:
    """The attempt of an act that is in doubt once the fault has met it, and the power is on again."""
    attempt = register.prepare(act)
    emulator.order(fault)
    with pytest.raises(InDoubt):
        register.carry_out(act, attempt)
    emulator.order("power on")
    return Attempt.from_json(attempt.to_json())


def refusal(act: Callable[[], object]) -> DeviceError:
    with pytest.raises(DeviceError) as refused:
        act()
    return refused.value


@pytest.mark.sampled("step, fault, family", RECEIPT_CASES, count=36)
def test_a_sale_is_registered_once_whatever_fails(step: str, fault: str, family: str) -> None:
    with DatecsEmulator(dialect=family, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        row = row_of(emulator, family)
        sold, kept = row.sell_under(f"{fault} at {step}")
        assert kept.unp == sold.sale_number
        emulator.order("well")
        row.sell_after(sold)


@pytest.mark.sampled("name, step, fault, family", OTHER_CASES, count=18)
def test_what_is_no_sale_happens_once_whatever_fails(name: str, step: str, fault: str, family: str) -> None:
    with DatecsEmulator(dialect=family, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        emulator.order("cancelled uncounted")
        row_of(emulator, family).carry_out_under(f"{fault} at {step}", name, OTHER_ACTS[name][0](), NEW_DOCUMENTS[name])


@pytest.mark.sampled("step, fault", INVOICE_CASES, count=10)
def test_an_invoice_keeps_its_number_whatever_fails_and_its_return_names_it(step: str, fault: str) -> None:
    with DatecsEmulator(dialect="p", clock=SetClock(NOON), zone=MOSCOW) as emulator:
        row = row_of(emulator, "p")
        row.sell(receipt(buyer=BAKERY))
        emulator.order(f"{fault} at {step}")
        sold = receipt(buyer=BAKERY)
        registered = row.sell(sold)
        assert registered.invoice_number == 2
        emulator.order("well")
        # Where the register refused to tell its time, the shop's own stands for it.
        original = Original(registered.number, registered.at or NOON, registered.storage_number, sold.sale_number)
        named = replace(original, invoice_number=registered.invoice_number)
        row.sell(receipt(kind=DocumentKind.SALE_RETURN, original=named))
        kept = emulator.receipts[-1].receipt
        assert kept is not None
        assert kept.storno is not None
        assert (kept.storno.invoice, len(emulator.receipts)) == (2, 3)


def test_a_wrong_invoice_number_is_refused_and_a_missing_one_is_not(
    emulator: DatecsEmulator, register: DatecsRegister, dialect: str
) -> None:
    sold = receipt()
    registered = register.carry_out(sold, register.prepare(sold))
    original = Original(registered.number, NOON, registered.storage_number, sold.sale_number)
    wrong = receipt(kind=DocumentKind.SALE_RETURN, original=replace(original, invoice_number=7))
    refused = refusal(lambda: done(register, wrong))
    assert (refused.trouble, "фактура" in refused.maker_code) == (Trouble.REGISTER_REFUSED, True)
    done(register, receipt(kind=DocumentKind.SALE_RETURN, original=original))
    assert len(emulator.receipts) == 2


@pytest.mark.sampled("fault, family", [(fault, family) for fault in FAULTS for family in "px"], count=8)
def test_cash_moves_once_whatever_fails(fault: str, family: str) -> None:
    with DatecsEmulator(dialect=family, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        hasty, patient = (datecs_driver(emulator, family, patience) for patience in (HASTY, PATIENT_DATECS))
        move = cash_move(7_000)
        attempt = patient.prepare(move)
        # The same command asks for the cash, before it moves some.
        emulator.order("syn 0 at 70")
        emulator.order(f"{fault} at 70")
        with contextlib.suppress(DeviceError):
            hasty.carry_out(move, attempt)
        healed(emulator, "well")()
        patient.carry_out(move, attempt)
        assert emulator.memory.cash == 7_000


def test_a_line_that_fails_at_random_loses_and_doubles_nothing(
    emulator: DatecsEmulator, dialect: str, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(pytestconfig.stash[SEED])
    row_of(emulator, dialect).sell_at_random(chance, FAULTS, STEPS_OF_A_RECEIPT)


def test_what_has_been_paid_is_brought_to_its_end(tmp_path: Path, dialect: str) -> None:
    tenders = (FiscalTender("cash", Money(5_000)), FiscalTender("card", Money(4_500)))
    sold = receipt(tenders=tenders)
    with DatecsEmulator(folder=tmp_path, dialect=dialect, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        register = datecs_driver(emulator, dialect, PATIENT_DATECS)
        attempt = interrupted(emulator, register, sold, "power-off-after at 53")
    with DatecsEmulator(folder=tmp_path, dialect=dialect, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        register = datecs_driver(emulator, dialect, PATIENT_DATECS)
        assert register.status().has_open_document
        assert refusal(lambda: register.prepare(receipt())).trouble is Trouble.DOCUMENT_OPEN
        verdict = register.resolve(attempt)
        (kept,) = emulator.receipts
        assert verdict.registered is not None
        assert (verdict.registered.number, verdict.registered.at) == (kept.number, NOON)
        assert kept.receipt is not None
        assert [amount for _way, amount in kept.receipt.payments] == [4_500, 5_000]
        assert register.resolve(attempt).finding is Finding.REGISTERED
        assert emulator.memory.cash == 4_600


def test_what_was_registered_has_its_time_though_its_answer_was_lost(
    emulator: DatecsEmulator, register: DatecsRegister
) -> None:
    sold = receipt(line(), line(price=999, name='Мляко "Верея"; 1,5 %'))
    verdict = register.resolve(interrupted(emulator, register, sold, "power-off-after at 56"))
    assert verdict.registered is not None
    assert (verdict.registered.number, verdict.registered.at, verdict.registered.is_recovered) == (1, NOON, True)
    assert [(kept.sale_number, kept.total) for kept in verdict.seen] == [(sold.sale_number, sold.total)]


def test_what_has_not_been_paid_is_cancelled(emulator: DatecsEmulator, register: DatecsRegister) -> None:
    sold = receipt()
    attempt = interrupted(emulator, register, sold, "power-off-before at 53")
    assert register.status().has_open_document
    assert register.resolve(attempt).finding is Finding.NOT_REGISTERED
    assert not register.status().has_open_document
    assert register.carry_out(sold, attempt).total == sold.total
    assert [document.unp for document in emulator.receipts] == [sold.sale_number]


def test_a_card_payment_that_broke_off_is_finished() -> None:
    with DatecsEmulator(dialect="x", clock=SetClock(NOON), zone=MOSCOW) as emulator:
        register = datecs_driver(emulator, "x", PATIENT_DATECS)
        sold = receipt(tenders=(FiscalTender("card", Money(9_100)),))
        attempt = register.prepare(sold)
        emulator.order("pinpad at 53")
        assert register.carry_out(sold, attempt).is_recovered
        assert [document.total for document in emulator.receipts] == [9_100]


def test_a_receipt_of_a_stranger_with_our_sum_is_not_taken_for_ours(
    emulator: DatecsEmulator, register: DatecsRegister, dialect: str
) -> None:
    sold, stranger = receipt(), receipt()
    attempt = register.prepare(sold)
    done(datecs_driver(emulator, dialect, PATIENT_DATECS), stranger)
    verdict = register.resolve(attempt)
    assert (verdict.finding, verdict.trouble) == (Finding.UNKNOWN, Trouble.COUNTER_MOVED)
    assert [kept.sale_number for kept in verdict.seen] == [stranger.sale_number]


def test_a_register_that_answers_too_late_is_asked_later(
    emulator: DatecsEmulator, register: DatecsRegister, dialect: str
) -> None:
    sold = receipt()
    attempt = register.prepare(sold)
    emulator.order("late 60 x 9")
    with contextlib.suppress(DeviceError):
        datecs_driver(emulator, dialect, HASTY).carry_out(sold, attempt)
    emulator.order("well")
    register.carry_out(sold, attempt)
    assert len(emulator.receipts) == 1


def test_a_return_and_an_invoice_say_what_the_law_wants(
    emulator: DatecsEmulator, register: DatecsRegister, dialect: str
) -> None:
    sold = receipt(texts=("Благодарим",))
    registered = register.carry_out(sold, register.prepare(sold))
    assert "Благодарим" in emulator.papers[-1]
    back = receipt(kind=DocumentKind.SALE_RETURN)
    assert back.original is not None
    done(register, back)
    kept = emulator.receipts[-1].receipt
    assert kept is not None
    assert kept.storno is not None
    assert (kept.storno.document, kept.storno.reason) == (1, 1)
    assert kept.storno.unp == back.original.sale_number
    assert registered.at == NOON
    company = receipt(buyer=Buyer("Строителни материали и партньори Варна Изток ООД", "BG123456789"))
    if dialect == "x":
        assert refusal(lambda: register.prepare(company)).trouble is Trouble.NOT_POSSIBLE
        return
    done(register, company)
    kept = emulator.receipts[-1].receipt
    assert kept is not None
    assert kept.is_invoice
    assert kept.buyer.startswith("123456789")
    assert kept.texts[-2:] == ["Строителни материали и партньори", "Варна Изток ООД"], "its own field is too short"


@pytest.mark.parametrize(
    ("order", "trouble"),
    [
        ("cover open", Trouble.COVER_OPEN),
        ("clock unset", Trouble.CLOCK_UNSET),
        ("journal full", Trouble.STORAGE_FULL),
        ("memory failed", Trouble.STORAGE),
        ("printer broken", Trouble.BROKEN),
    ],
)
def test_what_stands_in_the_way_is_named(
    emulator: DatecsEmulator, register: DatecsRegister, order: str, trouble: Trouble
) -> None:
    emulator.order(order)
    assert register.status().trouble is trouble
    assert refusal(lambda: register.prepare(receipt())).trouble is trouble


@pytest.mark.parametrize(
    ("order", "trouble"),
    [
        ("nra 1441", Trouble.TERMINAL_SILENT),
        ("password 1234", Trouble.WRONG_LOGIN),
    ],
)
def test_what_shows_only_when_a_receipt_opens_is_named_too(
    emulator: DatecsEmulator, register: DatecsRegister, order: str, trouble: Trouble
) -> None:
    sold = receipt()
    attempt = register.prepare(sold)
    emulator.order(order)
    refused = refusal(lambda: register.carry_out(sold, attempt))
    assert refused.trouble is trouble
    assert not isinstance(refused, InDoubt)
    assert "30h" in refused.maker_code
    assert emulator.receipts == []


def test_a_clock_that_is_lost_is_set(emulator: DatecsEmulator, register: DatecsRegister) -> None:
    emulator.order("clock unset")
    register.set_clock(NOON)
    done(register, receipt())
    register.open_drawer()
    assert emulator.memory.drawer_is_open


def test_paper_that_is_no_receipt_and_was_left_open_is_closed(
    emulator: DatecsEmulator, register: DatecsRegister
) -> None:
    emulator.order("power-off-before at 39")
    assert refusal(lambda: register.print_text(["Добро утро"])).trouble is Trouble.LOST
    emulator.order("power on")
    done(register, receipt())
    assert "Добро утро" in "".join(emulator.papers)


def test_a_register_that_is_opened_by_its_address_keeps_its_last_bytes(emulator: DatecsEmulator, dialect: str) -> None:
    address = f"datecs+tcp://{emulator.host}:{emulator.port}?dialect={dialect}"
    status = open_datecs(address, FiscalSettings({}, {}, MOSCOW)).status()
    assert (status.can_register, status.unsent) == (True, None), "this make tells nothing of the tax office"
    assert [piece.way for piece in log_of(address).pieces()[:2]] == ["sent", "received"]


def test_another_register_than_the_set_one_sells_nothing(emulator: DatecsEmulator, dialect: str) -> None:
    owner = FiscalSettings({}, {}, MOSCOW, serial_number="DT000001")
    wire = TcpWire(emulator.host, emulator.port)
    register = DatecsRegister(wire, DatecsOptions(dialect=dialect), owner)
    assert register.status().trouble is Trouble.SWAPPED
    refused = refusal(lambda: register.prepare(cash_move(100)))
    assert (refused.trouble, refused.maker_code) == (Trouble.SWAPPED, "DT000600")
