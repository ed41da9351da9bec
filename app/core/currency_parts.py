"""What is counted in the shop's currency and holds on: each part of the program converts its own amounts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.core.currency_change import Exchange
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money, UnitPrice
from app.core.registry import Registry


@dataclass(frozen=True, slots=True)
class ConvertedAmount:
    """One amount, before and after; ``name`` says what it belongs to. Both are of one type."""

    kind: Literal[
        "price",
        "future_price",
        "pack_price",
        "balance",
        "credit_limit",
        "tips",
        "loyalty",
        "promotion",
        "gift_card",
        "package",
    ]
    name: str
    old: Money | UnitPrice
    new: Money | UnitPrice


@dataclass(frozen=True, slots=True)
class CurrencyPart:
    """The amounts of one part of the program.

    ``columns`` are those it answers for (``table.column``). ``amounts`` says what would be converted, ``convert`` does
    it in the unit of the change, before the installation counts in the new currency.
    """

    columns: frozenset[str]
    amounts: Callable[[ReadUnit, Exchange], list[ConvertedAmount]]
    convert: Callable[[Unit, Exchange], None]


CurrencyParts = Registry[CurrencyPart]
