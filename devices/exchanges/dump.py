"""What was exchanged with a device as text for support: times, ways, and bytes with their letters."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from devices.exchanges.log import Piece

_COLUMNS: Final = 16


def hex_lines(data: bytes) -> list[str]:
    """The bytes as lines: offset, hexadecimal figures, letters."""
    return [
        f"{start:04x}  {row.hex(' '):<{_COLUMNS * 3 - 1}}  {_letters(row)}"
        for start in range(0, len(data), _COLUMNS)
        for row in (data[start : start + _COLUMNS],)
    ]


def dumped(pieces: Iterable[Piece], zone: tzinfo) -> str:
    """The pieces one after another, with the time of day of ``zone``; empty for none."""
    return "\n".join(_dumped(piece, zone) for piece in pieces)


def written_at(piece: Piece, zone: tzinfo) -> str:
    """When a piece went, to the millisecond."""
    return piece.at.astimezone(zone).isoformat(sep=" ", timespec="milliseconds")


def _dumped(piece: Piece, zone: tzinfo) -> str:
    at = written_at(piece, zone)
    if piece.way == "trouble":
        often = f" ({piece.times} times)" if piece.times > 1 else ""
        return f"{at}  trouble: {piece.code}{f': {piece.told}' if piece.told else ''}{often}\n"
    left_out = f", {piece.left_out} more not kept" if piece.left_out else ""
    lines = "".join(f"  {line}\n" for line in hex_lines(piece.data))
    return f"{at}  {piece.way}, {len(piece.data)} byte{'' if len(piece.data) == 1 else 's'}{left_out}\n{lines}"


def _letters(row: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
