"""What the commands do, one function a command: machine, operator and data in, the data of the answer out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from devices.emulators.fiscal.paper import money
from devices.emulators.shtrih import machine as m
from devices.emulators.shtrih import selling
from devices.emulators.shtrih.machine import ADMINISTRATORS, OPERATORS, Machine, Refusal
from devices.emulators.shtrih.storage import STORAGE_COMMANDS

Command = Callable[[Machine, int, bytes], bytes]

_NAME: Final = "Эмулятор ШТРИХ-М"
_WITHOUT_PASSWORD: Final = frozenset({b"\xfc", b"\xf7", b"\x6b", b"\x16"})
_FOR_ADMINISTRATORS: Final = frozenset(
    {b"\x14", b"\x15", b"\x1e", b"\x1f", b"\x21", b"\x22", b"\x23", b"\x40", b"\x41"}
)
READS: Final = frozenset(
    {b"\x10", b"\x11", b"\x15", b"\x1a", b"\x1b", b"\x1f", b"\x6b", b"\x89", b"\xf7", b"\xfc"}
    | {b"\xff" + bytes((code,)) for code in (0x01, 0x0A, 0x39, 0x3A, 0x3B, 0x3F, 0x40)}
)
"""Commands that change nothing, so that nothing has to be written down."""


def obey(machine: Machine, payload: bytes) -> bytes:
    """The payload of the answer to the payload of a command."""
    code = payload[: 2 if payload[:1] == b"\xff" else 1]
    command = _COMMANDS.get(code)
    if command is None:
        return code + bytes((m.UNKNOWN_COMMAND,))
    try:
        if code in _WITHOUT_PASSWORD:
            answer = command(machine, 0, payload[len(code) :])
        else:
            operator = _operator(code, payload[len(code) : len(code) + 4])
            answer = command(machine, operator, payload[len(code) + 4 :])
    except Refusal as refusal:
        return code + bytes((refusal.error,))
    except (IndexError, ValueError, OverflowError):
        return code + bytes((m.WRONG_PARAMETER,))
    if code not in READS:
        machine.vault.keep()
    return code + b"\0" + answer


def _operator(code: bytes, password: bytes) -> int:
    number = int.from_bytes(password, "little")
    allowed = ADMINISTRATORS if code in _FOR_ADMINISTRATORS or code in STORAGE_COMMANDS else OPERATORS
    if len(password) < 4 or number not in allowed:
        raise Refusal(m.WRONG_PASSWORD)
    return number


def _short_status(machine: Machine, operator: int, _data: bytes) -> bytes:
    items = 0 if machine.vault.memory.receipt is None else len(machine.vault.memory.receipt.items)
    return (
        bytes((operator,))
        + machine.flags.to_bytes(2, "little")
        + bytes((machine.mode, machine.submode, items & 0xFF, 0x9F, 0xE5, 0x18, 0x01, items >> 8, 0, 0, 0))
    )


def _long_status(machine: Machine, operator: int, _data: bytes) -> bytes:
    memory, clock = machine.vault.memory, machine.clock
    closed = memory.shift_number - machine.shift_is_open
    date = bytes((clock.day, clock.month, clock.year % 100))
    return b"".join(
        (
            bytes((operator,)),
            b"A1",
            (4242).to_bytes(2, "little"),
            bytes((1, 1, 20, 1)),
            memory.registers.get("152", 0).to_bytes(2, "little"),
            machine.flags.to_bytes(2, "little"),
            bytes((machine.mode, machine.submode, 0)),
            # Once of the fiscal memory; clients still read a date at its end.
            bytes((0x18, 0x01, 0, 0, 1, 1, 20)),
            date,
            bytes((clock.hour, clock.minute, clock.second, 0)),
            (memory.serial & 0xFFFFFFFF).to_bytes(4, "little"),
            max(0, closed).to_bytes(2, "little"),
            bytes((0, 0, 1, 11)),
            (7_707_083_893).to_bytes(6, "little"),
            (memory.serial >> 32).to_bytes(2, "little"),
        )
    )


def _device_type(_machine: Machine, _operator: int, _data: bytes) -> bytes:
    return bytes((0, 0, 1, 17, 250, 0)) + _NAME.encode("cp1251")


def _parameters(_machine: Machine, _operator: int, data: bytes) -> bytes:
    if data[:1] != b"\x01":
        raise Refusal(m.WRONG_PARAMETER)
    # Bit 28: level 2.0 is understood.
    return (1 << 28).to_bytes(8, "little") + bytes((40, 40, 40, 40, 255))


def _print_line(machine: Machine, operator: int, data: bytes) -> bytes:
    machine.refuse_without_paper()
    text = data[1:].rstrip(b"\0").decode("cp1251", "replace")
    if machine.vault.memory.receipt is not None:
        machine.vault.memory.receipt.items.append([text, None])
    else:
        machine.print([text])
    return bytes((operator,))


def _money_register(machine: Machine, operator: int, data: bytes) -> bytes:
    memory = machine.vault.memory
    kopecks = {241: memory.cash, 242: memory.cash_in, 243: memory.cash_out}.get(data[0], 0)
    return bytes((operator,)) + max(0, kopecks).to_bytes(6, "little")


def _operation_register(machine: Machine, operator: int, data: bytes) -> bytes:
    return bytes((operator,)) + machine.vault.memory.registers.get(str(data[0]), 0).to_bytes(2, "little")


def _table_key(data: bytes) -> str:
    return f"{data[0]}.{int.from_bytes(data[1:3], 'little')}.{data[3]}"


def _write_table(machine: Machine, _operator: int, data: bytes) -> bytes:
    machine.vault.memory.tables[_table_key(data)] = data[4:].hex()
    return b""


def _read_table(machine: Machine, _operator: int, data: bytes) -> bytes:
    return bytes.fromhex(machine.vault.memory.tables.get(_table_key(data), "00"))


def _refuse_in_shift(machine: Machine) -> None:
    if machine.shift_is_open:
        raise Refusal(m.NOT_IN_THIS_MODE)


def _set_time(machine: Machine, _operator: int, data: bytes) -> bytes:
    _refuse_in_shift(machine)
    hour, minute, second = data[:3]
    _set_clock(machine, machine.clock.replace(hour=hour, minute=minute, second=second))
    return b""


def _set_date(machine: Machine, _operator: int, data: bytes) -> bytes:
    _refuse_in_shift(machine)
    machine.vault.memory.unconfirmed_date = data[:3].hex()
    machine.vault.memory.date_is_unconfirmed = True
    return b""


def _confirm_date(machine: Machine, _operator: int, data: bytes) -> bytes:
    memory = machine.vault.memory
    if data[:3].hex() != memory.unconfirmed_date:
        raise Refusal(m.WRONG_PARAMETER)
    day, month, year = data[:3]
    _set_clock(machine, machine.clock.replace(day=day, month=month, year=2000 + year))
    memory.date_is_unconfirmed, memory.unconfirmed_date = False, ""
    return b""


def _set_clock(machine: Machine, wanted: datetime) -> None:
    ahead = wanted - machine.clock + timedelta(seconds=machine.vault.memory.clock_ahead_s)
    machine.vault.memory.clock_ahead_s = round(ahead.total_seconds())


def _drawer(machine: Machine, operator: int, _data: bytes) -> bytes:
    machine.vault.memory.drawer_is_open = True
    return bytes((operator,))


def _needs_paper(machine: Machine, operator: int, _data: bytes) -> bytes:
    """Feeding and cutting, which leave no trace."""
    machine.refuse_without_paper()
    return bytes((operator,))


def _nothing(_machine: Machine, operator: int, _data: bytes) -> bytes:
    return bytes((operator,))


def _x_report(machine: Machine, operator: int, _data: bytes) -> bytes:
    machine.refuse_without_paper()
    machine.refuse_inside_receipt()
    machine.vault.memory.count(158)
    machine.print(["СУТОЧНЫЙ ОТЧЕТ БЕЗ ГАШЕНИЯ", f"НАЛИЧНЫХ {money(machine.vault.memory.cash)}"])
    return bytes((operator,))


def _z_report(machine: Machine, operator: int, _data: bytes) -> bytes:
    machine.refuse_without_paper()
    machine.refuse_inside_receipt()
    if not machine.shift_is_open:
        raise Refusal(m.NOT_IN_THIS_MODE)
    machine.close_shift()
    return bytes((operator,))


def _open_shift(machine: Machine, operator: int, _data: bytes) -> bytes:
    machine.refuse_without_paper()
    if machine.vault.memory.date_is_unconfirmed:
        raise Refusal(m.CONFIRM_DATE)
    if machine.shift_is_open:
        raise Refusal(m.NOT_IN_THIS_MODE)
    machine.open_shift()
    return bytes((operator,))


def _continue_printing(machine: Machine, operator: int, _data: bytes) -> bytes:
    machine.go_on()
    return bytes((operator,))


def _copy(machine: Machine, operator: int, _data: bytes) -> bytes:
    machine.refuse_without_paper()
    machine.refuse_inside_receipt()
    lines = machine.vault.memory.last_receipt
    if not lines:
        raise Refusal(m.NOT_IN_THIS_MODE)
    machine.print(["КОПИЯ", *lines])
    return bytes((operator,))


def _error_text(_machine: Machine, _operator: int, data: bytes) -> bytes:
    return f"Ошибка {data[0]:02X}h".encode("cp1251")


def _port(_machine: Machine, _operator: int, _data: bytes) -> bytes:
    return bytes((6, 100))


_COMMANDS: Final[dict[bytes, Command]] = {
    b"\x10": _short_status,
    b"\x11": _long_status,
    b"\x13": _nothing,
    b"\x14": lambda _machine, _operator, _data: b"",
    b"\x15": _port,
    b"\x17": _print_line,
    b"\x1a": _money_register,
    b"\x1b": _operation_register,
    b"\x1e": _write_table,
    b"\x1f": _read_table,
    b"\x21": _set_time,
    b"\x22": _set_date,
    b"\x23": _confirm_date,
    b"\x25": _needs_paper,
    b"\x28": _drawer,
    b"\x29": _needs_paper,
    b"\x40": _x_report,
    b"\x41": _z_report,
    b"\x6b": _error_text,
    b"\x8c": _copy,
    b"\xb0": _continue_printing,
    b"\xe0": _open_shift,
    b"\xf7": _parameters,
    b"\xfc": _device_type,
    **selling.COMMANDS,
    **STORAGE_COMMANDS,
}
