"""Scales that send line after line without being asked: CAS indicators, and any that write plain text."""

import re
import time
from collections.abc import Callable
from typing import Final

from devices.errors import DeviceError, Trouble
from devices.scales.grams import grams_of
from devices.scales.line import ScaleLine
from devices.scales.port import Weight

REST_S: Final = 0.3
"""Two equal readings so far apart count as rest where the scale does not say."""
_FORGOTTEN_S: Final = 2.0
_LONGEST_LINE: Final = 80

INDICATOR: Final = (
    rb"(?:(?P<status>ST|US|OL),(?P<net>GS|NT),(?:.(?P<lamp>[\x80-\xff]),)?)?"
    rb"(?P<figures>[ +\-0-9.]{7,9})(?: ?(?P<unit>kg|g | ?g|lb))?"
)
"""Lines of 22, 18 or 10 bytes of CAS indicators; the lamp byte lies above 7F."""
PLAIN: Final = (
    rb"[ \x02]*(?:(?P<status>ST|US|OL)[ ,]*)?(?:(?P<net>GS|NT)[ ,]*)?"
    rb"(?P<figures>[+-]? *[0-9]+(?:[.,][0-9]+)?) *(?P<unit>kg|g|lb)[ \x03]*"
)
"""Any line with a number and its unit, and perhaps a word before it."""

_LAMP_ZERO, _LAMP_TARE, _LAMP_HOLD, _LAMP_STABLE = 0x01, 0x02, 0x10, 0x40


class Rest:
    """Tells from readings alone whether the scale stands still."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._grams: int | None = None
        self._since_s = self._last_s = 0.0

    def note(self, grams: int) -> bool:
        """Takes a reading; True where the same has been read for 0.3 s, with no gap of more than 2 s."""
        now = self._monotonic()
        if grams != self._grams or now - self._last_s > _FORGOTTEN_S:
            self._grams, self._since_s = grams, now
        self._last_s = now
        return now - self._since_s >= REST_S


class Stream:
    """A ``ScaleDialect``: reads the first whole line that begins after the question.

    ``pattern`` must match a whole line; its groups are ``figures``, and where the scale has them ``status`` (ST, US,
    OL), ``net`` (NT), ``sign``, ``unit`` and ``lamp``. ``zero_command`` is sent for zero where there is one.
    """

    is_asked: Final = False
    tares: Final = False

    def __init__(self, name: str, pattern: bytes, *, tells_rest: bool, zero_command: bytes = b"") -> None:
        self.name = name
        self.zeroes = bool(zero_command)
        self.tells_rest = tells_rest
        self._pattern = re.compile(pattern)
        self._zero_command = zero_command
        self._rest = Rest()

    def read(self, line: ScaleLine) -> Weight:
        """The next whole line: what is left of the one before might be read as a smaller weight."""
        line.skip_to(b"\n", _LONGEST_LINE)
        return self.read_line(line.take_to(b"\n", _LONGEST_LINE).removesuffix(b"\r"))

    def read_line(self, text: bytes) -> Weight:
        """The weight in a line without its end; DeviceError ``device_garbled``, ``scale_unit``."""
        found = self._pattern.fullmatch(text)
        if found is None:
            raise DeviceError(Trouble.GARBLED, maker_code=text[:32].hex(" "))
        parts = found.groupdict()
        status, lamp = parts.get("status"), ord(parts.get("lamp") or b"\0")
        if status == b"OL":
            return Weight(None, stable=False, overload=True)
        figures = (parts.get("sign") or b"").decode("ascii", "replace") + parts["figures"].decode("ascii", "replace")
        grams = grams_of(figures, (parts.get("unit") or b"kg").decode("ascii", "replace"))
        held = self._rest.note(grams)
        stable = held if status is None else status == b"ST" and (not lamp or lamp & _LAMP_STABLE != 0)
        return Weight(
            grams,
            stable=stable and not lamp & _LAMP_HOLD,
            net=parts.get("net") == b"NT" or lamp & _LAMP_TARE != 0,
            zero=grams == 0 or lamp & _LAMP_ZERO != 0,
            below_zero=grams < 0,
        )

    def zero(self, line: ScaleLine) -> bool:
        """Sends the command, which is not answered."""
        line.send(self._zero_command)
        return False

    def tare(self, line: ScaleLine) -> bool:
        """No command of these scales."""
        raise DeviceError(Trouble.SCALE_CANNOT)


def framed_command(number: int, command: bytes) -> bytes:
    """A command to the CAS indicator with a number from 0 to 99, with its sum in hexadecimal."""
    body = f"{number:02d}".encode() + command
    return b"\x02" + body + f"{sum(body) & 0xFF:02X}".encode() + b"\x03"
