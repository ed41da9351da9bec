"""A text cut into the parts a network carries: what it costs is counted in parts (3GPP 23.038, 23.040)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.errors import BadInput
from devices.sms.alphabet import is_gsm, septets_of

MOST_PARTS: Final = 10
"""More is a letter; the format would allow 255."""


class Coding(StrEnum):
    """How the letters of a message travel."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


_SINGLE: Final = {Coding.GSM7: 160, Coding.UCS2: 70}
_LINKED: Final = {Coding.GSM7: 153, Coding.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in its parts. ``units`` are septets, or 16-bit units of UCS-2, of the whole."""

    coding: Coding
    parts: tuple[str, ...]
    units: int

    @property
    def left(self) -> int:
        """The units that still fit without another part."""
        room = _SINGLE[self.coding] if len(self.parts) == 1 else _LINKED[self.coding]
        return room - units_of(self.parts[-1], self.coding)


def cut(text: str) -> Cut:
    """The parts of a text; a sign is never torn. One sign outside GSM 7-bit makes the whole text UCS-2.

    Raises BadInput ``sms_text_missing``, ``sms_text_long`` above ten parts.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise BadInput("sms_text_missing", "text")
    coding = Coding.GSM7 if is_gsm(text) else Coding.UCS2
    units = units_of(text, coding)
    parts = (text,) if units <= _SINGLE[coding] else tuple(_pieces(text, coding))
    if len(parts) > MOST_PARTS:
        raise BadInput("sms_text_long", "text", parts=len(parts), most=MOST_PARTS)
    return Cut(coding, parts, units)


def units_of(text: str, coding: Coding) -> int:
    """The septets or 16-bit units of a text."""
    return sum(_width(sign, coding) for sign in text)


def _width(sign: str, coding: Coding) -> int:
    if coding is Coding.UCS2:
        return 2 if ord(sign) > 0xFFFF else 1
    return len(septets_of(sign) or ())


def _pieces(text: str, coding: Coding) -> Iterable[str]:
    begin, room = 0, _LINKED[coding]
    for place, sign in enumerate(text):
        width = _width(sign, coding)
        if width > room:
            yield text[begin:place]
            begin, room = place, _LINKED[coding]
        room -= width
    yield text[begin:]
