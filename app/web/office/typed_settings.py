"""Settings as a form of the office sends them."""

from typing import Any, Final

from flask import request

from app.core.errors import BadInput
from app.core.settings import Setting

_DIGITS_MOST: Final = 15
"""Fits any column."""


def typed_setting(setting: Setting[Any]) -> Any:
    """The value of a setting's field, as its declaration takes it; BadInput ``bad_setting``."""
    text = request.form.get(setting.key, "")
    if setting.kind is bool:
        return text == "yes"
    if setting.kind is int:
        digits = text.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS_MOST):
            raise BadInput("bad_setting", setting.key, label=setting.label)
        return setting.checked(int(text))
    return setting.checked(text.replace("\r\n", "\n").strip())
