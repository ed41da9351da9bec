"""The rule of a stored promotion: the contract's JSON, read by the contract's own reader."""

import json
from functools import lru_cache
from typing import Any, Final

from app.core.errors import BadInput
from app.core.jsontext import parse
from loyalty.rules.promotion import Promotion
from loyalty.rules.reading_promotions import read_promotion

NAME_LIMIT: Final = 120
_NOT_STORED: Final = ("id", "name")
_READ_RULES: Final = 4_096


@lru_cache(maxsize=_READ_RULES)
def read_rule(uid: str, name: str, rule: str, decimals: int) -> Promotion:
    """The promotion behind a stored rule; BadInput as the contract's reader raises it."""
    return read_promotion(contract_rule(uid, name, rule), "", decimals)


def contract_rule(uid: str, name: str, rule: str) -> dict[str, Any]:
    """A stored rule as the contract's JSON of a promotion; BadInput ``not_object``.

    One set off by coupons of a series alone has no code of its own: its uid stands there, which nobody can guess.
    """
    value = parse(rule)
    if not isinstance(value, dict):
        raise BadInput("not_object", got="a text")
    if value.get("trigger") == "code" and "code" not in value:
        value["code"] = uid
    return {**value, "id": uid, "name": name}


def rule_text(rule: dict[str, Any]) -> str:
    """The canonical text of a rule."""
    kept = {key: value for key, value in rule.items() if key not in _NOT_STORED}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checked_name(name: str) -> str:
    """The name with single blanks; BadInput ``promotion_name_missing`` for none or one that is too long."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise BadInput("promotion_name_missing", "name", most=NAME_LIMIT)
    return name
