"""The letters of short messages: the GSM 7-bit alphabet with its extension, and how it is packed (3GPP 23.038)."""

from collections.abc import Iterable
from typing import Final

_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPE: Final = 0x1B
_EXTENDED: Final = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
_CODES: Final[dict[str, tuple[int, ...]]] = {
    **{sign: (code,) for code, sign in enumerate(_BASIC) if code != ESCAPE},
    **{sign: (ESCAPE, code) for sign, code in _EXTENDED.items()},
}
_SIGNS: Final = {codes: sign for sign, codes in _CODES.items()}


def septets_of(sign: str) -> tuple[int, ...] | None:
    """The one or two septets of a sign; None where the alphabet lacks it."""
    return _CODES.get(sign)


def is_gsm(text: str) -> bool:
    """Whether every sign is in the alphabet or its extension."""
    return all(sign in _CODES for sign in text)


def text_of(septets: Iterable[int]) -> str:
    """The text of septets; what nobody knows reads as a question mark."""
    signs, is_escaped = [], False
    for septet in septets:
        if septet == ESCAPE and not is_escaped:
            is_escaped = True
            continue
        signs.append(_SIGNS.get((ESCAPE, septet) if is_escaped else (septet,), "?"))
        is_escaped = False
    return "".join(signs)


def packed(septets: Iterable[int], fill_bits: int = 0) -> bytes:
    """Septets as octets, the lowest bit first, after ``fill_bits`` that bring them to a border behind a header."""
    bits, count = 0, fill_bits
    for septet in septets:
        bits |= septet << count
        count += 7
    return bits.to_bytes((count + 7) // 8, "little")


def unpacked(data: bytes, count: int, fill_bits: int = 0) -> list[int]:
    """``count`` septets out of octets."""
    bits = int.from_bytes(data, "little") >> fill_bits
    return [bits >> 7 * place & 0x7F for place in range(count)]
