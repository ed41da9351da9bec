"""ZPL as commands: pure functions from bytes to what they say."""

import re
from dataclasses import dataclass
from typing import Final

from devices.emulators.zpl.pictures import LARGEST_BYTES, Packed

LONGEST_COMMAND: Final = 8_192

_START: Final = re.compile(rb"[\^~]")
# Commands that are whole by themselves: nobody should have to send another to have them carried out.
_ALONE: Final = frozenset({b"^XA", b"^XZ", b"^FS"})
_FIELD: Final = re.compile(rb"\^GF([AB]),([0-9]{1,7}),([0-9]{1,7}),([0-9]{1,5}),", re.IGNORECASE)
_STORED: Final = re.compile(rb"~DG([A-Z]:)?([^,^~]{1,20}),([0-9]{1,7}),([0-9]{1,5}),", re.IGNORECASE)
_PICTURES: Final = (b"^GF", b"~DG")


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its prefix, like ``^FO``, and what follows it; ``length`` is all of it in bytes.

    ``raster`` are a picture's dots, ``row`` bytes a row. A command that is empty is what stands between commands.
    """

    code: str
    data: bytes
    length: int
    raster: bytes = b""
    row: int = 0


def next_command(data: bytes | bytearray) -> Command | None:
    """The command at the beginning; None where its end has not arrived yet. ``data`` must not be empty."""
    start = _START.search(data)
    if start is None or start.start():
        length = len(data) if start is None else start.start()
        return Command("", bytes(data[:length]).strip(), length)
    code = bytes(data[:3]).upper()
    if code in _ALONE:
        return Command(code.decode(), b"", 3)
    if code in _PICTURES:
        picture = _FIELD.match(data) if code == b"^GF" else _STORED.match(data)
        if picture is not None:
            return _picture(code.decode(), data, picture)
    end = _START.search(data, 1)
    if end is None:
        return None if len(data) < LONGEST_COMMAND else _plain(bytes(data[:LONGEST_COMMAND]))
    return _plain(bytes(data[: end.start()]))


def _plain(command: bytes) -> Command:
    # The font of ^A is one letter more of its command, so it has one letter less.
    letters = 2 if command[1:2] in b"Aa" and command[:1] == b"^" and command[1:2] else 3
    code, rest = command[:letters], command[letters:]
    return Command(code.decode("ascii", "replace").upper(), rest.replace(b"\r", b"").replace(b"\n", b""), len(command))


def _picture(code: str, data: bytes | bytearray, header: "re.Match[bytes]") -> Command | None:
    # A field says how it is written and its length twice; a stored picture its name and its length.
    is_binary = code == "^GF" and header[1].upper() == b"B"
    name = b"" if code == "^GF" else header[2]
    total, row, start = int(header[3]), int(header[4]), header.end()
    if not 0 < total <= LARGEST_BYTES or not 0 < row <= total:
        return Command(code, name, start)
    if is_binary:
        raster = bytes(data[start : start + total])
        return Command(code, name, start + total, raster, row) if len(raster) == total else None
    packed = Packed(total, row)
    length = packed.take(data, start)
    return None if length is None else Command(code, name, start + length, packed.dots, row)
