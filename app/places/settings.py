"""Settings of the place: its zone, the hour its day begins, the language of its papers."""

from zoneinfo import ZoneInfo, available_timezones

from app.core.settings import Setting

PAPER_LANGUAGES = ("en", "ru", "bg", "hu", "de", "fr", "ar")


def _is_zone(text: str) -> bool:
    return text in available_timezones()


ZONE = Setting("shop.zone", str, "Europe/Sofia", "Time zone", "The IANA name of the shop's time zone.", check=_is_zone)
DAY_START_HOUR = Setting(
    "shop.day_start_hour",
    int,
    4,
    "Hour the day begins",
    "Sales after midnight and before this hour count for the day before.",
    low=0,
    high=12,
)
PAPER_LANGUAGE = Setting(
    "shop.paper_language",
    str,
    "en",
    "Language of the papers",
    "Receipts and reports are written in this language.",
    choices=PAPER_LANGUAGES,
)

_zones: dict[str, ZoneInfo] = {}


def zone_named(name: str) -> ZoneInfo:
    """The zone; kept, because reading one from disk costs more than a sale."""
    if name not in _zones:
        _zones[name] = ZoneInfo(name)
    return _zones[name]
