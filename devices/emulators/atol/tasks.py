"""What each task does with the register."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from devices.emulators.atol import check
from devices.emulators.atol import machine as m
from devices.emulators.atol.check import Receipt, Refusal
from devices.emulators.atol.machine import Machine, Result
from devices.emulators.atol.memory import CORRECTION, RECEIPT
from devices.emulators.atol.paper import PAPER, TITLES, lines_of
from devices.emulators.fiscal.machine import DAY
from devices.emulators.fiscal.paper import money

_OPERATION: Final = {"sell": 1, "sellReturn": 2, "buy": 3, "buyReturn": 4}
_CASH_COMES_IN: Final = frozenset({1, 4})
_CODE_LEAST_BYTES: Final = 20

Task = dict[str, Any]


def carry_out(machine: Machine, task: Task) -> Result:
    """The result of a task; Refusal where it is not carried out, and then nothing has changed."""
    known = TASKS.get(str(task.get("type")))
    if known is None:
        raise Refusal(m.NOT_SUPPORTED, "Не поддерживается в данном драйвере")
    machine.refuse_without_link()
    return known(machine, task)


def _device_info(machine: Machine, _task: Task) -> Result:
    info = {
        "model": 63,
        "modelName": "ЭМУЛЯТОР АТОЛ",
        "serial": f"{machine.vault.memory.serial:014d}",
        "firmwareVersion": "EMULATED",
        "receiptLineLength": 48,
        "receiptLineLengthPix": 576,
        "ffdVersion": "1.2",
        "fnFfdVersion": "1.2",
    }
    return {"deviceInfo": info}


def _device_status(machine: Machine, _task: Task) -> Result:
    condition = machine.condition
    status = {
        "shift": machine.shift_state,
        "currentDateTime": machine.clock.isoformat(),
        "blocked": False,
        "coverOpened": condition.cover_open,
        "paperPresent": condition.has_paper,
        "fiscal": True,
        "fnFiscal": True,
        "fnPresent": True,
        "cashDrawerOpened": machine.vault.memory.drawer_is_open,
    }
    return {"deviceStatus": status}


def _shift_status(machine: Machine, _task: Task) -> Result:
    memory = machine.vault.memory
    opened = memory.shift_opened_at
    ends = datetime.fromisoformat(opened) + DAY if opened else machine.clock
    status = {
        "state": machine.shift_state,
        "number": memory.shift_number,
        "documentsCount": memory.receipts_in_shift,
        "expiredTime": ends.isoformat(),
    }
    return {"shiftStatus": status}


def _storage_status(machine: Machine, _task: Task) -> Result:
    memory = machine.vault.memory
    return {
        "fnStatus": {
            "fiscalDocumentNumber": machine.last_number,
            "fiscalReceiptNumber": memory.receipts_in_shift,
            "warnings": {"resourceExhausted": False, "ofdTimeout": False, "criticalError": False},
        }
    }


def _storage_info(machine: Machine, _task: Task) -> Result:
    return {"fnInfo": {"serial": machine.vault.memory.storage_number, "validityDate": "2030-01-01T00:00:00+03:00"}}


def _registration_info(_machine: Machine, _task: Task) -> Result:
    return {
        "organization": {"name": "ЭМУЛЯТОР", "vatin": "7700000000", "taxationTypes": [m.TAXATION]},
        "device": {"registrationNumber": m.REGISTRATION_NUMBER},
    }


def _storage_document(machine: Machine, task: Task) -> Result:
    number = check.field(task, "fiscalDocumentNumber", int, "")
    check.optional(task, "withRawData", bool, "")
    if not 1 <= number <= machine.last_number:
        raise Refusal(m.NO_SUCH_DATA, "В ФН нет запрошенных данных")
    return {"documentTLV": machine.vault.documents[number - 1].tags}


def _exchange_status(machine: Machine, _task: Task) -> Result:
    """Nothing was ever sent: the queue begins with the first document."""
    documents = machine.vault.documents
    status = {
        "notSentCount": len(documents),
        "notSentFirstDocNumber": 1 if documents else 0,
        "notSentFirstDocDateTime": documents[0].at if documents else "1970-01-01T00:00:00+00:00",
    }
    return {"status": status, "errors": {"network": {"code": 0}, "ofd": {"code": 0}, "fn": {"code": 0}}}


def _open_shift(machine: Machine, task: Task) -> Result:
    who, wanted = _asked(task)
    if machine.shift_state != "closed":
        raise Refusal(m.SHIFT_OPEN, "Смена открыта")
    _refuse_paper(machine, wanted=wanted)
    document = machine.open_shift(who)
    title = "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ"
    machine.print_document([f"СМЕНА {document.shift} ОТКРЫТА"], title, document, wanted=wanted)
    return machine.answer(document)


def _close_shift(machine: Machine, task: Task) -> Result:
    who, wanted = _asked(task)
    if machine.shift_state == "closed":
        raise Refusal(m.SHIFT_CLOSED, "Смена закрыта")
    _refuse_paper(machine, wanted=wanted)
    document = machine.close_shift(who)
    title = "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ"
    machine.print_document([f"СМЕНА {document.shift} ЗАКРЫТА"], title, document, wanted=wanted)
    return machine.answer(document)


def _report(machine: Machine, task: Task) -> Result:
    check.operator(task)
    machine.refuse_without_paper()
    machine.print(["ОТЧЕТ БЕЗ ГАШЕНИЯ", PAPER.pair("НАЛИЧНЫЕ", money(machine.vault.memory.cash))])
    return {}


def _move_cash(direction: int) -> Callable[[Machine, Task], Result]:
    def task_of(machine: Machine, task: Task) -> Result:
        _who, wanted = _asked(task)
        amount = check.kopecks(task, "cashSum", "")
        memory = machine.vault.memory
        machine.refuse_outside_shift()
        _refuse_paper(machine, wanted=wanted)
        if direction < 0 and amount > memory.cash:
            raise Refusal(m.CASH_SHORT, "Недостаточно наличных")
        memory.cash += direction * amount
        machine.print([f"{'ВНЕСЕНИЕ' if direction > 0 else 'ВЫПЛАТА'} {money(amount)}"], wanted=wanted)
        return {"counters": {"cashSum": memory.cash / 100}}

    return task_of


def _open_drawer(machine: Machine, _task: Task) -> Result:
    machine.vault.memory.drawer_is_open = True
    return {}


def _drawer_status(machine: Machine, _task: Task) -> Result:
    memory = machine.vault.memory
    return {
        "counters": {"cashSum": memory.cash / 100},
        "cashDrawerStatus": {"cashDrawerOpened": memory.drawer_is_open},
    }


def _continue_print(machine: Machine, _task: Task) -> Result:
    machine.go_on()
    return {}


def _non_fiscal(machine: Machine, task: Task) -> Result:
    lines = lines_of(check.field(task, "items", list, ""), "items")
    machine.refuse_without_paper()
    machine.print(lines)
    return {}


def _copy(machine: Machine, _task: Task) -> Result:
    machine.refuse_without_paper()
    machine.print(["КОПИЯ ПОСЛЕДНЕГО ЧЕКА"])
    return {}


def _receipt(kind: str, *, is_correction: bool = False) -> Callable[[Machine, Task], Result]:
    operation = _OPERATION[kind]

    def task_of(machine: Machine, task: Task) -> Result:
        who, wanted = _asked(task)
        receipt = check.receipt(task, is_correction=is_correction)
        after = check.optional(task, "postItems", list, "") or []
        texts = [*lines_of(task["items"], "items"), *lines_of(after, "postItems")]
        if task.get("taxationType", m.TAXATION) != m.TAXATION:
            raise Refusal(m.WRONG_TAXATION, "Неверная система налогообложения")
        machine.refuse_outside_shift()
        _refuse_paper(machine, wanted=wanted)
        cash = _cash_taken(receipt) * (1 if operation in _CASH_COMES_IN else -1)
        memory = machine.vault.memory
        if memory.cash + cash < 0:
            raise Refusal(m.CASH_SHORT, "Недостаточно наличных")
        memory.cash += cash
        memory.marking = None
        tags = {**who, "1031": abs(cash) / 100, "1081": (receipt.total - abs(cash)) / 100}
        if receipt.attributes:
            tags["1084"] = receipt.attributes
        contact = task.get("clientInfo", {}).get("emailOrPhone")
        if contact:
            tags["1008"] = contact
        stored = CORRECTION if is_correction else RECEIPT
        document = machine.store(stored, tags, operation=operation, total=receipt.total)
        title = "ЧЕК КОРРЕКЦИИ" if is_correction else "КАССОВЫЙ ЧЕК"
        machine.print_document([*_lines_of(receipt, operation), *texts], title, document, wanted=wanted)
        return machine.answer(document)

    return task_of


def _cash_taken(receipt: Receipt) -> int:
    """What stays in the drawer: other payments are registered first, and change comes out of cash only."""
    cash = receipt.payments.get(0, 0)
    others = sum(receipt.payments.values()) - cash
    if others > receipt.total:
        raise Refusal(m.NOT_CASH_TOO_MUCH, "Сумма не наличных оплат превышает сумму чека")
    if others + cash < receipt.total:
        raise Refusal(m.NOT_PAID, "Чек оплачен не полностью")
    return receipt.total - others


def _lines_of(receipt: Receipt, operation: int) -> list[str]:
    sold = [PAPER.pair(text, f"={money(amount)}") for text, amount in receipt.lines]
    return [TITLES[operation - 1], *sold, PAPER.pair("ИТОГ", f"={money(receipt.total)}")]


def _asked(task: Task) -> tuple[Result, bool]:
    """Who is logged in, as a tag, and whether paper is wanted."""
    name = check.operator(task)
    wanted = check.optional(task, "electronically", bool, "") is not True
    return ({"1021": name} if name else {}), wanted


def _refuse_paper(machine: Machine, *, wanted: bool) -> None:
    if wanted:
        machine.refuse_without_paper()


def _begin_code(machine: Machine, task: Task) -> Result:
    code = check.imc(check.field(task, "params", dict, ""), "params.")
    machine.vault.memory.marking = {"is_right": len(code) >= _CODE_LEAST_BYTES}
    return {}


def _code_status(machine: Machine, _task: Task) -> Result:
    is_right = _marking(machine)["is_right"]
    found = {
        "imcCheckFlag": True,
        "imcCheckResult": is_right,
        "imcStatusInfo": True,
        "imcEstimatedStatusCorrect": is_right,
        "ecrStandAloneFlag": False,
    }
    return {"ready": True, "sentImcRequest": True, "onlineValidation": {"itemInfoCheckResult": found}}


def _end_code(machine: Machine, _task: Task) -> Result:
    _marking(machine)
    machine.vault.memory.marking = None
    return {}


def _clear_codes(machine: Machine, _task: Task) -> Result:
    machine.vault.memory.marking = None
    return {}


def _marking(machine: Machine) -> dict[str, Any]:
    if machine.vault.memory.marking is None:
        raise Refusal(12, "Неверный режим")
    return machine.vault.memory.marking


TASKS: Final[dict[str, Callable[[Machine, Task], Result]]] = {
    "getDeviceInfo": _device_info,
    "getDeviceStatus": _device_status,
    "getShiftStatus": _shift_status,
    "getFnStatus": _storage_status,
    "getFnInfo": _storage_info,
    "getRegistrationInfo": _registration_info,
    "getFnDocument": _storage_document,
    "ofdExchangeStatus": _exchange_status,
    "reportOfdExchangeStatus": _exchange_status,
    "openShift": _open_shift,
    "closeShift": _close_shift,
    "reportX": _report,
    "cashIn": _move_cash(1),
    "cashOut": _move_cash(-1),
    "openCashDrawer": _open_drawer,
    "getCashDrawerStatus": _drawer_status,
    "continuePrint": _continue_print,
    "nonFiscal": _non_fiscal,
    "printLastReceiptCopy": _copy,
    **{kind: _receipt(kind) for kind in _OPERATION},
    **{f"{kind}Correction": _receipt(kind, is_correction=True) for kind in _OPERATION},
    "beginMarkingCodeValidation": _begin_code,
    "getMarkingCodeValidationStatus": _code_status,
    "acceptMarkingCode": _end_code,
    "declineMarkingCode": _end_code,
    "cancelMarkingCodeValidation": _clear_codes,
    "clearMarkingCodeValidationResult": _clear_codes,
}
