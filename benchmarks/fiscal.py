"""A receipt of ten lines on an emulated fiscal register that answers at once: our own time."""

from datetime import UTC
from time import perf_counter, thread_time

from app.core.ids import new_uid
from app.core.money import Money, UnitPrice
from benchmarks.figures import SECONDS_TO_MS, Goal, Report, Times
from benchmarks.stage import Stage
from devices.drivers.shtrih.register import open_shtrih
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

RECEIPTS = 150
LINES = 10
_OPERATOR = Operator("Cashier")
_SETTINGS = FiscalSettings(taxes={"main": "1"}, tenders={"cash": "1"}, zone=UTC)


def ten_lines(stage: Stage) -> Report:
    """Both levels of the line, over TCP, from the value to the answer, with its evidence."""
    times: list[Times] = []
    goals: list[Goal] = []
    for level in (1, 2):
        with ShtrihEmulator(zone=UTC) as emulator:
            register = open_shtrih(f"shtrih+tcp://{emulator.host}:{emulator.port}?level={level}", _SETTINGS)
            opening = ShiftOpening(new_uid(), _OPERATOR)
            register.carry_out(opening, register.prepare(opening))
            registration = Times(f"registration of {LINES} lines, level {level}.x")
            own = Times(f"of it the driver's own, level {level}.x")
            for _ in range(stage.times(RECEIPTS)):
                _register(register, _receipt(), registration, own)
            times += [registration, own]
            goals.append(Goal(f"driver's own p50 in ms, level {level}.x", own.p50 * SECONDS_TO_MS, 15))
    return Report("Fiscal registration of a 10-line receipt, driver and emulator in one process", times, goals)


def _register(register: FiscalRegister, receipt: FiscalReceipt, whole: Times, own: Times) -> None:
    """The emulator works in threads of its own, so that the time of this one is the driver's."""
    began, began_own = perf_counter(), thread_time()
    register.carry_out(receipt, register.prepare(receipt))
    own.add([thread_time() - began_own])
    whole.add([perf_counter() - began])


def _receipt() -> FiscalReceipt:
    price = UnitPrice.of(Money(1_234))
    line = FiscalLine("Goods with a name of some length", 2000, price, Money(2_468), "main")
    lines = (line,) * LINES
    tenders = (FiscalTender("cash", Money(30_000)),)
    return FiscalReceipt(new_uid(), DocumentKind.SALE, lines, tenders, _OPERATOR)
