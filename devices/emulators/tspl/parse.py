"""TSPL as lines: pure functions from bytes to commands."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 8_192
LARGEST_BITMAP: Final = 4_000_000

_HEADER: Final = re.compile(rb"[ \t]*BITMAP[ \t]+((?:[ \t]*-?[0-9]{1,6}[ \t]*,){5})", re.IGNORECASE)
_PIECE: Final = re.compile(rb'"((?:\\\["\]|[^"])*)"|([^,"]+)|(,)')


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name in capitals, and what follows it; ``length`` is all of it in bytes.

    ``raster`` is a picture's dots. The name of an empty line is empty.
    """

    name: str
    rest: bytes
    length: int
    raster: bytes = b""


def next_command(data: bytes | bytearray) -> Command | None:
    """The command at the beginning; None where its end has not arrived yet. ``data`` must not be empty."""
    end = data.find(b"\n")
    found = _HEADER.match(data, 0, LONGEST_LINE)
    if found is not None and (end < 0 or found.end() <= end):
        return _bitmap(data, found)
    if end < 0:
        return None if len(data) < LONGEST_LINE else _line(bytes(data[:LONGEST_LINE]), LONGEST_LINE)
    return _line(bytes(data[:end]), end + 1)


def _bitmap(data: bytes | bytearray, header: "re.Match[bytes]") -> Command | None:
    _, _, width, height, _ = (int(number) for number in header[1].split(b",")[:5])
    count = max(0, width) * max(0, height)
    start = header.end()
    if count > LARGEST_BITMAP:
        return Command("BITMAP", header[1].strip(), start)
    if len(data) < start + count:
        return None
    return Command("BITMAP", header[1].strip(), start + count, bytes(data[start : start + count]))


def _line(line: bytes, length: int) -> Command:
    name, _, rest = line.strip(b" \t\r").partition(b" ")
    return Command(name.decode("ascii", "replace").upper(), rest.strip(), length)


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands between two commas; ``quoted`` where it stood in quotes."""

    text: bytes
    quoted: bool = False


def arguments(rest: bytes) -> list[Argument]:
    """The arguments of a command; a quote inside quotes is written in brackets behind a backslash."""
    found: list[Argument] = []
    current = Argument(b"")
    for quoted, plain, comma in _PIECE.findall(rest):
        if comma:
            found.append(current)
            current = Argument(b"")
        elif plain.strip():
            current = Argument(plain.strip())
        elif not plain:
            current = Argument(quoted.replace(b'\\["]', b'"'), quoted=True)
    return [*found, current] if rest else []
