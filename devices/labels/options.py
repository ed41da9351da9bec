"""What a shop sets for a label printer, as options of its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option
from printing.labels.tag import DPI_CHOICES, HEIGHTS_MM, WIDTHS_MM, LabelStock

_COMMON: Final = frozenset({"width_mm", "height_mm", "dpi", "media", "gap_mm", "answers"})
_OWN: Final[Mapping[str, frozenset[str]]] = {
    "tspl": frozenset({"density", "speed", "turn", "codes"}),
    "zpl": frozenset({"density", "speed", "turn", "codes"}),
    "escpos": frozenset({"feed"}),
}
LABEL_DRIVERS: Final = tuple(_OWN)
_DENSITIES: Final = {"tspl": range(16), "zpl": range(31)}
_SPEEDS: Final = range(1, 15)
_GAPS_MM: Final = range(31)
_ESCPOS_DPI: Final = 203


class Media(StrEnum):
    """How a printer finds where a label begins."""

    GAP = "gap"
    MARK = "mark"
    CONTINUOUS = "continuous"


class Feed(StrEnum):
    """How a receipt printer is told to go to the next label."""

    GS = "gs"
    """GS FF."""

    FS = "fs"
    """FS ( L, of Epson's printers for labels."""


@dataclass(frozen=True, slots=True)
class LabelOptions:
    """Settings of one label printer.

    ``gap_mm`` is the gap between labels or the height of the black mark. ``density`` and ``speed`` (inches a second)
    are None for the printer's own. ``turned`` prints upside down. ``native_codes`` lets the printer draw those
    barcodes that come out the same, ``answers`` says that it answers questions at all.
    """

    stock: LabelStock
    media: Media = Media.GAP
    gap_mm: int = 2
    density: int | None = None
    speed: int | None = None
    turned: bool = False
    native_codes: bool = False
    feed: Feed = Feed.GS
    answers: bool = True

    @classmethod
    def of(cls, address: DeviceAddress) -> "LabelOptions":
        """The options of an address.

        ``width_mm=58``, ``height_mm=40``, ``dpi=203|300``, ``media=gap|mark|continuous``, ``gap_mm=2``,
        ``answers=1|0``; TSPL and ZPL ``density``, ``speed``, ``turn=0|1``, ``codes=picture|native``; ESC/POS
        ``feed=gs|fs``. Raises BadInput ``label_driver``, ``address_option`` or ``address_value``.
        """
        driver = address.driver
        if driver not in _OWN:
            raise BadInput("label_driver", driver=driver[:40], known=", ".join(LABEL_DRIVERS))
        address.refuse_unknown_options(_COMMON | _OWN[driver])
        options = address.options
        dpis = (_ESCPOS_DPI,) if driver == "escpos" else DPI_CHOICES
        stock = LabelStock(
            whole_option(options, "width_mm", 58, WIDTHS_MM),
            whole_option(options, "height_mm", 40, HEIGHTS_MM),
            int(choice_option(options, "dpi", "203", map(str, dpis))),
        )
        return cls(
            stock=stock,
            media=Media(choice_option(options, "media", "gap", Media)),
            gap_mm=whole_option(options, "gap_mm", 2, _GAPS_MM),
            density=whole_option(options, "density", 0, _DENSITIES[driver]) if "density" in options else None,
            speed=whole_option(options, "speed", 1, _SPEEDS) if "speed" in options else None,
            turned=_is_on(options, "turn", "0"),
            native_codes=choice_option(options, "codes", "picture", ("picture", "native")) == "native",
            feed=Feed(choice_option(options, "feed", "gs", Feed)),
            answers=_is_on(options, "answers", "1"),
        )


def _is_on(options: Mapping[str, str], name: str, default: str) -> bool:
    return choice_option(options, name, default, ("1", "0")) == "1"


def label_options(address: str) -> LabelOptions:
    """The options of a label printer's address as text; BadInput as ``DeviceAddress.parse`` and ``LabelOptions.of``."""
    return LabelOptions.of(DeviceAddress.parse(address))
