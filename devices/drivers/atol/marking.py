"""Marking codes, one after the other: each is checked by the register before the receipt that sells it."""

import time
from typing import Final

from devices.drivers.atol import build
from devices.drivers.atol.answers import entry, garbled
from devices.drivers.atol.build import Task
from devices.drivers.atol.desk import Desk
from devices.drivers.atol.service import Patience
from devices.errors import DeviceError, Trouble
from devices.fiscal.receipt import FiscalReceipt
from devices.transports.channel import Deadline

_CHECKED: Final = "imcCheckFlag"
_IS_RIGHT: Final = "imcCheckResult"


def check_codes(desk: Desk, receipt: FiscalReceipt, patience: Patience) -> dict[str, Task]:
    """What the register found of each marking code of a receipt, to be sent with it.

    DeviceError ``marked_code_refused`` for a code that was checked and is wrong; one that nobody could check is sold.
    """
    marked = [line for line in receipt.lines if line.marked_code]
    if marked:
        desk.ask({"type": "clearMarkingCodeValidationResult"})
    found: dict[str, Task] = {}
    for line in marked:
        desk.ask({"type": "beginMarkingCodeValidation", "params": build.imc_params(line, receipt.kind)})
        result = _awaited(desk, patience)
        if result.get(_CHECKED) is True and result.get(_IS_RIGHT) is False:
            desk.ask({"type": "declineMarkingCode"})
            raise DeviceError(Trouble.MARK_REFUSED, maker_code=line.marked_code[:40])
        desk.ask({"type": "acceptMarkingCode"})
        found[line.marked_code] = result
    return found


def _awaited(desk: Desk, patience: Patience) -> Task:
    deadline = Deadline(patience.ask_ms)
    while True:
        (status,) = desk.ask({"type": "getMarkingCodeValidationStatus"})
        if status.get("ready") is True:
            online = entry(status, "onlineValidation", dict)
            checked: Task = entry(online, "itemInfoCheckResult", dict)
            if not isinstance(checked.get(_CHECKED), bool):
                raise garbled(_CHECKED)
            return checked
        if deadline.passed:
            desk.ask({"type": "cancelMarkingCodeValidation"})
            raise DeviceError(Trouble.BUSY, maker_code="marking code")
        time.sleep(min(patience.look_ms / 1000, deadline.remaining_s()))
