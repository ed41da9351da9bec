"""Receipts and cash: the commands of old (80h, 85h) and of the fiscal storage (FF46h, FF45h)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from devices.emulators.fiscal.paper import money
from devices.emulators.shtrih import machine as m
from devices.emulators.shtrih.machine import Machine, Refusal
from devices.emulators.shtrih.memory import CORRECTION, RECEIPT, OpenReceipt, Stored
from devices.emulators.shtrih.paper import PAPER, receipt_lines

PAID_TOO_LITTLE: Final = 0x45
CASH_TOO_SHORT: Final = 0x46
NO_RECEIPT: Final = 0x55
OTHER_OPERATOR: Final = 0x59
_NO_PAPER_WANTED: Final = "17.1.7"
_NOT_GIVEN: Final = b"\xff" * 5
# 8Dh counts sale, buy, sale return, buy return; the fiscal storage sale, sale return, buy, buy return.
_OPERATION_OF_KIND: Final = (1, 3, 2, 4)
_KIND_OF_OPERATION: Final = {1: 0, 2: 2, 3: 1, 4: 3}
_CASH_COMES_IN: Final = frozenset({0, 3})


def _open_receipt(machine: Machine, operator: int, data: bytes) -> bytes:
    machine.refuse_without_paper()
    machine.refuse_inside_receipt()
    machine.begin(data[0], operator)
    return bytes((operator,))


def _receipt_for(machine: Machine, kind: int, operator: int) -> OpenReceipt:
    """The open receipt, opened now where none is; all its lines are of one kind."""
    machine.refuse_without_paper()
    receipt = machine.vault.memory.receipt or machine.begin(kind, operator)
    if receipt.kind != kind:
        raise Refusal(m.WRONG_PARAMETER)
    return receipt


def _item(machine: Machine, operator: int, data: bytes) -> bytes:
    """FF46h."""
    if len(data) != 154 or data[0] not in _KIND_OF_OPERATION or data[24] not in _SETTLEMENTS:
        raise Refusal(m.WRONG_PARAMETER)
    qty, price = int.from_bytes(data[1:7], "little"), int.from_bytes(data[7:12], "little")
    worth = (qty * price * 2 + 1_000_000) // 2_000_000
    told = worth if data[12:17] == _NOT_GIVEN else int.from_bytes(data[12:17], "little")
    if not qty or abs(told - worth) > 1 or data[22] not in _TAXES:
        raise Refusal(m.WRONG_PARAMETER)
    receipt = _receipt_for(machine, _KIND_OF_OPERATION[data[0]], operator)
    name = data[26:].rstrip(b"\0").decode("cp1251", "replace")
    receipt.items.append([f"{name} {qty / 1_000_000:g} x {money(price)}", told])
    return b""


_SETTLEMENTS: Final = range(1, 8)
_TAXES: Final = frozenset({0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x81, 0x82, 0x84, 0x90})


def _old_item(kind: int) -> Callable[[Machine, int, bytes], bytes]:
    def command(machine: Machine, operator: int, data: bytes) -> bytes:
        """80h to 83h."""
        if len(data) < 15:
            raise Refusal(m.WRONG_PARAMETER)
        qty, price = int.from_bytes(data[:5], "little"), int.from_bytes(data[5:10], "little")
        receipt = _receipt_for(machine, kind, operator)
        name = data[15:].rstrip(b"\0").decode("cp1251", "replace")
        receipt.items.append([f"{name} {qty / 1000:g} x {money(price)}", (qty * price * 2 + 1000) // 2000])
        return bytes((operator,))

    return command


def _close(machine: Machine, _operator: int, data: bytes) -> bytes:
    """FF45h."""
    if len(data) != 176:
        raise Refusal(m.WRONG_PARAMETER)
    payments = [int.from_bytes(data[at : at + 5], "little") for at in range(0, 80, 5)]
    change, document = _closed(machine, payments, data[80])
    at = datetime.fromisoformat(document.at)
    return (
        change.to_bytes(5, "little")
        + document.number.to_bytes(4, "little")
        + document.sign.to_bytes(4, "little")
        + bytes((at.year % 100, at.month, at.day, at.hour, at.minute))
    )


def _old_close(machine: Machine, operator: int, data: bytes) -> bytes:
    """85h: cash and three other ways of paying."""
    payments = [int.from_bytes(data[at : at + 5], "little") for at in range(0, 20, 5)]
    change, _document = _closed(machine, payments, 0)
    return bytes((operator,)) + change.to_bytes(5, "little")


def _closed(machine: Machine, payments: list[int], rounding: int) -> tuple[int, Stored]:
    memory = machine.vault.memory
    receipt = memory.receipt
    machine.refuse_without_paper()
    if receipt is None:
        raise Refusal(NO_RECEIPT)
    machine.refuse_outside_shift()
    due, paid = receipt.total - rounding, sum(payments)
    change = paid - due
    if change < 0 or change > payments[0]:
        raise Refusal(PAID_TOO_LITTLE)
    cash = payments[0] - change
    if receipt.kind not in _CASH_COMES_IN and cash > memory.cash:
        raise Refusal(CASH_TOO_SHORT)
    document = machine.store(RECEIPT, operation=_OPERATION_OF_KIND[receipt.kind], total=due, tags=receipt.tags)
    memory.receipt = None
    memory.cash += cash if receipt.kind in _CASH_COMES_IN else -cash
    memory.receipts_in_shift += 1
    memory.count(144 + receipt.kind)
    memory.count(148 + receipt.kind)
    foot = PAPER.foot("КАССОВЫЙ ЧЕК", document.number, document.sign, datetime.fromisoformat(document.at))
    _print_receipt(machine, [*receipt_lines(receipt, paid, change), *foot])
    return change, document


def _print_receipt(machine: Machine, lines: list[str]) -> None:
    machine.vault.memory.last_receipt = lines
    machine.print(lines, wanted=_wants_paper(machine))


def _wants_paper(machine: Machine) -> bool:
    """The wish holds for one document."""
    return machine.vault.memory.tables.pop(_NO_PAPER_WANTED, "00") != "01"


def _correct(machine: Machine, _operator: int, data: bytes) -> bytes:
    """FF4Ah."""
    memory = machine.vault.memory
    machine.refuse_without_paper()
    machine.refuse_outside_shift()
    if len(data) != 63 or data[1] not in _KIND_OF_OPERATION or memory.storage_document != CORRECTION:
        raise Refusal(m.WRONG_PARAMETER)
    total = int.from_bytes(data[2:7], "little")
    if sum(int.from_bytes(data[at : at + 5], "little") for at in range(7, 32, 5)) != total:
        raise Refusal(PAID_TOO_LITTLE)
    document = machine.store(CORRECTION, operation=data[1], total=total)
    memory.cash += int.from_bytes(data[7:12], "little") * (1 if data[1] in (1, 4) else -1)
    memory.receipts_in_shift += 1
    foot = PAPER.foot("ЧЕК КОРРЕКЦИИ", document.number, document.sign, datetime.fromisoformat(document.at))
    _print_receipt(machine, [f"ИТОГ {money(total)}", *foot])
    return (
        memory.receipts_in_shift.to_bytes(2, "little")
        + document.number.to_bytes(4, "little")
        + document.sign.to_bytes(4, "little")
    )


def _cancel(machine: Machine, operator: int, _data: bytes) -> bytes:
    memory = machine.vault.memory
    if memory.receipt is None:
        raise Refusal(NO_RECEIPT)
    machine.refuse_without_paper()
    if memory.receipt.operator != operator and operator != m.ADMINISTRATORS[-1]:
        raise Refusal(OTHER_OPERATOR)
    memory.receipt = None
    memory.count(157)
    machine.print(["ЧЕК АННУЛИРОВАН"], wanted=_wants_paper(machine))
    return bytes((operator,))


def _subtotal(machine: Machine, operator: int, _data: bytes) -> bytes:
    receipt = machine.vault.memory.receipt
    if receipt is None:
        raise Refusal(NO_RECEIPT)
    return bytes((operator,)) + receipt.total.to_bytes(5, "little")


def _move_cash(direction: int) -> Callable[[Machine, int, bytes], bytes]:
    def command(machine: Machine, operator: int, data: bytes) -> bytes:
        """50h and 51h."""
        memory = machine.vault.memory
        kopecks = int.from_bytes(data[:5], "little")
        machine.refuse_without_paper()
        machine.refuse_inside_receipt()
        machine.refuse_outside_shift()
        if direction < 0 and kopecks > memory.cash:
            raise Refusal(CASH_TOO_SHORT)
        memory.cash += direction * kopecks
        if direction > 0:
            memory.cash_in += kopecks
        else:
            memory.cash_out += kopecks
        memory.count(153 if direction > 0 else 154)
        machine.print([f"{'ВНЕСЕНИЕ' if direction > 0 else 'ВЫПЛАТА'} {money(kopecks)}"])
        return bytes((operator,)) + memory.registers["152"].to_bytes(2, "little")

    return command


def _bound_to_item(machine: Machine, _operator: int, data: bytes) -> bytes:
    """FF67h and FF4Dh."""
    receipt = machine.vault.memory.receipt
    if receipt is None or not receipt.items or not data:
        raise Refusal(NO_RECEIPT)
    return b""


def _checked_code(_machine: Machine, _operator: int, data: bytes) -> bytes:
    """FF61h: a code has at least an article number of 14 digits and a serial number."""
    planned, _mode, length, tlv = data[:4]
    if planned not in range(1, 5) or len(data) != 4 + length + tlv:
        raise Refusal(m.WRONG_PARAMETER)
    if length < 20:
        raise Refusal(0xA0)
    return bytes((0x0F, 0, 0))


COMMANDS: Final[dict[bytes, Callable[[Machine, int, bytes], bytes]]] = {
    b"\x50": _move_cash(1),
    b"\x51": _move_cash(-1),
    **{bytes((0x80 + kind,)): _old_item(kind) for kind in range(4)},
    b"\x85": _old_close,
    b"\x88": _cancel,
    b"\x89": _subtotal,
    b"\x8d": _open_receipt,
    b"\xff\x45": _close,
    b"\xff\x46": _item,
    b"\xff\x4a": _correct,
    b"\xff\x4d": _bound_to_item,
    b"\xff\x61": _checked_code,
    b"\xff\x67": _bound_to_item,
    b"\xff\x69": lambda _machine, _operator, _data: b"",
}
