"""Amounts in the rules of promotions when the shop changes its currency: each rule goes over as its next version."""

import json
from typing import Any, Final

from app.core import journal
from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money, UnitPrice
from app.core.numbers import format_scaled, parse_scaled
from loyalty.promotions.editing import write_next_version
from loyalty.promotions.rules import rule_text
from loyalty.promotions.stored import StoredPromotion, promotions

_AMOUNTS_OF_WHEN: Final = ("min_amount", "max_amount")
_AMOUNT_REWARDS: Final = frozenset({"amount", "bundle_price"})
_UNIT_PRICE_EXTRA: Final = 4


def promotion_amounts() -> CurrencyPart:
    """The answer of the promotions: their amounts stand in rules, in no column of their own."""
    return CurrencyPart(frozenset(), _amounts, _convert)


def _converted(stored: StoredPromotion, exchange: Exchange) -> tuple[dict[str, Any], list[ConvertedAmount]]:
    """The rule in the new currency, and each amount of it before and after."""
    rule: dict[str, Any] = json.loads(stored.rule)
    amounts: list[ConvertedAmount] = []

    def money(holder: dict[str, Any], key: str) -> None:
        if key in holder:
            old = Money(parse_scaled(holder[key], exchange.old_decimals))
            new = exchange.money(old)
            holder[key] = format_scaled(new.minor, exchange.new_decimals)
            amounts.append(ConvertedAmount("promotion", stored.name, old, new))

    for key in _AMOUNTS_OF_WHEN:
        money(rule.get("when", {}), key)
    reward = rule["reward"]
    money(reward, "max_discount")
    if reward["type"] in _AMOUNT_REWARDS:
        money(reward, "value")
    elif reward["type"] == "fixed_price":
        old = UnitPrice(parse_scaled(reward["value"], exchange.old_decimals + _UNIT_PRICE_EXTRA))
        new = exchange.unit_price(old)
        reward["value"] = format_scaled(new.scaled, exchange.new_decimals + _UNIT_PRICE_EXTRA)
        amounts.append(ConvertedAmount("promotion", stored.name, old, new))
    return rule, amounts


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    return [amount for stored in promotions(tx) for amount in _converted(stored, exchange)[1]]


def _convert(tx: Unit, exchange: Exchange) -> None:
    for stored in promotions(tx):
        rule, amounts = _converted(stored, exchange)
        if amounts:
            text = rule_text(rule)
            write_next_version(tx, stored, stored.name, text, exchange.new)
            body = {"rule": {"old": stored.rule, "new": text}, "reason": exchange.rate}
            journal.record(tx, "promotion.changed", subject=f"promotion:{stored.uid}", body=body)
