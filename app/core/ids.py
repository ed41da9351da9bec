"""Identities made by whoever starts an act: UUID version 7 (RFC 9562, section 5.7)."""

import os
import re
import time
import uuid
from typing import Final

from app.core.errors import BadInput

_CANONICAL: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def new_uid() -> str:
    """A new UUIDv7 as lower-case text: ordered by time, safe to make anywhere."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (random >> 68 & 0xFFF) << 64
    value |= 0x2 << 62 | random & 0x3FFF_FFFF_FFFF_FFFF
    return str(uuid.UUID(int=value))


def parse_uid(text: object, path: str = "uid") -> str:
    """The canonical form of a UUID given from outside; BadInput ``not_a_uid`` for anything else."""
    if isinstance(text, str) and _CANONICAL.fullmatch(text):
        return text
    if isinstance(text, str) and len(text) in (32, 36):
        try:
            return str(uuid.UUID(text))
        except ValueError:
            pass
    raise BadInput("not_a_uid", path)
