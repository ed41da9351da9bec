"""Figures as people of a language write them.

The locale's signs are read once: Babel's own calls cost more than the rest of a receipt's line.
"""

from datetime import date, datetime, time
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_date_format, get_datetime_format, get_time_format
from babel.numbers import get_decimal_symbol, get_group_symbol

from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice

MINUS: Final = "\u2212"
_MILLI_DECIMALS: Final = 3
_MICRO_DECIMALS: Final = 6
# Without a territory the locale data would write American dates.
_TERRITORY: Final = {"en": "en_GB"}


class Writing:
    """Writes amounts, quantities and times for one language and one currency's decimals."""

    def __init__(self, language: str, decimals: int) -> None:
        self.language = language
        self.decimals = decimals
        self._locale = Locale.parse(_TERRITORY.get(language, language))
        self._point = get_decimal_symbol(self._locale)
        group = get_group_symbol(self._locale)
        # Printers and people know one blank; thin and narrow ones are lost in code pages.
        self._group = "\u00a0" if group.isspace() else group
        self._halves = tuple([format_time(time(hour), "a", locale=self._locale) for hour in (0, 12)])
        short_date = str(get_date_format("short", self._locale).format)
        self._short_time = str(get_time_format("short", self._locale).format)
        together = str(get_datetime_format("short", locale=self._locale)).replace("'", "")
        self._short = together.replace("{0}", self._short_time).replace("{1}", short_date)

    @property
    def point(self) -> str:
        """The decimal sign."""
        return self._point

    def money(self, amount: Money) -> str:
        """``1 234.50``, without the currency."""
        return self._number(amount.minor, self.decimals)

    def unit_price(self, price: UnitPrice) -> str:
        """A unit price with the currency's decimals, and up to four more where it has them."""
        decimals = self.decimals + UNIT_PRICE_EXTRA_DECIMALS
        scaled = price.scaled
        while decimals > self.decimals and scaled % 10 == 0:
            scaled, decimals = scaled // 10, decimals - 1
        return self._number(scaled, decimals)

    def qty(self, qty_milli: int, unit_decimals: int = _MILLI_DECIMALS) -> str:
        """A quantity with as many decimals as it needs, at least the unit's where it is weighed."""
        decimals, scaled = _MILLI_DECIMALS, qty_milli
        least = unit_decimals if qty_milli % 1000 else 0
        while decimals > least and scaled % 10 == 0:
            scaled, decimals = scaled // 10, decimals - 1
        return self._number(scaled, decimals)

    def points(self, points_micro: int) -> str:
        """Points given in millionths, with the decimals they have."""
        decimals, scaled = _MICRO_DECIMALS, points_micro
        while decimals and scaled % 10 == 0:
            scaled, decimals = scaled // 10, decimals - 1
        return self._number(scaled, decimals)

    def rate(self, basis_points: int) -> str:
        """``20 %`` or ``5.5 %``."""
        decimals, scaled = 2, basis_points
        while decimals and scaled % 10 == 0:
            scaled, decimals = scaled // 10, decimals - 1
        return f"{self._number(scaled, decimals)}\u00a0%"

    def day(self, value: date) -> str:
        """A date, ``6 Mar 2026``, without the year's ``г.``: its point would stand before that of the sentence."""
        return format_date(value, "medium", locale=self._locale).removesuffix("г.").rstrip()

    def month(self, value: date) -> str:
        """A month with its year, ``March 2026``."""
        return format_date(value, "LLLL y", locale=self._locale)

    def moment(self, instant: datetime, zone: ZoneInfo) -> str:
        """Date and time on the shop's clock."""
        return self._short % self._fields(instant.astimezone(zone))

    def clock(self, instant: datetime, zone: ZoneInfo) -> str:
        """The time of day on the shop's clock."""
        return self._short_time % self._fields(instant.astimezone(zone))

    def _fields(self, local: datetime) -> dict[str, str]:
        """What the short patterns of the locales ask for (Unicode TR 35, date field symbols)."""
        hour, of_twelve = local.hour, local.hour % 12 or 12
        return {
            "y": str(local.year),
            "yy": f"{local.year % 100:02d}",
            "M": str(local.month),
            "MM": f"{local.month:02d}",
            "d": str(local.day),
            "dd": f"{local.day:02d}",
            "H": str(hour),
            "HH": f"{hour:02d}",
            "h": str(of_twelve),
            "hh": f"{of_twelve:02d}",
            "mm": f"{local.minute:02d}",
            "a": self._halves[hour >= 12],
        }

    def _number(self, scaled: int, decimals: int) -> str:
        sign = MINUS if scaled < 0 else ""
        whole, fraction = divmod(abs(scaled), 10**decimals)
        grouped = str(whole) if whole < 1000 else f"{whole:,}".replace(",", self._group)
        return f"{sign}{grouped}{self._point}{fraction:0{decimals}d}" if decimals else f"{sign}{grouped}"


@cache
def writing(language: str, decimals: int) -> Writing:
    """The one writing of a language and number of decimals."""
    return Writing(language, decimals)
