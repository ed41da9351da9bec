"""The first page of an empty server, and the first two steps: the country and the rules that hold there."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale
from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.currencies import CURRENCY_DECIMALS
from app.core.money import Money
from app.core.numbers import parse_typed
from app.core.written import writing
from app.crm.settings import COUNTRIES, COUNTRY
from app.flows.countries.all import PRESETS
from app.flows.countries.preset import Preset, TaxPreset
from app.flows.first_day import FirstDay, Rules, country_answer, rules_answer
from app.places.settings import PAPER_LANGUAGE, PAPER_LANGUAGES, ZONE
from app.web.auth.blueprint import blueprint
from app.web.auth.first.frame import keep, refuse_wrong_moment, said_so_far, show, take
from app.web.shared.access import public
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.language import gettext, language

RATE_DECIMALS: Final = 2
_FIELDS: Final = {
    ZONE.key: "zone",
    COUNTRY.key: "country",
    PAPER_LANGUAGE.key: "paper_language",
    "rate_bp": "rate",
}


@blueprint.get("/first")
@public
def first_day() -> ResponseReturnValue:
    """Look around in the demo, or open a shop; answers ``not_opened`` to other machines, ``already_opened`` later."""
    refuse_wrong_moment()
    day = said_so_far()
    return render_template(
        "auth/first/welcome.html",
        day=day,
        go_on=f"auth.first_{day.missing or 'till'}",
        has_demo=context().change_play is not None,
    )


@blueprint.get("/first/country")
@public
def first_country() -> ResponseReturnValue:
    """Where the shop stands."""
    return show("country", _countries)


@blueprint.post("/first/country")
@public
def take_first_country() -> ResponseReturnValue:
    """Keeps the country."""

    def act() -> None:
        keep("country", country_answer(request.form.get("country", "?")))

    return take("country", act, lambda problem: show("country", _countries, problem), {})


@blueprint.get("/first/rules")
@public
def first_rules() -> ResponseReturnValue:
    """What holds there, and what of it the owner can choose."""
    return show("rules", _rules)


@blueprint.post("/first/rules")
@public
def take_first_rules() -> ResponseReturnValue:
    """Keeps the rules."""

    def act() -> None:
        preset = said_so_far().preset
        keep("rules", rules_answer(preset, _typed_rules(preset)))

    return take("rules", act, lambda problem: show("rules", _rules, problem), _FIELDS)


def country_name(code: str) -> str:
    """The name of a country in the reader's language."""
    if not code:
        return gettext("Another country")
    return str(Locale.parse(language()).territories.get(code, code))


def _countries(day: FirstDay, _problem: Problem | None) -> Mapping[str, Any]:
    named = sorted(((country_name(preset.code), preset) for preset in PRESETS if preset.code), key=itemgetter(0))
    other = PRESETS[-1]
    return {
        "countries": [*((name, preset, _usual_rate(preset)) for name, preset in named)],
        "other": (country_name(other.code), other),
        "chosen": request.form.get("country", day.country),
    }


def _usual_rate(preset: Preset) -> str:
    rate = preset.taxes[0].rate_on(context().database.clock.now().date())
    return writing(language(), preset.decimals).rate(rate or 0)


def _rules(day: FirstDay, problem: Problem | None) -> Mapping[str, Any]:
    preset = day.preset
    chosen = day.rules or _usual(preset)
    return {
        "preset": preset,
        "name": country_name(preset.code),
        "shown": request.form if problem is not None else _form_of(chosen),
        "currencies": [(code, code) for code in sorted(CURRENCY_DECIMALS)],
        "currency_name": Locale.parse(language()).currencies.get(preset.currency, preset.currency),
        "territories": sorted(((code, country_name(code)) for code in COUNTRIES), key=itemgetter(1)),
        "zones": [(name, name.replace("_", " ")) for name in _zones(preset)],
        "languages": [(code, _language_name(code)) for code in PAPER_LANGUAGES],
        "taxes": [(tax, _rate_words(tax)) for tax in preset.taxes],
        "cash_step": writing(language(), preset.decimals).money(Money(preset.cash_step_minor)),
    }


def _usual(preset: Preset) -> Rules:
    paper = preset.paper_language if preset.code else language()
    return Rules(preset.code or COUNTRY.default, preset.currency, preset.zones[0], paper, preset.prices_include_tax)


def _zones(preset: Preset) -> list[str]:
    return list(preset.zones) if preset.code else sorted(name for name in available_timezones() if "/" in name)


def _language_name(code: str) -> str:
    name = Locale.parse(code).get_display_name(language()) or code
    return name[0].upper() + name[1:]


def _rate_words(tax: TaxPreset) -> str:
    """Today's rate, and those that are coming."""
    today = context().database.clock.now().date()
    write, rate = writing(language(), 0), tax.rate_on(today)
    if rate is None:
        return gettext("no tax")
    coming = [
        gettext("%(rate)s from %(day)s", rate=write.rate(dated.rate_bp), day=write.day(dated.valid_from))
        for dated in tax.rates
        if dated.valid_from > today
    ]
    return ", ".join([write.rate(rate), *coming])


def _form_of(rules: Rules) -> dict[str, str]:
    return {
        "country": rules.country,
        "currency": rules.currency,
        "zone": rules.zone,
        "paper_language": rules.paper_language,
        "rate": "" if rules.rate_bp is None else f"{rules.rate_bp / 100:g}",
        "include_tax": "yes" if rules.prices_include_tax else "",
    }


def _typed_rules(preset: Preset) -> Rules:
    form = request.form
    zone, paper = form.get("zone", ""), form.get("paper_language", "")
    if preset.code:
        return Rules(preset.code, preset.currency, zone, paper, preset.prices_include_tax)
    rate = form.get("rate", "").strip()
    return Rules(
        form.get("country", ""),
        form.get("currency", ""),
        zone,
        paper,
        form.get("include_tax") == "yes",
        parse_typed(rate, RATE_DECIMALS, "rate") if rate else None,
    )
