"""``regulars currency convert``: the shop goes over to its second currency, at closed shifts, at the fixed rate."""

import argparse
import json
import sys
from typing import Any, Final

from app.cli.folder import config_of, console_actor, data_locked, opened
from app.cli.parsing import Commands, add_command, add_json_option
from app.core.currencies import CURRENCY_DECIMALS
from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount
from app.core.errors import BadInput, ConfigError
from app.core.explain import explain
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, UNIT_PRICE_SCALE, Money, UnitPrice
from app.core.numbers import format_scaled, parse_scaled
from app.flows.currency import Conversion, Wish, convert, plan
from app.web.shared.sentences import MORE_SENTENCES
from app.wiring import currency_parts

_ROUNDING_DECIMALS: Final = 6


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(commands, "currency", "changes the shop's currency", "regulars currency convert EUR --dry-run")
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True)
    converting = add_command(
        acts,
        "convert",
        "converts prices and balances into the second currency, at its fixed rate; 1 where something is in the way",
        "regulars currency convert EUR --until 2026-12-31 --yes",
    )
    converting.add_argument("currency", metavar="CODE", help="the new currency; the second one of the settings")
    converting.add_argument("--dry-run", action="store_true", help="only show every amount before and after")
    converting.add_argument("--yes", action="store_true", help="do not ask before it is done")
    converting.add_argument(
        "--cash-step", metavar="AMOUNT", default="0", help="the smallest coin in use, like 0.05 [none]"
    )
    converting.add_argument("--until", metavar="DAY", help="last day the old currency is shown beside [as it is set]")
    add_json_option(converting)
    converting.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Shows what is converted and, unless it is a dry run, asks and converts it in one unit."""
    currency = options.currency.upper()
    if currency not in CURRENCY_DECIMALS:
        raise BadInput("unknown_currency", "currency", got=options.currency)
    step = parse_scaled(options.cash_step, CURRENCY_DECIMALS[currency], "cash_step")
    wish, parts = Wish(currency, Money(step), options.until), currency_parts()
    with data_locked(config := config_of(options)), opened(config) as database:
        with database.read_unit() as tx:
            planned = plan(tx, parts, wish)
        if options.dry_run or planned.obstacles or not _agreed(planned, yes=options.yes):
            return _answer(planned, converted=False)
        return _answer(database.transact(console_actor(), lambda tx: convert(tx, parts, wish)), converted=True)


def _agreed(planned: Conversion, *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise ConfigError("no_yes")
    exchange = planned.exchange
    sys.stderr.write(f"{len(planned.amounts)} amounts go from {exchange.old} to {exchange.new}: {exchange.rate}.\n")
    sys.stderr.write(f"Make a backup of the data folder first. Type {exchange.new} to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().upper() == exchange.new


def _answer(planned: Conversion, *, converted: bool) -> int:
    for obstacle in planned.obstacles:
        sys.stderr.write(f"{explain(obstacle, more=MORE_SENTENCES)}\n")
    exchange = planned.exchange
    answer: dict[str, Any] = {
        "converted": converted,
        "from": exchange.old,
        "to": exchange.new,
        "rate": exchange.rate,
        "second_currency_until": planned.until or None,
        "cash_step": {
            "old": format_scaled(planned.old_cash_step, exchange.old_decimals),
            "new": format_scaled(planned.new_cash_step, exchange.new_decimals),
        },
        "in_the_way": [{"code": one.code, **one.facts} for one in planned.obstacles],
        "amounts": [_amount(one, exchange) for one in planned.amounts],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return 1 if planned.obstacles else 0


def _amount(one: ConvertedAmount, exchange: Exchange) -> dict[str, str]:
    """An amount before and after, and by how much its rounding changed it."""
    old, scale = _minor(one.old)
    new, _ = _minor(one.new)
    rounding = (new - exchange.exact(old)) / scale * 10**_ROUNDING_DECIMALS
    extra = UNIT_PRICE_EXTRA_DECIMALS if isinstance(one.old, UnitPrice) else 0
    return {
        "kind": one.kind,
        "name": one.name,
        "old": _text(old, exchange.old_decimals, extra),
        "new": _text(new, exchange.new_decimals, extra),
        "rounding": format_scaled(round(rounding), exchange.new_decimals + _ROUNDING_DECIMALS, trim=True),
    }


def _minor(amount: Money | UnitPrice) -> tuple[int, int]:
    return (amount.minor, 1) if isinstance(amount, Money) else (amount.scaled, UNIT_PRICE_SCALE)


def _text(scaled: int, decimals: int, extra: int) -> str:
    """With the currency's decimals, and more where a unit price has them."""
    while extra and scaled % 10 == 0:
        scaled, extra = scaled // 10, extra - 1
    return format_scaled(scaled, decimals + extra)
