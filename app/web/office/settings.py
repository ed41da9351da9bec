"""The settings of the shop, drawn from their declarations."""

from dataclasses import dataclass
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.settings import Setting, declared, get
from app.crm.settings import COUNTRY
from app.flows.countries.all import preset_of
from app.places.settings import ZONE
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.setting_words import GROUPS, choice_names
from app.web.office.typed_settings import save_typed
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read

ON_PAGES_OF_THEIR_OWN: Final = frozenset({"hours", "mail", "paper", "scales", "sms"})
"""Groups that the general page leaves to a page of their own."""
LONG_TEXT: Final = 200
"""A text setting that may be longer gets several lines."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting with the value in its field."""

    setting: Setting[Any]
    value: Any
    field: str


@blueprint.get("/settings")
@needs("settings.edit")
def settings() -> ResponseReturnValue:
    """Every setting, by group."""
    return _page(None)


@blueprint.post("/settings/<group>")
@needs("settings.edit")
def save_settings(group: str) -> ResponseReturnValue:
    """Saves one group; all of it or, where one value is not allowed, nothing."""
    chosen = [setting for setting in declared() if setting.group == group]
    if not chosen or group in ON_PAGES_OF_THEIR_OWN:
        raise NotFound("not_found")

    def act() -> ResponseReturnValue:
        save_typed(chosen)
        return go_on("office.settings", "saved", _anchor=group)

    return try_form(act, lambda problem: _page(problem, group))


def _page(problem: Problem | None, typed_group: str = "") -> str:
    groups: dict[str, list[Shown]] = {name: [] for name in GROUPS}
    with read() as tx:
        preset = preset_of(get(tx, COUNTRY))
        for setting in declared():
            if setting.group in ON_PAGES_OF_THEIR_OWN:
                continue
            value = request.form.get(setting.key) if setting.group == typed_group else get(tx, setting)
            if setting.kind is bool and setting.group == typed_group:
                value = value == "yes"
            groups.setdefault(setting.group, []).append(Shown(setting, value, field_of(setting)))
    return render_template(
        "office/settings.html",
        groups=[(name, GROUPS.get(name, name), shown) for name, shown in groups.items() if shown],
        choice_names=choice_names,
        preset=preset,
        problem=problem,
    )


def field_of(setting: Setting[Any]) -> str:
    """The kind of field a setting gets: ``switch``, ``choices``, ``number``, ``lines`` or ``text``."""
    if setting.kind is bool:
        return "switch"
    if setting.choices or setting.key in (ZONE.key, COUNTRY.key):
        return "choices"
    if setting.kind is int:
        return "number"
    return "lines" if setting.max_length > LONG_TEXT else "text"
