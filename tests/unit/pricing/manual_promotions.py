"""Reads the promotions of ``docs/pricing.md``: the few phrases in which its tables are written, as JSON."""

import re
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
Phrases = Sequence[tuple[str, Json]]

_GIVES: Phrases = (
    (r"([\d.]+) % off", {"type": "percent", "value": 1}),
    (r"([\d.]+) % off the (order|cheapest)", {"type": "percent", "value": 1, "on": 2}),
    (r"([\d.]+) off", {"type": "amount", "value": 1}),
    (r"([\d.]+) off the (order|cheapest)", {"type": "amount", "value": 1, "on": 2}),
    (r"([\d.]+) off each", {"type": "amount", "value": 1, "per": "unit"}),
    (r"each for ([\d.]+)", {"type": "fixed_price", "value": 1}),
    (r"any (\d+) for ([\d.]+)", {"type": "bundle_price", "qty": 1, "value": 2}),
    (r"buy (\d+), get (\d+)", {"type": "buy_get", "buy": 1, "get": 2}),
    (r"buy (\d+), get (\d+) at (\d+) % off", {"type": "buy_get", "buy": 1, "get": 2, "percent": 3}),
    (r"(\d+) × (.+) free", {"type": "free_product", "qty": 1, "product": 2}),
    (r"points × ([\d.]+)", {"type": "points", "factor": 1}),
    (r"(\d+) points", {"type": "points", "bonus": 1}),
    (r"coupon (\w+) for (\d+) days", {"type": "coupon", "promotion": 1, "valid_days": 2}),
)
_HOLDS: Phrases = (
    (r"goods (.+)", {"products": [1]}),
    (r"tag (.+)", {"tags": [1]}),
    (r"category (\S+)", {"categories": [1]}),
    (r"from (\d+) units", {"min_qty": 1}),
    (r"from (\d+\.\d\d)", {"min_amount": 1}),
    (r"up to (\d+\.\d\d)", {"max_amount": 1}),
    (r"on day (\d) of the week", {"weekdays": [1]}),
    (r"(\d\d:\d\d) to (\d\d:\d\d)", {"hours": [1, 2]}),
    (r"tier (\w+)", {"tiers": [1]}),
    (r"birthday within (\d+) days", {"birthday_within_days": 1}),
)
_MORE: Phrases = (
    (r"on top", {"combine": "always"}),
    (r"coupon (\w+)", {"trigger": "code", "code": 1}),
    (r"costs (\d+) points", {"trigger": "points", "cost_points": 1}),
    (r"again and again", {"limits": {"per_cart": None}}),
    (r"(\d) units", {"limits": {"units": 1}}),
    (r"at most ([\d.]+)", {"reward": {"max_discount": 1}}),
)
_WHOLE_NUMBERS = {"weekdays", "birthday_within_days", "valid_days"}


def promotion_of(row: dict[str, str]) -> Json:
    """A row of a table of promotions; its name is its id."""
    found: Json = {"id": row["Promotion"], "reward": _read(row["Gives"], _GIVES)}
    when: Json = {}
    for phrase in _phrases(row.get("Holds for", "–")):
        when |= _read(phrase, _HOLDS)
    for phrase in _phrases(row.get("And", "–")):
        more = _read(phrase, _MORE)
        found["reward"] |= more.pop("reward", {})
        found |= more
    return found | {"when": when}


def _phrases(cell: str) -> list[str]:
    return [] if cell == "–" else cell.split("; ")


def _read(phrase: str, phrases: Phrases) -> Json:
    for pattern, values in phrases:
        match = re.fullmatch(pattern, phrase)
        if match:
            return {key: _filled(key, value, match) for key, value in values.items()}
    raise AssertionError(f"not understood: {phrase}")


def _filled(key: str, value: Any, match: re.Match[str]) -> Any:
    if isinstance(value, dict):
        return {inner: _filled(inner, each, match) for inner, each in value.items()}
    if isinstance(value, list):
        return [_filled(key, each, match) for each in value]
    if not isinstance(value, int):
        return value
    return int(match[value]) if key in _WHOLE_NUMBERS else match[value]
