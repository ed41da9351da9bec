"""What a country presets for a shop that is opened there. The owner changes every one of these in the office."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.core.currencies import CURRENCY_DECIMALS
from pos.papers.wish import Wish
from warehouse.catalogue.taxes import EARLIEST, DatedRate

ALWAYS = EARLIEST
"""The first day of a rate that holds since before any sale of this program."""


@dataclass(frozen=True, slots=True)
class TaxPreset:
    """A tax category: its code, its name in the country's language, an English message for the others.

    ``rates`` are dated, oldest first; none means that no tax is charged at all, which is not 0 %.
    """

    code: str
    local: str
    english: str
    rates: tuple[DatedRate, ...] = ()

    def rate_on(self, day: date) -> int | None:
        """The rate of a day in basis points; None for an exempt category."""
        return next((rate.rate_bp for rate in reversed(self.rates) if rate.valid_from <= day), None)

    @property
    def name(self) -> str:
        """The name the catalogue keeps: the local one first, both where they differ."""
        return self.local if self.local == self.english else f"{self.local} · {self.english}"


def always(code: str, local: str, english: str, rate_bp: int) -> TaxPreset:
    """A category whose rate has not changed for long."""
    return TaxPreset(code, local, english, (DatedRate(ALWAYS, rate_bp),))


@dataclass(frozen=True, slots=True)
class LawGap:
    """Something a law wants that this program does not do yet: an English message, and where it is written."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Preset:
    """One country. ``code`` is ISO 3166, empty for the neutral preset, which leaves more to the owner.

    ``cash_step_minor`` is the smallest step of cash in minor units, 0 for no rounding. ``zones`` are the IANA zones
    of the country, the usual one first. ``print_receipt`` says when receipts are printed; ``header`` and ``footer``
    are their words in the paper's language.
    ``unit_price`` is an English message: what must stand beside a price.
    """

    code: str
    currency: str
    zones: tuple[str, ...]
    screen_language: str
    paper_language: str
    tax_number: str
    taxes: tuple[TaxPreset, ...]
    gaps: tuple[LawGap, ...]
    unit_price: str
    prices_include_tax: bool = True
    tax_rounding: Literal["per_line", "per_rate"] = "per_rate"
    cash_step_minor: int = 0
    cash_mode: Literal["half_up", "half_down", "up", "down"] = "half_up"
    print_receipt: Wish = "always"
    header: str = ""
    footer: str = ""

    @property
    def decimals(self) -> int:
        """The decimals of the currency (ISO 4217)."""
        return CURRENCY_DECIMALS[self.currency]
