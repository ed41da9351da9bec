"""From the figures of a scale to whole grams, exactly."""

import re
from decimal import Decimal
from typing import Final

from app.core.rounding import round_half_up
from devices.errors import DeviceError, Trouble

_FIGURES: Final = re.compile(r"([+-]?) *([0-9]{1,9}(?:[.,][0-9]{0,6})?)", re.ASCII)
_GRAMS_IN: Final = {"kg": 1000, "g": 1}


def grams_of(figures: str, unit: str) -> int:
    """Figures such as ``-  1.234`` in kg or g as grams, halves away from zero.

    Raises DeviceError ``scale_unit`` for another unit, ``device_garbled`` for what is no number.
    """
    factor = _GRAMS_IN.get(unit.strip().lower())
    if factor is None:
        raise DeviceError(Trouble.SCALE_UNIT, maker_code=unit)
    found = _FIGURES.fullmatch(figures.strip())
    if found is None:
        raise DeviceError(Trouble.GARBLED, maker_code=figures[:32])
    numerator, denominator = (Decimal(found[2].replace(",", ".")) * factor).as_integer_ratio()
    grams = round_half_up(numerator, denominator)
    return -grams if found[1] == "-" else grams
