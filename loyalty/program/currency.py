"""The loyalty rules in another currency: what earns points, what a point is worth, where tiers and cards begin."""

from dataclasses import replace

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money, UnitPrice
from loyalty.program.store import program_of, save_program
from loyalty.program.values import Program

_COLUMNS = frozenset(
    {
        "loyalty_program.point_value",
        "loyalty_program.card_from",
        "loyalty_earn_rule.per_amount",
        "loyalty_tier.from_spent",
    }
)


def loyalty_amounts() -> CurrencyPart:
    """The answer of the loyalty programme."""
    return CurrencyPart(_COLUMNS, _amounts, _convert)


def _in_new_money(program: Program, exchange: Exchange) -> Program:
    rules = program.rules
    redeem = rules.redeem
    return replace(
        program,
        card_from=None if program.card_from is None else exchange.money(program.card_from),
        rules=replace(
            rules,
            earn=tuple(
                rule if rule.per_amount is None else replace(rule, per_amount=exchange.money(rule.per_amount))
                for rule in rules.earn
            ),
            redeem=None if redeem is None else replace(redeem, point_value=exchange.unit_price(redeem.point_value)),
            tiers=tuple(replace(tier, from_spent=exchange.money(tier.from_spent)) for tier in rules.tiers),
        ),
    )


def _named(program: Program) -> list[tuple[str, Money | UnitPrice]]:
    rules = program.rules
    found: list[tuple[str, Money | UnitPrice]] = [
        (f"earn_{place}", rule.per_amount)
        for place, rule in enumerate(rules.earn, start=1)
        if rule.per_amount is not None
    ]
    if rules.redeem is not None:
        found.append(("point_value", rules.redeem.point_value))
    found += [(tier.name, tier.from_spent) for tier in rules.tiers]
    if program.card_from is not None:
        found.append(("card_from", program.card_from))
    return found


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    old = program_of(tx)
    new = _in_new_money(old, exchange)
    return [
        ConvertedAmount("loyalty", name, before, after)
        for (name, before), (_, after) in zip(_named(old), _named(new), strict=True)
    ]


def _convert(tx: Unit, exchange: Exchange) -> None:
    save_program(tx, _in_new_money(program_of(tx), exchange))
