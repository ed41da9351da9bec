"""From the bytes of a scanner to codes: where one begins and ends, and how its text is written."""

from typing import Final

from devices.scanners.options import ScannerOptions

SILENCE_S: Final = 0.1
"""So long a pause ends a code without a suffix."""
LEAST_BYTES: Final = 4
MOST_BYTES: Final = 4096
_STX: Final = b"\x02"
_NUL: Final = b"\x00"
_QR: Final = "]Q"


class Framer:
    """Collects bytes into codes; times are seconds of a clock that never jumps."""

    def __init__(self, options: ScannerOptions) -> None:
        self._options = options
        self._held = bytearray()
        self._heard_s = 0.0
        self._is_too_long = False
        self._last: tuple[str, float] = ("", -1e9)

    @property
    def is_inside(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._held) or self._is_too_long

    def take(self, data: bytes, now_s: float) -> list[str]:
        """The codes that end in these bytes.

        A late reading is no silence: bytes that lay there may have come without a gap.
        """
        codes: list[str] = []
        self._heard_s = now_s
        for byte in data.replace(_NUL, b""):
            if byte in self._options.suffix:
                codes += self._end(now_s)
            elif len(self._held) < MOST_BYTES:
                self._held.append(byte)
            else:
                # No code is so long: all of it up to its end is noise.
                self._is_too_long = True
        return codes

    def pause(self, now_s: float) -> list[str]:
        """The code that silence has ended: nothing came while somebody listened."""
        if not self.is_inside or now_s - self._heard_s < SILENCE_S:
            return []
        return self._end(now_s) if len(self._held) >= LEAST_BYTES else self._forget()

    def drop(self) -> None:
        """The line broke: half a code is none."""
        self._forget()

    def _forget(self) -> list[str]:
        self._held.clear()
        self._is_too_long = False
        return []

    def _end(self, now_s: float) -> list[str]:
        frame, is_too_long = bytes(self._held), self._is_too_long
        self._forget()
        frame = frame.strip(b"\r\n\x03").removeprefix(_STX).removeprefix(self._options.prefix)
        if is_too_long or not frame.strip():
            return []
        code = text_of(frame)
        last, at_s = self._last
        self._last = (code, now_s)
        return [] if code == last and (now_s - at_s) * 1000 < self._options.same_ms else [code]


def text_of(frame: bytes) -> str:
    """The text of a code: ASCII, and what is none as UTF-8 or the Cyrillic page, in QR codes; else byte by byte."""
    text = frame.decode("latin-1")
    if text.isascii():
        return text
    if text.startswith(_QR) or not text.startswith("]"):
        for encoding in ("utf-8", "cp1251"):
            try:
                return frame.decode(encoding)
            except UnicodeDecodeError:
                continue
    return text
