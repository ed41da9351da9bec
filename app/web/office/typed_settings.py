"""Settings as a form of the office sends them."""

from collections.abc import Sequence
from typing import Any, Final

from flask import request

from app.core.db.unit import Unit
from app.core.settings import Setting, put
from app.web.shared.shop_facts import outdate_shop_facts
from app.web.shared.units import transact

_DIGITS_MOST: Final = 15
"""Fits any column."""


def typed_setting(setting: Setting[Any]) -> Any:
    """The value of a setting's field, as its declaration takes it; BadInput as ``Setting.checked`` raises it."""
    text = request.form.get(setting.key, "")
    if setting.kind is bool:
        return text == "yes"
    if setting.kind is int:
        digits = text.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS_MOST):
            raise setting.refusal()
        return setting.checked(int(text))
    text = text.replace("\r\n", "\n").strip()
    return setting.checked(setting.tidied(text) if setting.tidied is not None else text)


def save_typed(fields: Sequence[Setting[Any]]) -> None:
    """Writes what the fields of a page say, all or none (a right); BadInput as ``typed_setting``."""
    values = [(setting, typed_setting(setting)) for setting in fields]

    def save(tx: Unit) -> None:
        tx.actor.require("settings.edit")
        for setting, value in values:
            put(tx, setting, value)
        outdate_shop_facts(tx)

    transact(save)
