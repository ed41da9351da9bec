"""Starts the real server, and pulls the plug (SIGKILL) the first time it comes to a named step.

``python -m tests.crash.launcher STEP [arguments of regulars]``; the step ``never`` is a server like any other.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from app.cli.main import main
from app.core.db.unit import Database
from app.flows import currency
from app.jobs.dispatcher import Dispatcher
from app.web.api import sales
from app.web.till import cart as lines
from app.web.till import paying, shift
from devices.drivers.atol.register import AtolRegister
from devices.drivers.atol.service import Service as AtolService
from devices.drivers.datecs.register import DatecsRegister
from devices.drivers.datecs.session import Session as DatecsSession
from devices.drivers.escpos.printer import EscposPrinter
from devices.drivers.shtrih.register import ShtrihRegister
from devices.drivers.shtrih.session import Session as ShtrihSession
from devices.drivers.training.terminal import TrainingTerminal
from devices.fiscal.receipt import FiscalReceipt
from devices.transports.tcp import TcpChannel
from pos.cart import service as cart
from pos.fiscal.lane import FiscalHandler
from pos.papers.lane import PrintHandler
from pos.payments import keeping
from pos.payments.lane import CardHandler
from pos.shift import service

HALF_A_JOB = 2
CLOSES_RECEIPT = b"\xff\x45"


def pull_the_plug(*_: Any, **__: Any) -> Any:
    """No handler runs, nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """Dies instead of calling it."""
    setattr(owner, name, pull_the_plug)


def after(owner: Any, name: str) -> None:
    """Dies once it has come back."""
    real = getattr(owner, name)

    def wrapped(*arguments: Any, **options: Any) -> None:
        real(*arguments, **options)
        pull_the_plug()

    setattr(owner, name, wrapped)


def inside_the_job() -> None:
    """Sends half of the print job, then dies."""
    real = TcpChannel.write

    def half(channel: TcpChannel, data: bytes, deadline: Any) -> None:
        if len(data) > 1000:  # the job itself; questions and pulses are a few bytes
            real(channel, data[: len(data) // HALF_A_JOB], deadline)
            pull_the_plug()
        real(channel, data, deadline)

    setattr(TcpChannel, "write", half)  # noqa: B010  # this launcher is there to break it


def before_sale(name: str) -> None:
    """Dies instead of doing it with the receipt of a sale; shifts and cash go before."""
    for maker in (AtolRegister, DatecsRegister, ShtrihRegister):
        setattr(maker, name, _dying(getattr(maker, name), is_done=False))


def after_sale(name: str) -> None:
    """Dies once it has done it with the receipt of a sale."""
    for maker in (AtolRegister, DatecsRegister, ShtrihRegister):
        setattr(maker, name, _dying(getattr(maker, name), is_done=True))


def _dying(real: Callable[..., Any], *, is_done: bool) -> Callable[..., Any]:
    def wrapped(register: Any, act: Any, *more: Any) -> Any:
        if not isinstance(act, FiscalReceipt):
            return real(register, act, *more)
        if is_done:
            real(register, act, *more)
        return pull_the_plug()

    return wrapped


def inside_the_receipt() -> None:
    """Dies when the lines of a receipt are in the register and it is not closed.

    Nothing is paid yet at Shtrih-M, everything at Datecs; the service of ATOL has just taken the order.
    """
    make_count, put = ShtrihSession.make_count, AtolService._put

    def closing(session: ShtrihSession, code: bytes, data: bytes = b"") -> bytes:
        if code == CLOSES_RECEIPT:
            pull_the_plug()
        return make_count(session, code, data)

    def taken(service: AtolService, key: str, tasks: Any, *, lost_ms: int) -> None:
        put(service, key, tasks, lost_ms=lost_ms)
        if tasks[0]["type"] == "sell":
            pull_the_plug()

    for owner, name, dying in ((ShtrihSession, "make_count", closing), (AtolService, "_put", taken)):
        setattr(owner, name, dying)
    after(DatecsSession, "pay")


STEPS: dict[str, Callable[[], None]] = {
    "never": lambda: None,
    "before the checkout": lambda: before(paying, "checkout"),
    "before the commit": lambda: after(paying, "checkout"),
    "after the commit, before the answer": lambda: after(paying, "transact"),
    "after the claim": lambda: before(PrintHandler, "act"),
    "before the bytes leave": lambda: before(EscposPrinter, "print_document"),
    "half of the bytes sent": inside_the_job,
    "printed, not yet settled": lambda: after(EscposPrinter, "print_document"),
    "before the drawer is settled": lambda: before(Dispatcher, "_settle"),
    "after the drawer is settled": lambda: after(Dispatcher, "_settle"),
}

ACT_STEPS: dict[str, Callable[[], None]] = {
    "before a scan is kept": lambda: after(cart, "add_code"),
    "after a scan is kept": lambda: after(lines, "transact"),
    "before the count is kept": lambda: after(service, "close_shift"),
    "after the count is kept": lambda: after(shift, "transact"),
    "before a program's sale is kept": lambda: after(sales, "checkout"),
    "after a program's sale is kept": lambda: after(sales, "transact"),
    "before a new currency is kept": lambda: after(currency, "note_change"),
    "after a new currency is kept": lambda: after(Database, "transact"),
}
"""Steps of other acts than paying at the till."""

FISCAL_STEPS: dict[str, Callable[[], None]] = {
    "before the register is asked": lambda: before(FiscalHandler, "act"),
    "before the evidence is kept": lambda: after_sale("prepare"),
    "after the evidence is kept": lambda: before_sale("carry_out"),
    "in the middle of the receipt": inside_the_receipt,
    "registered, not yet settled": lambda: after_sale("carry_out"),
}
"""Steps of the registration of a sale."""

CARD_STEPS: dict[str, Callable[[], None]] = {
    "before the terminal is asked": lambda: before(CardHandler, "act"),
    "before the order is noted": lambda: after(TrainingTerminal, "status"),
    "after the order is noted": lambda: before(TrainingTerminal, "start"),
    "charged, not yet settled": lambda: after(TrainingTerminal, "start"),
    "before the approval is kept": lambda: after(keeping, "note_approved"),
}
"""Steps of a payment at a card terminal."""

if __name__ == "__main__":
    (STEPS | ACT_STEPS | FISCAL_STEPS | CARD_STEPS)[sys.argv[1]]()
    sys.exit(main(sys.argv[2:]))
