"""What a shop sets for a scale, as options of its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option

CheckKind = Literal["ccitt", "reflected"]
"""How Massa-K counts the check sum of its frames."""

_COMMON: Final = frozenset({"division_g", "least_g", "same_goods"})
_OWN: Final[Mapping[str, frozenset[str]]] = {
    "cas": frozenset(),
    "casline": frozenset({"number"}),
    "toledo": frozenset(),
    "massa": frozenset({"check", "ask"}),
    "massa5": frozenset(),
    "sma": frozenset(),
    "sics": frozenset(),
    "ascii": frozenset({"pattern"}),
}
SCALE_DRIVERS: Final = tuple(_OWN)
_DIVISIONS_G: Final = range(1, 1001)
_LEAST_G: Final = range(100_001)
_LEAST_DIVISIONS: Final = 20
"""The usual least load of shop scales (OIML R 76, class III)."""
_SAME_DIVISIONS: Final = 2
_LONGEST_PATTERN: Final = 300
_NEEDED_GROUP: Final = "figures"


@dataclass(frozen=True, slots=True)
class ScaleOptions:
    """Settings of one scale.

    ``least_grams`` is what goods must weigh more than. A weight within ``same_grams`` of the last one taken is that
    of goods that still lie there; None lets them be weighed twice. ``pattern`` is how a line of text is read, None
    for the usual. ``number`` is that of a CAS indicator, ``check`` and ``short`` are of Massa-K.
    """

    least_grams: int = 40
    same_grams: int | None = 4
    pattern: bytes | None = None
    number: int | None = None
    check: CheckKind = "ccitt"
    short: bool = False

    @classmethod
    def of(cls, address: DeviceAddress) -> "ScaleOptions":
        """The options of an address.

        ``division_g=2``, ``least_g`` (20 divisions), ``same_goods=refuse|allow``; ``pattern`` of ascii, ``number`` of
        casline, ``check=ccitt|reflected`` and ``ask=long|short`` of massa. Raises BadInput ``scale_driver``,
        ``address_option`` or ``address_value``.
        """
        driver = address.driver
        if driver not in _OWN:
            raise BadInput("scale_driver", driver=driver[:40], known=", ".join(SCALE_DRIVERS))
        address.refuse_unknown_options(_COMMON | _OWN[driver])
        options = address.options
        division = whole_option(options, "division_g", 2, _DIVISIONS_G)
        allows = choice_option(options, "same_goods", "refuse", ("refuse", "allow")) == "allow"
        return cls(
            least_grams=whole_option(options, "least_g", division * _LEAST_DIVISIONS, _LEAST_G),
            same_grams=None if allows else division * _SAME_DIVISIONS,
            pattern=_pattern(options["pattern"]) if "pattern" in options else None,
            number=whole_option(options, "number", 0, range(100)) if "number" in options else None,
            check="ccitt"
            if choice_option(options, "check", "ccitt", ("ccitt", "reflected")) == "ccitt"
            else "reflected",
            short=choice_option(options, "ask", "long", ("long", "short")) == "short",
        )


def _pattern(text: str) -> bytes:
    pattern = text.encode("latin-1", "replace")
    try:
        compiled = re.compile(pattern)
    except re.error as problem:
        raise BadInput("address_value", option="pattern", got=text[:40], allowed=str(problem)) from problem
    if _NEEDED_GROUP not in compiled.groupindex or len(pattern) > _LONGEST_PATTERN:
        raise BadInput("address_value", option="pattern", got=text[:40], allowed=f"(?P<{_NEEDED_GROUP}>…)")
    return pattern


def scale_options(address: str) -> ScaleOptions:
    """The options of a scale's address as text; BadInput as ``DeviceAddress.parse`` and ``ScaleOptions.of``.

    ``address_transport`` where nothing could answer that way.
    """
    parsed = DeviceAddress.parse(address)
    refuse_mute(parsed)
    return ScaleOptions.of(parsed)


def refuse_mute(address: DeviceAddress) -> None:
    """BadInput ``address_transport`` for a way on which nothing comes back."""
    if address.transport not in {"tcp", "serial"}:
        raise BadInput("address_transport", transport=address.transport, known="tcp, serial")
