"""Trying a device out on the spot, past its queue: what it answers now, and a test paper, label or face.

Whoever asks gets an answer, not a message in a queue. Devices are held as their lanes hold them, so that one thread
speaks to each.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.core import outbox_view
from app.core.db.unit import Database
from app.core.errors import Conflict, NotFound, ShopError
from app.flows.device_states import lane_of
from app.messaging.sms.modems import Modems
from app.places.devices import DeviceView, device_of
from app.places.service import (
    CARD_TERMINAL,
    FISCAL_REGISTER,
    LABEL_PRINTER,
    POLE_DISPLAY,
    RECEIPT_PRINTER,
    SCALE,
    SCANNER,
    SMS_MODEM,
)
from devices.card.port import TerminalStatus
from devices.errors import DeviceError
from devices.exchanges.log import not_recorded
from devices.labels.port import LabelOutcome, Labels
from devices.ports import PrinterStatus, PrintOutcome
from pos.fiscal.queue import fiscal_lane
from pos.fiscal.registers import Registers
from pos.kept_devices import KeptDevices, WorkerT
from pos.papers.lane import Printers
from pos.papers.printer_test import sample_paper
from pos.payments.terminals import Terminals
from pos.poles.worker import PoleDisplays
from pos.scanning.readers import Scanners
from pos.weighing.scales import Scales
from printing.labels.layout import lay_out_tag
from warehouse.tags.lane import TagPrinters
from warehouse.tags.sample import sample_tag

KNOWN_WITHIN_S: Final = 6.0
"""So long a device that has a thread of its own may take until it is known how it is."""
LOOK_WAITS_S: Final = 0.3
"""For a lane that prints: a page looks again anyway."""
_LOOK_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether a device did all it was asked, what is wrong, and what it told of itself."""

    passed: bool
    code: str | None = None
    maker_code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldDevices:
    """Who holds the devices of each kind in this program."""

    printers: Printers
    tag_printers: TagPrinters
    registers: Registers
    terminals: Terminals
    scales: Scales
    poles: PoleDisplays
    scanners: Scanners
    modems: Modems


class DeviceTests:
    """Tries out any device of the shop."""

    def __init__(self, database: Database, held: HeldDevices) -> None:
        self._database = database
        self._held = held
        self._ways: dict[str, Callable[[DeviceView], Tried]] = {
            RECEIPT_PRINTER: self._receipt_printer,
            LABEL_PRINTER: self._label_printer,
            FISCAL_REGISTER: self._register,
            CARD_TERMINAL: self._terminal,
            SCALE: self._scale,
            POLE_DISPLAY: self._pole,
            SCANNER: self._scanner,
            SMS_MODEM: self._modem,
        }

    def test(self, device_id: int) -> Tried:
        """Tries a device out: a paper, a label, a face; any other is asked how it is. What it refuses is an answer.

        Raises NotFound ``no_device``, Conflict ``device_not_in_use`` and ``device_has_queue``: labels that wait, or
        that somebody has to count, come first.
        """
        with self._database.read_unit() as tx:
            device = device_of(tx, device_id)
            if device is None:
                raise NotFound("no_device")
            if not device.active:
                raise Conflict("device_not_in_use", name=device.name)
            lane = lane_of(device)
            queue = None if lane is None or device.role != LABEL_PRINTER else outbox_view.lane_status(tx, lane)
        if queue is not None and queue.waiting + queue.in_doubt:
            raise Conflict("device_has_queue", name=device.name)
        try:
            return self._ways[device.role](device)
        except DeviceError as error:
            return Tried(passed=False, code=error.code, maker_code=error.maker_code)
        except ShopError as error:
            return Tried(passed=False, code=error.code)

    def look(self, device: DeviceView) -> PrinterStatus:
        """How a receipt or label printer is now; the bytes of it are not kept. Nothing is printed.

        Raises Conflict ``device_busy`` while its lane speaks to it, and what its address or driver refuses.
        """
        with not_recorded():
            if device.role == RECEIPT_PRINTER:
                with self._held.printers.at(device.address, LOOK_WAITS_S) as printer:
                    return printer.status()
            with self._held.tag_printers.held(device.id, LOOK_WAITS_S) as printer:
                return printer.status()

    def look_at_terminal(self, device: DeviceView) -> TerminalStatus:
        """How a card terminal is now, between two questions of its lane; the bytes of it are not kept."""
        with not_recorded(), self._held.terminals.held(device.id) as terminal:
            return terminal.status()

    def _receipt_printer(self, device: DeviceView) -> Tried:
        with self._database.read_unit() as tx:
            paper = sample_paper(tx, device.till_id)
        with self._held.printers.at(device.address) as printer:
            result = printer.print_document(printer.render(paper))
        code = None if result.trouble is None else result.trouble.value
        passed = result.outcome is not PrintOutcome.UNCONFIRMED
        facts = {"outcome": result.outcome.value, "state": result.status.state.value}
        return Tried(passed, code or (None if passed else "may_have_printed"), result.status.maker_code, facts)

    def _label_printer(self, device: DeviceView) -> Tried:
        with self._held.tag_printers.held(device.id) as printer:
            with self._database.read_unit() as tx:
                tag = lay_out_tag(sample_tag(tx, printer.info.stock), printer.info.stock)
            result = printer.print_labels([Labels(tag)])
        code = None if result.trouble is None else result.trouble.value
        passed = result.outcome in {LabelOutcome.PRINTED, LabelOutcome.HANDED_OVER}
        return Tried(passed, code, result.maker_code, {"outcome": result.outcome.value})

    def _register(self, device: DeviceView) -> Tried:
        with self._held.registers.held(fiscal_lane(device.till_id)) as held:
            status = held.register.status()
        facts = {
            "serial_number": status.serial_number,
            "storage_number": status.storage_number,
            "shift": status.shift.value,
            "shift_number": status.shift_number,
            "unsent": status.unsent,
        }
        code = None if status.trouble is None else status.trouble.value
        return Tried(code is None, code, status.maker_code, facts)

    def _terminal(self, device: DeviceView) -> Tried:
        with self._held.terminals.held(device.id) as terminal:
            status = terminal.status()
        code = None if status.trouble is None else status.trouble.value
        return Tried(code is None, code, status.maker_code, {"serial_number": status.serial_number})

    def _scale(self, device: DeviceView) -> Tried:
        watch = self._held.scales.at(device.address)
        # What it showed when somebody looked last may be long ago.
        known = watch.look(timeout_s=0)
        seen = watch.look(0 if known is None else known.number, KNOWN_WITHIN_S)
        if seen is None or seen.weight is None:
            return Tried(passed=False, code="device_no_answer" if seen is None else seen.refusal)
        weight = seen.weight
        return Tried(passed=True, facts={"grams": weight.grams, "stable": weight.stable})

    def _pole(self, device: DeviceView) -> Tried:
        worker = _worker(self._held.poles, device)
        worker.test()
        _wait(lambda: worker.state.trouble is not None or worker.state.face is not None)
        state = worker.state
        if state.face is None:
            return Tried(passed=False, code=state.trouble.value if state.trouble else "device_no_answer")
        return Tried(passed=True, facts={"shows": [state.face.upper, state.face.lower]})

    def _scanner(self, device: DeviceView) -> Tried:
        worker = _worker(self._held.scanners, device)
        _wait(lambda: worker.is_connected or worker.trouble is not None)
        if not worker.is_connected:
            return Tried(passed=False, code=worker.trouble.value if worker.trouble else "device_no_answer")
        fate = self._held.scanners.arrivals.fate(device.till_id)
        return Tried(passed=True, facts={"connected": True, "codes": fate.count})

    def _modem(self, device: DeviceView) -> Tried:
        with self._held.modems.held(device.address) as gateway:
            status = gateway.status()
        code = None if status.trouble is None else status.trouble.value
        return Tried(code is None, code, status.maker_code, {"operator": status.operator, "signal": status.signal})


def _worker(kept: KeptDevices[WorkerT], device: DeviceView) -> WorkerT:
    _wait(lambda: kept.worker_of(device.id) is not None)
    worker = kept.worker_of(device.id)
    if worker is None:
        raise NotFound("no_device")
    return worker


def _wait(known: Callable[[], bool]) -> None:
    until_s = time.monotonic() + KNOWN_WITHIN_S
    while not known() and time.monotonic() < until_s:
        time.sleep(_LOOK_S)
