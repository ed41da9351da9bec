"""Pictures as ZPL writes them: hex digits, repeated digits and rows, or base 64."""

import base64
import binascii
import re
import zlib
from typing import Final

LARGEST_BYTES: Final = 2_000_000

_CODED: Final = re.compile(rb":(B64|Z64):([A-Za-z0-9+/=\s]*):([0-9A-Fa-f]{4})")
_BEGUN: Final = re.compile(rb"\s*(?::|$)")
_HEX: Final = frozenset(b"0123456789ABCDEFabcdef")
_BLANK, _BLACK, _AGAIN = b",!:"
_TOKEN: Final = re.compile(rb"[0-9A-Fa-f]+|[G-Yg-z,!:]")


class Packed:
    """A picture of ``total`` bytes in rows of ``row``; ``dots`` is what of it has been read, 1 is black."""

    def __init__(self, total: int, row: int) -> None:
        self._total = total
        self._row = row * 2
        self._digits = bytearray()

    @property
    def dots(self) -> bytes:
        """All of it; nothing where it arrived broken."""
        return bytes.fromhex(self._digits[: 2 * self._total].decode())

    def take(self, data: bytes | bytearray, start: int) -> int | None:
        """Reads the picture that starts there; its length in bytes, None where it is not all there."""
        if _BEGUN.match(data, start) and (coded := self._coded(data, start)) != 0:
            return coded
        return self._written(data, start)

    def _coded(self, data: bytes | bytearray, start: int) -> int | None:
        """In base 64, perhaps packed once more; 0 where it is not."""
        begin = data.find(b":", start)
        head = bytes(data[begin : begin + 5]) if begin >= 0 else b""
        if not any(code.startswith(head) for code in (b":B64:", b":Z64:")):
            return 0
        found = _CODED.match(data, begin) if begin >= 0 else None
        if found is None:
            return None
        text = b"".join(found[2].split())
        try:
            plain = base64.b64decode(text, validate=True)
            if found[1] == b"Z64":
                plain = zlib.decompressobj().decompress(plain, LARGEST_BYTES)
        except (binascii.Error, zlib.error):
            plain = b""
        if binascii.crc_hqx(text, 0) == int(found[3], 16) and len(plain) >= self._total:
            self._digits = bytearray(plain[: self._total].hex().encode())
        return found.end() - start

    def _written(self, data: bytes | bytearray, start: int) -> int | None:
        repeat = 0
        for token in _TOKEN.finditer(data, start):
            word = token[0]
            if word[0] in _HEX:
                missing = 2 * self._total - len(self._digits)
                self._digits += word[:1] * min(max(0, repeat - 1), missing) + word[:missing]
                repeat = 0
            elif word[0] in (_BLANK, _BLACK):
                self._end_row(b"0" if word[0] == _BLANK else b"F")
            elif word[0] == _AGAIN:
                self._digits += self._digits[-self._row :] if len(self._digits) >= self._row else b""
            else:
                repeat += word[0] - ord("F") if word.isupper() else 20 * (word[0] - ord("f"))
            if len(self._digits) >= 2 * self._total:
                return token.end() - start
        return None

    def _end_row(self, digit: bytes) -> None:
        missing = -len(self._digits) % self._row
        self._digits += digit * (missing or self._row)
