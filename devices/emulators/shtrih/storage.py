"""The fiscal storage inside: its state, its documents, and what is sent into the document that is being made."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from devices.emulators.shtrih.machine import Machine, Refusal
from devices.emulators.shtrih.memory import CLOSING, CORRECTION, OPENING, RECEIPT, Stored

WRONG_STATE: Final = 0x02
NO_DATA: Final = 0x08
TOO_LONG: Final = 0x10
_TAG_BYTES_MOST: Final = 250
_PIECE_BYTES: Final = 200
_WORKING: Final = 3
_STATE_OF: Final = {OPENING: 0x02, CLOSING: 0x08, CORRECTION: 0x14}


def _moment(at: datetime) -> bytes:
    return bytes((at.year % 100, at.month, at.day, at.hour, at.minute))


def _status(machine: Machine, _operator: int, _data: bytes) -> bytes:
    memory, documents = machine.vault.memory, machine.vault.documents
    return (
        bytes((_WORKING, _STATE_OF.get(memory.storage_document, 0), 0, machine.shift_is_open, 0))
        + _moment(datetime.fromisoformat(documents[-1].at) if documents else machine.clock)
        + memory.storage_number.encode("ascii")
        + len(documents).to_bytes(4, "little")
    )


def _cancel(machine: Machine, _operator: int, _data: bytes) -> bytes:
    machine.vault.memory.storage_document, machine.vault.memory.storage_tags = 0, ""
    return b""


def _document(machine: Machine, data: bytes) -> Stored:
    number = int.from_bytes(data[:4], "little")
    if len(data) < 4 or not 1 <= number <= len(machine.vault.documents):
        raise Refusal(NO_DATA)
    return machine.vault.documents[number - 1]


def _find(machine: Machine, _operator: int, data: bytes) -> bytes:
    found = _document(machine, data)
    body = _moment(datetime.fromisoformat(found.at)) + found.number.to_bytes(4, "little")
    body += found.sign.to_bytes(4, "little")
    if found.type in (RECEIPT, CORRECTION):
        body += bytes((found.operation,)) + found.total.to_bytes(5, "little")
    return bytes((found.type, 0)) + body


def _begin_reading(machine: Machine, _operator: int, data: bytes) -> bytes:
    found = _document(machine, data)
    machine.reading = bytes.fromhex(found.tags)
    return found.type.to_bytes(2, "little") + len(machine.reading).to_bytes(2, "little")


def _read_on(machine: Machine, _operator: int, _data: bytes) -> bytes:
    if not machine.reading:
        raise Refusal(NO_DATA)
    piece, machine.reading = machine.reading[:_PIECE_BYTES], machine.reading[_PIECE_BYTES:]
    return piece


def _take_tags(machine: Machine, _operator: int, data: bytes) -> bytes:
    memory = machine.vault.memory
    if len(data) > _TAG_BYTES_MOST:
        raise Refusal(TOO_LONG)
    if memory.receipt is not None:
        memory.receipt.tags += data.hex()
    elif memory.storage_document:
        memory.storage_tags += data.hex()
    else:
        raise Refusal(WRONG_STATE)
    return b""


def _begin(document: int) -> Callable[[Machine, int, bytes], bytes]:
    def command(machine: Machine, _operator: int, _data: bytes) -> bytes:
        machine.refuse_inside_receipt()
        if document == CORRECTION:
            machine.refuse_outside_shift()
        if machine.shift_is_open == (document == OPENING):
            raise Refusal(WRONG_STATE)
        machine.vault.memory.storage_document, machine.vault.memory.storage_tags = document, ""
        return b""

    return command


def _close_shift(machine: Machine, _operator: int, _data: bytes) -> bytes:
    machine.refuse_without_paper()
    if machine.vault.memory.storage_document != CLOSING:
        raise Refusal(WRONG_STATE)
    document = machine.close_shift()
    return (
        document.shift.to_bytes(2, "little")
        + document.number.to_bytes(4, "little")
        + document.sign.to_bytes(4, "little")
    )


def _shift(machine: Machine, _operator: int, _data: bytes) -> bytes:
    memory = machine.vault.memory
    return (
        bytes((machine.shift_is_open,))
        + memory.shift_number.to_bytes(2, "little")
        + memory.receipts_in_shift.to_bytes(2, "little")
    )


def _unsent(machine: Machine, _operator: int, _data: bytes) -> bytes:
    return len(machine.vault.documents).to_bytes(2, "little")


def _exchange(machine: Machine, _operator: int, _data: bytes) -> bytes:
    """Nothing was ever sent: the queue begins with the first document."""
    documents = machine.vault.documents
    first = _moment(datetime.fromisoformat(documents[0].at)) if documents else bytes(5)
    return bytes((0x10, 0)) + len(documents).to_bytes(2, "little") + bytes((bool(documents), 0, 0, 0)) + first


STORAGE_COMMANDS: Final[dict[bytes, Callable[[Machine, int, bytes], bytes]]] = {
    b"\xff\x01": _status,
    b"\xff\x08": _cancel,
    b"\xff\x0a": _find,
    b"\xff\x0c": _take_tags,
    b"\xff\x35": _begin(CORRECTION),
    b"\xff\x39": _exchange,
    b"\xff\x3a": _begin_reading,
    b"\xff\x3b": _read_on,
    b"\xff\x3f": _unsent,
    b"\xff\x40": _shift,
    b"\xff\x41": _begin(OPENING),
    b"\xff\x42": _begin(CLOSING),
    b"\xff\x43": _close_shift,
}
