"""Settings of selling: the basis of prices, rounding of tax and cash, when paper is printed."""

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.money import Money
from app.core.settings import Setting
from pos.pricing.values import CashRounding, CashRoundingMode, Shop, TaxRounding

PRICES_INCLUDE_TAX = Setting("prices.include_tax", bool, True, "Prices include tax")
TAX_ROUNDING = Setting(
    "prices.tax_rounding",
    str,
    "per_line",
    "Tax is rounded",
    "On each line, or once for each rate of a receipt.",
    choices=("per_line", "per_rate"),
)
CASH_STEP = Setting(
    "cash.rounding_step_minor",
    int,
    0,
    "Smallest step of cash",
    "In minor units: 5 where the smallest coin is 0.05; 0 where cash is not rounded.",
    low=0,
    high=100_000,
)
CASH_MODE = Setting(
    "cash.rounding_mode", str, "half_up", "Cash is rounded", choices=("half_up", "half_down", "up", "down")
)
DRAWER_AT = Setting(
    "fiscal.drawer",
    str,
    "printer",
    "The cash drawer hangs on",
    "A till without a receipt printer opens it through the fiscal register in any case.",
    choices=("printer", "register"),
)
MARKED_GOODS = Setting(
    "till.marked_goods",
    str,
    "ask",
    "Marked goods, of which each unit bears a code of its own",
    "At a till whose fiscal register takes the codes they are always asked for. This is for any other till.",
    choices=("ask", "leave", "refuse"),
)
RETURN_DAYS = Setting(
    "till.return_days",
    int,
    14,
    "Days in which goods come back",
    "After them it takes a right.",
    low=0,
    high=3650,
)
RETURN_REASONS = Setting(
    "till.return_reasons",
    str,
    "",
    "Reasons why goods come back",
    "One a line, as buttons beside the reason. Empty: broken, wrong size or colour, not wanted, price.",
)


def pricing_shop(tx: ReadUnit) -> Shop:
    """The rules of the shop as the pricing engine takes them."""
    installation = facts(tx)
    currency, decimals = installation.currency, installation.decimals
    return settings.made_of_settings(tx, f"pricing:{currency}:{decimals}", lambda: _shop(tx, currency, decimals))


def _shop(tx: ReadUnit, currency: str, decimals: int) -> Shop:
    step = settings.get(tx, CASH_STEP)
    return Shop(
        currency=currency,
        decimals=decimals,
        prices_include_tax=settings.get(tx, PRICES_INCLUDE_TAX),
        tax_rounding=TaxRounding(settings.get(tx, TAX_ROUNDING)),
        cash_rounding=CashRounding(Money(step), CashRoundingMode(settings.get(tx, CASH_MODE))) if step else None,
    )
