"""What the bytes of answers mean. Pure functions; offsets count from the byte after the error code."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import IntEnum
from typing import Final

from app.core.money import Money
from devices.errors import DeviceError, Trouble

TEXT: Final = "cp1251"
TAG_TEXT: Final = "cp866"


class Mode(IntEnum):
    """What the register is about; the low four bits of its mode byte."""

    SHIFT_OPEN = 2
    SHIFT_EXPIRED = 3
    SHIFT_CLOSED = 4
    DATE_UNCONFIRMED = 6
    DOCUMENT_OPEN = 8
    TECHNICAL_RESET = 9


class Submode(IntEnum):
    """What its printer is about."""

    IDLE = 0
    NO_PAPER = 1
    NO_PAPER_INSIDE = 2
    WAITS_TO_CONTINUE = 3
    REPORT = 4
    PRINTING = 5


@dataclass(frozen=True, slots=True)
class ShortStatus:
    """The answer to 10h."""

    flags: int
    mode: int
    submode: int

    @property
    def maker_code(self) -> str:
        """For the log."""
        return f"mode {self.mode} submode {self.submode} flags {self.flags:04X}"


@dataclass(frozen=True, slots=True)
class LongStatus:
    """The answer to 11h."""

    short: ShortStatus
    firmware: str
    clock: datetime | None
    serial_number: str
    last_closed_shift: int


@dataclass(frozen=True, slots=True)
class StorageStatus:
    """The answer to FF01h; ``open_document`` is 0 where the storage is in the middle of none."""

    open_document: int
    shift_is_open: bool
    warnings: int
    number: str
    last_document: int


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """The answer to FF0Ah; ``operation`` and ``total`` are of receipts and corrections only."""

    type: int
    at: datetime | None
    number: int
    sign: int
    operation: int | None
    total: Money | None


def whole_number(data: bytes) -> int:
    """Little-endian."""
    return int.from_bytes(data, "little")


def _long_enough(data: bytes, length: int) -> bytes:
    if len(data) < length:
        raise DeviceError(Trouble.GARBLED, maker_code=data.hex(" "))
    return data


def short_status(data: bytes) -> ShortStatus:
    """DeviceError ``device_garbled`` for too little, as all of these."""
    _long_enough(data, 5)
    return ShortStatus(whole_number(data[1:3]), data[3] & 0x0F, data[4])


def long_status(data: bytes, zone: tzinfo) -> LongStatus:
    """The date has two digits of the year."""
    _long_enough(data, 46)
    day, month, year, hour, minute, second = data[23:29]
    serial = whole_number(data[30:34] + data[46:48])
    return LongStatus(
        short=ShortStatus(whole_number(data[11:13]), data[13] & 0x0F, data[14]),
        firmware=data[1:3].decode("ascii", "replace") + f".{whole_number(data[3:5])}",
        clock=_moment((year, month, day, hour, minute, second), zone),
        serial_number=str(serial),
        last_closed_shift=whole_number(data[34:36]),
    )


def storage_status(data: bytes) -> StorageStatus:
    """How the fiscal storage is."""
    _long_enough(data, 30)
    return StorageStatus(
        open_document=data[1],
        shift_is_open=bool(data[3]),
        warnings=data[4],
        number=data[10:26].decode("ascii", "replace").strip("\0 "),
        last_document=whole_number(data[26:30]),
    )


def found_document(data: bytes, zone: tzinfo) -> FoundDocument:
    """A document of the fiscal storage."""
    _long_enough(data, 15)
    has_total = len(data) >= 21
    return FoundDocument(
        type=data[0],
        at=storage_moment(data[2:7], zone),
        number=whole_number(data[7:11]),
        sign=whole_number(data[11:15]),
        operation=data[15] if has_total else None,
        total=Money(whole_number(data[16:21])) if has_total else None,
    )


def storage_moment(data: bytes, zone: tzinfo) -> datetime | None:
    """The five bytes of a date and a time; None where they are none."""
    return _moment((*data, 0), zone) if len(data) == 5 else None


def _moment(parts: tuple[int, ...], zone: tzinfo) -> datetime | None:
    year, month, day, hour, minute, second = parts
    with contextlib.suppress(ValueError):
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=zone)
    return None


def tags(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tags of a TLV structure, as far as they are whole."""
    while len(data) >= 4:
        tag, length = whole_number(data[:2]), whole_number(data[2:4])
        if len(data) < 4 + length:
            return
        yield tag, data[4 : 4 + length]
        data = data[4 + length :]
