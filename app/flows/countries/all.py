"""Every country with a preset, in the order an owner reads them, and the neutral one at the end."""

from typing import Final

from app.flows.countries.bulgaria import BULGARIA
from app.flows.countries.egypt import EGYPT
from app.flows.countries.emirates import EMIRATES
from app.flows.countries.france import FRANCE
from app.flows.countries.germany import GERMANY
from app.flows.countries.hungary import HUNGARY
from app.flows.countries.neutral import NEUTRAL
from app.flows.countries.preset import Preset
from app.flows.countries.russia import RUSSIA
from app.flows.countries.saudi_arabia import SAUDI_ARABIA

PRESETS: Final = (BULGARIA, EGYPT, FRANCE, GERMANY, HUNGARY, RUSSIA, SAUDI_ARABIA, EMIRATES, NEUTRAL)
_BY_CODE: Final = {preset.code: preset for preset in PRESETS}


def preset_of(country: str) -> Preset:
    """The preset of a country (ISO 3166); the neutral one for every other."""
    return _BY_CODE.get(country, NEUTRAL)
