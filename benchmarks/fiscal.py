"""A receipt of ten lines on an emulated fiscal register that answers at once: our own time."""

from collections.abc import Callable
from datetime import UTC
from time import perf_counter, thread_time

from app.core.ids import new_uid
from app.core.money import Money, UnitPrice
from benchmarks.figures import SECONDS_TO_MS, Goal, Report, Times
from benchmarks.stage import Stage
from devices.drivers.atol.register import open_atol
from devices.drivers.datecs.register import open_datecs
from devices.drivers.shtrih.register import open_shtrih
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.datecs.server import DatecsEmulator
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.fiscal.port import FiscalRegister, FiscalSettings
from devices.fiscal.receipt import (
    DocumentKind,
    FiscalLine,
    FiscalReceipt,
    FiscalTender,
    Operator,
    ShiftOpening,
)
from devices.fiscal.sale_number import sale_number

RECEIPTS = 150
LINES = 10
_OPERATOR = Operator("Cashier")


def ten_lines(stage: Stage) -> Report:
    """Every way that bytes go to a register, over TCP, from the value to the answer, with its evidence."""
    rows = [_row(stage, f"Shtrih level {level}.x", ShtrihEmulator(zone=UTC), _shtrih(level)) for level in (1, 2)]
    rows += [_row(stage, f"Datecs {one}", DatecsEmulator(dialect=one, zone=UTC), _datecs(one)) for one in "px"]
    rows.append(_row(stage, "ATOL", AtolEmulator(zone=UTC), _atol))
    times = [one for whole, own, _goal in rows for one in (whole, own)]
    goals = [goal for _whole, _own, goal in rows]
    return Report("Fiscal registration of a 10-line receipt, driver and emulator in one process", times, goals)


def _shtrih(level: int) -> Callable[[str], FiscalRegister]:
    owner = FiscalSettings(taxes={"main": "1"}, tenders={"cash": "1"}, zone=UTC)
    return lambda place: open_shtrih(f"shtrih+tcp://{place}?level={level}", owner)


def _datecs(dialect: str) -> Callable[[str], FiscalRegister]:
    owner = FiscalSettings(taxes={"main": "Б"}, tenders={"cash": "P" if dialect == "p" else "0"}, zone=UTC)
    return lambda place: open_datecs(f"datecs+tcp://{place}?dialect={dialect}", owner)


def _atol(place: str) -> FiscalRegister:
    owner = FiscalSettings(taxes={"main": "vat20"}, tenders={"cash": "cash"}, zone=UTC, tax_system="osn")
    return open_atol(f"atol+tcp://{place}", owner)


def _row(
    stage: Stage,
    name: str,
    machine: ShtrihEmulator | DatecsEmulator | AtolEmulator,
    opened: Callable[[str], FiscalRegister],
) -> tuple[Times, Times, Goal]:
    whole, own = Times(f"registration of {LINES} lines, {name}"), Times(f"of it the driver's own, {name}")
    with machine as emulator:
        register = opened(f"{emulator.host}:{emulator.port}")
        opening = ShiftOpening(new_uid(), _OPERATOR)
        register.carry_out(opening, register.prepare(opening))
        for number in range(stage.times(RECEIPTS)):
            _register(register, _receipt(number), whole, own)
    return whole, own, Goal(f"driver's own p50 in ms, {name}", own.p50 * SECONDS_TO_MS, 15)


def _register(register: FiscalRegister, receipt: FiscalReceipt, whole: Times, own: Times) -> None:
    """The emulator works in threads of its own, so that the time of this one is the driver's."""
    began, began_own = perf_counter(), thread_time()
    register.carry_out(receipt, register.prepare(receipt))
    own.add([thread_time() - began_own])
    whole.add([perf_counter() - began])


def _receipt(number: int) -> FiscalReceipt:
    price = UnitPrice.of(Money(1_234))
    line = FiscalLine("Goods with a name of some length", 2000, price, Money(2_468), "main")
    lines = (line,) * LINES
    tenders = (FiscalTender("cash", Money(30_000)),)
    running = sale_number("DT000600", "OP01", number)
    return FiscalReceipt(new_uid(), DocumentKind.SALE, lines, tenders, _OPERATOR, sale_number=running)
