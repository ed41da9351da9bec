"""What a scanned text turns out to be: the kinds, as values."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

FNC1: Final = "\x1d"
"""The function character FNC1 as scanners send it inside a text: the control character GS."""

GtinKind = Literal["ean13", "ean8", "upca", "upce", "itf14", "internal"]
MeasuredKind = Literal["weight", "price", "count"]
BrokenCode = Literal["check_digit", "length", "charset", "date", "unknown_ai", "structure"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A text that claims to be no kind of code: a shop's own number, a name, nothing at all."""


@dataclass(frozen=True, slots=True)
class Gtin:
    """A number of goods. ``internal`` is one of the shop's own range, whose check digit nobody tests.

    ``upca`` is what a UPC-E stands for; ``ean8`` the same eight digits where they are a right EAN-8 too.
    """

    kind: GtinKind
    value: str
    upca: str | None = None
    ean8: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A number the shop's scales print: the article and its weight (kg), its price or its count.

    ``amount`` is scaled by ``10**decimals``.
    """

    kind: MeasuredKind
    value: str
    item: str
    amount: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a GS1 element string; ``number`` is scaled by ``10**decimals``."""

    ai: str
    value: str
    day: date | None = None
    number: int | None = None
    decimals: int = 0
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ElementString:
    """A GS1 element string: ``value`` as a scanner sends it, without identifier, ``elements`` in the order read."""

    value: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A text whose shape claims a kind that it breaks; nothing of it may be used. ``part`` is where, for a person."""

    code: BrokenCode
    part: str


Reading = Unknown | Gtin | Measured | ElementString | Broken

_LONGEST_PART: Final = 40


class BreaksOff(Exception):
    """Ends the reading of a broken code; inside this package only, whose reader answers its ``broken``."""

    def __init__(self, code: BrokenCode, part: str) -> None:
        super().__init__(code)
        shown = part if len(part) <= _LONGEST_PART else f"{part[:_LONGEST_PART]}…"
        self.broken = Broken(
            code, "".join(sign if sign.isprintable() else "\N{SYMBOL FOR GROUP SEPARATOR}" for sign in shown)
        )
