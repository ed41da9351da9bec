"""What a shop sets for an ESC/POS printer, as options of its address."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option
from printing.metrics import CELL_DOTS, PLAIN_DOTS_PER_MM, scaled

OPTION_NAMES: Final = frozenset(
    {"width", "codepage", "print", "codes", "small", "cut", "drawer", "drawer_open", "answers", "dpi"}
)

_DOTS_PER_MM: Final = {"203": PLAIN_DOTS_PER_MM, "300": 12}
_OPEN: Final = {"high": True, "low": False, "": None}


class Drawing(StrEnum):
    """Whether papers go out as the printer's own text or as pictures."""

    AUTO = "auto"
    """Text; as one picture where the language runs from the right or the code page lacks much of the paper."""

    TEXT = "text"
    """Text; only lines that the code page lacks are pictures."""

    PICTURE = "picture"
    """One picture, exactly as on the screen."""


@dataclass(frozen=True, slots=True)
class EscposOptions:
    """Settings of one printer.

    ``columns`` are characters of font A (48 on 80 mm, 32 on 58 mm). ``encoding`` is Python's name of the code page
    and ``page`` the number the printer knows it by. ``small`` says that font B works, ``native_codes`` that the
    printer may draw barcodes and QR codes itself, ``answers`` that it answers questions at all. ``drawer_pin`` is 2,
    5, or 0 for none; ``open_is_high`` is the level of the sensor of an open drawer, None where nobody has said it.
    ``dots_per_mm`` are 8 for 203 dots per inch, 12 for 300.
    """

    columns: int = 48
    encoding: str = "cp437"
    page: int = 0
    drawing: Drawing = Drawing.AUTO
    native_codes: bool = False
    small: bool = True
    cut: bool = True
    drawer_pin: int = 2
    open_is_high: bool | None = None
    answers: bool = True
    dots_per_mm: int = PLAIN_DOTS_PER_MM

    @property
    def width_dots(self) -> int:
        """The printable width in the printer's dots."""
        return self.columns * scaled(CELL_DOTS, self.dots_per_mm)

    @classmethod
    def of(cls, address: DeviceAddress) -> "EscposOptions":
        """The options of an address.

        ``width=48``, ``codepage=cp866:17`` (name and the printer's number), ``print=auto|text|picture``,
        ``codes=picture|native``, ``small=1|0``, ``cut=1|0``, ``drawer=pin2|pin5|none``,
        ``drawer_open=high|low``, ``answers=1|0``, ``dpi=203|300``.
        Raises BadInput ``address_option``, ``address_value`` or ``address_codepage``.
        """
        address.refuse_unknown_options(OPTION_NAMES)
        options = address.options
        encoding, page = _code_page(options.get("codepage", "cp437:0"))
        return cls(
            columns=whole_option(options, "width", 48, range(24, 73)),
            encoding=encoding,
            page=page,
            drawing=Drawing(choice_option(options, "print", "auto", Drawing)),
            native_codes=choice_option(options, "codes", "picture", ("picture", "native")) == "native",
            small=_flag(options, "small"),
            cut=_flag(options, "cut"),
            drawer_pin={"pin2": 2, "pin5": 5, "none": 0}[
                choice_option(options, "drawer", "pin2", ("pin2", "pin5", "none"))
            ],
            open_is_high=_OPEN[choice_option(options, "drawer_open", "", _OPEN)],
            answers=_flag(options, "answers"),
            dots_per_mm=_DOTS_PER_MM[choice_option(options, "dpi", "203", _DOTS_PER_MM)],
        )


def _flag(options: Mapping[str, str], name: str) -> bool:
    return choice_option(options, name, "1", ("1", "0")) == "1"


def _code_page(text: str) -> tuple[str, int]:
    name, colon, number = text.partition(":")
    if not (colon and number.isascii() and number.isdigit() and int(number[:4]) <= 255 and _is_code_page(name)):
        raise BadInput("address_codepage", got=text[:40], example="cp866:17")
    return codecs.lookup(name).name, int(number)


def _is_code_page(name: str) -> bool:
    """Whether Python knows it as a page of single bytes that agrees with ASCII, as printers' pages do."""
    try:
        info = codecs.lookup(name)
        plain = bytes(range(0x20, 0x7F))
        pairs = b"".join(bytes((high, 0x41)) for high in range(0x80, 0x100))
        return (
            plain.decode(info.name) == plain.decode("ascii")
            and len(pairs.decode(info.name, "replace")) == len(pairs)
            and pairs.decode(info.name, "ignore").count("A") == 128
            and len(pairs.decode(info.name, "ignore")) > 192
        )
    except (LookupError, ValueError):
        return False
