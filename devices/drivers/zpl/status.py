"""What a ZPL printer says of itself. Pure functions; the fields are those of Zebra's programming guide, ~HS."""

import re
from typing import Final

from devices.errors import Trouble
from devices.labels.dialect import Reading

STRINGS: Final = 3
_STRING: Final = re.compile(rb"\x02([^\x02\x03]*)\x03")
_FIRST_FIELDS: Final = 12
_SECOND_FIELDS: Final = 9


def is_whole(answer: bytes) -> bool:
    """Whether the three strings of an answer have arrived."""
    return len(_STRING.findall(answer)) >= STRINGS


def read_status(answer: bytes) -> Reading | None:
    """The state behind the answer to ~HS; None where it is none."""
    strings = _STRING.findall(answer)
    if len(strings) != STRINGS:
        return None
    first, second = (_numbers(string) for string in strings[:2])
    if len(first) < _FIRST_FIELDS or len(second) < _SECOND_FIELDS:
        return None
    formats, partial, left = first[4], first[7], second[8]
    flags = (
        (first[1], Trouble.PAPER_OUT),
        (second[3], Trouble.RIBBON_OUT),
        (second[2], Trouble.HEAD_OPEN),
        (first[11], Trouble.HEAD_HOT),
        (first[9], Trouble.BROKEN),
        (first[2], Trouble.PAUSED),
    )
    trouble = next((trouble for flag, trouble in flags if flag), None)
    said = " ".join(string.decode("ascii") for string in strings)
    return Reading(trouble, bool(formats or partial or left), said[:120], formats, left)


def _numbers(string: bytes) -> list[int]:
    """The fields of a string; none at all where one is no number."""
    fields = string.split(b",")
    return [int(field) for field in fields] if all(field.isdigit() for field in fields) else []
