"""A scenario from its JSON: every key of the contract checked, what is not built refused by its name.

The lists of keys are those of the whole contract. A key that only feeds rules not built yet (a tag, a birth date) is
checked and changes nothing, as it would where no such rule is given; a key that asks for such a rule (a promotion, a
coupon, a tier) is the error ``unsupported``, so that nothing a caller counts on is left out in silence.
"""

from typing import Final

from app.core.currencies import CURRENCY_DECIMALS, is_currency_code
from app.core.errors import BadInput
from app.core.money import ZERO
from pos.pricing.fields import (
    MAX_COUNT,
    Fields,
    boolean,
    choice,
    counts,
    day,
    decimal,
    instant,
    integer,
    json_object,
    list_of,
    money,
    text,
)
from pos.pricing.reading_cart import read_cart
from pos.pricing.reading_goods import read_products
from pos.pricing.values import (
    POINTS_DECIMALS,
    CashRounding,
    CashRoundingMode,
    Customer,
    PointsRounding,
    Scenario,
    Shop,
    TaxRounding,
)

MAX_DECIMALS: Final = 6

_SCENARIO_KEYS: Final = frozenset({"at", "shop", "products", "customer", "loyalty", "promotions", "gift_cards", "cart"})
_SHOP_KEYS: Final = frozenset({"currency", "decimals", "prices_include_tax", "tax_rounding", "cash_rounding"})
_CASH_ROUNDING_KEYS: Final = frozenset({"step", "mode"})
_CUSTOMER_KEYS: Final = frozenset(
    {"id", "tier", "points", "balance", "spent", "birth_date", "segments", "purchases", "uses"}
)
_LOYALTY_KEYS: Final = frozenset({"earn", "earn_rounding", "points_decimals", "redeem", "tiers"})

_decimals: Final = integer(0, MAX_DECIMALS)
_entries: Final = list_of(lambda value, _path: value)
_points: Final = decimal(POINTS_DECIMALS)
_purchases: Final = integer(0, MAX_COUNT)
_texts: Final = list_of(text)


def read_scenario(value: object) -> Scenario:
    """The scenario of a parsed JSON text (``pos.pricing.jsontext``).

    Raises BadInput with the path of the first value that can not be used.
    """
    fields = Fields(value, "", _SCENARIO_KEYS)
    fields.check("at", instant)
    shop = fields.need("shop", _shop)
    products = fields.get("products", lambda entry, path: read_products(entry, path, shop), {})
    customer = fields.get("customer", lambda entry, path: _customer(entry, path, shop), None)
    fields.check("loyalty", _no_loyalty)
    for key in ("promotions", "gift_cards"):
        if fields.get(key, _entries, None):
            raise BadInput("unsupported", fields.path(key))
    cart = fields.need("cart", lambda entry, path: read_cart(entry, path, shop, products))
    return Scenario(shop, cart, customer)


def _shop(value: object, path: str) -> Shop:
    fields = Fields(value, path, _SHOP_KEYS)
    currency = fields.need("currency", text)
    decimals = fields.get("decimals", _decimals, CURRENCY_DECIMALS.get(currency))
    if decimals is None or not is_currency_code(currency):
        raise BadInput("unknown_currency", fields.path("currency"), got=currency[:40])
    return Shop(
        currency=currency,
        decimals=decimals,
        prices_include_tax=fields.get("prices_include_tax", boolean, True),
        tax_rounding=fields.get("tax_rounding", choice(TaxRounding), TaxRounding.PER_LINE),
        cash_rounding=fields.get("cash_rounding", lambda rule, at: _cash_rounding(rule, at, decimals), None),
    )


def _cash_rounding(value: object, path: str, decimals: int) -> CashRounding:
    fields = Fields(value, path, _CASH_ROUNDING_KEYS)
    step = fields.need("step", money(decimals))
    if not step:
        raise BadInput("step_zero", fields.path("step"))
    return CashRounding(step, fields.need("mode", choice(CashRoundingMode)))


def _customer(value: object, path: str, shop: Shop) -> Customer:
    fields = Fields(value, path, _CUSTOMER_KEYS)
    read_money = money(shop.decimals)
    fields.check("id", text)
    if fields.has("tier"):
        raise BadInput("unsupported", fields.path("tier"))
    fields.check("spent", read_money)
    fields.check("birth_date", day)
    fields.check("segments", _texts)
    fields.check("purchases", _purchases)
    fields.check("uses", counts)
    return Customer(
        balance=fields.get("balance", read_money, ZERO),
        points_micro=fields.get("points", _points, 0),
    )


def _no_loyalty(value: object, path: str) -> None:
    """Rules that earn, redeem or lift are refused; how points would be rounded changes nothing without them."""
    fields = Fields(value, path, _LOYALTY_KEYS)
    fields.check("earn_rounding", choice(PointsRounding))
    fields.check("points_decimals", integer(0, POINTS_DECIMALS))
    if fields.get("earn", _entries, None):
        raise BadInput("unsupported", fields.path("earn"))
    if fields.get("redeem", json_object, None):
        raise BadInput("unsupported", fields.path("redeem"))
    if fields.get("tiers", _entries, None):
        raise BadInput("unsupported", fields.path("tiers"))
