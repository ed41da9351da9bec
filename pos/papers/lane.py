"""The printer's lane: papers and the drawer, brought about by the outbox."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from sqlalchemy import insert, select

from app.core.db.unit import Database, Unit
from app.core.errors import Conflict, NotFound
from app.core.outbox import Message, Outcome
from app.core.texts import paper_texts, printed
from app.places.models import Device
from app.places.service import RECEIPT_PRINTER
from devices.errors import DeviceError, Trouble
from devices.ports import CashDrawer, PrintOutcome, ReceiptPrinter
from pos.papers.models import PaperPrint
from pos.papers.store import drawer_is_at_register, stored_paper, till_of_lane

COPY_TEXT: Final = printed("COPY")
_HOPELESS: Final = frozenset({Trouble.NO_TRANSPORT})


class PrinterWithDrawer(ReceiptPrinter, CashDrawer, Protocol):
    """A receipt printer that a drawer hangs on."""


class Printers:
    """The printers of the tills, opened by address and kept while the address stays the same."""

    def __init__(self, database: Database, open_printer: Callable[[str], PrinterWithDrawer]) -> None:
        self._database = database
        self._open_printer = open_printer
        self._opening = threading.Lock()
        self._opened: dict[str, tuple[PrinterWithDrawer, threading.Lock]] = {}

    @contextmanager
    def held(self, lane: str) -> Iterator[PrinterWithDrawer]:
        """The printer of a till's lane, while no other lane speaks to it; NotFound ``no_printer``.

        Tills that share a printer take turns: a device is spoken to by one thread at a time.
        """
        with self.at(self._address_of(lane)) as printer:
            yield printer

    @contextmanager
    def at(self, address: str, wait_s: float = -1) -> Iterator[PrinterWithDrawer]:
        """The printer at an address, while no lane speaks to it; Conflict ``device_busy`` after ``wait_s``.

        Raises what its driver raises for an address.
        """
        with self._opening:
            if address not in self._opened:
                self._opened[address] = (self._open_printer(address), threading.Lock())
            printer, turn = self._opened[address]
        if not turn.acquire(timeout=wait_s):
            raise Conflict("device_busy")
        try:
            yield printer
        finally:
            turn.release()

    def _address_of(self, lane: str) -> str:
        with self._database.read_unit() as tx:
            address: str | None = tx.execute(
                select(Device.address)
                .where(Device.till_id == till_of_lane(lane), Device.role == RECEIPT_PRINTER, Device.active)
                .order_by(Device.id)
            ).scalar()
        if address is None:
            raise NotFound("no_printer")
        return address


class PrintHandler:
    """Prints a kept paper. A plain printer has no memory: after a crash nobody can know, so nothing is repeated."""

    def __init__(self, database: Database, printers: Printers) -> None:
        self._database = database
        self._printers = printers

    def act(self, message: Message) -> Outcome:
        """Draws the paper and prints it."""
        with self._database.read_unit() as tx:
            paper = stored_paper(tx, message.payload["document"])
        copy_text = paper_texts(paper.language).gettext(COPY_TEXT) if message.payload["copy"] else ""
        try:
            with self._printers.held(message.lane) as printer:
                result = printer.print_document(printer.render(paper, copy_text=copy_text))
        except DeviceError as error:
            return Outcome("failed" if error.trouble in _HOPELESS else "retry", error.code)
        if result.outcome is PrintOutcome.UNCONFIRMED:
            return Outcome("in_doubt", result.trouble.value if result.trouble else "may_have_printed")
        return Outcome("done", None, {"outcome": result.outcome.value, "state": result.status.state.value})

    def resolve(self, message: Message) -> Outcome:
        """The power went while the paper was on its way: only eyes can tell."""
        return Outcome("in_doubt", "may_have_printed")

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """Notes what became of the printing; an attempt that will be repeated leaves no note."""
        noted = {"done": "printed", "in_doubt": "may_have_printed", "failed": "not_printed"}.get(outcome.state)
        if noted is not None:
            tx.execute(
                insert(PaperPrint),
                {
                    "document": message.payload["document"],
                    "copy": message.payload["copy"],
                    "outcome": noted,
                    "error_code": outcome.error_code,
                    "at": tx.now,
                },
            )


class DrawerHandler:
    """Opens the drawer behind the printer, or through ``open_at_register`` (by till) where it hangs there."""

    def __init__(self, database: Database, printers: Printers, open_at_register: Callable[[int], None]) -> None:
        self._database = database
        self._printers = printers
        self._open_at_register = open_at_register

    def act(self, message: Message) -> Outcome:
        """Opens it once; a shop without a drawer is no trouble."""
        till_id = till_of_lane(message.lane)
        with self._database.read_unit() as tx:
            is_at_register = drawer_is_at_register(tx, till_id)
        try:
            if is_at_register:
                self._open_at_register(till_id)
            else:
                with self._printers.held(message.lane) as printer:
                    printer.open_drawer()
        except DeviceError as error:
            if error.trouble is Trouble.NO_DRAWER:
                return Outcome("done", None, {"outcome": "no_drawer"})
            return Outcome("failed" if error.trouble in _HOPELESS else "retry", error.code)
        return Outcome("done")

    def resolve(self, message: Message) -> Outcome:
        """A drawer asked for before the power went must not open now."""
        return Outcome("done", None, {"outcome": "unknown"})

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """The message itself is the only record."""
