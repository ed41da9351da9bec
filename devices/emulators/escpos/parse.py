"""Where one ESC/POS command ends and the next begins. Pure: bytes in, command out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ESC, FS, GS, DLE, LF = 0x1B, 0x1C, 0x1D, 0x10, 0x0A


@dataclass(frozen=True, slots=True)
class Command:
    """A command's code and what follows it; a run of text has an empty code. ``length`` is all of it in bytes."""

    code: bytes
    data: bytes
    length: int


# How many bytes follow a two-byte code.
_FIXED: Final[dict[bytes, int]] = {
    **dict.fromkeys((b"\x1b@", b"\x1b2", b"\x1c.", b"\x1c&"), 0),
    **dict.fromkeys((b"\x1b" + bytes((letter,)) for letter in b"!%-3=EGJMRSTUVad rt{ "), 1),
    **dict.fromkeys((b"\x1b$", b"\x1b\\", b"\x1bc", b"\x1dP", b"\x1dL", b"\x1dW", b"\x1d$", b"\x1d\\"), 2),
    **dict.fromkeys((b"\x1d" + bytes((letter,)) for letter in b"!BHIThafrwb"), 1),
    **dict.fromkeys((b"\x1cC", b"\x1c!", b"\x1c-"), 1),
    b"\x1bp": 3,
}


def next_command(data: bytes | bytearray) -> Command | None:
    """The command at the beginning; None where its end has not arrived yet. ``data`` must not be empty."""
    first = data[0]
    if first in {ESC, FS, GS, DLE}:
        return None if len(data) < 2 else _coded(bytes(data[:2]), data)
    if first < 0x20:
        return Command(bytes((first,)), b"", 1)
    end = next((index for index, byte in enumerate(data) if byte < 0x20), len(data))
    return Command(b"", bytes(data[:end]), end)


def _coded(code: bytes, data: bytes | bytearray) -> Command | None:
    count = _FIXED.get(code)
    if count is None:
        measure = _VARIABLE.get(code)
        count = 0 if measure is None else measure(data)
    if count is None or len(data) < 2 + count:
        return None
    return Command(code, bytes(data[2 : 2 + count]), 2 + count)


def _word(data: bytes | bytearray, at: int) -> int:
    return data[at] | data[at + 1] << 8


def _cut(data: bytes | bytearray) -> int | None:
    return None if len(data) < 3 else 1 + (data[2] in {65, 66, 97, 98, 103, 104})


def _barcode(data: bytes | bytearray) -> int | None:
    if len(data) < 4:
        return None
    if data[2] >= 65:
        return 2 + data[3]
    end = data.find(b"\x00", 3)
    return None if end < 0 else end - 1


def _raster(data: bytes | bytearray) -> int | None:
    return None if len(data) < 8 else 6 + _word(data, 4) * _word(data, 6)


def _function(data: bytes | bytearray) -> int | None:
    return None if len(data) < 5 else 3 + _word(data, 3)


def _large_function(data: bytes | bytearray) -> int | None:
    return None if len(data) < 7 else 5 + int.from_bytes(data[3:7], "little")


def _columns(data: bytes | bytearray) -> int | None:
    return None if len(data) < 5 else 3 + _word(data, 3) * (3 if data[2] in {32, 33} else 1)


def _tabs(data: bytes | bytearray) -> int | None:
    end = data.find(b"\x00", 2)
    return None if end < 0 else end - 1


def _realtime(data: bytes | bytearray) -> int | None:
    if len(data) < 3:
        return None
    if data[1] != 0x14:
        return 1
    return {1: 3, 2: 3, 3: 3, 7: 3, 8: 8}.get(data[2], 1)


_VARIABLE: Final[dict[bytes, Callable[[bytes | bytearray], int | None]]] = {
    b"\x1dV": _cut,
    b"\x1dk": _barcode,
    b"\x1dv": _raster,
    b"\x1d(": _function,
    b"\x1c(": _function,
    b"\x1d8": _large_function,
    b"\x1b*": _columns,
    b"\x1bD": _tabs,
    b"\x10\x04": _realtime,
    b"\x10\x05": _realtime,
    b"\x10\x14": _realtime,
}


def realtime_commands(data: bytes | bytearray) -> tuple[list[bytes], bytes]:
    """The real-time commands anywhere in what arrived, and an unfinished one at its end.

    A printer looks for them before it looks at anything else, inside pictures too.
    """
    found: list[bytes] = []
    at = data.find(DLE)
    while at >= 0:
        rest = data[at:]
        if len(rest) < 2:
            return found, bytes(rest)
        length = 1
        if rest[1] in {0x04, 0x05, 0x14}:
            count = _realtime(rest)
            if count is None or len(rest) < 2 + count:
                return found, bytes(rest)
            found.append(bytes(rest[: 2 + count]))
            length = 2 + count
        at = data.find(DLE, at + length)
    return found, b""
