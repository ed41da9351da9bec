"""The presets are whole: a shop can be opened with any of them, and the figures of the law of 2026 stand in them."""

from datetime import date
from itertools import pairwise

import pytest

from app.core.currencies import CURRENCY_DECIMALS
from app.core.texts import SCREEN_LANGUAGES, texts
from app.core.written import writing
from app.crm.settings import COUNTRY
from app.flows.countries.all import PRESETS, preset_of
from app.flows.countries.neutral import NEUTRAL
from app.flows.countries.preset import ALWAYS, Preset
from app.places.settings import PAPER_LANGUAGE, ZONE
from pos.cash import denominations
from pos.papers.layout import FOOTER_IN, HEADER_IN
from pos.papers.wish import PRINT_RECEIPT
from pos.settings import CASH_MODE, CASH_STEP, TAX_ROUNDING
from warehouse.catalogue.taxes import CODE_LIMIT, MOST_RATE_BP, NAME_LIMIT

IN_2026 = date(2026, 6, 1)
LAW = {
    "RU": ("RUB", (2200, 1000, 0, None)),
    "BG": ("EUR", (2000, 900, 0, None)),
    "HU": ("HUF", (2700, 1800, 500, None)),
    "FR": ("EUR", (2000, 1000, 550, 210, None)),
    "DE": ("EUR", (1900, 700, 0, None)),
    "AE": ("AED", (500, 0, None)),
    "SA": ("SAR", (1500, 0, None)),
    "EG": ("EGP", (1400, 500, 0, None)),
    "": ("EUR", ()),
}


@pytest.fixture(params=PRESETS, ids=lambda preset: preset.code or "elsewhere")
def preset(request: pytest.FixtureRequest) -> Preset:
    """Each preset in turn."""
    chosen: Preset = request.param
    return chosen


def test_currency_and_rates_are_those_of_the_law(preset: Preset) -> None:
    rates = tuple(tax.rate_on(IN_2026) for tax in preset.taxes)
    assert (preset.currency, rates) == LAW[preset.code]
    assert preset.decimals == CURRENCY_DECIMALS[preset.currency] == 2


def test_every_country_is_there_once() -> None:
    assert sorted(preset.code for preset in PRESETS) == sorted(LAW)
    assert PRESETS[-1] is NEUTRAL is preset_of("JP")


def test_settings_take_what_it_says(preset: Preset) -> None:
    assert preset.screen_language in SCREEN_LANGUAGES
    PAPER_LANGUAGE.checked(preset.paper_language)
    TAX_ROUNDING.checked(preset.tax_rounding)
    CASH_STEP.checked(preset.cash_step_minor)
    CASH_MODE.checked(preset.cash_mode)
    PRINT_RECEIPT.checked(preset.print_receipt)
    HEADER_IN[preset.paper_language].checked(preset.header)
    FOOTER_IN[preset.paper_language].checked(preset.footer)
    for zone in preset.zones:
        ZONE.checked(zone)
    if preset.code:
        COUNTRY.checked(preset.code)


def test_cash_is_rounded_to_what_coins_can_pay(preset: Preset) -> None:
    if preset.cash_step_minor:
        assert denominations(preset.decimals, preset.currency)[0].minor == preset.cash_step_minor


def test_taxes_are_codes_names_and_rising_dates(preset: Preset) -> None:
    assert len({tax.code for tax in preset.taxes}) == len({tax.name for tax in preset.taxes}) == len(preset.taxes)
    for tax in preset.taxes:
        assert len(tax.code) <= CODE_LIMIT
        assert len(tax.name) <= NAME_LIMIT
        assert not tax.rates or tax.rates[0].valid_from == ALWAYS
        assert all(older.valid_from < newer.valid_from for older, newer in pairwise(tax.rates))
        assert all(0 <= rate.rate_bp <= MOST_RATE_BP for rate in tax.rates)


def test_the_usual_rate_comes_first_and_no_tax_last(preset: Preset) -> None:
    if preset.code:
        assert preset.taxes[0].code == "standard"
        assert preset.taxes[-1].rates == ()


def test_what_the_law_still_wants_is_said_with_its_source_and_in_every_language(preset: Preset) -> None:
    assert preset.gaps
    for gap in preset.gaps:
        assert bool(gap.source) == bool(preset.code)
        assert texts("ru").gettext(gap.words) != gap.words
    assert texts("ru").gettext(preset.unit_price) != preset.unit_price


def test_papers_can_be_written_in_its_language(preset: Preset) -> None:
    assert writing(preset.paper_language, preset.decimals).rate(2000)


def test_the_russian_rate_rose_with_the_year() -> None:
    standard = preset_of("RU").taxes[0]
    assert [standard.rate_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == [2000, 2200]
